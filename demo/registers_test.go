package demo_test

import (
	"testing"

	"sanad/demo"
	"sanad/demo/facts"
	"sanad/store"
	"sanad/store/storetest"
)

func TestTheRegistersHoldThePartners(t *testing.T) {
	clock := demo.NewClock()
	db := storetest.SQLite(t, store.Options{Clock: clock.Now, Bulk: true})
	w := load(t, db, clock, demo.Options{Seed: 7, Scale: 0.02, Only: []string{"registers"}})
	p := facts.Institutions(facts.Options{Seed: 7, Scale: 0.02})
	for table, want := range map[string]int{"organisation": len(p.Associations), "establishment": len(p.Institutions), "person": 0, "commune": 1503} {
		n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from "+table)
		if err != nil || n != want {
			t.Errorf("%s: %d, want %d (%v)", table, n, want, err)
		}
	}
	w.verified()
}
