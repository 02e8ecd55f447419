// Package dossier is the files the pole opens about somebody or something and
// follows through states: an application, a licence, a project.
//
// A dossier is the fold of its events (Fold). The row in the database is a
// projection of them, rebuilt and compared by Verify. Office.Do carries out the
// acts that the programme's workflow allows:
//
//	guard     who may, from which state, not the registrar, not one's own or kin's
//	event     what happened, with everything needed to compute its effects again
//	effects   an entitlement, a number, a document, a ruling of a commission
//	postings  what the ledger counts
//	clock     the legal delay: started, paused while a completion is awaited
//
// An act is corrected by another that names it: its postings are reversed and
// the dossier is what its other events make it. Acts that no longer make sense
// without the corrected one must be corrected first.
//
// What may enter: verbs that any programme may use. A programme's name, amounts
// and conditions are data (package programme).
package dossier
