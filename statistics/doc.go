// Package statistics computes the published tables from the ledger.
//
// A programme's tables.yaml says what a table counts (programme.Table); an Ask
// says which rows, as of which day and as known on which instant; an Engine
// answers with a Result:
//
//	known on   is settled first (store.DB.Settle), so that the answer never changes
//	layout     every row and column that could hold something; what holds nothing
//	           is taken out at the end
//	recorded   one question to the ledger's memory for the columns that count alike
//	reported   what documents state, taken as it was stated (decision 0011)
//	total      the sum of the rows; of distinct counts, counted on its own
//	problems   what does not reconcile: a check of the table in any row, a total
//	           that differs from the whole found another way, columns of a pivot
//
// A cell is known, not stated, or withheld by a publication, and says whether it
// was recorded, reported, or both. Same definitions, same dates, same data: the
// same bytes in every format (WriteCSV, WriteJSON, WriteHTML). So that this holds
// without a known-on too, a Result is as known on the last posting it counts.
//
// By month and year a stock shows how much it changed: rows then add up to how
// it stands.
//
// A Figure is a number of running text by its name, computed as tables are.
// Import posts what the files of a document state; Check holds the document
// against itself.
//
// A table counts the whole country whoever asks. Only the way back from a cell
// to its dossiers (Engine.Members) is limited to the viewer's scope, and says
// how many lie outside it.
//
// What may enter: dimensions, sums of sums, statements, reconciliation, formats. No figure
// that does not come from the ledger, and no words of a programme.
package statistics
