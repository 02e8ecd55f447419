package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

func TestMain(m *testing.M) { m.Run() }

// toy is a table of the test's own; the product's come with their packages.
func toy(t *testing.T, db *store.DB) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), "create table toy (id uuid primary key, name text not null unique, day date, at bigint, n bigint check (n >= 0))")
		return err
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(ctx context.Context, tx *store.Tx, name string, n int) error {
	_, err := tx.Exec(ctx, "insert into toy (id, name, day, at, n) values ($1, $2, $3, $4, $5)",
		store.NewID(tx.Now()), name, tx.Today(), tx.Now(), n)
	return err
}

func count(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from toy")
	must(t, err)
	return n
}

func TestTypesComeBackAsTheyWent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		toy(t, db)
		id, day, at := store.NewID(db.Now()), calendar.MustDate("2020-02-29"), calendar.Instant(1234567890123456)
		must(t, db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "insert into toy (id, name, day, at, n) values ($1, $2, $3, $4, $5)", id, "سند", day, at, int64(9007199254740993))
			return err
		}))
		var gotID store.ID
		var name string
		var gotDay calendar.Date
		var gotAt calendar.Instant
		var n int64
		must(t, db.QueryRow(t.Context(), "select id, name, day, at, n from toy where id = $1 and day = $2", id, day).Scan(&gotID, &name, &gotDay, &gotAt, &n))
		if gotID != id || name != "سند" || gotDay != day || gotAt != at || n != 9007199254740993 {
			t.Errorf("got %v %q %v %v %d", gotID, name, gotDay, gotAt, n)
		}
	})
}

func TestRefusalsAreFaults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		toy(t, db)
		add := func(name string, n int) error {
			return db.Update(t.Context(), func(tx *store.Tx) error { return put(t.Context(), tx, name, n) })
		}
		must(t, add("a", 1))
		if err := add("a", 1); !errors.Is(err, store.ErrDuplicate) {
			t.Errorf("duplicate: %v", err)
		}
		if err := add("b", -1); !errors.Is(err, store.ErrCheck) {
			t.Errorf("check: %v", err)
		}
		if _, err := store.One(t.Context(), db, store.Value[int], "select n from toy where name = 'z'"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("missing row: %v", err)
		}
		if n := count(t, db); n != 1 {
			t.Errorf("%d rows, want 1: a refused transaction left something", n)
		}
	})
}

// Writers that share a commit are each all or nothing by themselves.
func TestSharedCommitsAreSeparate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		toy(t, db)
		refused := errors.New("refused")
		var wg sync.WaitGroup
		errs := make([]error, 64)
		for i := range errs {
			wg.Go(func() {
				errs[i] = db.Update(t.Context(), func(tx *store.Tx) error {
					if err := put(t.Context(), tx, string(rune('A'+i)), i); err != nil {
						return err
					}
					switch i % 4 {
					case 1:
						return refused
					case 2:
						panic("a defect in an act")
					}
					return nil
				})
			})
		}
		wg.Wait()
		for i, err := range errs {
			if (i%4 == 1) != errors.Is(err, refused) || (err == nil) != (i%4 == 0 || i%4 == 3) {
				t.Errorf("writer %d: %v", i, err)
			}
		}
		if n := count(t, db); n != 32 {
			t.Errorf("%d rows, want 32", n)
		}
	})
}

// What a reader was told as of a settled instant cannot change afterwards:
// every later row is recorded later, with writers running all the while.
func TestNothingIsRecordedAtOrBeforeASettledInstant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		toy(t, db)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					name := string(rune('a'+w)) + store.NewID(db.Now()).String()
					if err := db.Update(t.Context(), func(tx *store.Tx) error { return put(t.Context(), tx, name, i) }); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		type answer struct {
			k calendar.Instant
			n int
		}
		upTo := func(k calendar.Instant) int {
			n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from toy where at <= $1", k)
			must(t, err)
			return n
		}
		var given []answer
		for range 60 {
			k, err := db.Settle(t.Context(), 0)
			must(t, err)
			given = append(given, answer{k, upTo(k)})
		}
		close(stop)
		wg.Wait()
		for _, a := range given {
			if n := upTo(a.k); n != a.n {
				t.Errorf("known on %v: %d rows then, %d now", a.k, a.n, n)
			}
		}
		if last := given[len(given)-1].n; last == 0 {
			t.Error("no writer wrote anything: the test proves nothing")
		}
	})
}

// A clock that runs backwards must not record before what was already told.
func TestAClockThatStepsBack(t *testing.T) {
	now := calendar.Instant(2_000_000)
	storetest.EachWith(t, store.Options{Clock: func() calendar.Instant { return now }}, func(t *testing.T, db *store.DB) {
		now = 2_000_000
		toy(t, db)
		k, err := db.Settle(t.Context(), 0)
		must(t, err)
		now = 1_000_000
		must(t, db.Update(t.Context(), func(tx *store.Tx) error {
			if tx.Now() <= k {
				t.Errorf("recorded at %d, not after %d", tx.Now(), k)
			}
			return nil
		}))
	})
}

func TestSettleRefusesTheFuture(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, err := db.Settle(t.Context(), db.Now()+60_000_000)
		if fault.KeyOf(err) != "store.future" {
			t.Errorf("got %v", err)
		}
	})
}

func TestMigrateTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { must(t, db.Migrate(t.Context())) })
}

func TestIDs(t *testing.T) {
	a, b := store.NewID(1_000_000), store.NewID(2_000_000)
	if a.String() >= b.String() {
		t.Errorf("%v is not before %v", a, b)
	}
	back, err := store.ParseID(a.String())
	must(t, err)
	if back != a {
		t.Errorf("%v came back as %v", a, back)
	}
	for _, bad := range []string{"", "x", "00000000-0000-0000-0000-00000000000g"} {
		if _, err := store.ParseID(bad); fault.KeyOf(err) != "id.invalid" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A new database, which holds people, is its owner's alone.
func TestANewDatabaseIsItsOwners(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	db, err := store.Open(t.Context(), path, store.Options{})
	must(t, err)
	defer db.Close()
	must(t, db.Migrate(t.Context()))
	toy(t, db) // its connection stays open, and with it the log
	for _, f := range []string{path, path + "-wal"} {
		info, err := os.Stat(f)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v", filepath.Base(f), info.Mode())
		}
	}
}

// Who opened a database and who was handed it may both close it.
func TestClosedTwice(t *testing.T) {
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "new.db"), store.Options{})
	must(t, err)
	must(t, db.Close())
	must(t, db.Close())
}
