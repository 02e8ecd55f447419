// Package audit is who read whose data, when, from where and for what purpose.
//
// A door writes an Entry with Read before it sends the answer: an answer that
// could not be logged is not given (ASVS 5.0, 16.3.2). One row is kept per
// person shown, so that a person can be told who saw them (Who: a right of the
// person under law 09-08, article 7), and an account's reading can be looked
// over (ByAccount).
//
// The log holds identifiers, and of search words only a keyed digest (Digest):
// it must not become a second register of persons, and a name must be erasable
// without breaking it. With the key, an inspector can still ask whether a given
// name was searched.
//
// Reads are not business data: they are written with store.DB.Update and not by
// acts, because they change no figure and no dossier.
//
// What may enter: the log of reads. What was changed is in package act.
package audit
