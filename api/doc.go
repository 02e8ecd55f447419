// Package api is the figures for other programs: REST over HTTP with JSON, under
// /api/v1, described by OpenAPI (openapi.json, openapi.yaml).
//
//	api.go      what the API needs, the routes, the documentation
//	request.go  who asks, in which language, and what was typed
//	table.go    tables: the list, one as of any day and as known on any instant
//	figure.go   figures that stand in running text, by name
//	problem.go  an error as RFC 9457 has it, in the reader's language
//	limit.go    how much one network may ask
//
// The API computes nothing and decides nothing: it asks package statistics as
// the pages do, and a question that was refused there is refused here with the
// same words. It only reads: whoever wants to change something does so by an
// act, through the pages.
//
// A table of the present needs somebody who is signed in and may read tables;
// what was published is for everybody.
//
// What may enter: the shape of requests and answers. No SQL, no figure.
package api
