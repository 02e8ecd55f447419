package facts_test

import (
	"slices"
	"testing"

	"sanad/calendar"
	"sanad/demo/facts"
)

func TestServicesAreTableSix(t *testing.T) {
	p := facts.Services(whole, facts.Institutions(whole))
	people, centres, all := map[string][2]int{}, map[string]map[int]bool{}, map[int]bool{}
	total := 0
	for _, l := range p.Lists {
		n := people[l.Service]
		people[l.Service] = [2]int{n[0] + l.Female, n[1] + l.Male}
		total += l.Female + l.Male
		if l.Centre < 0 {
			continue
		}
		if centres[l.Service] == nil {
			centres[l.Service] = map[int]bool{}
		}
		centres[l.Service][l.Centre], all[l.Centre] = true, true
	}
	if len(people) != 18 || total != facts.Figure("services.beneficiaries_2020") || len(all) != facts.Figure("services.centres") {
		t.Errorf("%d services, %d people, %d centres", len(people), total, len(all))
	}
	sum := 0
	for key, row := range facts.ServiceRows() {
		if got := [3]int{len(centres[key]), people[key][1], people[key][0]}; got != row {
			t.Errorf("%s: %v, want %v", key, got, row)
		}
		sum += row[0]
	}
	if sum != 4703 {
		t.Errorf("the services come to %d centres", sum)
	}
	t.Logf("%d lists", len(p.Lists))
}

func TestServicesHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		in := facts.Institutions(o)
		p := facts.Services(o, in)
		served := map[int][]string{}
		for i, l := range p.Lists {
			year := l.On.Year()
			if year != 2020 || l.On > calendar.MustDate("2020-11-30") || l.Recorded < l.On || i > 0 && l.Recorded < p.Lists[i-1].Recorded || l.Female+l.Male == 0 {
				t.Fatalf("%+v", l)
			}
			if l.Centre < 0 {
				continue
			}
			c := p.Centres[l.Centre]
			if l.Place != c.Place || !slices.Contains(c.Services, l.Service) {
				t.Fatalf("%+v at %+v", l, c)
			}
			if c.Institution >= 0 && in.Institutions[c.Institution].On(calendar.MustDate("2020-01-01")) == nil {
				t.Fatalf("%+v has no licence", c)
			}
			if !slices.Contains(served[l.Centre], l.Service) {
				served[l.Centre] = append(served[l.Centre], l.Service)
			}
		}
		for i, c := range p.Centres {
			if len(c.Services) == 0 || len(served[i]) != len(c.Services) || len(slices.Compact(slices.Sorted(slices.Values(c.Services)))) != len(c.Services) {
				t.Fatalf("%+v gave %v", c, served[i])
			}
		}
	})
}

// The people of a list are those it counts, drawn alike each time.
func TestLinesAreDrawnAlike(t *testing.T) {
	p := facts.Services(facts.Options{Seed: 3, Scale: 0.01}, facts.Institutions(facts.Options{Seed: 3, Scale: 0.01}))
	for _, l := range p.Lists[:50] {
		lines, female := p.Lines(l), 0
		for _, b := range lines {
			if b.Sex == "F" {
				female++
			}
			if b.Birth.On >= l.On || b.Arabic.IsZero() {
				t.Fatalf("%+v", b)
			}
		}
		if female != l.Female || len(lines) != l.Female+l.Male || !slices.Equal(lines, p.Lines(l)) {
			t.Fatalf("%+v has %d lines, %d of women", l, len(lines), female)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	p := facts.Services(whole, facts.Institutions(whole))
	for b.Loop() {
		for _, l := range p.Lists {
			p.Lines(l)
		}
	}
}
