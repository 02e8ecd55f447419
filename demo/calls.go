package demo

import (
	"cmp"
	"fmt"
	"slices"

	"sanad/access"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/store"
)

// associationCalls is P2: the two editions of calls for projects.
func associationCalls(w *world) (part, error) {
	return w.calls("call", facts.Calls(w.facts, w.partners())), nil
}

// thematicCalls is P3: the thematic partnership, a call for each year.
func thematicCalls(w *world) (part, error) {
	return w.calls("thematic call", facts.Thematic(w.facts, w.partners())), nil
}

func (w *world) calls(what string, list []facts.Call) part {
	var chains []*chain
	for n, c := range list {
		chains = append(chains, w.call(what, n, c))
		for _, p := range ranked(c.Applications) {
			chains = append(chains, w.project(fmt.Sprintf("%s %d project", what, n), len(chains), w.id(what, n), p))
		}
	}
	return w.together(chains)
}

// applicant is the association whose account the demonstration has: one whose
// project of the last call is under way and reported on, in Rabat where there is
// one.
func (w *world) applicant() int {
	best, found := 0, false
	for _, c := range facts.Calls(w.facts, w.partners()) {
		for _, a := range c.Applications {
			running := a.Outcome == facts.Funded && a.Project.Closed.On == 0
			if running && (!found || w.partners()[a.Association].Province == rabat) {
				best, found = a.Association, true
			}
		}
	}
	return best
}

// ranked puts applications in the order of their marks, in which they are ranked.
func ranked(list []facts.Application) []placed {
	slices.SortStableFunc(list, func(a, b facts.Application) int {
		return cmp.Or(cmp.Compare(points(b), points(a)), cmp.Compare(a.Rank, b.Rank))
	})
	out := make([]placed, len(list))
	for i, a := range list {
		out[i] = placed{a, int64(i + 1)}
	}
	return out
}

// placed is an application with its place in its call.
type placed struct {
	facts.Application
	place int64
}

// points are of 10,000, as the grid computes them from the marks.
func points(a facts.Application) int64 { return int64(a.Scores[0]+a.Scores[1]) * 50 }

// call is published, closed once every application is written down, and settled
// when its list is approved.
func (w *world) call(what string, n int, c facts.Call) *chain {
	by, out, last := w.at(access.CentralSecretary, ""), w.chain(what, n, store.ID{}), c.Deadline
	var open []facts.Envelope
	for _, e := range c.Envelopes {
		if e.Centimes > 0 {
			open = append(open, e)
		}
	}
	out.open(c.Opened, by, "partnership-calls", "publish", facts.Place{}, map[string]any{"edition": c.Edition, "title": c.Title, "deadline": c.Deadline.String(),
		"envelopes": rows(open, func(e facts.Envelope) map[string]any {
			return map[string]any{"domain": e.Domain, "region": facts.RegionCode(e.Region), "amount": int64(e.Centimes)}
		})})
	for _, a := range c.Applications {
		last = max(last, a.Received.Recorded)
	}
	closed := at(facts.Workday(last + 1))
	out.add(closed, by, "close", nil)
	if settled := facts.Workday(max(closed.On, c.Ranked.On) + 7); settled <= End {
		out.add(at(settled), by, "settle", nil)
	}
	return out
}

// at is something written down on the day itself.
func at(day calendar.Date) facts.When { return facts.When{On: day, Recorded: day} }

