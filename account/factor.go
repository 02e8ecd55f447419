package account

import (
	"bytes"
	"context"
	"crypto/subtle"
	"errors"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Vault encrypts what must not stand readable in the database; the keys are kept
// apart from it (registry.Keys).
type Vault interface {
	Seal(purpose string, owner store.ID, text string) []byte
	Unseal(purpose string, owner store.ID, sealed []byte) (string, error)
}

// factorPurpose keeps these ciphers apart from those of other fields.
const factorPurpose = "totp"

// A code holds for thirty seconds (RFC 6238); one step early or late is let
// through for clocks that differ.
const (
	stepSeconds = 30
	stepsAround = 1
)

// Factor is the second factor of an account.
type Factor struct {
	Confirmed   bool // a code was shown: it counts
	ConfirmedAt calendar.Instant
}

// Enrolment is a second factor being set up: to be shown once.
type Enrolment struct {
	Secret string // in base 32, to be typed
	QR     []byte // the same as a picture (PNG), to be photographed
}

// FactorOf is the second factor of an account; the zero Factor when it has none.
func FactorOf(ctx context.Context, q store.Q, id store.ID) (Factor, error) {
	f, err := store.One(ctx, q, func(r store.Row) (Factor, error) {
		var f Factor
		err := r.Scan(&f.ConfirmedAt)
		f.Confirmed = f.ConfirmedAt != 0
		return f, err
	}, "select confirmed_at from account_factor where account_id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return Factor{}, nil
	}
	return f, err
}

// EnrolFactor draws a secret for who is signed in. It counts once a code made
// with it was shown (ConfirmFactor); until then it may be drawn again.
//
// Errors: account.factor-there when one counts already.
func EnrolFactor(ctx context.Context, db *store.DB, vault Vault, s Session) (Enrolment, error) {
	a, err := byID(ctx, db, s.Account)
	if err != nil {
		return Enrolment{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Sanad", AccountName: a.Login, SecretSize: 20})
	if err != nil {
		return Enrolment{}, err
	}
	sealed := vault.Seal(factorPurpose, s.Account, key.Secret())
	_, err = do(ctx, db, s.Actor, store.NewID(db.Now()), s.Account, "account.enrol-factor", nil, func(ctx context.Context, st *act.Step) (any, error) {
		n, err := st.Exec(ctx, `insert into account_factor (account_id, cipher, enrolled_at, used) values ($1, $2, $3, 0)
			on conflict (account_id) do update set cipher = excluded.cipher, enrolled_at = excluded.enrolled_at, used = 0 where account_factor.confirmed_at is null`, s.Account, sealed, st.Now())
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "account.factor-there", nil)
		}
		return nil, err
	})
	if err != nil {
		return Enrolment{}, err
	}
	qr, err := picture(key)
	return Enrolment{Secret: key.Secret(), QR: qr}, err
}

func picture(key *otp.Key) ([]byte, error) {
	image, err := key.Image(240, 240)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, image)
	return b.Bytes(), err
}

// ConfirmFactor makes the drawn secret count.
//
// Errors: account.code-wrong, account.throttled.
func ConfirmFactor(ctx context.Context, db *store.DB, vault Vault, s Session, code string) error {
	if err := checkCode(ctx, db, vault, s, code); err != nil {
		return err
	}
	_, err := do(ctx, db, s.Actor, store.NewID(db.Now()), s.Account, "account.confirm-factor", nil, func(ctx context.Context, st *act.Step) (any, error) {
		_, err := st.Exec(ctx, "update account_factor set confirmed_at = $1 where account_id = $2 and confirmed_at is null", st.Now(), s.Account)
		return nil, err
	})
	return err
}

// DropFactor takes the second factor away, for who is signed in and knows the
// password.
//
// Errors: account.password-wrong, account.throttled.
func DropFactor(ctx context.Context, db *store.DB, s Session, password string) error {
	if err := checkPasswordOf(ctx, db, s, password); err != nil {
		return err
	}
	_, err := do(ctx, db, s.Actor, store.NewID(db.Now()), s.Account, "account.drop-factor", nil, func(ctx context.Context, st *act.Step) (any, error) {
		_, err := st.Exec(ctx, "delete from account_factor where account_id = $1", s.Account)
		return nil, err
	})
	return err
}

