package demo

import (
	"fmt"

	"sanad/access"
	"sanad/calendar"
	"sanad/demo/facts"
)

// institutions is W2: the licences, what an operator asks for and what became of
// it; the yearly subsidies; the register of residents.
func institutions(w *world) (part, error) {
	plan := w.homes()
	var chains []*chain
	for i := range plan.Institutions {
		for k := range plan.Institutions[i].Licences {
			chains = append(chains, w.licence(len(chains), i, &plan.Institutions[i].Licences[k]))
		}
	}
	for n := range plan.Subsidies {
		chains = append(chains, w.subsidy(n, &plan.Subsidies[n]))
	}
	for n := range plan.Residents {
		chains = append(chains, w.resident(n, &plan.Residents[n]))
	}
	return w.together(chains), nil
}

// homeAt is where an institution was on a day.
func (w *world) homeAt(i int, on calendar.Date) facts.Place {
	return w.homes().Institutions[i].On(on).Place
}

// papersOf are those that a request of a kind needs.
var papersOf = map[facts.LicenceKind][]string{
	facts.Opening:        {"charter", "statutes", "title_deed", "qualification"},
	facts.OperatorChange: {"charter", "statutes"},
	facts.SiteChange:     {"title_deed"},
	facts.DirectorChange: {"qualification"},
}

func (w *world) licence(n, i int, l *facts.Licence) *chain {
	c := w.chain("licence", n, w.institutionID(i))
	secretary := w.at(access.ProvincialSecretary, l.Province)
	ask := c.open(l.Requested, w.at(access.Delegate, l.Province), "social-institutions", "ask", l.Place, w.asked(i, l))
	ask.Papers = papers(papersOf[l.Kind]...)
	c.add(l.Checked, secretary, "check", nil)
	var seen map[string]any
	if !l.Granted {
		seen = map[string]any{"reservations": []any{map[string]any{"text": l.Reason}}}
	}
	c.add(l.Visited, w.at(access.Supervisor, l.Province), "visit", seen).Papers = papers("visit_report")
	opinion := c.add(l.Opinion, secretary, "opinion", nil)
	opinion.Outcome, opinion.Papers = "favourable", papers("minutes")
	if !l.Granted {
		opinion.Outcome, opinion.Reason = "unfavourable", l.Reason
	}
	number := l.Number
	if !l.Granted {
		number = fmt.Sprintf("رفض/%05d/%d", n, l.Decided.On.Year())
	}
	decision := c.add(l.Decided, w.at(access.CentralSecretary, ""), "decide", map[string]any{"number": number})
	decision.Outcome = "changed"
	switch {
	case !l.Granted:
		decision.Outcome, decision.Reason = "refused", l.Reason
	case l.Kind == facts.Opening:
		decision.Outcome = "licensed"
	case l.Kind == facts.Closure:
		decision.Outcome = "closed"
	}
	return c
}

// leastStaff is how many places one of the staff stands for where the norm is
// strictest, so that what was granted keeps the norms.
const leastStaff = 8

// asked is what the operator answers in a request.
func (w *world) asked(i int, l *facts.Licence) map[string]any {
	in, a := &w.homes().Institutions[i], map[string]any{"kind": string(l.Kind)}
	if l.Kind != facts.Opening {
		a["motive"] = l.Reason
	}
	switch l.Kind {
	case facts.Opening, facts.CapacityChange:
		a["category"], a["female"], a["male"] = in.Category, int64(l.Places.Female), int64(l.Places.Male)
		a["staff"] = int64(in.Staff)
		if in.Category != "students_houses" {
			a["staff"] = int64(max(in.Staff, l.Places.All()/leastStaff+1))
		}
	case facts.SiteChange:
		a["address"] = "المقر الجديد - " + l.Name().Ar
	}
	if l.Kind == facts.Opening || l.Kind == facts.OperatorChange {
		a["operator"], a["committee"] = w.associationID(l.Operator).String(), true
	}
	if l.Kind == facts.Opening || l.Kind == facts.DirectorChange {
		a["director"] = l.Director.Arabic.String()
	}
	if l.Kind == facts.Opening || l.Kind == facts.SiteChange {
		a["building"] = in.Building
	}
	return a
}

func (w *world) subsidy(n int, g *facts.Subsidy) *chain {
	c, at := w.chain("subsidy", n, w.institutionID(g.Institution)), w.homeAt(g.Institution, calendar.NewDate(g.Year, 1, 1).AddDays(-1))
	delegate := w.at(access.Delegate, at.Province)
	ask := c.open(g.Requested, delegate, "institution-subsidies", "ask", at, map[string]any{"year": int64(g.Year), "places": int64(g.Places)})
	ask.Papers = papers("request", "budget")
	w.grant(c, g.Granted, g.Paid, g.Centimes)
	if g.Accounts != (facts.When{}) {
		c.add(g.Accounts, delegate, "account", map[string]any{"spent": int64(g.Centimes)}).Papers = papers("accounts")
	}
	return c
}

// grant is a sum that is granted and paid whole, of a subsidy or a support.
func (w *world) grant(c *chain, granted, paid facts.When, centimes int) {
	sum := map[string]any{"amount": int64(centimes)}
	c.add(granted, w.at(access.CentralSecretary, ""), "grant", sum).Outcome = "granted"
	c.add(paid, w.at(access.PaymentOfficer, ""), "pay", sum).Outcome = "whole"
}

// senders are who sends people to an institution.
var senders = []string{"family", "local_authority", "mobile_emergency", "self"}

func (w *world) resident(n int, p *facts.Resident) *chain {
	c, at := w.chain("stay", n, w.id("resident", n)), w.homeAt(p.Institution, p.Admitted.On)
	director := w.at(access.CentreDirector, at.Province)
	ask := c.open(p.Admitted, director, "institution-residents", "ask", at, map[string]any{
		"centre": w.institutionID(p.Institution).String(), "sent_by": senders[n%len(senders)]})
	ask.Papers = papers("inquiry", "certificate")
	c.register(&p.Person, at)
	admit := c.add(p.Admitted, director, "admit", nil)
	admit.Outcome = "place"
	if p.Over {
		admit.Outcome, admit.Reason = "over", "حالة استعجالية وجهتها السلطة المحلية، ولا مقعد شاغر في الإقليم"
	}
	if p.Left != (facts.When{}) {
		c.add(p.Left, director, "leave", map[string]any{"destination": p.Destination})
	}
	return c
}
