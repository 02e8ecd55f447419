// Package ledger is the one account of everything that counts: people, dossiers,
// services, places, blankets and dirhams.
//
// A posting is what an event changes: a measure, a quantity in the measure's
// unit, a day, a cell (programme, measure, territory and frozen dimensions such
// as sex and age in years on the day), and a subject where it counts somebody.
// Postings are written in their event's transaction and never changed; a
// correction posts the exact reversal (Reverse).
//
//	flow      the sum of postings between two days
//	stock     the sum of postings up to a day; entering posts +1, leaving -1
//	distinct  how many subjects have a positive sum between two days
//
// A cell is recorded (events about records) or reported (a figure of an old
// report: no subject, the document is the stream).
//
// A Question names series, periods, and groups of cells by a function; Ask
// answers it from columns in memory, Look lists the streams behind one figure.
// Two subjects that are one person are merged (Merge): distinct counts follow
// from when that is known.
//
// Every question has two dates: As of, the last day that counts, and Known on,
// the last instant of recording that counts. The caller settles Known on first
// (store.DB.Settle), which is what makes the answer final.
//
// A guarded account is a balance the database itself keeps within limits.
//
// What may enter: posting, summing, guarding. It does not know programmes or
// dossiers, and no other package counts anything.
package ledger
