// Package store keeps rows, on SQLite or on PostgreSQL, with one schema and one
// set of queries.
//
// What both engines promise here:
//
//   - A transaction that returned without error survives a power cut. SQLite
//     runs with WAL and synchronous=FULL, asserted on every connection (NORMAL
//     lost acknowledged writes in 1,589 of 2,000 simulated power cuts, see
//     research/security-reliability-ux.md 2.3); PostgreSQL with its defaults.
//   - Writes are serializable: a refused transaction is run again a bounded
//     number of times, so the function given to Update may run twice and must
//     not touch anything outside its Tx.
//   - On SQLite there is one writer; waiting writers share a commit, each inside
//     its own savepoint, so that one that fails takes nothing with it.
//   - Tx.Now is later than every instant for which Settle has returned. That is
//     what makes an answer "as known on K" final.
//   - An engine's error becomes a fault in one place (errors.go).
//
// Portable SQL: $1 $2 first used in ascending order; types uuid, bigint, int,
// text, boolean, date, bytea; no engine functions. Instants are bigint
// microseconds, dates date, money bigint centimes, identifiers UUIDv7.
//
// What may enter: opening, transactions, scanning, identifiers, migrations, the
// bell of a worker whose queue is rows. No table's meaning: queries live in the
// package whose noun they read.
package store
