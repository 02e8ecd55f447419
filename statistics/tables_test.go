package statistics_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/statistics"
	"sanad/store"
	"sanad/territory"
)

// reading is how a plain list reads a table: which rows and columns a fact
// counts in.
type reading struct {
	table, by, where string
	rows             func(f fact) []string
	columns          func(f fact) []string
	distinct         []string // columns of subjects
}

func one(key string) func(fact) []string { return func(fact) []string { return []string{key} } }

func regionOf(f fact) []string {
	r, _ := territory.RegionByCode(f.place[:2])
	return []string{r.Slug}
}

func seasonOf(day string) string {
	year, _ := strconv.Atoi(day[:4])
	if day[5:] < "10-01" {
		year--
	}
	return strconv.Itoa(year) + "-" + strconv.Itoa(year+1)
}

var readings = []reading{
	{table: "places", by: "region", rows: regionOf, columns: one("visits")},
	{table: "places", by: "region", rows: regionOf, columns: one("people"), distinct: []string{"people"}},
	{table: "places", by: "province", where: "kind=b", rows: func(f fact) []string { return []string{f.place[:6]} },
		columns: func(f fact) []string {
			if f.dims["kind"] == "b" {
				return []string{"visits"}
			}
			return nil
		}},
	{table: "places", by: "month", rows: func(f fact) []string { return []string{f.day[:7]} }, columns: one("visits")},
	{table: "places", by: "quarter", rows: func(f fact) []string {
		month, _ := strconv.Atoi(f.day[5:7])
		return []string{f.day[:4] + "-Q" + strconv.Itoa((month+2)/3)}
	}, columns: one("visits")},
	{table: "places", by: "season", rows: func(f fact) []string { return []string{seasonOf(f.day)} }, columns: one("people"), distinct: []string{"people"}},
	{table: "kinds", by: "kind", rows: func(f fact) []string { return []string{f.dims["kind"]} }, columns: func(f fact) []string { return []string{seasonOf(f.day), "total"} }},
	{table: "groups", by: "item", rows: func(f fact) []string {
		return []string{f.dims["item"], map[string]string{"x": "g", "y": "g", "z": "h"}[f.dims["item"]]}
	}, columns: func(f fact) []string {
		return []string{"visits_" + f.dims["sex"], "visits_total", "people_" + f.dims["sex"], "people_total"}
	}, distinct: []string{"people_F", "people_M", "people_total"}},
	{table: "bands", by: "band", rows: func(f fact) []string {
		switch age, _ := strconv.Atoi(f.dims["age"]); {
		case age < 20:
			return []string{"<20"}
		case age < 40:
			return []string{"20-40"}
		}
		return []string{"40+"}
	}, columns: func(f fact) []string {
		if f.dims["kind"] != "a" {
			return nil
		}
		return []string{map[string]string{"F": "female", "M": "male"}[f.dims["sex"]], "all"}
	}},
	{table: "ages", by: "age", rows: func(f fact) []string { return []string{f.dims["age"]} }, columns: one("visits")},
}

// plain computes the cells of a reading.
func (x reading) plain(facts []fact, asOf string) map[[2]string]int64 {
	sums, subjects := map[[2]string]int64{}, map[[2]string]map[store.ID]int64{}
	for _, f := range facts {
		if f.day > asOf {
			continue
		}
		for _, row := range append(x.rows(f), statistics.Total) {
			for _, column := range x.columns(f) {
				at := [2]string{row, column}
				if !slices.Contains(x.distinct, column) {
					sums[at] += f.quantity
					continue
				}
				if subjects[at] == nil {
					subjects[at] = map[store.ID]int64{}
				}
				subjects[at][f.subject] += f.quantity
			}
		}
	}
	for at, who := range subjects {
		for _, n := range who {
			if n > 0 {
				sums[at]++
			}
		}
	}
	return sums
}

// Rows by places, periods, codes, groups and bands, columns under conditions and
// pivoted: whatever was recorded, every cell is what a plain list gives.
func TestEveryShapeOfTableAgreesWithAPlainList(t *testing.T) {
	eachToy(t, func(w *world) {
		var facts []fact // of every round: the ledger keeps all of them
		subjects := []store.ID{w.id(), w.id(), w.id()}
		rapid.Check(t, func(rt *rapid.T) {
			var more []fact
			for range rapid.IntRange(1, 6).Draw(rt, "facts") {
				more = append(more, randomFact(rt, subjects))
			}
			w.record(more...)
			facts = append(facts, more...)
			x := rapid.SampledFrom(readings).Draw(rt, "table")
			asOf := calendar.MustDate("2021-07-02").AddDays(-rapid.IntRange(0, 900).Draw(rt, "as of"))
			r, err := w.engine.Compute(t.Context(), statistics.Ask{Table: x.table, By: x.by, Where: x.where, AsOf: asOf})
			if err != nil || !r.Reconciles() {
				rt.Fatalf("%v, problems %v", err, r)
			}
			x.compare(rt, r, x.plain(facts, asOf.String()))
		})
	})
}

func randomFact(rt *rapid.T, subjects []store.ID) fact {
	draw := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(rt, name) }
	return fact{measure: "visits", place: draw("place", tangier, tangier+".01.09", tetouan, rabat, casa),
		dims: ledger.Dims{"kind": draw("kind", "a", "b"), "item": draw("item", "x", "y", "z"), "sex": draw("sex", "F", "M"), "age": strconv.Itoa(rapid.IntRange(0, 99).Draw(rt, "age"))},
		day:  calendar.MustDate("2021-07-02").AddDays(-rapid.IntRange(0, 900).Draw(rt, "ago")).String(),
		// Nobody is taken back somewhere else: a total would then be less than a row.
		quantity: rapid.Int64Range(1, 3).Draw(rt, "quantity"), subject: rapid.SampledFrom(subjects).Draw(rt, "who")}
}

func (x reading) compare(rt *rapid.T, r *statistics.Result, want map[[2]string]int64) {
	columns := map[string]bool{}
	for _, f := range slices.Collect(maps.Keys(want)) {
		columns[f[1]] = true
	}
	for _, row := range r.Lines() {
		for i, c := range r.Columns {
			at := [2]string{row.Key, c.Key}
			if columns[c.Key] && row.Cells[i].Value != want[at] {
				rt.Errorf("%s by %s as of %v, %v: %v, want %d", x.table, x.by, r.AsOf, at, row.Cells[i], want[at])
			}
			delete(want, at)
		}
	}
	for at, n := range want {
		if n != 0 {
			rt.Errorf("%s by %s as of %v: %v is missing: %d", x.table, x.by, r.AsOf, at, n)
		}
	}
}
