// Package statistics computes the published tables from the ledger.
//
// A programme's tables.yaml says what a table counts (programme.Table); an Ask
// says which rows, as of which day and as known on which instant; an Engine
// answers with a Result:
//
//	known on   is settled first (store.DB.Settle), so that the answer never changes
//	figures    every column is summed by the ledger, at the same time
//	rows       every region or province, 0 included; the months that hold something
//	total      the sum of the rows; of distinct subjects, counted on its own
//	problems   what does not reconcile: a check of the table in any row, or a
//	           total that differs from the whole found another way
//
// Same definitions, same dates, same data: the same bytes in every format
// (WriteCSV, WriteJSON, WriteHTML). So that this holds without a known-on too,
// a Result is as known on the last posting it counts.
//
// By month and year a stock shows how much it changed: rows then add up to how
// it stands.
//
// A table counts the whole country whoever asks. Only the way back from a cell
// to its dossiers (Engine.Members) is limited to the viewer's scope, and says
// how many lie outside it.
//
// What may enter: dimensions, sums of sums, reconciliation, formats. No figure
// that does not come from the ledger, and no words of a programme.
package statistics
