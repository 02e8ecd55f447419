package registry_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
)

// A night in a register of SANAD_SEARCH persons (make bench-search): the pass over
// the whole, and the one after a thousand records were written.
func BenchmarkPass(b *testing.B) {
	count, _ := strconv.Atoi(os.Getenv("SANAD_SEARCH"))
	if count == 0 {
		b.Skip("SANAD_SEARCH is not set: make bench-search sets it")
	}
	keys := testKeys(b)
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			db := largeRegister(b, engine, keys, count)
			night := func(name string, before func(*store.Tx) error, pass func() (registry.Pass, error)) {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						if err := db.Update(b.Context(), before); err != nil {
							b.Fatal(err)
						}
						begun := time.Now()
						found, err := pass()
						if err != nil {
							b.Fatal(err)
						}
						b.Logf("%s, %s: %d records, %d pairs, %.1f s; %s at most in this process", engine, name, found.Records, found.Pairs, time.Since(begun).Seconds(), peak(b))
					}
				})
			}
			night("whole", func(*store.Tx) error { return nil }, func() (registry.Pass, error) { return registry.MatchAll(b.Context(), db, keys) })
			night("new", func(tx *store.Tx) error {
				for n := range 1000 {
					if _, err := tx.Exec(b.Context(), "update person set written_at = $1 where party_id = $2", tx.Now(), largeID(1+n*(count/1000-1))); err != nil {
						return err
					}
				}
				return nil
			}, func() (registry.Pass, error) { return registry.MatchNewAnyway(b.Context(), db, keys) })
		})
	}
}

// largeID is the n-th record of the large register, from 1.
func largeID(n int) store.ID {
	return store.MakeID(calendar.Instant(n)*1000, uint64(n), uint64(n)*0x9e3779b97f4a7c15)
}

// peak is the most memory that the process has had.
func peak(b *testing.B) string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if kB, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.Fields(kB)[0])
			return fmt.Sprintf("%d MB", n/1024)
		}
	}
	return "?"
}
