package account_test

import (
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"sanad/access"
	"sanad/account"
	"sanad/calendar"
	"sanad/store"
	"sanad/store/storetest"
)

// clock is a clock that the test moves.
type clock struct{ at atomic.Int64 }

func (c *clock) now() calendar.Instant { return calendar.Instant(c.at.Load()) }

func (c *clock) wait(d time.Duration) { c.at.Add(d.Microseconds()) }

// eachClock is storetest.Each with a clock that stands still until moved.
func eachClock(t *testing.T, run func(t *testing.T, db *store.DB, c *clock)) {
	c := &clock{}
	c.at.Store(int64(calendar.StartOf(calendar.MustDate("2026-03-02"))))
	storetest.EachWith(t, store.Options{Clock: c.now}, func(t *testing.T, db *store.DB) { run(t, db, c) })
}

func signIn(t *testing.T, db *store.DB, a account.Attempt) string {
	t.Helper()
	if a.Password == "" {
		a.Password = password
	}
	token, err := account.SignIn(t.Context(), db, a)
	must(t, err)
	return token
}

func TestSessionsEndIdleAndInAnyCase(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		ctx := t.Context()
		person(t, db, "salma")
		idle := signIn(t, db, account.Attempt{Login: "salma"})
		c.wait(account.SessionIdle - time.Second)
		busy := signIn(t, db, account.Attempt{Login: "salma"})
		s, err := account.Authenticate(ctx, db, idle)
		must(t, err)
		if got, want := s.EndsAt(), c.now()+calendar.Instant(account.SessionIdle.Microseconds()); got != want {
			t.Errorf("ends at %v, want %v", got, want)
		}
		c.wait(account.SessionIdle)
		_, err = account.Authenticate(ctx, db, idle)
		wantFault(t, err, "account.session-ended")

		busy = signIn(t, db, account.Attempt{Login: "salma", Replaces: busy})
		begun := c.now()
		for c.now()-begun < calendar.Instant((account.SessionAbsolute - 20*time.Minute).Microseconds()) {
			c.wait(20 * time.Minute)
			_, err = account.Authenticate(ctx, db, busy)
			must(t, err)
		}
		c.wait(20 * time.Minute)
		_, err = account.Authenticate(ctx, db, busy)
		wantFault(t, err, "account.session-ended")
	})
}

func TestATokenIsReplacedAtSignIn(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, _ *clock) {
		ctx := t.Context()
		person(t, db, "salma")
		before := signIn(t, db, account.Attempt{Login: "salma"})
		now := signIn(t, db, account.Attempt{Login: "salma", Replaces: before})
		_, err := account.Authenticate(ctx, db, before)
		wantFault(t, err, "account.session-ended")
		_, err = account.Authenticate(ctx, db, now)
		must(t, err)
		must(t, account.SignOut(ctx, db, now))
		for _, token := range []string{now, "", "x\x00\xff"} {
			_, err = account.Authenticate(ctx, db, token)
			wantFault(t, err, "account.session-ended")
		}
	})
}

func TestRightsAreThoseOfTheMoment(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, _ *clock) {
		ctx, by := t.Context(), boss(t, db, "boss", "").Actor()
		clerk := person(t, db, "clerk", grant(access.CounterClerk, "01.511"))
		token := signIn(t, db, account.Attempt{Login: "clerk"})
		can := func() bool {
			s, err := account.Authenticate(ctx, db, token)
			must(t, err)
			return s.Actor.Can(access.PersonsRead, "", "01.511")
		}
		if !can() {
			t.Error("the clerk may not read")
		}
		must(t, account.Revoke(ctx, db, by, key(db), clerk.ID, clerk.Grants[0]))
		if can() {
			t.Error("a right taken away still holds")
		}
		must(t, account.Deactivate(ctx, db, by, key(db), clerk.ID))
		_, err := account.Authenticate(ctx, db, token)
		wantFault(t, err, "account.session-ended")
		must(t, account.Activate(ctx, db, by, key(db), clerk.ID))
		_, err = account.Authenticate(ctx, db, token)
		wantFault(t, err, "account.session-ended") // and the old session does not come back
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		ctx := t.Context()
		salma, other, admin := person(t, db, "salma", grant(access.CounterClerk, "01.511")), person(t, db, "other"), boss(t, db, "boss", "01")
		first := signIn(t, db, account.Attempt{Login: "salma", Network: "10.0.0.7:4711", Agent: "Firefox\x00\xff"})
		c.wait(time.Minute)
		signIn(t, db, account.Attempt{Login: "salma", Network: "10.0.0.8", Agent: "Chromium"})
		list, err := account.Sessions(ctx, db, salma.Actor(), salma.ID, db.Now())
		must(t, err)
		if len(list) != 2 || list[0].Agent != "Chromium" || list[1].Network != "10.0.0.7" || list[1].Agent != "Firefox\ufffd" {
			t.Fatalf("sessions %+v", list)
		}
		_, err = account.Sessions(ctx, db, other.Actor(), salma.ID, db.Now())
		wantFault(t, err, "account.not-found")
		wantFault(t, account.End(ctx, db, other.Actor(), list[0].ID), "account.session-ended")
		must(t, account.End(ctx, db, admin.Actor(), list[0].ID))
		must(t, account.End(ctx, db, salma.Actor(), list[1].ID))
		_, err = account.Authenticate(ctx, db, first)
		wantFault(t, err, "account.session-ended")
	})
}

