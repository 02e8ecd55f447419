package act_test

import (
	"context"
	"errors"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

// some is an act of the test's own on a new stream.
func some(db *store.DB) act.Act {
	id := store.NewID(db.Now())
	return act.Act{Key: store.NewID(db.Now()), Party: id, Stream: id, Kind: "toy.act", On: calendar.MustDate("2021-07-02"),
		Actor: access.SystemActor("test"), Input: map[string]int{"n": 1}}
}

// saying is a body that does nothing and says what the event holds.
func saying(payload any) act.Body {
	return func(context.Context, *act.Step) (any, error) { return payload, nil }
}

func events(t *testing.T, db *store.DB, a act.Act) []act.Event {
	t.Helper()
	list, err := act.Events(t.Context(), db, a.Party, a.Stream)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheSameKeyActsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := some(db)
		type result struct {
			ev  act.Event
			err error
		}
		results := make(chan result, 5)
		for range cap(results) {
			go func() {
				ev, err := act.Do(t.Context(), db, a, saying("once"))
				results <- result{ev, err}
			}()
		}
		first := 0
		for range cap(results) {
			r := <-results
			if r.err != nil {
				t.Error(r.err)
			}
			if !r.ev.Replayed {
				first++
			}
		}
		if got := events(t, db, a); len(got) != 1 || first != 1 {
			t.Errorf("%d events, %d first answers; want one of each", len(got), first)
		}
		a.Input = map[string]int{"n": 2}
		if _, err := act.Do(t.Context(), db, a, saying("twice")); !errors.Is(err, act.ErrKeyReused) {
			t.Errorf("another request under the same key: %v", err)
		}
	})
}

func TestConcurrentActsOnOneStreamAreChained(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := some(db)
		errs := make(chan error, 12)
		for range cap(errs) {
			b := a
			b.Key = store.NewID(db.Now())
			go func() {
				_, err := act.Do(t.Context(), db, b, saying("x"))
				errs <- err
			}()
		}
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if got := events(t, db, a); len(got) != 12 || got[11].Seq != 12 {
			t.Errorf("%d events", len(got))
		}
		expect(t, db)
	})
}

// expect verifies the chains and compares what breaks with what should.
func expect(t *testing.T, db *store.DB, want ...string) {
	t.Helper()
	var got []string
	if _, _, err := act.Verify(t.Context(), db, func(b act.Break) { got = append(got, b.What) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("breaks %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("breaks %v, want %v", got, want)
		}
	}
}

func TestARefusedActLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, refused := some(db), errors.New("the guard says no")
		_, err := act.Do(t.Context(), db, a, func(ctx context.Context, s *act.Step) (any, error) {
			_, err := s.Exec(ctx, "update watermark set at = 1 where one = 1")
			return nil, errors.Join(err, refused)
		})
		if !errors.Is(err, refused) || len(events(t, db, a)) != 0 {
			t.Errorf("err %v, events %v", err, events(t, db, a))
		}
		if at, err := store.One(t.Context(), db, store.Value[int64], "select at from watermark"); err != nil || at != 0 {
			t.Errorf("the effect stayed: %d %v", at, err)
		}
	})
}

func TestDatesOfActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, c := range []struct {
			on  calendar.Date
			key string
		}{
			{0, "act.no-date"}, {db.Today().AddDays(1), "act.future"}, {calendar.MustDate("1956-12-31"), "act.too-old"}, {db.Today(), ""},
		} {
			a := some(db)
			a.On = c.on
			if _, err := act.Do(t.Context(), db, a, saying(nil)); fault.KeyOf(err) != c.key {
				t.Errorf("%v: %v, want %q", c.on, err, c.key)
			}
		}
	})
}

// Whoever edits, removes or swaps an event breaks the chain; whoever takes away
// the end of a stream changes the hash over all heads.
func TestTamperingShows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := some(db)
		for range 4 {
			a.Key = store.NewID(db.Now())
			if _, err := act.Do(t.Context(), db, a, saying(map[string]string{"amount": "350"})); err != nil {
				t.Fatal(err)
			}
		}
		_, before, err := act.Verify(t.Context(), db, func(b act.Break) { t.Errorf("clean, but %s", b.What) })
		if err != nil {
			t.Fatal(err)
		}
		tamper := func(query string, args ...any) {
			t.Helper()
			if err := db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), query, args...); return err }); err != nil {
				t.Fatal(err)
			}
		}
		tamper("delete from event where seq = 4")
		expect(t, db)
		if _, after, _ := act.Verify(t.Context(), db, func(act.Break) {}); string(after) == string(before) {
			t.Error("the end of a stream is gone and the heads are the same")
		}
		tamper("update event set payload = $1 where seq = 2", `{"amount":"950"}`)
		expect(t, db, "hash")
		tamper("delete from event where seq = 1")
		expect(t, db, "gap")
	})
}
