// Package bench makes a ledger as large as a country's, to measure the engine
// beside what it is compared with: the bare scan of the same columns, SQLite and
// PostgreSQL in one run (`make bench-ledger`), and DuckDB in a module of its own
// (bench/duckdb), because it needs C.
//
// What may enter: drawing rows, timing. Nothing that the product needs.
package bench
