// Command sanad is the program: the server and the commands that an operator,
// a statistician or an auditor runs beside it.
//
//	serve     the pages
//	demo      a demonstration in an empty database
//	import    communes; the figures of a document
//	table     one published table on standard output
//	tables    which tables there are
//	report    what a document whose figures were imported gets wrong
//	check     the programmes and their own test cases
//	verify    hash chains, projections and ledger against their events
//	backup    a copy of a database in use; restore makes a database of one
//	match     the register of persons held against itself
//	link      records of one person in CSV files
//	population  a synthetic register
//	version   which program this is
//
// Standard output has what was asked for and nothing else; everything said to
// the person goes to standard error, in their language. Exit status: 0 done, 1
// it was not possible or something does not hold, 2 the request was wrong.
//
// What may enter: reading arguments, opening, wiring, printing. One file per
// command; what a command does is in the packages below.
package main
