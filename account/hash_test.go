package account

import (
	"context"
	"strings"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
	"sanad/store/storetest"
)

// production is the cost that is shipped; the tests below it run at a lower one.
var production = current

func init() {
	current = cost{memory: 64, time: 1, threads: 1}
	nobody = phc(current, make([]byte, saltLength), make([]byte, keyLength))
}

func TestTheShippedCostIsTheMinimumOfOWASP(t *testing.T) {
	if production.memory < 19*1024 || production.time < 2 || production.threads != 1 || cap(slots) != 4 {
		t.Errorf("cost %+v with %d slots", production, cap(slots))
	}
}

func TestPasswordsAreComparedInOneForm(t *testing.T) {
	hash, err := hashPassword(t.Context(), "mot de passe e\u0301") // e with a combining accent
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"mot de passe \u00e9": true, "mot de passe e": false, "": false} {
		if ok, _, err := verify(t.Context(), hash, password); ok != want || err != nil {
			t.Errorf("%q: %v %v", password, ok, err)
		}
	}
	if ok, _, err := verify(t.Context(), nobody, ""); ok || err != nil {
		t.Errorf("nobody has a password: %v %v", ok, err)
	}
}

func TestABrokenHashIsADefectNotAMatch(t *testing.T) {
	for _, s := range []string{"", "$argon2id$", "$2b$10$abc", "$argon2id$v=19$m=x,t=2,p=1$AA$AA", "$argon2id$v=19$m=64,t=1,p=1$!$AA", "$argon2id$v=19$m=64,t=1,p=1$AA$!"} {
		if ok, _, err := verify(t.Context(), s, ""); ok || err == nil {
			t.Errorf("%q: %v %v", s, ok, err)
		}
	}
}

func TestWaitingForASlotEndsWithTheRequest(t *testing.T) {
	for range cap(slots) {
		slots <- struct{}{}
		defer func() { <-slots }()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hashPassword(ctx, "x"); err == nil {
		t.Error("a fifth hash ran")
	}
}

// countHashes counts calls of argon2id from here on.
func countHashes(t *testing.T) *int {
	n, real := 0, idKey
	idKey = func(p, s []byte, time, memory uint32, threads uint8, length uint32) []byte {
		n++
		return real(p, s, time, memory, threads, length)
	}
	t.Cleanup(func() { idKey = real })
	return &n
}

// Equal work, not equal time, is what a test can hold: every refusal costs one hash.
func TestKnownAndUnknownLoginsCostTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, boss := t.Context(), access.SystemActor("test")
		id := store.NewID(db.Now())
		if _, err := CreateWithPassword(ctx, db, boss, id, New{Login: "known", Name: "K"}, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(ctx, db, boss, store.NewID(db.Now()), New{Login: "invited", Name: "I"}); err != nil {
			t.Fatal(err)
		}
		n := countHashes(t)
		for _, login := range []string{"known", "invited", "unknown", "not a login \x00\xff", ""} {
			*n = 0
			if _, err := SignIn(ctx, db, Attempt{Login: login, Password: "wrong horse battery"}); err != ErrRefused || *n != 1 {
				t.Errorf("%q: %v after %d hashes", login, err, *n)
			}
		}
		if err := Deactivate(ctx, db, boss, store.NewID(db.Now()), id); err != nil {
			t.Fatal(err)
		}
		*n = 0
		if _, err := SignIn(ctx, db, Attempt{Login: "known", Password: "correct horse battery"}); err != ErrRefused || *n != 1 {
			t.Errorf("deactivated: %v after %d hashes", err, *n)
		}
	})
}

func TestAPasswordIsHashedAgainWhenTheCostChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, old := t.Context(), current
		t.Cleanup(func() { current = old })
		if _, err := CreateWithPassword(ctx, db, access.SystemActor("test"), store.NewID(db.Now()), New{Login: "salma", Name: "S"}, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
		current.memory *= 2
		for range 2 {
			if _, err := SignIn(ctx, db, Attempt{Login: "salma", Password: "correct horse battery"}); err != nil {
				t.Fatal(err)
			}
		}
		c, err := credentialOf(ctx, db, "salma")
		if err != nil || !strings.HasPrefix(c.hash, "$argon2id$v=19$m=128,t=1,p=1$") {
			t.Errorf("%q %v", c.hash, err)
		}
	})
}

func TestNoTokenOrPasswordIsStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		link, err := FirstRun(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Claim(ctx, db, link, "boss", "Boss", "correct horse battery"); err != nil {
			t.Fatal(err)
		}
		token, err := SignIn(ctx, db, Attempt{Login: "boss", Password: "correct horse battery", Agent: "Firefox"})
		if err != nil {
			t.Fatal(err)
		}
		for query, secret := range map[string]string{
			"select token_hash from account_session": token, "select token_hash from account_link": link,
			"select hash from account_password": "correct horse battery", "select payload from event": "correct horse battery",
		} {
			kept, err := store.All(ctx, db, store.Value[[]byte], query)
			if err != nil || len(kept) == 0 {
				t.Fatalf("%s: %d rows, %v", query, len(kept), err)
			}
			for _, k := range kept {
				if strings.Contains(string(k), secret) {
					t.Errorf("%s shows %q", query, secret)
				}
			}
		}
		if hash, err := store.One(ctx, db, store.Value[[]byte], "select token_hash from account_session"); err != nil || string(hash) != string(digest(token)) {
			t.Errorf("the session is not found by the token's hash: %v", err)
		}
	})
}

func TestSweepForgetsWhatHasEnded(t *testing.T) {
	at := calendar.Instant(1_700_000_000_000_000)
	storetest.EachWith(t, store.Options{Clock: func() calendar.Instant { return at }}, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if _, err := FirstRun(ctx, db); err != nil {
			t.Fatal(err)
		}
		if _, err := CreateWithPassword(ctx, db, access.SystemActor("test"), store.NewID(db.Now()), New{Login: "boss", Name: "B"}, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
		if _, err := SignIn(ctx, db, Attempt{Login: "boss", Password: "correct horse battery"}); err != nil {
			t.Fatal(err)
		}
		count := func() (n int) {
			for _, table := range []string{"account_session", "account_link", "account_attempt"} {
				c, err := store.One(ctx, db, store.Value[int], "select count(*) from "+table)
				if err != nil {
					t.Fatal(err)
				}
				n += c
			}
			return n
		}
		for _, step := range []struct {
			wait calendar.Instant
			want int
		}{{0, 3}, {after(0, SessionIdle), 2}, {after(0, lifetime[firstRun]), 1}, {after(0, keepAttempts), 0}} {
			at += step.wait
			if err := Sweep(ctx, db); err != nil {
				t.Fatal(err)
			}
			if n := count(); n != step.want {
				t.Errorf("%d rows left after %v more, want %d", n, step.wait, step.want)
			}
		}
	})
}
