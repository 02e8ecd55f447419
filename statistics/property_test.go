package statistics_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/act"
	"sanad/calendar"
	"sanad/statistics"
	"sanad/store"
	"sanad/territory"
)

// known is an entry as a plain list keeps it: recorded at, and reversed at.
type known struct {
	entry
	at, gone calendar.Instant
}

func (k known) counts(a statistics.Ask) bool {
	return calendar.MustDate(k.day) <= a.AsOf && k.at <= a.KnownOn && (k.gone == 0 || k.gone > a.KnownOn)
}

func (k known) row(by string) string {
	switch {
	case by == "month":
		return k.day[:7]
	case by == "year":
		return k.day[:4]
	case k.place == "":
		return statistics.Unassigned
	case by == "province":
		return k.place[:6]
	}
	r, _ := territory.RegionByCode(k.place[:2])
	return r.Slug
}

// plainly computes the toys from the list: the sums of each row and the subjects
// with a positive sum.
func plainly(list []known, a statistics.Ask) map[string][]int64 {
	out := map[string][]int64{}
	subjects := map[string]map[store.ID]int64{}
	columns := map[string]int{"received": 0, "under_study": 1, "monthly_support": 3}
	for _, k := range list {
		for _, row := range []string{k.row(a.By), statistics.Total} {
			if !k.counts(a) {
				continue
			}
			if out[row] == nil {
				out[row], subjects[row] = make([]int64, 4), map[store.ID]int64{}
			}
			out[row][columns[k.measure]] += k.quantity
			if k.measure == "received" {
				subjects[row][k.stream] += k.quantity
			}
		}
	}
	for row, who := range subjects {
		for _, n := range who {
			if n > 0 {
				out[row][2]++
			}
		}
	}
	return out
}

// Whatever is posted and corrected in whatever order, the engine says what a
// plain list says, and says it again in the same bytes later.
func TestTheEngineAgreesWithAPlainList(t *testing.T) {
	each(t, func(w *world) {
		var list []known // of every round: the ledger keeps all of them
		live := map[int]act.Event{}
		given := map[statistics.Ask]string{}
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 5).Draw(rt, "acts") {
				list = w.randomAct(rt, list, live)
			}
			a := statistics.Ask{Table: "toys", By: rapid.SampledFrom([]string{"region", "province", "month", "year"}).Draw(rt, "by"),
				AsOf: calendar.MustDate("2021-07-02").AddDays(-rapid.IntRange(0, 500).Draw(rt, "as of")), KnownOn: w.settle()}
			r, err := w.engine.Compute(t.Context(), a)
			if err != nil || !r.Reconciles() {
				rt.Fatalf("%v, %v", err, r)
			}
			compare(rt, r, plainly(list, a))
			given[a] = written(t, r)
		})
		for a, want := range given {
			if got := written(t, w.compute(a)); got != want {
				t.Fatalf("%+v: the answer has changed", a)
			}
		}
	})
}

// randomAct posts something, or reverses something posted before.
func (w *world) randomAct(rt *rapid.T, list []known, live map[int]act.Event) []known {
	if len(live) > 0 && rapid.IntRange(0, 2).Draw(rt, "reverse") == 0 {
		i := rapid.SampledFrom(slices.Sorted(maps.Keys(live))).Draw(rt, "which")
		ev, err := w.reverse(live[i])
		if err != nil {
			rt.Fatal(err)
		}
		list[i].gone = ev.RecordedAt
		delete(live, i)
		return list
	}
	e := entry{
		measure:  rapid.SampledFrom([]string{"received", "received", "under_study", "monthly_support"}).Draw(rt, "measure"),
		place:    rapid.SampledFrom([]string{tangier, tangier + ".01.09", tetouan, rabat, casa, ""}).Draw(rt, "place"),
		day:      calendar.MustDate("2021-07-02").AddDays(-rapid.IntRange(0, 500).Draw(rt, "ago")).String(),
		quantity: rapid.Int64Range(-2, 3).Draw(rt, "quantity"),
		stream:   w.id(),
	}
	if len(list) > 0 && rapid.Bool().Draw(rt, "again") {
		e.stream = rapid.SampledFrom(list).Draw(rt, "whose").stream
	}
	ev, err := w.post(e)
	if err != nil {
		rt.Fatal(err)
	}
	live[len(list)] = ev
	return append(list, known{entry: e, at: ev.RecordedAt})
}

func compare(rt *rapid.T, r *statistics.Result, want map[string][]int64) {
	none := make([]int64, len(r.Columns))
	for _, row := range r.Lines() {
		expected := want[row.Key]
		if expected == nil {
			expected = none
		}
		if !slices.Equal(row.Values(), expected) {
			rt.Errorf("by %s as of %v, row %s: %v, want %v", r.By, r.AsOf, row.Key, row.Values(), expected)
		}
		delete(want, row.Key)
	}
	for key, values := range want {
		// A period whose postings cancel out holds nothing, and is not shown.
		if !slices.Equal(values[:2], none[:2]) || values[3] != 0 {
			rt.Errorf("row %s is missing: %v", key, values)
		}
	}
}
