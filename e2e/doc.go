// Package e2e is journeys through the whole program, as its users make them: the
// built binary, a real database, a real browser, real signals.
//
//	journey_test.go  from the counter to the published figure, in Chromium, Arabic
//	kill_test.go     kill -9 in a loop under concurrent acts
//	program_test.go  building and running the binary
//	browser_test.go  driving Chromium
//
// What may enter: what can only be seen from outside. What one package promises
// is tested beside it.
package e2e
