// Package act is the one write path. Every change in the system is an Act,
// carried out by Do or In:
//
//  1. the same idempotency key again gives the first event and changes nothing;
//  2. the body given by the domain checks rights and guards, writes its effects
//     and projections, posts to the ledger, and says what the event holds;
//  3. the event is appended to its stream and chained to the one before by
//     SHA-256.
//
// All of it is one transaction: everything or nothing. Doors (pages, imports,
// the demonstration) build acts; nothing else writes business data. The few
// writes that are not business (a session's last use, the log of reads) say so
// where they are.
//
// An event is never changed. A correction is a new event that names the one it
// corrects (Step.Corrects).
//
// What may enter: what is true of every act. The meaning of a kind belongs to
// the package that gives the body.
package act
