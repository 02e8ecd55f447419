package registry_test

import (
	"testing"
	"time"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// A family of three in a bulk load: 1,000 acts in each transaction.
func BenchmarkRegisterFamily(b *testing.B) {
	db := storetest.SQLite(b, store.Options{Bulk: true})
	keys := testKeys(b)
	actor := access.SystemActor("bench")
	n := 0
	for b.Loop() {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for range 1000 {
				n++
				a := act.Act{Key: store.NewID(tx.Now()), On: calendar.MustDate("2021-01-02"), Actor: actor, Fresh: true}
				if _, err := registry.RegisterFamily(b.Context(), registry.Within(tx), keys, a, family(n)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/family")
}

// The same events without the register's rows, to see what the register costs.
func BenchmarkEventAlone(b *testing.B) {
	db := storetest.SQLite(b, store.Options{Bulk: true})
	n := 0
	for b.Loop() {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for range 1000 {
				n++
				id := store.NewID(tx.Now())
				a := act.Act{Key: id, Party: id, Stream: id, Kind: "toy", On: calendar.MustDate("2021-01-02"), Actor: access.SystemActor("bench"), Fresh: true}
				if _, err := registry.Within(tx)(b.Context(), a, nothing); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/event")
}

// The register of the demonstration: 321,000 persons, and what a clerk types.
func BenchmarkSearch(b *testing.B) {
	db := storetest.SQLite(b, store.Options{Bulk: true})
	keys := testKeys(b)
	start := time.Now()
	fill(b, db, keys, 107_000)
	b.Logf("filled in %v", time.Since(start))
	scopes := map[string]access.Scope{
		"country":  access.System("bench"),
		"province": access.Actor{Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: "03.231"}}}.Scope(access.PersonsRead),
	}
	for _, text := range []string{"Fatima", "فاطمة الزهراء العلوي", "fat alao", "Alaoui Fatima", "Bennani Khadija 1968", "Mohamed", "Aya Naciri", "ZZ000123"} {
		for name, scope := range scopes {
			b.Run(text+"/"+name, func(b *testing.B) {
				for b.Loop() {
					got, err := registry.Search(b.Context(), db, keys, scope, registry.Query{Text: text})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(got.Total), "found")
				}
			})
		}
	}
}

func fill(b *testing.B, db *store.DB, keys *registry.Keys, count int) {
	b.Helper()
	actor := access.SystemActor("bench")
	for n := 0; n < count; {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for range 1000 {
				n++
				a := act.Act{Key: store.NewID(tx.Now()), On: calendar.MustDate("2021-01-02"), Actor: actor, Fresh: true}
				if _, err := registry.RegisterFamily(b.Context(), registry.Within(tx), keys, a, family(n)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
