package registry_test

import (
	"testing"

	"sanad/access"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// BenchmarkVacancies is the search for a place over as many institutions as the
// report has.
func BenchmarkVacancies(b *testing.B) {
	db := storetest.SQLite(b, store.Options{Bulk: true})
	for i := range int64(1204) {
		home(b, db, "04.421", "elderly", 10, i%7, i%3)
	}
	for b.Loop() {
		list, err := registry.Vacancies(b.Context(), db, access.System("a benchmark"), db.Today(), registry.VacancyQuery{Sex: registry.Female})
		if err != nil || len(list) == 0 {
			b.Fatal(len(list), err)
		}
	}
}
