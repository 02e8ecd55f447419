package facts_test

import (
	"maps"
	"testing"

	"sanad/demo/facts"
)

// scales at which plans must hold; the margins are the report's at 1 alone.
var scales = []float64{0.002, 0.002, 0.05, 0.05, 1, 2}

// eachScale runs with another seed each time.
func eachScale(t *testing.T, run func(t *testing.T, o facts.Options)) {
	for seed, s := range scales {
		run(t, facts.Options{Seed: int64(seed), Scale: s})
	}
}

var whole = facts.Options{Seed: 2021}

func same[K comparable](t *testing.T, what string, got, want map[K]int) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// cells are those of a table's columns by row and column, empty ones left out.
func cells(table facts.Table, columns ...string) map[[2]string]int {
	out := map[[2]string]int{}
	for _, key := range table.Keys() {
		for _, c := range columns {
			if n := table.Int(key, c); n != 0 {
				out[[2]string{key, c}] = n
			}
		}
	}
	return out
}

func ageGroup(age int) string {
	switch {
	case age < 20:
		return "<20"
	case age < 40:
		return "20-40"
	case age < 60:
		return "40-60"
	case age < 80:
		return "60-80"
	}
	return "80+"
}

func TestWinterIsTablesSevenToTen(t *testing.T) {
	w := facts.Winter(whole)
	sex, age, status, service := map[[2]string]int{}, map[[2]string]int{}, map[[2]string]int{}, map[[2]string]int{}
	column := map[string]string{"F": "female", "M": "male"}
	for _, c := range w.Cases {
		season := w.Seasons[c.Season].Name
		sex[[2]string{season, column[string(c.Sex)]}]++
		sex[[2]string{season, "cases"}]++
		age[[2]string{ageGroup(c.Age), season}]++
		status[[2]string{c.Status, season}]++
		for _, g := range c.Given {
			service[[2]string{g.Service, season}]++
		}
	}
	names := []string{"2018-2019", "2019-2020", "2020-2021"}
	same(t, "table 07", sex, cells(facts.Report("07-cold-wave-by-sex"), "cases", "female", "male"))
	same(t, "table 08", age, cells(facts.Report("08-cold-wave-by-age"), names...))
	same(t, "table 09", status, cells(facts.Report("09-cold-wave-by-social-status"), names...))
	same(t, "table 10", service, cells(facts.Report("10-cold-wave-by-service"), names...))
	bought, paid := 0, 0
	for _, m := range w.Moves {
		if m.Kind == facts.Purchase && m.Season == 2 {
			bought, paid = bought+m.Quantity, paid+m.Centimes
		}
	}
	if bought != facts.Figure("winter.items_bought") || paid != 100*facts.Figure("winter.items_cost") {
		t.Errorf("bought %d for %d centimes", bought, paid)
	}
	t.Logf("%d cases of %d people, %d rounds, %d moves", len(w.Cases), len(w.People), len(w.Rounds), len(w.Moves))
}

func TestWinterCasesHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		w := facts.Winter(o)
		met := map[[2]int]bool{}
		for _, c := range w.Cases {
			s, p, r := w.Seasons[c.Season], w.People[c.Person], w.Rounds[c.Round]
			services := map[string]bool{}
			last := c.On
			for _, g := range c.Given {
				if services[g.Service] || g.On < last || g.On > s.To || g.Recorded < g.On || g.Recorded < c.Recorded {
					t.Fatalf("services of %+v", c)
				}
				services[g.Service], last = true, g.On
			}
			switch {
			case len(services) == 0, services[facts.Declined] && len(services) > 1:
				t.Fatalf("services of %+v", c)
			case c.On < s.From || c.On > s.To || c.Recorded < c.On || r.On != c.On || r.Season != c.Season || r.Delegation != c.Delegation:
				t.Fatalf("days of %+v in %+v", c, r)
			case p.Sex != c.Sex || ageGroup(p.Birth.Age(c.On)) != ageGroup(c.Age) || p.Arabic.IsZero():
				t.Fatalf("%+v is %+v", c, p)
			case met[[2]int{c.Person, c.Season}]:
				t.Fatalf("%+v is met twice in a season", p)
			}
			met[[2]int{c.Person, c.Season}] = true
		}
	})
}

func TestWinterStockIsNeverNegative(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		w := facts.Winter(o)
		type lot struct {
			depot int
			item  facts.Item
		}
		stock := map[lot]int{}
		for i, m := range w.Moves {
			if m.Quantity <= 0 || i > 0 && m.Recorded < w.Moves[i-1].Recorded {
				t.Fatalf("move %d: %+v", i, m)
			}
			if m.Case >= 0 && (m.Place != w.Cases[m.Case].Place || m.Recorded < w.Cases[m.Case].Recorded) {
				t.Fatalf("%+v is for %+v", m, w.Cases[m.Case])
			}
			if m.To >= 0 {
				stock[lot{m.To, m.Item}] += m.Quantity
			}
			if m.From >= 0 {
				if stock[lot{m.From, m.Item}] -= m.Quantity; stock[lot{m.From, m.Item}] < 0 {
					t.Fatalf("seed %d, scale %v: %s has %d after %+v", o.Seed, o.Scale, w.Depots[m.From].Name, stock[lot{m.From, m.Item}], m)
				}
			}
		}
	})
}

func TestATeamGoesOutOnceANight(t *testing.T) {
	seen := map[facts.Round]bool{}
	for _, r := range facts.Winter(whole).Rounds {
		r.Commune = ""
		if seen[r] {
			t.Errorf("%+v twice", r)
		}
		seen[r] = true
	}
}
