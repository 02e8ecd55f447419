package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// LinkKind says what a one-time link is for.
type LinkKind string

// The kinds of links.
const (
	firstRun LinkKind = "first-run"
	invite   LinkKind = "invite"
	reset    LinkKind = "reset"
)

// lifetime of each kind: an invitation may wait over a week-end.
var lifetime = map[LinkKind]time.Duration{
	firstRun: 24 * time.Hour,
	invite:   72 * time.Hour,
	reset:    24 * time.Hour,
}

// ErrLink refuses a link. It does not say whether it was used, is too old or
// never was: whoever guesses learns nothing.
var ErrLink = fault.New(fault.Invalid, "account.link-invalid", nil)

// Link is a one-time link that still opens.
type Link struct {
	Kind    LinkKind
	Account store.ID // zero for the first run
	Login   string
	Name    string
}

// FirstRun tells that the link makes the first administrator (Claim); any other
// sets a password (SetPassword).
func (l Link) FirstRun() bool { return l.Kind == firstRun }

// OpenLink looks at a link without using it, for the page that it opens.
//
// Errors: account.link-invalid.
func OpenLink(ctx context.Context, db *store.DB, token string) (Link, error) {
	link, err := store.One(ctx, db, func(r store.Row) (Link, error) {
		var l Link
		var login, name sql.NullString
		err := r.Scan(&l.Kind, &l.Account, &login, &name)
		l.Login, l.Name = login.String, name.String
		return l, err
	}, `select k.kind, k.account_id, a.login, a.name from account_link k
		left join account a on a.id = k.account_id
		where k.token_hash = $1 and k.expires_at > $2 and k.used_at is null and (k.account_id is null or a.active)`, digest(token), db.Now())
	if errors.Is(err, store.ErrNotFound) {
		return Link{}, ErrLink
	}
	return link, err
}

// Reset makes a link, good for 24 hours, by which the holder of an account sets
// a new password; links sent before it die, the old password lives until then.
//
// Errors: account.not-found, account.beyond-reach, account.inactive.
func Reset(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID) (token string, err error) {
	token, hash := newToken()
	ev, err := manage(ctx, db, by, key, id, "account.reset", nil, func(ctx context.Context, s *act.Step, a Account) error {
		if !a.Active {
			return fault.New(fault.Conflict, "account.inactive", fault.Args{"name": a.Name})
		}
		if _, err := s.Exec(ctx, "delete from account_link where account_id = $1 and used_at is null", id); err != nil {
			return err
		}
		return insertLink(ctx, s.Tx, hash, reset, id)
	})
	if err != nil || ev.Replayed {
		return "", err
	}
	return token, nil
}

func insertLink(ctx context.Context, tx *store.Tx, hash []byte, kind LinkKind, account store.ID) error {
	_, err := tx.Exec(ctx, "insert into account_link (token_hash, kind, account_id, expires_at) values ($1, $2, $3, $4)",
		hash, kind, account, after(tx.Now(), lifetime[kind]))
	return err
}

// useLink uses a link up; of two at once, one finds it used.
func useLink(ctx context.Context, tx *store.Tx, token string, kind LinkKind) error {
	n, err := tx.Exec(ctx, "update account_link set used_at = $1 where token_hash = $2 and kind = $3 and used_at is null and expires_at > $1",
		tx.Now(), digest(token), kind)
	if err == nil && n == 0 {
		return ErrLink
	}
	return err
}

func after(at calendar.Instant, d time.Duration) calendar.Instant {
	return at + calendar.Instant(d.Microseconds())
}
