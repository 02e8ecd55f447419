package demo

import (
	"cmp"
	"slices"
	"strings"

	"sanad/access"
	"sanad/demo/facts"
	"sanad/dossier"
)

// papers are documents that a clerk saw on paper.
func papers(kinds ...string) []dossier.Paper {
	out := make([]dossier.Paper, len(kinds))
	for i, k := range kinds {
		out[i] = dossier.Paper{Kind: k}
	}
	return out
}

// upgrading is W3: what institutions get beside the yearly subsidy.
func upgrading(w *world) (part, error) {
	var chains []*chain
	for n := range w.homes().Supports {
		chains = append(chains, w.support(n, &w.homes().Supports[n]))
	}
	return w.together(chains), nil
}

// supportLines are the lines of the programme, by what the facts call them, with
// the papers that each needs.
var supportLines = map[string]struct {
	line   string
	papers []string
}{
	"upgrade_elderly":      {"upgrade", []string{"request", "estimate"}},
	"upgrade_children":     {"upgrade", []string{"request", "estimate"}},
	"temporary_difficulty": {"deficit", []string{"request", "deficit"}},
	"large_centres":        {"large_centres", []string{"request"}},
}

func (w *world) support(n int, g *facts.Support) *chain {
	c, at, line := w.chain("support", n, w.institutionID(g.Institution)), w.homeAt(g.Institution, g.Requested.On), supportLines[g.Line]
	ask := c.open(g.Requested, w.at(access.Delegate, at.Province), "institution-upgrading", "ask", at,
		map[string]any{"line": line.line, "year": int64(g.Granted.On.Year()), "purpose": g.Purpose})
	ask.Papers = papers(line.papers...)
	day := g.Requested.On.AddDays(7) // a week after, of twenty days at least
	c.add(facts.When{On: day, Recorded: day}, w.at(access.ProvincialSecretary, at.Province), "opinion", nil).Outcome = "favourable"
	w.grant(c, g.Granted, g.Paid, g.Centimes)
	return c
}

// audits is W4: the three campaigns of audits, and what was recommended until it
// was done.
func audits(w *world) (part, error) {
	var chains []*chain
	for n := range w.homes().Audits {
		chains = append(chains, w.audit(n, &w.homes().Audits[n]))
	}
	return w.together(chains), nil
}

func (w *world) audit(n int, a *facts.Audit) *chain {
	c, at := w.chain("audit", n, w.institutionID(a.Institution)), w.homeAt(a.Institution, a.Visited.On)
	supervisor := w.at(access.Supervisor, at.Province)
	plan := map[string]any{"planned_on": a.Visited.On.String()}
	if a.Delegation != at.Province {
		plan["prefecture"] = strings.ReplaceAll(a.Delegation, ".", "_")
	}
	c.open(a.Planned, w.at(access.CentralSecretary, ""), "association-audit", "plan", at, plan)
	c.add(a.Visited, supervisor, "visit", nil)
	var found map[string]any
	if len(a.Findings) > 0 {
		found = map[string]any{"findings": rows(a.Findings, func(f facts.Finding) map[string]any {
			return map[string]any{"kind": f.Kind, "text": f.Text, "due_on": f.Due.String()}
		})}
	}
	c.add(a.Reported, supervisor, "report", found).Papers = papers("report")
	w.followed(c, a, w.at(access.Delegate, at.Province), supervisor)
	return c
}

// followed closes the recommendations on their days, and the audit with the last.
func (w *world) followed(c *chain, a *facts.Audit, delegate, supervisor access.Actor) {
	var done []int
	for i, f := range a.Findings {
		if f.Closed != (facts.When{}) {
			done = append(done, i)
		}
	}
	slices.SortStableFunc(done, func(x, y int) int { return cmp.Compare(a.Findings[x].Closed.Recorded, a.Findings[y].Closed.Recorded) })
	end := a.Reported
	for _, i := range done {
		end = a.Findings[i].Closed
		c.add(end, delegate, "follow", map[string]any{"which": int64(i + 1)}).Papers = papers("evidence")
	}
	if len(done) == len(a.Findings) {
		c.add(end, supervisor, "close", nil)
	}
}
