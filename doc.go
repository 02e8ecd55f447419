// Package sanad is the root of the module and holds no code: the product is in
// the packages beside it (ARCHITECTURE.md is the map), the program in cmd/sanad.
//
// The tests of this folder are the house rules:
//
//	house_ranks_test.go  which package may import which, and which library
//	house_words_test.go  what must be documented and tested
//	house_size_test.go   how long a function or a file may be
//	house_ban_test.go    what no line may do: time, printing, writes, programmes
//	house_sql_test.go    the SQL that both engines know
//	house_files_test.go  what may lie in git
//
// They read the source, so they need no list of what exists; what they allow as
// an exception stands in them with its reason.
//
// What may enter: rules that hold for the whole tree. No code of the product.
package sanad
