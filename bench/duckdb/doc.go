// Package duckdb compares the ledger's engine with DuckDB over the same rows. It
// is a module of its own because DuckDB needs C, which the product does not:
//
//	cd bench/duckdb && SANAD_LEDGER=10000000 go test -bench . -benchtime 1x
//
// after `make bench-ledger` with as many postings has made the database.
//
// What may enter: this comparison.
package duckdb
