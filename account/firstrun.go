package account

import (
	"context"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// FirstRun makes the one-time link that makes the first administrator, good for
// 24 hours; a link made before it dies. When there is an account already it
// returns no token: there is nothing left to claim.
func FirstRun(ctx context.Context, db *store.DB) (token string, err error) {
	token, hash := newToken()
	taken := false
	err = db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if taken, err = anyAccount(ctx, tx); err != nil || taken {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from account_link where kind = $1", firstRun); err != nil {
			return err
		}
		return insertLink(ctx, tx, hash, firstRun, store.ID{})
	})
	if err != nil || taken {
		return "", err
	}
	return token, nil
}

// Claim makes the administrator of the whole country with the link of FirstRun,
// exactly once: of several at the same time one wins.
//
// Errors: account.link-invalid (account.login-taken when the one that won chose
// the same login), account.login-invalid, account.name-missing,
// account.name-invalid, account.name-long, and those of CheckPassword.
func Claim(ctx context.Context, db *store.DB, token, login, name, password string) (Account, error) {
	n := New{Login: login, Name: name, Grants: []access.Grant{{Role: access.Administrator, Programme: access.EveryProgramme}}}
	var l fault.List
	l.Add(n.check())
	l.Add(CheckPassword(login, password))
	if err := l.Err(); err != nil {
		return Account{}, err
	}
	if _, err := OpenLink(ctx, db, token); err != nil { // before spending a hash on it
		return Account{}, err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return Account{}, err
	}
	ev, err := create(ctx, db, access.SystemActor("first run"), store.NewID(db.Now()), n, func(ctx context.Context, s *act.Step, id store.ID) error {
		if err := useLink(ctx, s.Tx, token, firstRun); err != nil {
			return err
		}
		if err := alone(ctx, s, id); err != nil {
			return err
		}
		return putPassword(ctx, s.Tx, id, hash)
	})
	return created(ctx, db, ev, err)
}

// alone tells that no other account exists: a link of a first run must not make
// a second administrator beside accounts that came another way.
func alone(ctx context.Context, q store.Q, id store.ID) error {
	other, err := store.Exists(ctx, q, "select 1 from account where id <> $1 limit 1", id)
	if err == nil && other {
		return ErrLink
	}
	return err
}
