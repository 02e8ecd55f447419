// Package sheet writes tables of figures as files that other programs open: a
// workbook (XLSX), CSV with its CSVW description, JSON-stat 2.0.
//
// A Table comes with every word in the language of its reader; this package
// only knows how each kind of file writes it:
//
//	xlsx      one sheet a table, from right to left for Arabic, numbers as
//	          numbers with a format, heads that stay and repeat in print
//	csv       keys and figures for a machine; csv-metadata.json says what they are
//	json      JSON-stat 2.0: rows by columns, with the state of each figure
//
// The same table gives the same bytes in every format: no clock is read, and
// the day in a workbook's properties is the one it is given.
//
// Nothing in a file runs: text is typed as text in a workbook, and in CSV a
// text that a spreadsheet would take for a formula gets an apostrophe.
//
// A figure is a whole number and how many of its digits are decimals; it meets
// floating point only inside a workbook, which has no other numbers, and one
// that would not survive it is refused.
//
// What may enter: formats of files of tables. No database, no programme, no
// words: whoever calls has them.
package sheet
