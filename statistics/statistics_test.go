package statistics_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
	"sanad/territory"
)

const (
	tangier = "01.511"
	tetouan = "01.571"
	rabat   = "04.421"
	casa    = "06.141"
)

// printed is table 01 of the report of 2021 without its labels.
const printed = `region,applications_received,applications_accepted
casablanca-settat,20372,18781
marrakech-safi,17252,16261
fes-meknes,16388,15152
rabat-sale-kenitra,15260,13861
beni-mellal-khenifra,11643,10772
tanger-tetouan-al-hoceima,10916,9921
oriental,10154,9713
souss-massa,10122,9502
draa-tafilalet,8635,8123
guelmim-oued-noun,1765,1638
laayoune-sakia-el-hamra,1098,904
dakhla-oued-ed-dahab,256,223
total,123861,114851
`

// From the figures of the report the table gives back the report's file.
func TestTable01IsTheReports(t *testing.T) {
	each(t, func(w *world) {
		for line := range strings.Lines(printed) {
			slug, _, _ := strings.Cut(line, ",")
			if r, ok := territory.RegionBySlug(slug); ok {
				received, accepted := figures(t, line)
				w.must(entry{measure: "received", place: territory.ProvincesOf(r.Code)[0].Code, day: "2021-01-04", quantity: received},
					entry{measure: "accepted", place: territory.ProvincesOf(r.Code)[0].Code, day: "2021-02-01", quantity: accepted})
			}
		}
		r := w.compute(statistics.Ask{Table: "01-widows-by-region"})
		if got := csvOf(t, r); got != printed {
			t.Errorf("got\n%s", got)
		}
		if !r.Reconciles() || r.Total.Shares[0] != (statistics.Share{Num: 114851, Den: 123861}) || r.Rows[0].Shares[1] != (statistics.Share{Num: 20372, Den: 123861}) {
			t.Errorf("shares %v %v, problems %v", r.Total.Shares, r.Rows[0].Shares, r.Problems)
		}
		before := w.compute(statistics.Ask{Table: "01-widows-by-region", AsOf: calendar.MustDate("2021-01-31")})
		if before.Total.Values()[0] != 123861 || before.Total.Values()[1] != 0 || len(before.Rows) != 12 {
			t.Errorf("as of January: %v in %d rows", before.Total.Values(), len(before.Rows))
		}
	})
}

func figures(t *testing.T, line string) (received, accepted int64) {
	t.Helper()
	var n [2]int64
	for i, part := range strings.Split(strings.TrimSpace(line), ",")[1:] {
		if err := json.Unmarshal([]byte(part), &n[i]); err != nil {
			t.Fatal(err)
		}
	}
	return n[0], n[1]
}

// A late entry and a correction change what is known now, and no byte of what
// was known.
func TestWhatWasKnownStays(t *testing.T) {
	each(t, func(w *world) {
		first := w.must(entry{measure: "received", place: tangier, day: "2021-03-01", quantity: 1})
		a := statistics.Ask{Table: "toys", AsOf: calendar.MustDate("2021-07-02"), KnownOn: w.settle()}
		given := map[string]string{}
		for _, by := range []string{"region", "province", "month", "year"} {
			a.By = by
			given[by] = written(t, w.compute(a))
		}
		w.must(entry{measure: "received", place: casa, day: "2021-02-01", quantity: 1}) // late
		if _, err := w.reverse(first); err != nil {
			t.Fatal(err)
		}
		for by, want := range given {
			a.By = by
			if got := written(t, w.compute(a)); got != want {
				t.Errorf("by %s, known then, the answer has changed:\n%s", by, got)
			}
		}
		now := w.compute(statistics.Ask{Table: "toys", By: "month", AsOf: a.AsOf})
		if got := csvOf(t, now); got != "month,came,stay,who,pledged\n2021-02,1,0,1,0.00\ntotal,1,0,1,0.00\n" {
			t.Errorf("known now:\n%s", got)
		}
	})
}

