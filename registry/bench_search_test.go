package registry_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"sanad/access"
	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
)

// What a clerk waits for in a register of SANAD_SEARCH persons (make
// bench-search): the one box, and the check while typing. The register is made
// once, in var/bench; SANAD_SEARCH_DB names another, of PostgreSQL for instance.
func BenchmarkLargeRegister(b *testing.B) {
	count, _ := strconv.Atoi(os.Getenv("SANAD_SEARCH"))
	if count == 0 {
		b.Skip("SANAD_SEARCH is not set: make bench-search sets it")
	}
	keys := testKeys(b)
	db := largeRegister(b, keys, count)
	clerk := access.Actor{Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: "03.231"}}}.Scope(access.PersonsRead)
	for name, scope := range map[string]access.Scope{"country": access.System("bench"), "province": clerk} {
		b.Run("search/"+name, func(b *testing.B) {
			waits(b, func(ctx context.Context, n int) error {
				_, err := registry.Search(ctx, db, keys, scope, registry.Query{Text: typedName(n)})
				return err
			})
		})
		b.Run("alike/"+name, func(b *testing.B) {
			waits(b, func(ctx context.Context, n int) error {
				d := family(n*7 + 3).Mother
				d.Birth = calendar.Birth{On: d.Birth.On.AddDays(n % 3), Precision: calendar.ByDay}
				_, err := registry.FindAlike(ctx, db, keys, scope, d)
				return err
			})
		})
	}
}

// typedName is what a clerk types: a whole name in either script, a name with a
// year, a slip of the hand, a card.
func typedName(n int) string {
	m := family(n * 13).Mother
	switch n % 5 {
	case 0:
		return m.Arabic.String()
	case 1:
		return m.Latin.String()
	case 2:
		return fmt.Sprintf("%s %d", m.Arabic.Family, m.Birth.On.Year())
	case 3:
		letters := []rune(m.Latin.Family)
		return m.Latin.Given + " " + string(append(slices.Clone(letters[:len(letters)/2]), letters[len(letters)/2+1:]...))
	}
	return registry.SyntheticCIN(n * 13)
}

// waits measures each call by itself and reports the median and the longest of
// ninety-five in a hundred, over two hundred.
func waits(b *testing.B, call func(ctx context.Context, n int) error) {
	const calls = 200
	for b.Loop() {
		took := make([]time.Duration, calls)
		for n := range took {
			begun := time.Now()
			if err := call(b.Context(), n); err != nil {
				b.Fatal(err)
			}
			took[n] = time.Since(begun)
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[calls/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[calls*95/100].Microseconds())/1000, "p95-ms")
	}
}

// largeRegister opens the register of the benchmark, made when it is not there.
func largeRegister(b *testing.B, keys *registry.Keys, persons int) *store.DB {
	b.Helper()
	url := os.Getenv("SANAD_SEARCH_DB")
	if url == "" {
		url = filepath.Join("..", "var", "bench", fmt.Sprintf("register-%d.db", persons))
		if err := os.MkdirAll(filepath.Dir(url), 0o755); err != nil {
			b.Fatal(err)
		}
	}
	db, err := store.Open(b.Context(), url, store.Options{Bulk: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if err := db.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	have, err := store.One(b.Context(), db, store.Value[int], "select count(*) from person")
	if err != nil {
		b.Fatal(err)
	}
	if have < persons {
		fill(b, db, keys, persons/3+1)
	}
	return db
}
