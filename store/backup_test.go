package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

// A backup taken while four writers write is the database at one instant: every
// transaction whole, the first ones all there.
func TestABackupIsOneInstant(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	toy(t, db)
	pair := func(n int) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			if err := put(t.Context(), tx, fmt.Sprint("a", n), n); err != nil {
				return err
			}
			return put(t.Context(), tx, fmt.Sprint("b", n), n)
		})
	}
	for n := range 50 {
		must(t, pair(n))
	}
	var writers sync.WaitGroup
	stop, failed := make(chan struct{}), make(chan error, 4)
	for w := range 4 {
		writers.Go(func() {
			for n := (w + 1) * 1_000_000; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := pair(n); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	dir := t.TempDir()
	backup, again := filepath.Join(dir, "b.db"), filepath.Join(dir, "again.db")
	err := db.Backup(t.Context(), backup)
	close(stop)
	writers.Wait()
	must(t, err)
	if len(failed) > 0 {
		t.Fatal(<-failed)
	}
	must(t, store.Restore(t.Context(), backup, again))
	copied, err := store.Open(t.Context(), again, store.Options{})
	must(t, err)
	defer copied.Close()
	must(t, copied.Migrate(t.Context()))
	half, err := store.One(t.Context(), copied, store.Value[int], "select count(*) from toy x where not exists (select 1 from toy y where y.n = x.n and y.name <> x.name)")
	must(t, err)
	if got := count(t, copied); got < 100 || half != 0 {
		t.Errorf("the backup has %d rows, %d of them without their other half", got, half)
	}
	for _, f := range []string{backup, backup + ".sha256", again} {
		info, err := os.Stat(f)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v", filepath.Base(f), info.Mode())
		}
	}
	if fault.KeyOf(db.Backup(t.Context(), backup)) != "store.backup-exists" || fault.KeyOf(store.Restore(t.Context(), backup, again)) != "store.backup-exists" {
		t.Error("a file that is there was replaced")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Whatever byte was changed or lost on the way, the backup is refused, and no
// database is made of it.
func TestADamagedBackupIsRefused(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	dir := t.TempDir()
	backup := filepath.Join(dir, "b.db")
	must(t, db.Backup(t.Context(), backup))
	whole, err := os.ReadFile(backup)
	must(t, err)
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 100 {
		broken := append([]byte(nil), whole...)
		if n%2 == 0 {
			broken[rng.IntN(len(broken))] ^= 1 << rng.IntN(8)
		} else {
			broken = broken[:rng.IntN(len(broken))]
		}
		must(t, os.WriteFile(backup, broken, 0o600))
		to := filepath.Join(dir, fmt.Sprint(n, ".db"))
		if err := store.Restore(t.Context(), backup, to); fault.KeyOf(err) != "store.backup-damaged" {
			t.Fatalf("%d: %v", n, err)
		}
		if _, err := os.Stat(to); err == nil {
			t.Fatalf("%d: a database was made of it", n)
		}
	}
	must(t, os.WriteFile(backup, whole, 0o600))
	must(t, os.Remove(backup+".sha256"))
	if err := store.Restore(t.Context(), backup, filepath.Join(dir, "x.db")); fault.KeyOf(err) != "store.backup-absent" {
		t.Errorf("without its digest: %v", err)
	}
}

// PostgreSQL has its own tools, which the refusal names.
func TestAServerIsBackedUpByItsOwnTools(t *testing.T) {
	db := storetest.Postgres(t, store.Options{})
	if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "b")); fault.KeyOf(err) != "store.backup-server" {
		t.Error(err)
	}
}
