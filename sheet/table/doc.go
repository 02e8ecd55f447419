// Package table reads tables from files as clerks send them: CSV in the
// encodings and with the separators that are met in Morocco, and workbooks
// (XLSX). Its neighbour sheet writes them.
//
// Open finds out what a file is from its bytes (kind, encoding, separator,
// sheets, head), says what it found, and takes another answer. File.Rows gives
// the rows one after the other in bounded memory; each has the number a
// spreadsheet shows, each cell its text as it is to be kept and as it stood.
//
// A value is right or refused. What a file cannot be trusted with is a fault of
// the cell (an error value, part of a merged cell, letters broken by a wrong
// encoding), of the row (too many cells, a stray quotation mark) or of the whole
// file (truncated, a quotation mark that is never closed), and the reader goes
// on after all but the last kind. Nothing is guessed about a value: a date such
// as 31-12-15, a bare 42369 or an amount such as 1,234 is refused until the
// mapping says what it means.
//
// Why not a library: those that stream a workbook give a cell's text without its
// type, so that a date, an error and a number written as text look alike, and
// take a sheet that ends too early for a short one. encoding/csv refuses the
// quotation mark inside a text that every spreadsheet writes, and keeps a file
// with an unclosed one in memory.
//
// What may enter: files of tables and what one cell may say. No database, no
// programme, no person: what a column means is said by the mapping.
package table
