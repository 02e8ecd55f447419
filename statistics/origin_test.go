package statistics_test

import (
	"testing"

	"pgregory.net/rapid"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/statistics"
)

const (
	tangierRegion = "tanger-tetouan-al-hoceima"
	rabatRegion   = "rabat-sale-kenitra"
)

// Records stand from the day they begin, by place; before it the documents do;
// what the other origin says is beside, and never added.
func TestRecordsStandFromTheirDayOn(t *testing.T) {
	eachToy(t, func(w *world) {
		who := w.id()
		w.record(
			fact{"visits", rabat, nil, "2019-05-01", 2, who}, // before records stand: beside the document's figure
			fact{"visits", rabat, nil, "2020-05-01", 3, who},
			fact{"visits", tangier, nil, "2020-05-01", 5, who}, // Tangier's records begin in 2021
			fact{"visits", tangier, nil, "2021-05-01", 7, who},
		)
		w.state(
			fact{measure: "visits", place: "04", day: "2019-12-31", quantity: 100},
			fact{measure: "visits", place: "01", day: "2019-12-31", quantity: 200},
			fact{measure: "visits", place: "04", day: "2020-12-31", quantity: 30},
			fact{measure: "visits", place: "01", day: "2020-12-31", quantity: 50},
		)
		asOf := calendar.MustDate("2021-07-02")
		r := w.compute(statistics.Ask{Table: "places", AsOf: asOf})
		w.expect(r, map[[2]string]statistics.Cell{
			{rabatRegion, "visits"}:      {Value: 100 + 3, Origin: statistics.Recorded | statistics.Reported},
			{tangierRegion, "visits"}:    {Value: 200 + 50 + 7, Origin: statistics.Recorded | statistics.Reported},
			{statistics.Total, "visits"}: {Value: 360, Origin: statistics.Recorded | statistics.Reported},
		})
		years := w.compute(statistics.Ask{Table: "places", By: "year", AsOf: asOf})
		if !r.Reconciles() || !years.Reconciles() {
			t.Errorf("problems %v %v", r.Problems, years.Problems)
		}
		late := int64(2)
		w.expect(years, map[[2]string]statistics.Cell{
			{"2019", "visits"}: {Value: 300, Origin: statistics.Reported, Other: &late},
			{"2020", "visits"}: {Value: 53, Origin: statistics.Recorded | statistics.Reported},
			{"2021", "visits"}: {Value: 7, Origin: statistics.Recorded},
		})
	})
}

// Where nothing was recorded, documents stand for every day, whatever day the
// programme began; where they are silent there is no figure, which is no 0.
func TestWithoutRecordsDocumentsStand(t *testing.T) {
	eachToy(t, func(w *world) {
		w.state(
			fact{measure: "visits", place: "04", day: "2021-06-30", quantity: 9},
			fact{measure: "visits", place: "01", day: "2021-06-30", quantity: 0},
			fact{measure: "care", day: "2019-12-31", quantity: 40},
			fact{measure: "care", day: "2020-12-31", quantity: 60},
		)
		r := w.compute(statistics.Ask{Table: "places", AsOf: calendar.MustDate("2021-07-02")})
		w.expect(r, map[[2]string]statistics.Cell{
			{rabatRegion, "visits"}:      {Value: 9, Origin: statistics.Reported},
			{tangierRegion, "visits"}:    {Value: 0, Origin: statistics.Reported},
			{rabatRegion, "people"}:      {State: statistics.NotStated},
			{statistics.Total, "people"}: {State: statistics.NotStated},
			{rabatRegion, "care"}:        {State: statistics.NotStated}, // stated for the country alone
			{statistics.Total, "care"}:   {Value: 60, Origin: statistics.Reported},
		})
		years := w.compute(statistics.Ask{Table: "places", By: "year", AsOf: calendar.MustDate("2021-07-02")})
		w.expect(years, map[[2]string]statistics.Cell{
			{"2020", "care"}:    {Value: 20, Origin: statistics.Reported}, // how much it changed
			{"2020", "closing"}: {Value: 60, Origin: statistics.Reported},
			{"2019", "closing"}: {Value: 40, Origin: statistics.Reported},
			{"2019", "care"}:    {State: statistics.NotStated}, // nothing is stated before it
		})
	})
}

