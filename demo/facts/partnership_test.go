package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/demo/facts"
)

func TestAgreementsAreTheReport(t *testing.T) {
	list := facts.Agreements(whole)
	projects, ministry, regions := map[string]int{}, map[string]int{}, map[string]map[string]bool{}
	for _, a := range list {
		projects[a.Line] += a.Projects
		ministry[a.Line] += a.Ministry
		if regions[a.Line] == nil {
			regions[a.Line] = map[string]bool{}
		}
		regions[a.Line][a.Region] = true
	}
	f := facts.Figure
	same(t, "projects", projects, map[string]int{facts.AccessibleCities: f("territorial.accessible_cities.agreements"),
		facts.Empowerment: f("territorial.empowerment.agreements"), facts.CareReform: f("territorial.institutions.centres"), facts.RegionContract: 0, facts.WithAssociations: 0})
	for line, want := range map[string]int{facts.AccessibleCities: f("territorial.accessible_cities.budget"), facts.Empowerment: f("territorial.empowerment.budget"),
		facts.CareReform: f("territorial.institutions.budget"), facts.RegionContract: f("territorial.fes_meknes_contract")} {
		if ministry[line] != want*100 {
			t.Errorf("%s: %d centimes, want %d dirhams", line, ministry[line], want)
		}
	}
	if len(regions[facts.AccessibleCities]) != 10 || len(regions[facts.Empowerment]) != 8 || len(regions[facts.CareReform]) != 4 {
		t.Errorf("regions %v", regions)
	}
	named(t, list)
}

// named agreements say what table 16 says of them.
func named(t *testing.T, list []facts.Agreement) {
	t.Helper()
	found := 0
	for _, a := range list {
		row, ok := facts.NamedAgreement(a.Object)
		if !ok {
			continue
		}
		found++
		day := ""
		if a.Signed.On > 0 {
			day = a.Signed.On.String()
		}
		if row.SignedOn != "" && row.SignedOn != day || a.Signed.On > 0 && !strings.HasPrefix(day, row.Year) ||
			row.Ministry != 0 && a.Ministry != row.Ministry*100 || row.Total != 0 && a.Total != row.Total*100 || len(a.Partners) != row.Partners || a.Region != row.Region {
			t.Errorf("%+v is not %+v", a, row)
		}
	}
	if found != 15 {
		t.Errorf("%d of 15 named agreements", found)
	}
}

func TestAgreementsHold(t *testing.T) {
	for seed := range int64(8) {
		for _, a := range facts.Agreements(facts.Options{Seed: seed}) {
			sum, paid, percent := a.Ministry, 0, 0
			for _, p := range a.Partners {
				sum += p.Cash + p.InKind
				if p.Cash < 0 || p.InKind < 0 || p.Name == "" || (p.InKind > 0) != (p.Given != "") || p.Receipt.On > facts.End {
					t.Fatalf("%+v of %v", p, a)
				}
			}
			for _, tr := range a.Tranches {
				paid += tr.Centimes
				if tr.Paid.On > 0 && !inOrder(a.Signed, tr.Paid) {
					t.Fatalf("%+v of %v", tr, a)
				}
			}
			for _, w := range a.Works {
				if w.Percent < percent || w.Percent > 100 || !inOrder(a.Signed, w.When) {
					t.Fatalf("works of %+v", a)
				}
				percent = w.Percent
			}
			signed := a.Signed.On > 0
			if sum != a.Total || signed != (paid == a.Ministry) || !inOrder(a.Prepared, a.Signed, a.Amended) || !inOrder(a.Signed, a.Closed) || a.Prepared.On == 0 || a.Ministry <= 0 {
				t.Fatalf("%+v", a)
			}
		}
	}
}

func TestCallsAreTablesElevenAndTwelve(t *testing.T) {
	for i, c := range facts.Calls(whole, facts.Associations(whole)) {
		table := facts.Report([]string{"11-association-projects-2017", "12-association-projects-2019-2020"}[i])
		got := map[string][2]int{}
		for _, a := range c.Applications {
			if a.Outcome == facts.Funded {
				got[a.Domain] = [2]int{got[a.Domain][0] + 1, got[a.Domain][1] + a.Support}
			}
		}
		for _, domain := range table.Keys() {
			if want := [2]int{table.Int(domain, "projects"), table.Centimes(domain, "support_mad")}; got[domain] != want {
				t.Errorf("%s, %s: %v, want %v", c.Edition, domain, got[domain], want)
			}
		}
		if len(got) != len(table.Keys()) {
			t.Errorf("domains %v", got)
		}
	}
}

func TestCallsHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		for _, c := range facts.Calls(o, facts.Associations(o)) {
			left := map[[2]string]int{}
			for _, e := range c.Envelopes {
				left[[2]string{e.Domain, e.Region}] = e.Centimes
			}
			lowest, waiting := map[string]int{}, map[string]int{}
			for _, a := range c.Applications {
				left[[2]string{a.Domain, a.Region}] -= a.Support
				application(t, a)
				sum := a.Scores[0] + a.Scores[1]
				if a.Received.On > c.Deadline || a.Received.On < c.Opened.On || a.Admitted.Recorded > c.Ranked.On {
					t.Fatalf("days of %+v", a)
				}
				switch a.Outcome {
				case facts.Funded:
					if low, there := lowest[a.Domain]; !there || sum < low {
						lowest[a.Domain] = sum
					}
				case facts.WaitingList:
					waiting[a.Domain] = max(waiting[a.Domain], sum)
				}
			}
			for k, n := range left {
				if n < 0 {
					t.Errorf("%v overspent by %d", k, -n)
				}
			}
			for domain, w := range waiting {
				if w > lowest[domain] {
					t.Errorf("%s: somebody waits with %d, somebody is funded with %d", domain, w, lowest[domain])
				}
			}
		}
	})
}

func application(t *testing.T, a facts.Application) {
	t.Helper()
	funded := a.Outcome == facts.Funded
	sum, j := 0, a.Project
	for _, tr := range j.Tranches {
		sum += tr.Centimes
	}
	switch {
	case funded != (a.Support > 0), sum != a.Support, a.Asked < a.Support, funded == (a.Reason != ""):
		t.Fatalf("support of %+v", a)
	case a.Scores[0] > 100, a.Outcome == facts.Rejected && a.Scores[0]+a.Scores[1] >= 120, funded && a.Scores[0]+a.Scores[1] < 120, (a.Outcome == facts.Inadmissible) != (a.Rank == 0):
		t.Fatalf("scores of %+v", a)
	case !inOrder(a.Received, a.Admitted), funded && (j.Agreed.On == 0 || !inOrder(a.Admitted, j.Agreed, j.Reported, j.Tranches[1].Paid, j.Closed) || j.Tranches[0].Paid.On > facts.End):
		t.Fatalf("days of %+v", a)
	}
}

func TestThematicProjectsAreTablesThirteenAndFourteen(t *testing.T) {
	years := []string{"2017", "2018", "2019", "2020", "2021"}
	for seed := range int64(8) {
		o := facts.Options{Seed: seed}
		projects, support := map[[2]string]int{}, map[[2]string]int{}
		for i, c := range facts.Thematic(o, facts.Associations(o)) {
			for _, p := range c.Applications {
				projects[[2]string{p.Domain, years[i]}]++
				support[[2]string{p.Region, years[i]}] += p.Support / 100
				application(t, p)
				if fmt.Sprint(p.Project.Agreed.On.Year()) != years[i] || p.Received.On < c.Opened.On || p.Received.On > c.Deadline || p.Decided.On > c.Ranked.On {
					t.Fatalf("%+v", p)
				}
			}
		}
		same(t, "table 13", projects, cells(facts.Report("13-thematic-projects-by-domain-year"), years...))
		same(t, "table 14", support, cells(facts.Report("14-thematic-support-by-region-year"), years...))
	}
}

func TestOperationsAreTableFifteen(t *testing.T) {
	associations := facts.Associations(whole)
	got, seen := map[[2]string]int{}, map[int]bool{}
	for _, op := range facts.Operations(whole, associations) {
		got[[2]string{op.Region, "capacity_building_operations"}]++
		for _, a := range op.Attending {
			if !seen[a] {
				got[[2]string{associations[a].Region, "associations"}]++
			}
			seen[a] = true
		}
	}
	same(t, "table 15", got, cells(facts.Report("15-irtiqaa-by-region"), "capacity_building_operations", "associations"))
}

func TestOperationsHold(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		associations := facts.Associations(o)
		for _, op := range facts.Operations(o, associations) {
			twice := map[int]bool{}
			for _, a := range op.Attending {
				if twice[a] || associations[a].Region != op.Region {
					t.Fatalf("%+v attends %+v", associations[a], op)
				}
				twice[a] = true
			}
			last := op.Planned
			for _, s := range op.Sessions {
				if !inOrder(last, s.When) || last.On == s.On {
					t.Fatalf("%+v", op)
				}
				last = facts.When{On: s.On, Recorded: s.On}
			}
			if len(op.Attending) == 0 || len(op.Sessions[0].Present) != len(op.Attending) {
				t.Fatalf("%+v", op)
			}
		}
	})
}
