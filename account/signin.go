package account

import (
	"context"

	"sanad/fault"
	"sanad/store"
)

// Attempt is one try to sign in.
type Attempt struct {
	Login    string
	Password string
	Network  string // see Network
	Agent    string // what the browser calls itself, so that its owner knows a session again
	Replaces string // the token the browser held, which ends
}

// ErrRefused is the one answer to a wrong login, a wrong password and a
// deactivated account: which it was is not for the one who tries.
var ErrRefused = fault.New(fault.Unauthenticated, "account.refused", nil)

// SignIn opens a session and gives its token, shown once and kept only as a hash.
//
// Errors: account.refused, account.throttled, account.busy.
func SignIn(ctx context.Context, db *store.DB, a Attempt) (token string, err error) {
	cred, ok, err := try(ctx, db, a)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", ErrRefused
	}
	token, hash := newToken()
	err = db.Update(ctx, func(tx *store.Tx) error {
		now, err := credentialOf(ctx, tx, NormalLogin(a.Login))
		if err != nil {
			return err
		}
		if !now.active || now.hash != cred.hash {
			return ErrRefused // deactivated, or the password changed, while it was being checked
		}
		if _, err := tx.Exec(ctx, "delete from account_session where token_hash = $1", digest(a.Replaces)); err != nil {
			return err
		}
		return insertSession(ctx, tx, hash, cred.account, a)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// try checks a login and a password: one hash, whether the login exists or not.
func try(ctx context.Context, db *store.DB, a Attempt) (cred credential, ok bool, err error) {
	login := NormalLogin(a.Login)
	attempt, err := reserve(ctx, db, digest(login), Network(a.Network))
	if err != nil {
		return credential{}, false, err
	}
	cred, err = credentialOf(ctx, db, login)
	if err != nil {
		return credential{}, false, err
	}
	ok, stale, err := verify(ctx, cred.hash, a.Password)
	if err != nil || !ok || !cred.active {
		return credential{}, false, err
	}
	fresh := cred.hash
	if stale {
		if fresh, err = hashPassword(ctx, a.Password); err != nil {
			return credential{}, false, err
		}
	}
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := succeed(ctx, tx, attempt); err != nil || !stale {
			return err
		}
		_, err := tx.Exec(ctx, "update account_password set hash = $1 where account_id = $2 and hash = $3", fresh, cred.account, cred.hash)
		return err
	})
	cred.hash = fresh
	return cred, err == nil, err
}
