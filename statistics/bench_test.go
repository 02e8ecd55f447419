package statistics_test

import (
	"fmt"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
	"sanad/territory"
)

// fill writes postings of a measure straight into the tables, spread over all
// provinces and the days of six years; only here, where the time of acts is not
// what is measured.
func fill(b *testing.B, db *store.DB, measure, kind string, postings int) {
	b.Helper()
	places := territory.Provinces()
	err := db.Update(b.Context(), func(tx *store.Tx) error {
		for i, p := range places {
			id := ledger.Cell{Programme: "widows-support", Measure: measure, Unit: "dossiers", Kind: ledger.Kind(kind), Territory: p.Code}.Number()
			if _, err := tx.Exec(b.Context(), "insert into cell (id, programme, measure, unit, kind, territory, province, dims) values ($1, 'widows-support', $2, 'dossiers', $3, $4, $4, '')",
				id, measure, kind, p.Code); err != nil {
				return err
			}
			n := postings*(i+1)/len(places) - postings*i/len(places)
			if _, err := tx.Exec(b.Context(), `insert into posting (party_id, stream_id, seq, n, cell_id, quantity, day, recorded_at, subject_id)
				with recursive k(i) as (select 1 union all select i + 1 from k where i < $1)
				select randomblob(16), randomblob(16), 1, 0, $2, 1, date('2015-01-05', (abs(random()) % 2370) || ' days'), 1420000000000000 + i, null from k`, n, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkTable measures the tables of 125,000 dossiers on SQLite: table 01
// rests on 250,000 postings, the pipeline on 870,000.
func BenchmarkTable(b *testing.B) {
	db := storetest.SQLite(b, store.Options{})
	e := &statistics.Engine{DB: db, Programmes: set(b)}
	for measure, postings := range map[string]int{"received": 130_000, "accepted": 120_000, "deposited": 125_000, "waiting": 250_000, "under_study": 235_000, "rejected": 10_000} {
		kind := "stock"
		if measure == "received" || measure == "deposited" {
			kind = "flow"
		}
		fill(b, db, measure, kind, postings)
	}
	for _, a := range []statistics.Ask{{Table: "01-widows-by-region"}, {Table: "widows-pipeline", By: "region"}, {Table: "widows-pipeline", By: "province"}, {Table: "widows-pipeline", By: "month"}} {
		b.Run(fmt.Sprintf("%s/%s", a.Table, a.By), func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Compute(b.Context(), a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	clerk := access.Actor{Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: tangier}}}
	for _, row := range []string{"tanger-tetouan-al-hoceima", statistics.Total} {
		b.Run("members/"+row, func(b *testing.B) {
			for b.Loop() {
				a := statistics.Ask{Table: "01-widows-by-region", AsOf: calendar.MustDate("2021-07-02")}
				if _, err := e.Members(b.Context(), clerk.Scope(access.DrillDown), a, "applications_received", row, ledger.Page{Limit: 50}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
