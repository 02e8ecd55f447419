package demo

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/registry"
	"sanad/store"
)

// agreements is P1: the agreements with territorial communities, and the partners
// that sign them, who are entered on the day the first of their agreements is
// prepared.
func agreements(w *world) (part, error) {
	list := facts.Agreements(w.facts)
	slices.SortStableFunc(list, func(a, b facts.Agreement) int { return cmp.Compare(a.Prepared.Recorded, b.Prepared.Recorded) })
	var chains []*chain
	for n, a := range list {
		chains = append(chains, w.agreement(n, a))
	}
	acts := w.together(chains)
	scenes := func(yield func(scene) bool) {
		next, days := 0, daybook{from: registersOpen}
		partners := w.signatories(list)
		for s := range acts.scenes {
			for ; next < len(partners) && partners[next].known <= s.at.Date(); next++ {
				if !yield(w.signatory(partners[next], days.next(partners[next].known))) {
					return
				}
			}
			if !yield(s) {
				return
			}
		}
	}
	return part{acts: acts.acts + len(list), scenes: scenes}, nil
}

// signatory is a partner of agreements that is no association of the demonstration.
type signatory struct {
	name  string
	at    facts.Place
	known calendar.Date
}

func (w *world) signatories(list []facts.Agreement) []signatory {
	var out []signatory
	seen := map[string]bool{}
	for _, a := range list {
		for _, p := range a.Partners {
			if !seen[p.Name] {
				out = append(out, signatory{p.Name, a.Place, a.Prepared.Recorded})
			}
			seen[p.Name] = true
		}
	}
	return out
}

func (w *world) signatoryID(name string) store.ID { return w.id("signatory "+name, 0) }

func (w *world) signatory(s signatory, at calendar.Instant) scene {
	o := registry.Organisation{ID: w.signatoryID(s.name), Kind: kindOf(s.name), Titles: registry.Titles{Arabic: s.name}, Seat: seat(s.at)}
	by := act.Act{Key: w.id("signatory entered "+s.name, 0), On: at.Date(), Actor: w.at(access.Delegate, s.at.Province), Fresh: true}
	return scene{at, 1, func(ctx context.Context, tx *store.Tx) error {
		_, err := registry.PutOrganisation(ctx, registry.Within(tx), by, o)
		return err
	}}
}

// kindOf tells by its first word what a partner is.
func kindOf(name string) string {
	first, _, _ := strings.Cut(name, " ")
	switch first {
	case "جماعة", "جهة", "مجلس", "المجلس":
		return "local-authority"
	case "العصبة", "مؤسسة":
		return "association"
	}
	return "public"
}

// agreement is prepared, approved and signed; then what happens to it is written
// down in the order of the days.
func (w *world) agreement(n int, a facts.Agreement) *chain {
	delegate, centre, c := w.at(access.Delegate, a.Province), w.at(access.CentralSecretary, ""), w.chain("agreement", n, store.ID{})
	domain := map[string]string{facts.WithAssociations: "entraide"}[a.Line]
	c.open(a.Prepared, delegate, "territorial-agreements", "prepare", a.Place, map[string]any{"domain": cmp.Or(domain, a.Line), "object": a.Object,
		"projects": int64(a.Projects), "months": int64(a.Months), "progress": int64(0), "total": int64(a.Total), "ministry": int64(a.Ministry),
		"partners": rows(a.Partners, func(p facts.Partner) map[string]any {
			out := map[string]any{"who": w.signatoryID(p.Name).String(), "cash": int64(p.Cash), "in_kind": int64(p.InKind)}
			if p.Given != "" {
				out["given"] = p.Given
			}
			return out
		})})
	c.add(at(facts.Workday(a.Prepared.Recorded.AddDays(15))), centre, "approve", nil)
	if a.Signed.On == 0 {
		return c
	}
	c.add(a.Signed, centre, "sign", map[string]any{"tranches": promised(a.Tranches)}).Papers = handedIn("agreement")
	for _, s := range (&course{world: w, Agreement: a, chain: c, received: map[string]int{}, spent: map[string]int{}}).steps() {
		s.write()
	}
	return c
}

// course is an agreement under way: what came in from whom, and what of it was
// spent.
type course struct {
	*world
	facts.Agreement
	*chain
	received, spent map[string]int // by partner; the ministry is "ministry"
}

// step is something that happens to an agreement.
type step struct {
	when  facts.When
	write func()
}

// steps are what happens after the signature, in the order of recording.
func (c *course) steps() []step {
	delegate, centre, treasurer := c.at(access.Delegate, c.Province), c.at(access.CentralSecretary, ""), c.at(access.PaymentOfficer, "")
	var out []step
	happens := func(when facts.When, write func()) { out = append(out, step{when, write}) }
	for _, p := range c.Partners {
		if p.Receipt.On > 0 {
			happens(p.Receipt, func() { c.receive(p.Receipt, delegate, p.Name, "cash", p.Cash) })
		}
		if p.InKind > 0 && len(c.Works) > 0 {
			happens(c.Works[0].When, func() { c.receive(c.Works[0].When, delegate, p.Name, "in_kind", p.InKind) })
		}
	}
	for _, works := range c.Works {
		happens(works.When, func() { c.add(works.When, delegate, "progress", c.spend(works.Percent)) })
		if works.Percent == 100 {
			happens(works.When, func() {
				r := c.add(works.When, delegate, "report", map[string]any{"results": "أنجزت الأشغال المتفق عليها وسلمت التجهيزات، وشرع في تقديم الخدمات."})
				r.Papers = handedIn("final_report")
			})
		}
	}
	paid := 0
	for i, t := range c.Tranches {
		if t.Paid.On > 0 {
			paid++
			happens(t.Paid, func() {
				c.received["ministry"] += t.Centimes
				c.add(t.Paid, treasurer, "pay", map[string]any{"which": int64(i + 1), "amount": int64(t.Centimes)})
			})
		}
	}
	if c.Amended.On > 0 {
		happens(c.Amended, func() {
			r := c.add(c.Amended, centre, "amend", map[string]any{"more_months": int64(6), "more_money": int64(0)})
			r.Reason, r.Papers = "تأخر إنجاز الأشغال", handedIn("amendment")
		})
	}
	if closed := at(facts.Workday(max(c.Closed.On, c.Tranches[len(c.Tranches)-1].Paid.On+1))); c.Closed.On > 0 && paid == len(c.Tranches) && closed.On <= End {
		happens(closed, func() { c.add(closed, centre, "close", nil) })
	}
	slices.SortStableFunc(out, func(a, b step) int { return cmp.Compare(a.when.Recorded, b.when.Recorded) })
	return out
}

func (c *course) receive(when facts.When, by access.Actor, partner, form string, centimes int) {
	if form == "cash" {
		c.received[partner] += centimes
	}
	c.add(when, by, "contribute", map[string]any{"partner": c.signatoryID(partner).String(), "form": form, "amount": int64(centimes)})
}

// spend is the state of works with what was spent since the last one: as much of
// each share as works are done, and never what has not come in.
func (c *course) spend(percent int) map[string]any {
	now := func(who string, share int) int {
		n := min(share*percent/100, c.received[who]) - c.spent[who]
		c.spent[who] += n
		return n
	}
	out := map[string]any{"percent": int64(percent), "spent": int64(now("ministry", c.Ministry))}
	var spending []any
	for _, p := range c.Partners {
		if n := now(p.Name, p.Cash); n > 0 {
			spending = append(spending, map[string]any{"partner": c.signatoryID(p.Name).String(), "amount": int64(n)})
		}
	}
	if spending != nil {
		out["spending"] = spending
	}
	return out
}
