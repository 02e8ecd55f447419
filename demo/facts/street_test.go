package facts_test

import (
	"testing"

	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/registry"
)

func TestStreetIsTheReport(t *testing.T) {
	p := facts.Street(whole)
	got := map[string]int{}
	for _, c := range p.Cases {
		if len(c.Stays) > 0 {
			got["street.sheltered"]++
			got[map[registry.Sex]string{"F": "street.sheltered_female", "M": "street.sheltered_male"}[c.Sex]]++
		}
		switch c.Outcome {
		case facts.ReturnedDirectly:
			got["street.reintegrated_directly"]++
			fallthrough
		case facts.Returned:
			got["street.reintegrated"]++
			if c.Ended.On > calendar.MustDate("2021-05-31") {
				t.Errorf("back after May: %+v", c)
			}
		case facts.InCare:
			got["street.in_care"]++
		}
	}
	got["street.reception_spaces"] = len(p.Spaces)
	for _, s := range p.Spaces {
		if s.Closed == (facts.When{}) {
			got["street.spaces_still_open"]++
		}
	}
	for _, s := range p.Supports {
		switch {
		case s.Unit < 2 && s.Year == 2020:
			got["samu.casablanca_meknes"] += s.Centimes / 100
		case s.Unit == 2:
			got["samu.tanger"] += s.Centimes / 100
		case s.Unit > 2:
			got["samu.new_units_budget"] += s.Centimes / 100
		}
	}
	for key, n := range got {
		if n != facts.Figure(key) {
			t.Errorf("%s: %d, want %d", key, n, facts.Figure(key))
		}
	}
	if len(got) != 11 || len(p.Units) != 3+facts.Figure("samu.new_units") {
		t.Errorf("%v, %d units", got, len(p.Units))
	}
	t.Logf("%d cases, %d contacts", len(p.Cases), len(p.Contacts))
}

func TestStreetCasesHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		p := facts.Street(o)
		transfers := 0
		for _, c := range p.Cases {
			last := c.Opened
			for i, s := range c.Stays {
				space := p.Spaces[s.Space]
				final := i == len(c.Stays)-1
				switch {
				case !inOrder(last, s.In, s.Out), s.In.Recorded < last.Recorded, s.Out.On > 0 && s.Out.Recorded < s.In.Recorded:
					t.Fatalf("stay %d of %+v", i, c)
				case s.In.On < space.Opened.On, space.Closed.On > 0 && (s.Out.On == 0 || s.Out.On > space.Closed.On || s.Out.Recorded > space.Closed.Recorded):
					t.Fatalf("%+v in %+v", s, space)
				case space.Province != c.Province, (s.Out.On == 0) != (final && c.Outcome == facts.InCare), c.Sex == registry.Female && space.Places.Female == 0:
					t.Fatalf("%+v of %+v in %+v", s, c, space)
				}
				last = s.Out
				if !final {
					transfers++
				}
			}
			held(t, c)
		}
		if o.Scale == 1 && transfers < 100 {
			t.Errorf("%d transfers", transfers)
		}
		for i, k := range p.Contacts {
			c := p.Cases[k.Case]
			if k.On < p.Units[k.Unit].Since || k.Province(p) != c.Province || len(k.Services) == 0 || k.On < c.Opened.On || k.On > facts.End ||
				i > 0 && k.Recorded < p.Contacts[i-1].Recorded || k.Recorded < c.Opened.Recorded {
				t.Fatalf("%+v of %+v", k, c)
			}
		}
	})
}

func held(t *testing.T, c facts.StreetCase) {
	t.Helper()
	if (c.Ended.On == 0) != (c.Outcome == facts.InCare || c.Outcome == facts.Followed) || !inOrder(c.Opened, c.Ended) {
		t.Fatalf("end of %+v", c)
	}
	if c.Alias == "" && c.Identified.On > 0 || c.Identified.On > 0 && (!inOrder(c.Opened, c.Identified) || c.Identified.Recorded < c.Opened.Recorded) {
		t.Fatalf("name of %+v", c)
	}
	for _, r := range c.Referrals {
		if !inOrder(c.Opened, r.Asked, r.Answered, c.Ended) || r.Accepted != (r.Reason == "") {
			t.Fatalf("referral of %+v", c)
		}
	}
	for _, g := range c.Goals {
		if c.Approved.On == 0 || g.Done.On > 0 && !inOrder(c.Approved, g.Done, c.Ended) {
			t.Fatalf("plan of %+v", c)
		}
	}
}

// No space ever has more people of a sex than places for them, by the days on
// which it was so and by the days on which that was recorded.
func TestSpacesAreNeverTooSmall(t *testing.T) {
	p := facts.Street(whole)
	for name, day := range map[string]func(facts.When) calendar.Date{
		"as it was":   func(w facts.When) calendar.Date { return w.On },
		"as recorded": func(w facts.When) calendar.Date { return w.Recorded },
	} {
		type key struct {
			space int
			sex   registry.Sex
		}
		change := map[key]map[calendar.Date]int{}
		for _, c := range p.Cases {
			for _, s := range c.Stays {
				k := key{s.Space, c.Sex}
				if change[k] == nil {
					change[k] = map[calendar.Date]int{}
				}
				change[k][day(s.In)]++
				if s.Out.On > 0 {
					change[k][day(s.Out)]--
				}
			}
		}
		for k, days := range change {
			places, n := p.Spaces[k.space].Places, 0
			for d := calendar.MustDate("2020-03-01"); d <= facts.End; d++ {
				if n += days[d]; n > map[registry.Sex]int{"F": places.Female, "M": places.Male}[k.sex] {
					t.Fatalf("%s: %d of %s in %+v on %v", name, n, k.sex, p.Spaces[k.space], d)
				}
			}
		}
	}
}
