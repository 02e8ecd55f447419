package ledger_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"sanad/act"
	"sanad/ledger"
	"sanad/store"
	"sanad/store/storetest"
)

// served is how many dossiers a database that is opened anew counts, with a file.
func served(t *testing.T, url, file string) (sum, subjects int64) {
	t.Helper()
	db, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ledger.CacheAt(db, file)
	known, err := db.Settle(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	q := received(today, known)
	who := q
	who.Count = ledger.Subjects
	answers, err := ledger.Ask(t.Context(), db, all, q, who)
	if err != nil {
		t.Fatal(err)
	}
	return answers[0].At(0, 0), answers[1].At(0, 0)
}

// The file is used while it fits, which shows when somebody changes the past
// behind the program's back; whatever is wrong with it, the answer is the
// database's.
func TestTheCacheIsOnlyACache(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, file := newWorld(t, db), filepath.Join(t.TempDir(), "ledger")
		for n := range 300 { // more than a block
			w.stream = store.NewID(db.Now())
			w.post([]string{"01.511", "02.113"}[n%2], []int64{1, 1, 1000, 1 << 40}[n%4], today)
		}
		ledger.CacheAt(db, file)
		if err := ledger.Keep(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		expect := func(what, file string, sum, subjects int64) {
			t.Helper()
			if s, n := served(t, db.URL(), file); s != sum || n != subjects {
				t.Errorf("%s: %d of %d subjects, want %d of %d", what, s, n, sum, subjects)
			}
		}
		const sum = 150*1 + 75*1000 + 75<<40
		expect("without a file", "", sum, 300)
		w.post("01.511", 7, today)
		expect("what came after the file", file, sum+7, 300)

		err := db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "update posting set quantity = 2 where quantity = 1")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		expect("the file is read", file, sum+7, 300)
		expect("without it", "", sum+7+150, 300)
		for what, spoil := range map[string]func(b []byte) []byte{
			"empty":           func(b []byte) []byte { return nil },
			"cut short":       func(b []byte) []byte { return b[:len(b)/2] },
			"another version": func(b []byte) []byte { b[len("sanad ledger ")+8]++; return b },
			"a flipped bit":   func(b []byte) []byte { b[len(b)/2] ^= 4; return b },
			"a huge length":   func(b []byte) []byte { b[100+7] = 0x7f; return b },
		} {
			expect(what, spoiled(t, file, spoil), sum+7+150, 300)
		}
	})
}

func spoiled(t *testing.T, file string, spoil func(b []byte) []byte) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "ledger")
	if err := os.WriteFile(other, spoil(b), 0o600); err != nil {
		t.Fatal(err)
	}
	return other
}

// The file of a history that this database did not have is not read: of another
// database, or of one that was restored from before and went another way.
func TestTheCacheOfAnotherHistoryIsDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, file := newWorld(t, db), filepath.Join(t.TempDir(), "ledger")
		w.post("01.511", 3, today)
		last := w.post("01.511", 4, today)
		ledger.CacheAt(db, file)
		if err := ledger.Keep(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		err := db.Update(t.Context(), func(tx *store.Tx) error { // restored from before the last act
			for _, table := range []string{"posting", "event"} {
				if _, err := tx.Exec(t.Context(), "delete from "+table+" where stream_id = $1 and seq = $2", last.Stream, last.Seq); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if sum, _ := served(t, db.URL(), file); sum != 3 {
			t.Errorf("%d, want 3", sum)
		}
		if _, err := w.do(func(ctx context.Context, s *act.Step) error {
			return w.book.Post(ctx, s, ledger.Entry{Cell: cell("01.511"), Quantity: 5, Day: today})
		}); err != nil {
			t.Fatal(err)
		}
		if sum, _ := served(t, db.URL(), file); sum != 8 {
			t.Errorf("after another act %d, want 8", sum)
		}
	})
}
