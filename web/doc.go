// Package web is the pages: server-rendered HTML, Arabic first, that work
// without JavaScript.
//
//	routes.go      every route on one page: who may ask, what answers
//	server.go      what the pages need, and how a request reaches its page
//	middleware.go  headers, limits, the language, defects
//	cookie.go      what a browser keeps: the session, the language, a message
//	request.go     a request on its way: actor, printer, form values
//	fail.go        an error becomes a page, once, for all
//	naming.go      what things are called: states, places, articles, delays
//	logged.go      who saw whom, and why, before the answer is sent
//
// and one file per screen, named after it; the file that carries out what a
// screen asks is named after the act (dossier.go shows, dossier_act.go acts).
//
// A page reads within the actor's scope and writes only by building acts. What
// is outside the scope answers 404 like what does not exist. Nothing typed is
// lost: a refused form comes back filled, with the reasons on top.
//
// What may enter: screens and their words. No rule of a programme, no SQL.
package web
