package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Bounds of a password, in characters. No rule asks for kinds of characters:
// length is what counts (NIST SP 800-63B 5.1.1.2).
const (
	MinPassword = 12
	MaxPassword = 256
)

// obvious are the words that people lengthen with digits and marks.
var obvious = []string{
	"password", "passw0rd", "motdepasse", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "qwertyqwerty",
	"admin", "administrator", "administrateur", "welcome", "bienvenue", "bonjour", "letmein", "iloveyou",
	"sanad", "sanadsanad", "maroc", "morocco", "almaghrib", "marocmaroc", "casablanca", "marrakech", "rabat",
	"entraide", "entraidenationale", "taawoun", "abcdefghijkl", "abcdefghijklm", "passwordpassword",
	"كلمةالسر", "كلمةالمرور", "المغرب", "سند", "التعاونالوطني",
}

// CheckPassword tells what is wrong with a password for a login.
//
// Errors: account.password-short, account.password-long, account.password-login,
// account.password-obvious.
func CheckPassword(login, password string) error {
	password = norm.NFKC.String(password)
	n := utf8.RuneCountInString(password)
	base, login := trimmed(password), NormalLogin(login)
	key := ""
	switch {
	case n < MinPassword:
		key = "account.password-short"
	case n > MaxPassword:
		key = "account.password-long"
	case base == "", slices.Contains(obvious, base), distinct(password) < 5:
		key = "account.password-obvious"
	case login != "" && trimmed(strings.ReplaceAll(strings.ToLower(password), login, "")) == "":
		key = "account.password-login"
	default:
		return nil
	}
	return fault.New(fault.Invalid, key, fault.Args{"count": n, "min": MinPassword, "max": MaxPassword}).On("password")
}

// trimmed is a password without its blanks and without the digits and marks
// around it: "Maroc-2026 !!!" is "maroc".
func trimmed(password string) string {
	compact := strings.Join(strings.Fields(strings.ToLower(password)), "")
	return strings.Trim(compact, "0123456789٠١٢٣٤٥٦٧٨٩.,;:!?@#$%&*+-_=/\\|()[]{}<>'\"`~^°§£€")
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

func putPassword(ctx context.Context, tx *store.Tx, id store.ID, hash string) error {
	_, err := tx.Exec(ctx, `insert into account_password (account_id, hash, set_at) values ($1, $2, $3)
		on conflict (account_id) do update set hash = excluded.hash, set_at = excluded.set_at`, id, hash, tx.Now())
	return err
}

// credential is what sign-in checks; the zero one is nobody's.
type credential struct {
	account store.ID
	active  bool
	hash    string
}

// credentialOf reads what a login is checked against. What cannot be a login is
// not sent to the engine, which may choke on its bytes.
func credentialOf(ctx context.Context, q store.Q, login string) (credential, error) {
	if checkLogin(login) != nil {
		return credential{hash: nobody}, nil
	}
	c, err := store.One(ctx, q, func(r store.Row) (credential, error) {
		var c credential
		err := r.Scan(&c.account, &c.active, &c.hash)
		return c, err
	}, "select a.id, a.active, p.hash from account a join account_password p on p.account_id = a.id where a.login = $1", login)
	if errors.Is(err, store.ErrNotFound) {
		return credential{hash: nobody}, nil
	}
	return c, err
}

// SetPassword uses an invitation or a reset link. Sessions that were open end.
//
// Errors: account.link-invalid for a link used, expired or unknown, and those of
// CheckPassword.
func SetPassword(ctx context.Context, db *store.DB, token, password string) error {
	link, err := OpenLink(ctx, db, token)
	if err != nil {
		return err
	}
	if link.Kind == firstRun {
		return ErrLink
	}
	a, err := byID(ctx, db, link.Account)
	if err != nil {
		return err
	}
	return setPassword(ctx, db, a.Actor(), a.Login, password, func(ctx context.Context, s *act.Step) error {
		if err := useLink(ctx, s.Tx, token, link.Kind); err != nil {
			return err
		}
		return cutOff(ctx, s.Tx, a.ID)
	})
}

// ChangePassword replaces the password of who is signed in. Their other
// sessions end, this one goes on. Wrong tries count like those of sign-in, so
// that a session left open does not let a passer-by guess.
//
// Errors: account.password-wrong, account.throttled, and those of CheckPassword.
func ChangePassword(ctx context.Context, db *store.DB, s Session, old, password string) error {
	a, err := byID(ctx, db, s.Account)
	if err != nil {
		return err
	}
	if err := CheckPassword(a.Login, password); err != nil {
		return err
	}
	cred, ok, err := try(ctx, db, Attempt{Login: a.Login, Password: old, Network: s.Network})
	if err != nil {
		return err
	}
	if !ok || cred.account != a.ID {
		return fault.New(fault.Invalid, "account.password-wrong", nil).On("old")
	}
	return setPassword(ctx, db, s.Actor, a.Login, password, func(ctx context.Context, st *act.Step) error {
		_, err := st.Exec(ctx, "delete from account_session where account_id = $1 and id <> $2", a.ID, s.ID)
		return err
	})
}

// setPassword hashes outside the transaction, which may run twice and must be
// short, and records that a password was set, never which.
func setPassword(ctx context.Context, db *store.DB, by access.Actor, login, password string, before func(context.Context, *act.Step) error) error {
	if err := CheckPassword(login, password); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	id := by.Account
	_, err = do(ctx, db, by, store.NewID(db.Now()), id, "account.set-password", nil, func(ctx context.Context, s *act.Step) (any, error) {
		if err := before(ctx, s); err != nil {
			return nil, err
		}
		if err := putPassword(ctx, s.Tx, id, hash); err != nil {
			return nil, err
		}
		_, err := s.Exec(ctx, "update account set must_change = $1 where id = $2", false, id)
		return nil, err
	})
	return err
}