func TestAChangedPasswordEndsTheOtherSessions(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, _ *clock) {
		ctx := t.Context()
		_, err := account.CreateWithPassword(ctx, db, access.SystemActor("test"), key(db), account.New{Login: "salma", Name: "S", MustChange: true}, password)
		must(t, err)
		here, there := signIn(t, db, account.Attempt{Login: "salma"}), signIn(t, db, account.Attempt{Login: "salma"})
		s, err := account.Authenticate(ctx, db, here)
		must(t, err)
		if !s.MustChange {
			t.Error("the password need not be changed")
		}
		wantFault(t, account.ChangePassword(ctx, db, s, "wrong horse battery", "a brand new secret"), "account.password-wrong")
		must(t, account.ChangePassword(ctx, db, s, password, "a brand new secret"))
		_, err = account.Authenticate(ctx, db, there)
		wantFault(t, err, "account.session-ended")
		if s, err = account.Authenticate(ctx, db, here); err != nil || s.MustChange {
			t.Errorf("this session: %+v %v", s, err)
		}
	})
}

func TestTenFailuresInFifteenMinutes(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, c *clock) {
		ctx := t.Context()
		person(t, db, "victim")
		session := signIn(t, db, account.Attempt{Login: "victim", Network: "10.1.1.1"})
		wrong := func(login, network string) error {
			_, err := account.SignIn(ctx, db, account.Attempt{Login: login, Network: network, Password: "wrong horse battery"})
			return err
		}
		for i := range 10 { // from ten networks: the account is what is counted
			wantFault(t, wrong("victim", "10.2.2."+strconv.Itoa(i)), "account.refused")
			c.wait(time.Second)
		}
		wantFault(t, wrong("VICTIM ", "10.3.3.3"), "account.throttled")
		_, err := account.SignIn(ctx, db, account.Attempt{Login: "victim", Password: password, Network: "10.1.1.1"})
		wantFault(t, err, "account.throttled")
		_, err = account.Authenticate(ctx, db, session)
		must(t, err) // who is at work goes on

		for i := range 10 { // ten logins from one network, of which none exists
			wantFault(t, wrong("nobody"+strconv.Itoa(i), "[2001:db8::"+strconv.Itoa(i)+"]:443"), "account.refused")
		}
		wantFault(t, wrong("nobody11", "2001:db8::ffff"), "account.throttled")
		wantFault(t, wrong("nobody12", "2001:db8:0:1::1"), "account.refused")

		c.wait(15 * time.Minute)
		signIn(t, db, account.Attempt{Login: "victim", Network: "2001:db8::1"})
	})
}

func TestTriesAtOnceAreCountedBeforeTheyAreMade(t *testing.T) {
	eachClock(t, func(t *testing.T, db *store.DB, _ *clock) {
		errs := make(chan error, 24)
		for i := range cap(errs) {
			go func() {
				_, err := account.SignIn(t.Context(), db, account.Attempt{Login: "nobody", Network: "10.0.0." + strconv.Itoa(i), Password: "guess"})
				errs <- err
			}()
		}
		refused := 0
		for range cap(errs) {
			if err := <-errs; err == account.ErrRefused {
				refused++
			}
		}
		if refused > 10 || refused == 0 {
			t.Errorf("%d guesses were checked", refused)
		}
	})
}