// A distinct count is taken only as it was stated: its parts do not add up.
func TestDistinctCountsAreTakenAsStated(t *testing.T) {
	eachToy(t, func(w *world) {
		w.state(
			fact{measure: "people", dims: ledger.Dims{"item": "x"}, day: "2021-06-30", quantity: 30},
			fact{measure: "people", dims: ledger.Dims{"item": "y"}, day: "2021-06-30", quantity: 20},
			fact{measure: "people", dims: ledger.Dims{"group": "g"}, day: "2021-06-30", quantity: 40},
			fact{measure: "people", day: "2021-06-30", quantity: 45},
			fact{measure: "people", dims: ledger.Dims{"item": "x", "sex": "F"}, day: "2021-06-30", quantity: 11},
		)
		r := w.compute(statistics.Ask{Table: "groups", AsOf: calendar.MustDate("2021-07-02")})
		w.expect(r, map[[2]string]statistics.Cell{
			{"x", "people_total"}:              {Value: 30, Origin: statistics.Reported},
			{"g", "people_total"}:              {Value: 40, Origin: statistics.Reported},
			{"z", "people_total"}:              {State: statistics.NotStated},
			{"h", "people_total"}:              {State: statistics.NotStated},
			{statistics.Total, "people_total"}: {Value: 45, Origin: statistics.Reported},
			{"x", "people_F"}:                  {Value: 11, Origin: statistics.Reported},
			{"x", "people_M"}:                  {State: statistics.NotStated},
			{statistics.Total, "people_F"}:     {State: statistics.NotStated},
		})
		if len(r.Overlaps) != 1 || r.Overlaps[0] != (statistics.Overlap{Column: "people_total", Rows: 50, Total: 45}) || !r.Reconciles() {
			t.Errorf("overlaps %v, problems %v", r.Overlaps, r.Problems)
		}
	})
}

// However many ways a document splits its figures, each fact counts once, or is
// not stated: never twice, never in part.
func TestBreakdownsNeverAddUp(t *testing.T) {
	eachToy(t, func(w *world) {
		rapid.Check(t, func(rt *rapid.T) {
			var stated []fact
			want, byRegion := map[string]int64{}, true
			for n := range rapid.IntRange(1, 3).Draw(rt, "days") {
				facts := map[[2]string]int64{}
				for range rapid.IntRange(1, 4).Draw(rt, "facts") {
					place, kind := rapid.SampledFrom([]string{"01", "04"}).Draw(rt, "place"), rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "kind")
					q := int64(rapid.IntRange(1, 9).Draw(rt, "quantity"))
					facts[[2]string{place, kind}] += q
					want[place] += q
				}
				splits := rapid.IntRange(1, 15).Draw(rt, "splits") // bits: none, by kind, by region, by both
				byRegion = byRegion && splits&(4|8) != 0
				day := calendar.MustDate("2021-03-01").AddDays(n).String()
				stated = append(stated, splitUp(facts, splits, day)...)
			}
			ev := w.state(stated...)
			r := w.compute(statistics.Ask{Table: "places"})
			if r.Total.Cells[0].Value != want["01"]+want["04"] || !r.Reconciles() {
				rt.Errorf("total %v, want %v; problems %v", r.Total.Cells[0], want, r.Problems)
			}
			for code, slug := range map[string]string{"01": tangierRegion, "04": rabatRegion} {
				cell, _ := r.Cell(slug, "visits")
				if byRegion != cell.Known() || byRegion && cell.Value != want[code] {
					rt.Errorf("%s: %v, want %d; stated by region: %v", slug, cell, want[code], byRegion)
				}
			}
			w.withdraw(ev)
		})
	})
}

// splitUp states facts in some of the ways in which they can be split.
func splitUp(facts map[[2]string]int64, splits int, day string) []fact {
	var out []fact
	for bit := range 4 {
		sums := map[[2]string]int64{}
		for f, q := range facts {
			if bit&2 == 0 {
				f[0] = ""
			}
			if bit&1 == 0 {
				f[1] = ""
			}
			sums[f] += q
		}
		for f, q := range sums {
			if splits&(1<<bit) == 0 {
				continue
			}
			x := fact{measure: "visits", place: f[0], day: day, quantity: q}
			if f[1] != "" {
				x.dims = ledger.Dims{"kind": f[1]}
			}
			out = append(out, x)
		}
	}
	return out
}

// A document that splits one kind by region and another by sex speaks of both:
// they add up. What it splits twice counts once, and is a check.
func TestSplitsOfDifferentThingsAddUp(t *testing.T) {
	eachToy(t, func(w *world) {
		const day = "2019-12-01"
		w.state(
			fact{measure: "visits", place: "04", dims: ledger.Dims{"kind": "a"}, day: day, quantity: 100},
			fact{measure: "visits", dims: ledger.Dims{"kind": "a", "sex": "F"}, day: day, quantity: 60},
			fact{measure: "visits", dims: ledger.Dims{"kind": "a", "sex": "M"}, day: day, quantity: 40},
			fact{measure: "visits", dims: ledger.Dims{"kind": "b", "sex": "F"}, day: day, quantity: 7},
			fact{measure: "visits", dims: ledger.Dims{"kind": "b", "sex": "M"}, day: day, quantity: 5},
		)
		w.expect(w.compute(statistics.Ask{Table: "kinds", AsOf: calendar.MustDate("2021-07-02")}), map[[2]string]statistics.Cell{
			{"a", "total"}:              {Value: 100, Origin: statistics.Reported},
			{"b", "total"}:              {Value: 12, Origin: statistics.Reported},
			{statistics.Total, "total"}: {Value: 112, Origin: statistics.Reported},
		})
		w.expect(w.compute(statistics.Ask{Table: "groups", AsOf: calendar.MustDate("2021-07-02")}), map[[2]string]statistics.Cell{
			{statistics.Total, "visits_F"}: {Value: 67, Origin: statistics.Reported},
		})
	})
}
