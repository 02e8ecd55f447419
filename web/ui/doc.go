// Package ui is the furniture of every page: the frame, cards, tables, forms,
// timelines, charts. Arabic from right to left comes first; French and English
// use the same components.
//
// A component is a function that gives HTML (gomponents). Its own words come
// from the locale.Printer it is handed (keys "ui."); the words of a page come
// with the page. Text that a person typed is always escaped. Numbers,
// identifiers and Latin names are isolated (Bdi, Ltr), so that a line of Arabic
// keeps its order.
//
// Pages work without JavaScript: a menu, a panel and a confirmation are
// <details>, a chart has its table. Nothing carries an inline script or style.
//
// TestStory serves every component in one page to look at, until interrupted:
//
//	go test ./web/ui -run TestStory -story=127.0.0.1:8099 -timeout=0
//
// What may enter: components that two screens need, and their words. No
// domain, no query, no HTTP.
package ui
