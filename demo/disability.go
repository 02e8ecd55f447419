package demo

import (
	"sanad/access"
	"sanad/demo/facts"
	"sanad/dossier"
)

// Disability is W0: agreements with associations for schooling and for centres,
// devices for persons, activities that bring an income.

type disabilityScript struct {
	*world
	*facts.DisabilityPlan
}

// apply opens the file of an association; the centre decides.
func (s *disabilityScript) apply(c *chain, asked, decided facts.When, association int, answers map[string]any) *dossier.Request {
	a := s.partners()[association]
	c.open(asked, s.at(access.Delegate, a.Province), "disability-support", "apply", a.Place, answers).Papers = papers("project", "statutes")
	r := c.add(decided, s.at(access.CentralSecretary, ""), "decide", nil)
	r.Outcome = "agreed"
	return r
}

func (s *disabilityScript) schooling(n int) *chain {
	g := &s.Schooling[n]
	c := s.chain("schooling", n, s.associationID(g.Association))
	s.apply(c, g.Signed, g.Signed, g.Association, map[string]any{"kind": "schooling", "year": int64(g.Year), "rate": int64(g.Rate), "months": int64(g.Months), "staff": int64(g.Staff),
		"children": rows(g.Children, func(p facts.Pupil) map[string]any {
			return map[string]any{"number": int64(p.Number), "name": p.Arabic.String(), "sex": sexCode(p.Sex), "birth": p.Birth.On.String()}
		})})
	s.reports(c, g.Association, g.Reported, g.Accepted, g.Grant()*8/10)
	if g.Closed.On > 0 {
		c.add(g.Closed, s.at(access.CentralSecretary, ""), "close", nil)
	}
	return c
}

func (s *disabilityScript) paid(list []facts.Tranche) []jot {
	var out []jot
	for _, t := range list {
		if t.Paid.On > 0 {
			out = append(out, jot{When: t.Paid, actor: s.at(access.CentralSecretary, ""), act: "pay", fields: map[string]any{"amount": int64(t.Centimes)}})
		}
	}
	return out
}

// reports takes the report of an association in; the centre accepts it.
func (s *disabilityScript) reports(c *chain, association int, reported, accepted facts.When, spent int) {
	if reported.On > 0 {
		c.add(reported, s.at(access.Delegate, s.partners()[association].Province), "report",
			map[string]any{"spent": int64(spent), "summary": "أنجزت الأنشطة المبرمجة وفق الاتفاقية."}).Papers = papers("report")
	}
	if accepted.On > 0 {
		c.add(accepted, s.at(access.CentralSecretary, ""), "accept_report", nil)
	}
}

// centre is a grant to a reception centre; a second of its kind in a year is
// refused.
func (s *disabilityScript) centre(n int, again bool) *chain {
	g := &s.Centres[n]
	c := s.chain("centre grant", n, s.associationID(g.Association))
	r := s.apply(c, g.Received, g.Decided, g.Association, map[string]any{"kind": g.Kind, "year": int64(g.Decided.On.Year()), "asked": int64(g.Centimes)})
	if again {
		r.Outcome, r.Reason = "refused", "استفادت الجمعية من نفس الدعم خلال السنة"
		return c
	}
	s.reports(c, g.Association, g.Reported, g.Accepted, g.Centimes*6/10)
	if g.Audited.On > 0 {
		c.add(g.Audited, s.at(access.Supervisor, s.partners()[g.Association].Province), "audit", map[string]any{"conclusion": "regular", "findings": "الوثائق المثبتة للنفقات متوفرة."})
	}
	return c
}

func (s *disabilityScript) activity(n int) *chain {
	a := &s.Activities[n]
	clerk, centre := s.at(access.CounterClerk, a.Province), s.at(access.CentralSecretary, "")
	c := s.chain("activity", n, s.id("activity person", n))
	answers := map[string]any{"kind": a.Kind, "trade": a.Trade, "asked": int64(a.Asked)}
	if a.Kind != "individual" {
		answers["members"] = int64(a.Members)
	}
	c.open(a.Received, clerk, "disability-activities", "apply", a.Place, answers).Papers = papers("study", "disability_certificate")
	c.register(&a.Leader, a.Place)
	r := c.add(a.Decided, centre, "decide", map[string]any{"amount": int64(a.Support)})
	if r.Outcome = "granted"; !a.Granted {
		r.Outcome, r.Reason = "refused", a.Reason
		return c
	}
	jots := s.paid(a.Instalments)
	for i, v := range a.Visits {
		outcome := "working"
		if i == len(a.Visits)-1 && !a.StillRunning {
			outcome = "stopped"
		}
		jots = append(jots, jot{When: v.When, actor: s.at(access.FieldAgent, a.Province), act: "visit", fields: map[string]any{"finding": v.Finding}, decided: decided{outcome: outcome}})
	}
	c.addAll(jots)
	return c
}

// device is a file of a device.
func (s *disabilityScript) device(n int) *chain {
	f := &s.Devices[n]
	clerk, delegate := s.at(access.CounterClerk, f.Province), s.at(access.Delegate, f.Province)
	c := s.chain("device", n, s.id("device person", n))
	c.open(f.Received, clerk, "disability-devices", "request", f.Place, map[string]any{"device": f.Device, "units": int64(f.Units), "prescribed_on": f.Prescribed.String(), "prescriber": "المركز الاستشفائي الإقليمي"}).
		Papers = papers("prescription", "disability_certificate")
	c.register(&f.Person, f.Place)
	c.add(f.Quoted, delegate, "quote", map[string]any{"supplier": "شركة التجهيزات الطبية", "amount": int64(f.Quote)}).Papers = papers("quote")
	r := c.add(f.Decided, delegate, "decide", nil)
	if r.Outcome = "granted"; !f.Granted {
		r.Outcome, r.Reason = "refused", f.Reason
	}
	if f.Delivered.On > 0 {
		c.add(f.Delivered, delegate, "deliver", map[string]any{"serials": rows(f.Serials, func(serial string) map[string]any { return map[string]any{"serial": serial} })}).Papers = papers("receipt")
	}
	return c
}

// disability is W0. Its files are drawn one after the other as they are deposited:
// together they would not fit beside the other systems.
func disability(w *world) (part, error) {
	s := &disabilityScript{w, facts.Disability(w.facts, w.partners())}
	return w.flowing(s.openings()), nil
}

func (s *disabilityScript) openings() []toDraw {
	var list []toDraw
	add := func(when facts.When, acts int, draw func() *chain) {
		list = append(list, toDraw{when.Recorded, acts, draw})
	}
	for n, g := range s.Schooling {
		add(g.Signed, 5, func() *chain { return s.schooling(n) })
	}
	taken := map[[3]any]bool{}
	for n, g := range s.Centres {
		key := [3]any{g.Association, g.Kind, g.Decided.On.Year()}
		again := taken[key]
		taken[key] = true
		add(g.Received, 5, func() *chain { return s.centre(n, again) })
	}
	for n, a := range s.Activities {
		add(a.Received, 5+len(a.Visits), func() *chain { return s.activity(n) })
	}
	for n, f := range s.Devices {
		add(f.Received, 5, func() *chain { return s.device(n) })
	}
	return list
}
