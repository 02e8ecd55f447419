package account

import (
	"context"
	"errors"
	"time"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// A session ends after 30 minutes without a request and after 12 hours in any
// case (bar S7).
const (
	SessionIdle     = 30 * time.Minute
	SessionAbsolute = 12 * time.Hour
)

// touchEvery spares a write per request: a session may end up to a minute
// before its 30 minutes are over, never after.
const touchEvery = time.Minute

// maxAgent bounds what is kept of a browser's name for itself, in bytes.
const maxAgent = 200

// ErrSessionEnded says that nobody is signed in with the token.
var ErrSessionEnded = fault.New(fault.Unauthenticated, "account.session-ended", nil)

// Session is a signed-in browser.
type Session struct {
	ID         store.ID
	Account    store.ID
	Actor      access.Actor // with the rights of this moment; set by Authenticate
	MustChange bool         // let nothing through but ChangePassword
	CreatedAt  calendar.Instant
	SeenAt     calendar.Instant
	Network    string
	Agent      string
}

// EndsAt is when the session ends if no request comes.
func (s Session) EndsAt() calendar.Instant {
	return min(after(s.SeenAt, SessionIdle), after(s.CreatedAt, SessionAbsolute))
}

const sessionColumns = "s.id, s.account_id, s.created_at, s.seen_at, s.network, s.agent"

func scanSession(r store.Row) (Session, error) {
	var s Session
	err := r.Scan(&s.ID, &s.Account, &s.CreatedAt, &s.SeenAt, &s.Network, &s.Agent)
	return s, err
}

// Authenticate finds who holds a token, with the rights that the account has
// now, and keeps the session awake.
//
// Errors: account.session-ended.
func Authenticate(ctx context.Context, db *store.DB, token string) (Session, error) {
	s, err := store.One(ctx, db, scanSession, "select "+sessionColumns+" from account_session s where s.token_hash = $1", digest(token))
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, ErrSessionEnded
	}
	if err != nil {
		return Session{}, err
	}
	now := db.Now()
	if now >= s.EndsAt() {
		return Session{}, ErrSessionEnded
	}
	a, err := byID(ctx, db, s.Account)
	if err != nil {
		return Session{}, err
	}
	if !a.Active {
		return Session{}, ErrSessionEnded
	}
	s.Actor, s.MustChange = a.Actor(), a.MustChange
	if now >= after(s.SeenAt, touchEvery) {
		s.SeenAt = touch(ctx, db, s, now)
	}
	return s, nil
}

// touch keeps a session awake. Its failure is left aside: on a full disk people
// must still be able to read, and the worst is that the session ends sooner.
func touch(ctx context.Context, db *store.DB, s Session, now calendar.Instant) calendar.Instant {
	err := db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, "update account_session set seen_at = $1 where id = $2 and seen_at < $1", now, s.ID)
		return err
	})
	if err != nil {
		return s.SeenAt
	}
	return now
}

func insertSession(ctx context.Context, tx *store.Tx, hash []byte, account store.ID, a Attempt) error {
	_, err := tx.Exec(ctx, "insert into account_session (id, token_hash, account_id, created_at, seen_at, network, agent) values ($1, $2, $3, $4, $4, $5, $6)",
		store.NewID(tx.Now()), hash, account, tx.Now(), Network(a.Network), cut(a.Agent))
	return err
}

func cut(agent string) string {
	out := make([]rune, 0, maxAgent)
	for _, r := range agent { // a byte that is no character becomes U+FFFD, which both engines store
		if len(out) == maxAgent {
			break
		}
		if r >= ' ' {
			out = append(out, r)
		}
	}
	return string(out)
}

// SignOut ends the session of a token; an unknown token is no error.
func SignOut(ctx context.Context, db *store.DB, token string) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, "delete from account_session where token_hash = $1", digest(token))
		return err
	})
}

// Sessions are the open sessions of an account, the latest used first. They are
// for its owner, and for whoever manages it.
//
// Errors: account.not-found for somebody else's account out of reach.
func Sessions(ctx context.Context, q store.Q, by access.Actor, account store.ID, now calendar.Instant) ([]Session, error) {
	if err := mayEnd(ctx, q, by, account); err != nil {
		return nil, err
	}
	return store.All(ctx, q, scanSession, "select "+sessionColumns+` from account_session s
		where s.account_id = $1 and s.seen_at > $2 and s.created_at > $3 order by s.seen_at desc, s.id`,
		account, after(now, -SessionIdle), after(now, -SessionAbsolute))
}

// End ends a session by its identifier.
//
// Errors: account.session-ended when there is none, or it is out of reach.
func End(ctx context.Context, db *store.DB, by access.Actor, id store.ID) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		s, err := store.One(ctx, tx, scanSession, "select "+sessionColumns+" from account_session s where s.id = $1", id)
		if err == nil {
			err = mayEnd(ctx, tx, by, s.Account)
		}
		if fault.CodeOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, ErrSessionEnded.Key, nil)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "delete from account_session where id = $1", id)
		return err
	})
}

func mayEnd(ctx context.Context, q store.Q, by access.Actor, account store.ID) error {
	if by.Account == account {
		return nil
	}
	a, err := One(ctx, q, by.Scope(access.AccountsManage), account)
	if err == nil && reach(by, a.Grants) != nil {
		return ErrNotFound
	}
	return err
}
