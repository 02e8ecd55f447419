// Package report composes the outcome report: one document of narrative,
// figures, tables, charts and maps, as of any day and as known on any instant,
// in Arabic, French or English.
//
//	narrative.go  the text as data: chapters, sections, blocks
//	prose.go      running text in which figures stand by name
//	load.go       reading it, strictly, and every check there is
//	source.go     where tables and figures come from
//	document.go   a narrative with its tables and figures computed
//	sheets.go     its tables laid out, for pages and for files
//	html.go       the document that stands alone; section.go its parts
//	print.go      the PDF, printed by a Chromium where there is one
//	files.go      the folder that `sanad report` writes
//
// The text is in outcome-2021/: a file a chapter, three languages side by side.
// A number in it is always a name: {widows.accepted|widows} says the figure and
// agrees its noun. The program does not start with a text that names an unknown
// figure or table, gives other figures in one language than in another, or has
// a figure typed by hand.
//
// The same narrative, dates, definitions and data give the same bytes: no
// clock is read. The PDF is as steady as Chromium is: its own dates are set to
// those of the report.
//
// What may enter: how the account is told. No figure is computed here: they
// come from package statistics, already protected where they are published.
package report
