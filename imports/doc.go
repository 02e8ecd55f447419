// Package imports is how lists of people that others keep come into the
// register: persons, households and applications from a CSV file or a workbook.
//
//	arrived ── Check ──► checking ──► checked ── Run ──► running ──► done
//
// A file is kept encrypted until its import is over (Office.Arrive). A mapping
// says which column holds what; that of a source is remembered, and proposed
// from the heads in three languages the first time (Office.Preview). The dry run
// (Check) does to every row what the real one would: its acts are carried out
// and rolled back, so that no check is written twice. The real run goes through
// the file in batches: the acts of some rows, what came of them, and how far the
// import is are one transaction, so that a process that is killed leaves every
// row written once or not at all, and another goes on from there.
//
// # What a row is
//
// A row is known by its source and by the source's own number for it; without
// one by a national identifier; without either by what it says. The tie between
// a row and whom it became stays (import_tie, keyed digests only): the same row
// again changes nothing, the same row corrected amends the same person, provided
// that nobody else changed them meanwhile. A number that stands twice in a file
// with different data is refused the second time.
//
// A row that resembles somebody, in the register (registry.FindAlike) or above it
// in the file, from the probability on from which a clerk at a counter is asked,
// is held back with the persons named, and not written. The file of failed rows
// (Office.WriteFailed) has a column in which a clerk answers: the person's
// number, or the word for another person. The members of a household, and a
// person with their application, are written together or not at all.
//
// # What is kept of persons
//
// The file and the rows that were not written are sealed with the keys of the
// identifiers and forgotten KeepDays after the import ended (Office.Sweep). What
// stays is counts, the mapping, and the ties.
//
// What may enter: reading columns, checking and writing rows through the acts of
// registry and dossier. No rule about persons and no programme's question: those
// are theirs.
package imports
