// Package fault is what goes wrong, said once and in every language.
//
// An Error carries a Code (what kind of failure, which a door maps to an exit
// status or an HTTP status once), a message Key with its Args (the words live
// in package locale, in Arabic, French and English), and the Field it is about.
// The technical cause is kept for the log and never shown.
//
// Every refusal must name the field, the value and the remedy: the key's
// message says so with the args. An error that is not a *Error is Internal: the
// reader sees a neutral sentence with the request's number, the log the rest.
//
// What may enter: codes, and ways to carry or combine them. No words, no
// domain, no HTTP.
package fault
