// Package commission is the sittings in which files are decided together: a
// provincial commission that gives its opinion, a central committee that decides.
//
// A Session is convened with its members and quorum, given an agenda, opened
// with the list of those present, and closed. While it is open each item of the
// agenda gets a ruling. Who has a stake in a file is recused from it: a member
// who registered the file, who is its subject or kin, or who says so. A ruling
// needs the quorum without them.
//
// It does not know what a file is: package dossier asks it, within the act of
// deciding, whether the sitting can rule (Rule) and records the rest itself.
//
// What may enter: convening, agendas, attendance, rulings. No programme's rules.
package commission
