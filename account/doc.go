// Package account is who may sign in, and with what rights.
//
// An Account has a login, a name, Grants (package access) and perhaps the entry
// of its holder in the register of persons. It is created, changed, granted and
// deactivated through package act: the stream is the account, and who gave
// which right to whom can be read for ever. Nobody gives rights to themselves,
// nobody gives more than they manage, and the last administrator stays.
//
// There is no default password. The first run prints a one-time link that makes
// the administrator (FirstRun, Claim); every other account is invited with a
// one-time link (Invite, SetPassword). An administrator never knows a password.
// Passwords are kept as argon2id (19 MiB, 2 passes: the minimum OWASP states);
// tokens of sessions and links are 256 random bits, kept as SHA-256.
//
// Rights are read again on each request (Authenticate), so that a right taken
// away or an account deactivated is without effect from the next request on.
//
// Sessions, tries to sign in and one-time links are not business data: they are
// written with store.DB.Update and not by acts, because they say nothing about
// whom the pole helps, are forgotten after their time (Sweep), and a chained
// event per request would bury the history that matters.
//
// What may enter: accounts, credentials, sessions, and what this installation
// is. What a role may do is in access; pages and cookies are the door's.
package account
