package registry_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"sanad/access"
	"sanad/registry"
	"sanad/store"
)

// What a clerk waits for in a register of SANAD_SEARCH persons (make
// bench-search), on both engines: the one box, and the check while typing. The
// registers are made once, in var/bench.
func BenchmarkLargeRegister(b *testing.B) {
	count, _ := strconv.Atoi(os.Getenv("SANAD_SEARCH"))
	if count == 0 {
		b.Skip("SANAD_SEARCH is not set: make bench-search sets it")
	}
	keys := testKeys(b)
	asked, err := questions(keys)
	if err != nil {
		b.Fatal(err)
	}
	clerk := access.Actor{Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: crowded}}}.Scope(access.PersonsRead)
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			db := largeRegister(b, engine, keys, count)
			for _, scope := range []struct {
				name string
				access.Scope
			}{{"country", access.System("bench")}, {"province", clerk}} {
				for _, kind := range kindsOfQuestion {
					b.Run(kind+"/"+scope.name, func(b *testing.B) {
						waits(b, len(asked[kind]), func(ctx context.Context, n int) error {
							return asked[kind][n](ctx, db, scope.Scope)
						})
					})
				}
			}
		})
	}
}

// kindsOfQuestion in the order of the table: search is all that is typed of
// persons of the register, mixed; namesakes is a name that one in two hundred
// has; the others are what is hard by itself.
var kindsOfQuestion = []string{"search", "namesakes", "given", "compound", "slip", "alike", "alike-namesakes"}

type question func(context.Context, *store.DB, access.Scope) error

// questions are what clerks type who look for people of the register, two
// hundred of a kind.
func questions(keys *registry.Keys) (map[string][]question, error) {
	out := map[string][]question{}
	searched := func(kind, text string) {
		out[kind] = append(out[kind], func(ctx context.Context, db *store.DB, scope access.Scope) error {
			_, err := registry.Search(ctx, db, keys, scope, registry.Query{Text: text})
			return err
		})
	}
	alike := func(kind string, d registry.Draft) {
		out[kind] = append(out[kind], func(ctx context.Context, db *store.DB, scope access.Scope) error {
			_, err := registry.FindAlike(ctx, db, keys, scope, d)
			return err
		})
	}
	n := 0
	err := drawn(100_000, func(_ []string, d registry.Draft) error {
		if n++; n%211 != 0 || len(out["search"]) >= 200 {
			return nil
		}
		typed := d.Arabic
		if typed.IsZero() || n%2 == 0 && !d.Latin.IsZero() {
			typed = d.Latin
		}
		slipped := typed.Given + " " + slip(typed.Family)
		searched("slip", slipped)
		searched("search", []string{typed.String(), typed.Family + " " + typed.Given, fmt.Sprintf("%s %d", typed.Family, d.Birth.On.Year()), slipped, typed.Given, registry.SyntheticCIN(n)}[n/211%6])
		d.Birth.On = d.Birth.On.AddDays(n % 3)
		alike("alike", d)
		return nil
	})
	for n := range 200 {
		searched("namesakes", []string{"محمد العلوي", "Alaoui Mohamed", "mohamed alaui", "محمد العلوي 1968"}[n%4])
		searched("given", []string{"محمد", "Fatima", "Mohamed", "خديجة"}[n%4])
		searched("compound", []string{"Amine", "الزهراء", "Zahra", "moh"}[n%4])
		alike("alike-namesakes", namesake(n*7))
	}
	return out, err
}

// slip leaves a letter out of the middle.
func slip(text string) string {
	letters := []rune(text)
	if len(letters) < 3 {
		return text
	}
	return string(letters[:len(letters)/2]) + string(letters[len(letters)/2+1:])
}

// waits measures each call by itself and reports the median, the longest of
// ninety-five in a hundred, and the longest.
func waits(b *testing.B, calls int, call func(ctx context.Context, n int) error) {
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
		b.ReportMetric(float64(took[calls-1].Microseconds())/1000, "max-ms")
	}
}
