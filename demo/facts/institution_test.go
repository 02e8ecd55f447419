package facts_test

import (
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/demo/facts"
)

func TestInstitutionsAreTablesTwoToFive(t *testing.T) {
	p := facts.Institutions(whole)
	count, places := map[[2]string]int{}, map[[2]string]int{}
	for i := range p.Institutions {
		in := &p.Institutions[i]
		if l := in.On(facts.End); l != nil {
			for _, column := range []string{in.Category, "total"} {
				count[[2]string{in.Region, column}]++
				places[[2]string{in.Region, column}] += l.Places.All()
			}
		}
	}
	columns := []string{"persons_with_disabilities", "children_in_difficulty", "persons_in_street_situation", "women_in_difficulty",
		"students_houses", "social_complexes", "elderly", "total"}
	same(t, "table 03", count, cells(facts.Report("03-institutions-by-region-category"), columns...))
	same(t, "table 04", places, cells(facts.Report("04-capacity-by-region-category"), columns...))
	subsidies(t, p)
	audits(t, p)
	lines := map[string]int{}
	for _, s := range p.Supports {
		lines[s.Line] += s.Centimes
	}
	same(t, "W3", lines, map[string]int{"upgrade_elderly": 40_000_000_00, "upgrade_children": 9_000_000_00,
		"temporary_difficulty": 100 * facts.Figure("institutions.deficit_support"), "large_centres": 100 * facts.Figure("institutions.large_centres_support")})
	t.Logf("%d institutions, %d subsidies, %d residents", len(p.Institutions), len(p.Subsidies), len(p.Residents))
}

func subsidies(t *testing.T, p *facts.InstitutionPlan) {
	t.Helper()
	table := facts.Report("02-institutions-by-year")
	got := map[int][3]int{}
	for _, s := range p.Subsidies {
		c := got[s.Year]
		got[s.Year] = [3]int{c[0] + 1, c[1] + s.Places, c[2] + s.Centimes}
	}
	for _, year := range table.Keys() {
		want := [3]int{table.Int(year, "institutions"), table.Int(year, "capacity"), table.Centimes(year, "grant_mad")}
		if y := calendar.MustDate(year + "-01-01").Year(); got[y] != want {
			t.Errorf("table 02, %s: %v, want %v", year, got[y], want)
		}
	}
}

func audits(t *testing.T, p *facts.InstitutionPlan) {
	t.Helper()
	table := facts.Report("05-audited-institutions")
	got, seen, institutions := map[[2]string]int{}, map[string]bool{}, map[int]bool{}
	for _, a := range p.Audits {
		period, region := strings.ReplaceAll(a.Period, "-", "_"), p.Institutions[a.Institution].Region
		got[[2]string{region, "institutions_" + period}]++
		if !seen[a.Period+a.Delegation] {
			got[[2]string{region, "provinces_" + period}]++
		}
		seen[a.Period+a.Delegation], institutions[a.Institution] = true, true
	}
	same(t, "table 05", got, cells(table, "provinces_2015_2016", "institutions_2015_2016", "provinces_2016_2017", "institutions_2016_2017",
		"provinces_2018_2019", "institutions_2018_2019"))
	if len(institutions) != facts.Figure("audit.institutions") {
		t.Errorf("%d institutions audited", len(institutions))
	}
}

// inOrder tells that facts follow each other and none is recorded before its day,
// before the one it follows, or after everything is recorded.
func inOrder(steps ...facts.When) bool {
	last := facts.When{}
	for _, s := range steps {
		if s == (facts.When{}) {
			continue
		}
		if s.On < last.On || s.Recorded < s.On || s.On > facts.End || s.Recorded > facts.End.AddDays(20) {
			return false
		}
		last = s
	}
	return true
}

func TestInstitutionsHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		p := facts.Institutions(o)
		names := map[string]bool{}
		for i := range p.Institutions {
			in := &p.Institutions[i]
			if names[in.Name.Ar] {
				t.Errorf("%s twice", in.Name.Ar)
			}
			names[in.Name.Ar] = true
			licences(t, in, p)
		}
		for _, s := range p.Subsidies {
			l := p.Institutions[s.Institution].On(calendar.NewDate(s.Year, 1, 1).AddDays(-1))
			if l == nil || s.Places < 1 || s.Centimes <= 0 || !inOrder(s.Requested, s.Granted, s.Paid, s.Accounts) || s.Paid.Recorded < s.Granted.Recorded {
				t.Fatalf("%+v under %+v", s, l)
			}
		}
		for _, s := range p.Supports {
			if p.Institutions[s.Institution].On(s.Requested.On) == nil || s.Centimes <= 0 || !inOrder(s.Requested, s.Granted, s.Paid) {
				t.Fatalf("%+v", s)
			}
		}
		for _, a := range p.Audits {
			in := &p.Institutions[a.Institution]
			if l := in.On(a.Visited.On); l == nil || l.Delegation != a.Delegation || !inOrder(a.Planned, a.Visited, a.Reported) {
				t.Fatalf("%+v of %+v", a, in)
			}
			for _, f := range a.Findings {
				if f.Closed != (facts.When{}) && !inOrder(a.Reported, f.Closed) {
					t.Fatalf("%+v of %+v", f, a)
				}
			}
		}
	})
}

func licences(t *testing.T, in *facts.Institution, p *facts.InstitutionPlan) {
	t.Helper()
	last := calendar.Date(-1 << 30)
	for i, l := range in.Licences {
		switch {
		case !inOrder(l.Requested, l.Checked, l.Visited, l.Opinion, l.Decided), l.Requested.On <= last && l.Requested.On > calendar.MustDate("2015-01-12"):
			t.Fatalf("steps of %+v", l)
		case i == 0 && (l.Kind != facts.Opening || !l.Granted), l.Granted != (l.Number != ""), !l.Granted && l.Reason == "":
			t.Fatalf("%+v of %+v", l, in)
		case l.Places.All() < 4 || l.Director.Arabic.IsZero() || p.Associations[l.Operator].Region != in.Region:
			t.Fatalf("%+v of %+v", l, in)
		case in.Category == "women_in_difficulty" && l.Places.Male > 0:
			t.Fatalf("men in %+v", l)
		}
		last = l.Decided.On
	}
}

// A bed has one resident at a time, and no institution more than its places.
func TestResidentsHaveABed(t *testing.T) {
	p := facts.Institutions(whole)
	change, crowded := map[int]map[calendar.Date]int{}, 0
	for _, r := range p.Residents {
		if r.Left != (facts.When{}) && !inOrder(r.Admitted, r.Left) || p.Institutions[r.Institution].On(r.Admitted.On) == nil {
			t.Fatalf("%+v", r)
		}
		days := change[r.Institution]
		if days == nil {
			days = map[calendar.Date]int{}
			change[r.Institution] = days
		}
		if r.Over { // who is beyond the places takes none
			crowded++
			continue
		}
		days[r.Admitted.Recorded]++
		if r.Left.Recorded > 0 {
			days[r.Left.Recorded]--
		}
	}
	for i, days := range change {
		n := 0
		for day := calendar.MustDate("2019-01-01"); day <= facts.End; day++ {
			if n += days[day]; n > 0 && n > p.Institutions[i].On(day).Places.All() {
				t.Errorf("%d residents on %v in %+v", n, day, p.Institutions[i].On(day))
			}
		}
	}
	if crowded == 0 {
		t.Error("no institution is over capacity")
	}
}
