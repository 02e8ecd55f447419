package ledger_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/store"
	"sanad/store/storetest"
)

var (
	today = calendar.MustDate("2021-07-02")
	all   = access.System("a test reads everything")
)

func cell(territory string) ledger.Cell {
	return ledger.Cell{Programme: "toy", Measure: "received", Unit: "dossiers", Kind: ledger.Flow,
		Territory: territory, Dims: ledger.Dims{"sex": "F", "age": "43"}}
}

// world is one stream to post on, with a clock the test moves.
type world struct {
	t      testing.TB
	db     *store.DB
	book   *ledger.Book
	stream store.ID
}

func newWorld(t testing.TB, db *store.DB) *world {
	return &world{t: t, db: db, book: &ledger.Book{}, stream: store.NewID(db.Now())}
}

func (w *world) do(body func(ctx context.Context, s *act.Step) error) (act.Event, error) {
	a := act.Act{Key: store.NewID(w.db.Now()), Party: w.stream, Stream: w.stream, Kind: "toy.act", On: today, Actor: access.SystemActor("test")}
	return act.Do(w.t.Context(), w.db, a, func(ctx context.Context, s *act.Step) (any, error) { return nil, body(ctx, s) })
}

func (w *world) post(territory string, n int64, day calendar.Date) act.Event {
	w.t.Helper()
	ev, err := w.do(func(ctx context.Context, s *act.Step) error {
		return w.book.Post(ctx, s, ledger.Entry{Cell: cell(territory), Quantity: n, Day: day, Subject: w.stream})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return ev
}

// received asks for what the toys received.
func received(asOf calendar.Date, known calendar.Instant) ledger.Question {
	return ledger.Question{Series: []ledger.Series{{Programme: "toy", Measure: "received"}}, KnownOn: known, Periods: []ledger.Period{{To: asOf}}, Group: ledger.InOne}
}

func (w *world) figure(scope access.Scope, q ledger.Question) int64 {
	w.t.Helper()
	answers, err := ledger.Ask(w.t.Context(), w.db, scope, q)
	if err != nil {
		w.t.Fatal(err)
	}
	return answers[0].At(0, 0)
}

func (w *world) total(asOf calendar.Date, known calendar.Instant) int64 {
	w.t.Helper()
	return w.figure(all, received(asOf, known))
}

func (w *world) settle() calendar.Instant {
	w.t.Helper()
	k, err := w.db.Settle(w.t.Context(), 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

// A correction is seen from when it is known, and changes no earlier answer.
func TestAReversalCancelsFromWhenItIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		before := w.settle()
		ev := w.post("01.511", 5, today.AddDays(-10))
		then := w.settle()
		if _, err := w.do(func(ctx context.Context, s *act.Step) error {
			s.Corrects(ev.Seq)
			return ledger.Reverse(ctx, s, ev.Seq)
		}); err != nil {
			t.Fatal(err)
		}
		now := w.settle()
		for _, c := range []struct {
			name    string
			asOf    calendar.Date
			knownOn calendar.Instant
			want    int64
		}{
			{"before it was recorded", today, before, 0},
			{"known then", today, then, 5},
			{"known then, as of a day before", today.AddDays(-11), then, 0},
			{"known now", today, now, 0},
			{"known now, as of its own day", today.AddDays(-10), now, 0},
		} {
			if got := w.total(c.asOf, c.knownOn); got != c.want {
				t.Errorf("%s: %d, want %d", c.name, got, c.want)
			}
		}
	})
}

func TestScopeLimitsTheSums(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.post("01.511", 3, today)
		w.post("02.113", 4, today)
		k := w.settle()
		clerk := access.Actor{Account: w.stream, Grants: []access.Grant{{Role: access.Auditor, Programme: "*", Territory: "01"}}}
		if n := w.figure(clerk.Scope(access.DossiersRead), received(today, k)); n != 3 {
			t.Errorf("got %d, want 3", n)
		}
	})
}

func TestDistinctCountsASubjectOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.post("01.511", 1, today)
		w.post("02.113", 1, today)
		first := w.stream
		w.stream = store.NewID(db.Now())
		gone := w.post("02.113", 1, today)
		if _, err := w.do(func(ctx context.Context, s *act.Step) error { return ledger.Reverse(ctx, s, gone.Seq) }); err != nil {
			t.Fatal(err)
		}
		ask := received(today, w.settle())
		ask.Count = ledger.Subjects
		if n := w.figure(all, ask); n != 1 {
			t.Errorf("distinct %d, want 1", n)
		}
		b, err := ledger.Look(t.Context(), db, all, ask, 0, 0, ledger.Page{Limit: 10})
		if err != nil || len(b.Members) != 1 || b.Members[0].Stream != first || b.Members[0].Quantity != 2 {
			t.Errorf("behind it %+v %v", b, err)
		}
	})
}

// The database refuses what would cross a limit, however many try at once.
func TestAGuardedAccountIsNeverOverdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		least := int64(0)
		move := func(n int64) error {
			stream := store.NewID(db.Now())
			a := act.Act{Key: stream, Party: stream, Stream: stream, Kind: "toy.move", On: today, Actor: access.SystemActor("test")}
			_, err := act.Do(t.Context(), db, a, func(ctx context.Context, s *act.Step) (any, error) {
				return nil, ledger.Move(ctx, s, "blankets/depot", n, ledger.Limits{Least: &least})
			})
			return err
		}
		if err := move(10); err != nil {
			t.Fatal(err)
		}
		results := make(chan error, 30)
		for range cap(results) {
			go func() { results <- move(-1) }()
		}
		refused := 0
		for range cap(results) {
			if err := <-results; fault.KeyOf(err) == "ledger.guard" {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		left, err := ledger.Balance(t.Context(), w.db, "blankets/depot")
		if err != nil || left != 0 || refused != 20 {
			t.Errorf("left %d, refused %d, %v; want 0 and 20", left, refused, err)
		}
	})
}

// Whatever is posted and reversed in whatever order, an answer already given
// stays, and the sum is that of a plain list.
func TestAnswersStand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, db)
			w.book = &ledger.Book{}
			type answer struct {
				asOf  calendar.Date
				known calendar.Instant
				want  int64
			}
			var given []answer
			live := map[int64][2]int64{} // seq -> quantity, day
			for range rapid.IntRange(1, 8).Draw(rt, "acts") {
				seqs := slices.Sorted(maps.Keys(live))
				if len(seqs) > 0 && rapid.Bool().Draw(rt, "reverse") {
					seq := rapid.SampledFrom(seqs).Draw(rt, "which")
					if _, err := w.do(func(ctx context.Context, s *act.Step) error { return ledger.Reverse(ctx, s, seq) }); err != nil {
						rt.Fatal(err)
					}
					delete(live, seq)
				} else {
					n, ago := rapid.Int64Range(-5, 5).Draw(rt, "n"), rapid.IntRange(0, 30).Draw(rt, "ago")
					ev := w.post("01.511", n, today.AddDays(-ago))
					live[ev.Seq] = [2]int64{n, int64(today.AddDays(-ago))}
				}
				asOf := today.AddDays(-rapid.IntRange(0, 30).Draw(rt, "as of"))
				var want int64
				for _, p := range live {
					if p[1] <= int64(asOf) {
						want += p[0]
					}
				}
				given = append(given, answer{asOf, w.settle(), want})
			}
			for _, a := range given {
				if got := w.total(a.asOf, a.known); got != a.want {
					rt.Errorf("as of %v: %d, want %d", a.asOf, got, a.want)
				}
			}
			w.undo(live)
		})
	})
}

// undo reverses what a round left, so that the next starts from nothing.
func (w *world) undo(live map[int64][2]int64) {
	for seq := range live {
		if _, err := w.do(func(ctx context.Context, s *act.Step) error { return ledger.Reverse(ctx, s, seq) }); err != nil {
			w.t.Fatal(err)
		}
	}
}
