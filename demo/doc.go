// Package demo makes the demonstration: the widows' programme from early 2015 to
// 2 July 2021, such that the published tables say what the ministry's report of
// that year says (table 01 cell for cell, and the totals beside it).
//
// Nothing here is a short cut. A plan is drawn from a seed (newPlan): whose file
// is deposited when, what becomes of it, in which sitting. It is then lived
// through day by day on a clock of its own (Clock), every record through the one
// write path: registry.RegisterFamily, dossier.Office.In, package commission.
// The rules decide; a file that is to be refused has an answer for which they
// refuse it. One file in thirty is recorded some days late, so that "known on" a
// past day differs from "as of" it.
//
// Nobody in it exists: names are drawn from lists compiled by hand (facts/data/*.csv,
// CC0, from general knowledge), identity cards are of a series that no office
// issues, and there are no telephones or addresses, which could be somebody's.
// The database says of itself that it is a demonstration.
//
// Same seed, same scale: the same people, acts, days and figures. Only what must
// be secret (passwords, the encryption of identifiers) is drawn anew.
//
// What may enter: the plan, the people, the staff. No SQL and no figure that is
// written instead of counted.
package demo
