package account

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Create makes an account that cannot sign in until a link is sent (Reset). The
// key is the act's idempotency key, and becomes the account's identifier.
//
// Errors: account.login-invalid, account.login-taken, account.name-missing,
// account.name-invalid, account.name-long, account.beyond-reach, and those of access.Grant.Check.
func Create(ctx context.Context, db *store.DB, by access.Actor, key store.ID, n New) (Account, error) {
	ev, err := create(ctx, db, by, key, n, func(context.Context, *act.Step, store.ID) error { return nil })
	return created(ctx, db, ev, err)
}

// Invite makes an account and a one-time link, good for 72 hours, by which its
// holder sets the password. Sent again with the same key it returns the account
// and no token: the first one is kept nowhere, Reset makes another.
//
// Errors: as Create.
func Invite(ctx context.Context, db *store.DB, by access.Actor, key store.ID, n New) (Account, string, error) {
	token, hash := newToken()
	ev, err := create(ctx, db, by, key, n, func(ctx context.Context, s *act.Step, id store.ID) error {
		return insertLink(ctx, s.Tx, hash, invite, id)
	})
	if ev.Replayed {
		token = ""
	}
	a, err := created(ctx, db, ev, err)
	return a, token, err
}

// CreateWithPassword makes an account that can sign in at once: for tests, and
// for the demonstration, which draws a password and prints it once. A door for
// people uses Invite.
//
// Errors: as Create, and those of CheckPassword.
func CreateWithPassword(ctx context.Context, db *store.DB, by access.Actor, key store.ID, n New, password string) (Account, error) {
	if err := CheckPassword(n.Login, password); err != nil {
		return Account{}, err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return Account{}, err
	}
	ev, err := create(ctx, db, by, key, n, func(ctx context.Context, s *act.Step, id store.ID) error {
		return putPassword(ctx, s.Tx, id, hash)
	})
	return created(ctx, db, ev, err)
}

// create carries out the act; credential adds the way to sign in.
func create(ctx context.Context, db *store.DB, by access.Actor, key store.ID, n New, credential func(context.Context, *act.Step, store.ID) error) (act.Event, error) {
	if err := n.check(); err != nil {
		return act.Event{}, err
	}
	id := key // so that the same request sent again finds the same account
	ev, err := do(ctx, db, by, key, id, "account.create", n, func(ctx context.Context, s *act.Step) (any, error) {
		if err := reach(by, n.Grants); err != nil {
			return nil, err
		}
		if err := insertAccount(ctx, s, id, n); err != nil {
			return nil, err
		}
		return n, credential(ctx, s, id)
	})
	if errors.Is(err, store.ErrDuplicate) {
		return ev, fault.New(fault.Conflict, "account.login-taken", fault.Args{"value": n.Login}).On("login").Because(err)
	}
	return ev, err
}

func created(ctx context.Context, db *store.DB, ev act.Event, err error) (Account, error) {
	if err != nil {
		return Account{}, err
	}
	return byID(ctx, db, ev.Stream)
}

// do carries out an act on an account, today.
func do(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID, kind string, input any, body act.Body) (act.Event, error) {
	return act.Do(ctx, db, act.Act{Key: key, Party: id, Stream: id, Kind: kind, On: db.Today(), Actor: by, Input: input}, body)
}

// manage carries out an act on an account that must be within the actor's reach.
func manage(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID, kind string, input any,
	body func(context.Context, *act.Step, Account) error) (act.Event, error) {
	return do(ctx, db, by, key, id, kind, input, func(ctx context.Context, s *act.Step) (any, error) {
		a, err := byID(ctx, s, id)
		if err != nil {
			return nil, err
		}
		if err := reach(by, a.Grants); err != nil {
			return nil, err
		}
		return input, body(ctx, s, a)
	})
}
