package account_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"sanad/account"
	"sanad/store"
)

// vault turns a secret over, so that who reads the table does not read it.
type vault struct{}

func (vault) Seal(purpose string, owner store.ID, text string) []byte {
	return []byte(purpose + owner.String() + backwards(text))
}

func (vault) Unseal(purpose string, owner store.ID, sealed []byte) (string, error) {
	text, ok := strings.CutPrefix(string(sealed), purpose+owner.String())
	if !ok {
		return "", errors.New("sealed for somebody else")
	}
	return backwards(text), nil
}

func backwards(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

// code is what an application on a telephone shows.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	must(t, err)
	return c
}

func TestACodeCountsOnceItWasShown(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		ctx := t.Context()
		person(t, db, "salma")
		s, err := account.Authenticate(ctx, db, signIn(t, db, account.Attempt{Login: "salma"}))
		must(t, err)

		// Without a factor the password proves it.
		_, err = account.Prove(ctx, db, vault{}, s, "000000")
		wantFault(t, err, "account.password-wrong")
		proof, err := account.Prove(ctx, db, vault{}, s, password)
		must(t, err)
		if proof.Factor != account.ByPassword || proof.Account != s.Account || !proof.Since(c.now(), time.Minute) {
			t.Errorf("proof %+v", proof)
		}
		c.wait(2 * time.Minute)
		if proof.Since(c.now(), time.Minute) {
			t.Error("a proof of two minutes ago is recent")
		}

		// A drawn secret counts only once a code of it was shown.
		_, err = account.EnrolFactor(ctx, db, vault{}, s)
		must(t, err)
		drawn, err := account.EnrolFactor(ctx, db, vault{}, s)
		must(t, err)
		if len(drawn.QR) == 0 || len(drawn.Secret) < 32 {
			t.Errorf("enrolment %d bytes, secret of %d", len(drawn.QR), len(drawn.Secret))
		}
		if f, err := account.FactorOf(ctx, db, s.Account); err != nil || f.Confirmed {
			t.Errorf("before a code was shown: %+v (%v)", f, err)
		}
		_, err = account.Prove(ctx, db, vault{}, s, password)
		must(t, err)
		wantFault(t, account.ConfirmFactor(ctx, db, vault{}, s, "abcdef"), "account.code-wrong")
		now := c.now().Time()
		must(t, account.ConfirmFactor(ctx, db, vault{}, s, code(t, drawn.Secret, now)))
		_, err = account.EnrolFactor(ctx, db, vault{}, s)
		wantFault(t, err, "account.factor-there")

		// From now on the password does not do, nor a code that was used.
		_, err = account.Prove(ctx, db, vault{}, s, password)
		wantFault(t, err, "account.code-wrong")
		_, err = account.Prove(ctx, db, vault{}, s, code(t, drawn.Secret, now))
		wantFault(t, err, "account.code-wrong")
		c.wait(time.Minute)
		for _, off := range []time.Duration{-time.Minute, time.Minute, 90 * time.Second} {
			_, err = account.Prove(ctx, db, vault{}, s, code(t, drawn.Secret, c.now().Time().Add(off)))
			wantFault(t, err, "account.code-wrong")
		}
		proof, err = account.Prove(ctx, db, vault{}, s, " "+code(t, drawn.Secret, c.now().Time().Add(-30*time.Second))+" ")
		must(t, err) // a clock that is half a minute slow
		if proof.Factor != account.ByCode {
			t.Errorf("proof %+v", proof)
		}
		wantFault(t, account.DropFactor(ctx, db, s, "wrong"), "account.password-wrong")
		must(t, account.DropFactor(ctx, db, s, password))
		_, err = account.Prove(ctx, db, vault{}, s, password)
		must(t, err)
	})
}

// enrolled is somebody signed in who confirmed a second factor a minute ago.
func enrolled(t *testing.T, db *store.DB, c *clock) (account.Session, account.Enrolment) {
	t.Helper()
	person(t, db, "salma")
	s, err := account.Authenticate(t.Context(), db, signIn(t, db, account.Attempt{Login: "salma"}))
	must(t, err)
	drawn, err := account.EnrolFactor(t.Context(), db, vault{}, s)
	must(t, err)
	must(t, account.ConfirmFactor(t.Context(), db, vault{}, s, code(t, drawn.Secret, c.now().Time())))
	c.wait(time.Minute)
	return s, drawn
}

// The same code from two windows at once serves one of them: the defect is a check
// and a mark in two steps.
func TestACodeServesOnceAtOnce(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		s, drawn := enrolled(t, db, c)
		shown := code(t, drawn.Secret, c.now().Time())
		errs := make([]error, 6)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = account.Prove(t.Context(), db, vault{}, s, shown) })
		}
		all.Wait()
		served := 0
		for _, err := range errs {
			if err == nil {
				served++
			}
		}
		if served != 1 {
			t.Errorf("the code served %d times: %v", served, errs)
		}
	})
}

// Guessing a code is stopped as guessing a password is.
func TestCodesCannotBeTriedOneByOne(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		s, drawn := enrolled(t, db, c)
		wrong := "999999"
		if code(t, drawn.Secret, c.now().Time()) == wrong {
			wrong = "000000"
		}
		var err error
		for range 40 {
			_, err = account.Prove(t.Context(), db, vault{}, s, wrong)
		}
		wantFault(t, err, "account.throttled")
		_, err = account.Prove(t.Context(), db, vault{}, s, code(t, drawn.Secret, c.now().Time()))
		wantFault(t, err, "account.throttled")
	})
}