// Without a known-on the answer names the last posting it counts: the same
// arguments on the same data are the same bytes, whenever.
func TestSameDataSameBytes(t *testing.T) {
	each(t, func(w *world) {
		w.must(entry{measure: "received", place: tangier, day: "2021-03-01", quantity: 1})
		a := statistics.Ask{Table: "toys"}
		r := w.compute(a)
		w.settle()
		again := w.compute(a)
		if written(t, r) != written(t, again) {
			t.Error("asked twice, two answers")
		}
		if asked := w.compute(r.Ask()); written(t, r) != written(t, asked) {
			t.Error("asked with its own dates, another answer")
		}
	})
}

// Writers that record while somebody asks never change what was answered.
func TestWhatWasKnownStaysWithConcurrentWriters(t *testing.T) {
	each(t, func(w *world) {
		var writers sync.WaitGroup
		for _, place := range []string{tangier, tetouan, rabat, casa} {
			writers.Go(func() {
				for range 15 {
					if _, err := w.post(entry{measure: "received", place: place, day: "2021-03-01", quantity: 1}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		done := make(chan struct{})
		go func() { writers.Wait(); close(done) }()
		given := map[calendar.Instant]string{}
		for running := true; running; {
			select {
			case <-done:
				running = false
			default:
			}
			k := w.settle()
			given[k] = written(t, w.compute(statistics.Ask{Table: "toys", KnownOn: k}))
		}
		for k, want := range given {
			if got := written(t, w.compute(statistics.Ask{Table: "toys", KnownOn: k})); got != want {
				t.Fatalf("known on %v, the answer has changed", k)
			}
		}
		if r := w.compute(statistics.Ask{Table: "toys"}); r.Total.Values()[0] != 60 {
			t.Errorf("total %v, want 60", r.Total.Values())
		}
	})
}

// A subject in two regions is one subject: the total is no sum.
func TestDistinctIsCountedInEachRowAndInTheTotal(t *testing.T) {
	each(t, func(w *world) {
		who := w.id()
		w.must(entry{stream: who, measure: "received", place: tangier + ".01.09", day: "2021-03-01", quantity: 1},
			entry{stream: who, measure: "received", place: tetouan, day: "2021-03-09", quantity: 1},
			entry{stream: who, measure: "received", place: casa, day: "2021-04-01", quantity: 1})
		want := map[string][]int64{"region": {1, 1, 1}, "province": {1, 1, 1, 1}, "month": {1, 1, 1}, "year": {1, 1}}
		for by, counts := range want {
			r := w.compute(statistics.Ask{Table: "toys", By: by})
			var got []int64
			for _, row := range r.Lines() {
				if row.Values()[0] != 0 {
					got = append(got, row.Values()[2])
				}
			}
			if !slices.Equal(got, counts) || r.Total.Values()[0] != 3 || !r.Reconciles() {
				t.Errorf("by %s: %v, want %v; total %v, problems %v", by, got, counts, r.Total.Values(), r.Problems)
			}
		}
	})
}

// By month a stock is what the month changed, and the months add up.
func TestStocksByMonthAreChanges(t *testing.T) {
	each(t, func(w *world) {
		w.must(entry{measure: "under_study", place: rabat, day: "2020-12-31", quantity: 1}, entry{measure: "under_study", place: rabat, day: "2021-02-01", quantity: -1})
		w.must(entry{measure: "under_study", place: rabat, day: "2021-02-28", quantity: 1})
		w.must(entry{measure: "under_study", place: rabat, day: "2021-02-03", quantity: 1}, entry{measure: "under_study", place: rabat, day: "2021-03-03", quantity: 1})
		r := w.compute(statistics.Ask{Table: "toys", By: "month", AsOf: calendar.MustDate("2021-03-02")})
		if got := csvOf(t, r); got != "month,came,stay,who,pledged\n2020-12,0,1,0,0.00\n2021-02,0,1,0,0.00\ntotal,0,2,0,0.00\n" {
			t.Errorf("got\n%s", got)
		}
	})
}

// What belongs to no province has a row of its own, the last.
func TestNothingIsLostBetweenTheRows(t *testing.T) {
	each(t, func(w *world) {
		w.must(entry{measure: "received", place: "", day: "2021-03-01", quantity: 7})
		w.must(entry{measure: "received", place: rabat, day: "2021-03-01", quantity: 1})
		r := w.compute(statistics.Ask{Table: "01-widows-by-region"})
		last := r.Rows[len(r.Rows)-1]
		if len(r.Rows) != 13 || last.Key != statistics.Unassigned || last.Values()[0] != 7 || r.Total.Values()[0] != 8 || !r.Reconciles() {
			t.Errorf("last row %v, total %v, %v", last, r.Total, r.Problems)
		}
		d, err := w.engine.Members(t.Context(), access.System("a test"), r.Ask(), "applications_received", statistics.Unassigned, ledger.Page{Limit: 9})
		if err != nil || d.Value != 7 || d.Inside != 1 {
			t.Errorf("behind it: %+v %v", d, err)
		}
	})
}

// A check of the table that does not hold is told in its row and in the total.
func TestATableThatDoesNotReconcileSaysSo(t *testing.T) {
	each(t, func(w *world) {
		w.must(entry{measure: "received", place: rabat, day: "2021-03-01", quantity: 3})
		r := w.compute(statistics.Ask{Table: "widows-pipeline"})
		want := statistics.Problem{Row: "rabat-sale-kenitra", Check: "received = accepted + rejected + under_study + withdrawn_after", Left: 3}
		if r.Reconciles() || len(r.Problems) != 4 || !slices.Contains(r.Problems, want) {
			t.Errorf("problems %v", r.Problems)
		}
		for _, lang := range locale.Languages {
			if text := locale.For(lang).Fault(r.Fault(r.Problems[0])); !strings.Contains(text, "3") || !strings.Contains(text, r.Columns[0].Title.In(lang)) {
				t.Errorf("%s: %s", lang, text)
			}
		}
	})
}

func TestBadQuestionsAreRefusedInWords(t *testing.T) {
	each(t, func(w *world) {
		tomorrow := w.db.Today().AddDays(1)
		for _, c := range []struct {
			table, by, asOf, knownOn string
			key, field               string
		}{
			{"02-nothing", "", "", "", "statistics.table-unknown", "table"},
			{"01-widows-by-region", "moon", "", "", "statistics.by-unknown", "by"},
			{"01-widows-by-region", "month", "", "", "statistics.by-unknown", "by"},
			{"01-widows-by-region", "", tomorrow.String(), "", "statistics.as-of-future", "as-of"},
			{"01-widows-by-region", "", "2021-02-30", "", "date.invalid", "as-of"},
			{"01-widows-by-region", "", "", "yesterday", "instant.invalid", "known-on"},
			{"01-widows-by-region", "", "", tomorrow.String(), "store.future", "known-on"},
			{"01-widows-by-region", "", "x", "y", "fault.several", ""},
		} {
			a, err := statistics.Read(c.table, c.by, c.asOf, c.knownOn)
			if err == nil {
				_, err = w.engine.Compute(t.Context(), a)
			}
			f, ok := err.(*fault.Error)
			if !ok || f.Key != c.key || f.Field != c.field {
				t.Errorf("%v: %v", c, err)
				continue
			}
			for _, lang := range locale.Languages {
				if text := locale.For(lang).Fault(err); text == "" || strings.Contains(text, "{{") {
					t.Errorf("%s: %q", lang, text)
				}
			}
		}
		for key, cell := range map[string][2]string{"statistics.column-unknown": {"x", "total"}, "statistics.row-unknown": {"came", "2021-13"}} {
			_, err := w.engine.Members(t.Context(), access.System("a test"), statistics.Ask{Table: "toys", By: "month"}, cell[0], cell[1], ledger.Page{Limit: 1})
			if fault.KeyOf(err) != key {
				t.Errorf("%v: %v", cell, err)
			}
		}
	})
}

// Read takes a day as papers write it, and the end of that day for a known-on.
func TestReadTakesDaysBothWays(t *testing.T) {
	a, err := statistics.Read(" toys ", "", "02/07/2021", "15/07/2021")
	want := statistics.Ask{Table: "toys", AsOf: calendar.MustDate("2021-07-02"), KnownOn: calendar.EndOf(calendar.MustDate("2021-07-15"))}
	if err != nil || a != want {
		t.Errorf("%+v %v", a, err)
	}
}

// The dossiers behind a cell: those of the viewer's place, page by page, and a
// count of the others; each dossier of the whole once.
func TestDrillDownIsScoped(t *testing.T) {
	each(t, func(w *world) {
		mine := map[store.ID]bool{}
		for range 7 {
			ev := w.must(entry{measure: "received", place: tangier, day: "2021-03-01", quantity: 1})
			mine[ev.Stream] = true
		}
		w.must(entry{measure: "received", place: tetouan, day: "2021-03-01", quantity: 1})
		gone := w.must(entry{measure: "received", place: tangier, day: "2021-03-02", quantity: 1})
		then := w.settle()
		if _, err := w.reverse(gone); err != nil {
			t.Fatal(err)
		}
		clerk := access.Actor{Account: w.id(), Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: tangier}}}
		a, page := statistics.Ask{Table: "toys", By: "region"}, ledger.Page{Limit: 3}
		for n := range 3 {
			d, err := w.engine.Members(t.Context(), clerk.Scope(access.DrillDown), a, "came", "tanger-tetouan-al-hoceima", page)
			if err != nil || d.Value != 8 || d.Inside != 7 || d.Outside != 1 || d.More != (n < 2) {
				t.Fatalf("page %d: %+v %v", n, d, err)
			}
			for _, m := range d.Members {
				if !mine[m.Stream] {
					t.Errorf("%v is not the clerk's, or came twice", m.Stream)
				}
				delete(mine, m.Stream)
			}
			last := d.Members[len(d.Members)-1]
			page.AfterParty, page.AfterStream = last.Party, last.Stream
		}
		if len(mine) != 0 {
			t.Errorf("%d were not listed", len(mine))
		}
		a.KnownOn = then
		d, err := w.engine.Members(t.Context(), clerk.Scope(access.DrillDown), a, "came", statistics.Total, ledger.Page{Limit: 3})
		if err != nil || d.Value != 9 || d.Inside != 8 || d.Outside != 1 {
			t.Errorf("known then: %+v %v", d, err)
		}
		nobody, err := w.engine.Members(t.Context(), access.Scope{}, a, "came", statistics.Total, ledger.Page{Limit: 3})
		if err != nil || len(nobody.Members) != 0 || nobody.Inside != 0 || nobody.Outside != 9 {
			t.Errorf("without any right: %+v %v", nobody, err)
		}
	})
}

// Every table that is published has words for its unit and its dimensions, and
// can be computed by each of them.
func TestEveryPublishedTableComputes(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	e := &statistics.Engine{DB: db, Programmes: set(t)}
	for _, lang := range locale.Languages {
		for _, u := range programme.Units {
			statistics.UnitName(locale.For(lang), u) // a missing message panics in tests
		}
	}
	for _, d := range e.Programmes.All() {
		for _, table := range d.Tables {
			for _, by := range table.By {
				r, err := e.Compute(t.Context(), statistics.Ask{Table: table.Name, By: by})
				if err != nil || !r.Reconciles() {
					t.Errorf("%s by %s: %v", table.Name, by, err)
					continue
				}
				if text := written(t, r); !strings.Contains(text, r.DefinitionHash) {
					t.Errorf("%s by %s does not name its definition", table.Name, by)
				}
			}
		}
	}
}