// The factors that a proof can rest on.
const (
	ByCode     = "totp"
	ByPassword = "password" // typed again, where no second factor is enrolled
)

// Proof tells that somebody has just shown to be there: not the session alone,
// which a passer-by may have found open. Only this package makes one.
type Proof struct {
	Account store.ID
	Factor  string
	at      calendar.Instant
}

// Since tells that the proof was given within a time before an instant.
func (p Proof) Since(now calendar.Instant, within time.Duration) bool {
	return p.at != 0 && p.at <= now && now-p.at <= calendar.Instant(within.Microseconds())
}

// Prove checks what who is signed in shows: a code of the second factor where
// one is enrolled, the password otherwise. Wrong tries count like those of
// sign-in, and a code serves once.
//
// Errors: account.code-wrong, account.password-wrong, account.throttled.
func Prove(ctx context.Context, db *store.DB, vault Vault, s Session, shown string) (Proof, error) {
	f, err := FactorOf(ctx, db, s.Account)
	if err != nil {
		return Proof{}, err
	}
	factor := ByPassword
	if f.Confirmed {
		factor, err = ByCode, checkCode(ctx, db, vault, s, shown)
	} else {
		err = checkPasswordOf(ctx, db, s, shown)
	}
	if err != nil {
		return Proof{}, err
	}
	return Proof{Account: s.Account, Factor: factor, at: db.Now()}, nil
}

// Vouch is a proof that the program itself gives for an account, when it lives
// through years in a load.
//
// Errors: access.forbidden for anybody else.
func Vouch(by access.Actor, account store.ID, at calendar.Instant) (Proof, error) {
	if !by.IsSystem() {
		return Proof{}, fault.New(fault.Forbidden, "access.forbidden", nil)
	}
	return Proof{Account: account, Factor: by.Name, at: at}, nil
}

func checkPasswordOf(ctx context.Context, db *store.DB, s Session, password string) error {
	a, err := byID(ctx, db, s.Account)
	if err != nil {
		return err
	}
	cred, ok, err := try(ctx, db, Attempt{Login: a.Login, Password: password, Network: s.Network})
	if err == nil && (!ok || cred.account != a.ID) {
		err = fault.New(fault.Invalid, "account.password-wrong", nil).On("proof")
	}
	return err
}

// checkCode holds a code against the account's secret. The step it belongs to is
// used up by a conditional update, so that of two who show the same code at once
// one is refused.
func checkCode(ctx context.Context, db *store.DB, vault Vault, s Session, code string) error {
	wrong := fault.New(fault.Invalid, "account.code-wrong", nil).On("proof")
	attempt, err := reserve(ctx, db, digest("factor "+s.Account.String()), Network(s.Network))
	if err != nil {
		return err
	}
	sealed, err := store.One(ctx, db, store.Value[[]byte], "select cipher from account_factor where account_id = $1", s.Account)
	if errors.Is(err, store.ErrNotFound) {
		return wrong
	}
	if err != nil {
		return err
	}
	secret, err := vault.Unseal(factorPurpose, s.Account, sealed)
	if err != nil {
		return err
	}
	step, ok := stepOf(secret, strings.ReplaceAll(strings.TrimSpace(code), " ", ""), db.Now())
	if !ok {
		return wrong
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, "update account_factor set used = $1 where account_id = $2 and used < $1", step, s.Account)
		if err == nil && n == 0 {
			return wrong
		}
		if err != nil {
			return err
		}
		return succeed(ctx, tx, attempt)
	})
}

// stepOf finds the step of thirty seconds, around now, that a code belongs to.
func stepOf(secret, code string, now calendar.Instant) (int64, bool) {
	at := now.Time().Unix() / stepSeconds
	for step := at - stepsAround; step <= at+stepsAround; step++ {
		want, err := totp.GenerateCode(secret, time.Unix(step*stepSeconds, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}