// project is an application from its deposit to where it stands on the last day.
func (w *world) project(what string, n int, call store.ID, a placed) *chain {
	association, centre := w.partners()[a.Association], w.at(access.CentralSecretary, "")
	delegate, c, rng := w.at(access.Delegate, association.Province), w.chain(what, n, w.associationID(a.Association)), w.random(what, n)
	own := (a.Asked/5 + 999_99) / 1000_00 * 1000_00
	answers := map[string]any{"call": call.String(), "domain": a.Domain, "title": a.Title, "months": int64(6 + 6*rng.IntN(4)), "beneficiaries": int64(20 + 10*rng.IntN(20)),
		"asked": int64(a.Asked), "own": int64(own), "total": int64(a.Asked + own)}
	if share := a.Asked / 10; rng.IntN(4) == 0 {
		answers["partners"] = []any{map[string]any{"name": "جماعة " + association.Place.Name().Ar, "share": int64(share)}}
		answers["total"] = int64(a.Asked + own + share)
	}
	c.open(a.Received, delegate, "project-calls", "apply", association.Place, answers).Papers = handedIn("statutes", "receipt", "sheet")
	if a.Outcome == facts.Inadmissible {
		r := c.add(a.Admitted, centre, "examine", nil)
		r.Outcome, r.Reason = "inadmissible", a.Reason
		return c
	}
	c.add(a.Admitted, centre, "examine", map[string]any{"retained": int64(cmp.Or(a.Support, a.Asked))}).Outcome = "admissible"
	for i, reviewer := range []access.Actor{w.at(access.Reviewer, ""), w.second(access.Reviewer, "")} {
		day := facts.Workday(a.Admitted.Recorded + calendar.Date(5+rng.IntN(15)))
		c.add(at(min(day, a.Decided.On)), reviewer, "score", marks(a.Scores[i]))
	}
	if a.Outcome == facts.Withdrawn {
		c.add(at(a.Decided.On), delegate, "withdraw", nil).Reason = a.Reason
		return c
	}
	c.add(a.Decided, centre, "rank", map[string]any{"place": a.place, "points": points(a.Application)})
	if a.Outcome == facts.Funded {
		w.goOn(c, a.Application, delegate)
	}
	return c
}

// marks share a score of a hundred among the criteria of the grid.
func marks(score int) map[string]any {
	most, out := []int{25, 25, 20, 15, 15}, map[string]any{}
	for i, n := range facts.Share(score, most) {
		out[[]string{"relevance", "impact", "means", "budget", "lasting"}[i]] = int64(n)
	}
	return out
}

func handedIn(kinds ...string) []dossier.Paper {
	out := make([]dossier.Paper, len(kinds))
	for i, k := range kinds {
		out[i].Kind = k
	}
	return out
}

// conditions are what tranches wait for, in words.
var conditions = map[string]string{"signature": "عند توقيع الاتفاقية", "progress_50": "عند إنجاز نصف الأشغال", "report": "بعد التقريرين الأدبي والمالي"}

// promised are the tranches of an agreement as its signature lists them.
func promised(list []facts.Tranche) []any {
	return rows(list, func(t facts.Tranche) map[string]any {
		return map[string]any{"label": conditions[t.Condition], "amount": int64(t.Centimes)}
	})
}

// goOn lets a project that is funded go on: agreement, tranches, report,
// audit, closure.
func (w *world) goOn(c *chain, a facts.Application, delegate access.Actor) {
	centre, treasurer, j := w.at(access.CentralSecretary, ""), w.at(access.PaymentOfficer, ""), a.Project
	tranches := slices.DeleteFunc(slices.Clone(j.Tranches), func(t facts.Tranche) bool { return t.Centimes == 0 })
	c.add(j.Agreed, centre, "sign", map[string]any{"tranches": promised(tranches)}).Papers = handedIn("agreement")
	for i, t := range tranches {
		if i == 1 && j.Reported.On > 0 {
			c.add(j.Reported, delegate, "report", map[string]any{"narrative": "أنجزت الجمعية أنشطة الشطر الأول من المشروع وفق البرنامج المتفق عليه.",
				"spent": int64(tranches[0].Centimes), "reached": int64(20 + a.Rank%60)}).Papers = handedIn("narrative_report", "financial_report")
		}
		if t.Paid.On > 0 {
			c.add(t.Paid, treasurer, "pay", map[string]any{"which": int64(i + 1), "amount": int64(t.Centimes)})
		}
	}
	if j.Audited.On > 0 {
		c.add(j.Audited, delegate, "audit", map[string]any{"conclusion": "regular", "findings": "الوثائق المثبتة للنفقات متوفرة ومطابقة للاتفاقية."})
	}
	if j.Closed.On > 0 {
		c.add(j.Closed, centre, "close", nil)
	}
}
