// Package programme is the programmes as data: what a programme asks, who moves
// its dossiers, what it decides, what it counts, what it publishes.
//
// A programme is one folder of seven files (programme, form, workflow, rules,
// ledger, tables, tests). Load decodes them strictly and checks everything that
// can be known before the first dossier: references, reachable states, static
// types of every expression (CEL, no dynamic type), a source for each value,
// cases on both sides of every bound, and that the sums a table promises hold
// for every act of the workflow. All problems of a folder are told together,
// each with file, line and remedy; the server refuses to start on one.
//
// Data picks from vocabularies that Go owns (field types, verbs, effects,
// units, dimensions). There is no script, no SQL and no template with logic. A
// number in a rule is a dated parameter with its legal source; asked before its
// first date it is an error, never zero.
//
// Answers have three values: a value, unanswered (null), not asked (no key).
// "No" is never a default: a condition is true, false or unknown, and the
// decision names what is still missing.
//
// What may enter: types, checks and pure functions over a definition. No
// storage, no clock, no dossier: dossiers, sessions and postings are written by
// the packages above.
package programme
