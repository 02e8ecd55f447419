// Package edition publishes: an account made of tables goes through its states
// and becomes public, once and for all to see.
//
//	draft      the tables, the day they count to, and the instant they are known on
//	checked    every table reconciles, and what must be hidden is decided
//	signed     by two people, neither of whom prepared it
//	released   published from the end of its embargo
//	withdrawn  with its reason; it stays in the list
//
// An Edition keeps questions, not answers: as of, known on, the hash and the text
// of every definition, and which cells are hidden. Its figures are computed from
// the ledger each time, and are the same bytes each time, also when records were
// added since and the programmes have moved on (Office.Tables). A digest of each
// table, made by the check and signed, shows that they are.
//
// What is published protects the persons it counts (package disclosure): all
// tables of the edition together and the figures of running text beside them
// (Office.Figures), with what earlier editions said of the same cells. Internal
// views show everything.
//
// Two editions are compared by Office.Revise: cell by cell, each difference by
// its cause: a later day, late entries, corrections, merges, definitions.
//
// Truth is in the events of the edition's own stream; its row is for lists and
// guards (Verify compares them).
//
// What may enter: the acts of releasing, what an edition hides, what changed
// between two. No figure of its own, no words of a table.
package edition
