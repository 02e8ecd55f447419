package demo

import (
	"cmp"
	"context"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// streetScript turns the facts of the street into acts.
type streetScript struct {
	*world
	*facts.StreetPlan
	met map[int][]facts.Contact // of each case, in the order in which they are recorded
}

// units is W5: the units of mobile emergency and their support.
func units(w *world) (part, error) {
	s := &streetScript{world: w, StreetPlan: w.streets()}
	var chains []*chain
	for n := range s.Units {
		chains = append(chains, s.unit(n))
	}
	return w.together(chains), nil
}

// street is W6: the reception spaces, and whom they and the units take care of.
func street(w *world) (part, error) {
	s := &streetScript{w, w.streets(), map[int][]facts.Contact{}}
	for _, k := range s.Contacts {
		s.met[k.Case] = append(s.met[k.Case], k)
	}
	var chains []*chain
	for n := range s.Spaces {
		chains = append(chains, s.space(n))
	}
	for n := range s.Cases {
		chains = append(chains, s.somebody(n))
	}
	return w.together(chains), nil
}

func (w *world) unitID(n int) store.ID  { return w.id("street unit", n) }
func (w *world) spaceID(n int) store.ID { return w.id("reception space", n) }

// unitsKnown is when the units that worked already were entered.
var unitsKnown = calendar.MustDate("2017-01-09")

// unit is a unit with its support: known from the first of them, or when it
// begins to work.
func (s *streetScript) unit(n int) *chain {
	u, centre, line := s.Units[n], s.at(access.CentralSecretary, ""), "new"
	switch n {
	case 0, 1:
		line = "casablanca_meknes"
	case 2:
		line = "tanger"
	}
	var list []jot
	created := u.Since
	for _, g := range s.Supports {
		if g.Unit == n {
			created = min(created, g.Granted.On)
			fields := map[string]any{"year": int64(g.Year), "amount": int64(g.Centimes)}
			list = append(list, jot{When: g.Granted, actor: centre, act: "grant", fields: fields}, jot{When: g.Paid, actor: centre, act: "pay", fields: fields})
		}
	}
	created = max(created, unitsKnown)
	c := s.chain("street unit", n, store.ID{})
	c.open(today(created), centre, "mobile-emergency", "create", u.Place, map[string]any{"name": u.Name.Ar, "line": line, "vehicles": int64(2)})
	list = append([]jot{{When: today(max(u.Since, created)), actor: centre, act: "start", fields: map[string]any{"since": u.Since.String()}}}, list...)
	c.addAll(list, "start")
	return c
}

// space is a reception space: entered into the register, opened, and closed the
// day after the last departure is written down.
func (s *streetScript) space(n int) *chain {
	x := &s.Spaces[n]
	by := s.at(access.Delegate, x.Province)
	e := registry.Establishment{ID: s.spaceID(n), Category: "persons_in_street_situation", Titles: titles(x.Name), Setting: x.Setting(), Seat: seat(x.Place)}
	c := s.chain("reception space opened", n, e.ID)
	c.open(x.Opened, by, "reception-spaces", "open", x.Place, map[string]any{"places_f": int64(x.Places.Female), "places_m": int64(x.Places.Male)})
	c.registers(func(ctx context.Context, tx *store.Tx, by act.Act) error {
		_, err := registry.PutEstablishment(ctx, registry.Within(tx), by, e)
		return err
	})
	if x.Closed.On > 0 {
		c.add(facts.When{On: x.Closed.On, Recorded: x.Closed.Recorded.AddDays(1)}, by, "close", nil)
	}
	return c
}

// somebody is the file of a person in street situation, from the first contact to what became of
// them. What is said of somebody beside their stays is written down before they
// leave.
func (s *streetScript) somebody(n int) *chain {
	x := &s.Cases[n]
	agent, k := s.at(access.FieldAgent, x.Province), s.chain("street case", n, s.id("street person", n))
	first, answers := map[string]any{}, map[string]any{"origin": x.Origin}
	contacts := s.met[n]
	if len(contacts) > 0 && contacts[0].When == x.Opened {
		first, answers["spot"], contacts = s.contact(contacts[0]), contacts[0].Spot, contacts[1:]
		delete(first, "spot")
	}
	k.open(x.Opened, agent, "street-situation", "meet", x.Place, answers).Fields = programme.NewAnswers(first)
	k.register(alias(x), x.Place)
	var list []jot
	for _, c := range contacts {
		list = append(list, jot{When: c.When, actor: agent, act: "contact", fields: s.contact(c)})
	}
	if x.Identified.On > 0 {
		list = append(list, jot{When: x.Identified, actor: agent, act: "identify", fields: map[string]any{"means": "papers"}, first: s.named(k.party, x)})
	}
	list = append(list, s.beside(x, agent)...)
	k.addAll(append(list, s.stays(x, agent)...), "admit", "leave", "reunite")
	return k
}

func (s *streetScript) contact(c facts.Contact) map[string]any {
	services := make([]any, len(c.Services))
	for i, code := range c.Services {
		services[i] = code
	}
	return map[string]any{"unit": s.unitID(c.Unit).String(), "services": services, "spot": c.Spot}
}

// alias is somebody as they are entered first: by what the street calls them,
// where their name is not known.
func alias(x *facts.StreetCase) *facts.Person {
	p := x.Person
	if x.Alias != "" {
		p.Arabic, p.Latin = registry.Name{Given: x.Alias, Family: "مجهول الهوية"}, registry.Name{}
	}
	return &p
}

// named writes the name into the register once it is known.
func (s *streetScript) named(id store.ID, x *facts.StreetCase) registering {
	draft := draftOf(id, &x.Person, x.Place)
	return func(ctx context.Context, tx *store.Tx, by act.Act) error {
		_, err := registry.Amend(ctx, registry.Within(tx), s.keys, by, id, 1, draft)
		return err
	}
}

var steps = map[string]string{"papers": "استخراج بطاقة التعريف", "mediation": "الاتصال بالأسرة", "health": "متابعة العلاج", "work": "البحث عن شغل",
	"school": "العودة إلى المدرسة", "training": "التسجيل في تكوين"}

var referredTo = map[string]string{"health": "المستشفى الإقليمي", "psychiatric": "مصلحة الطب النفسي", "addiction": "مركز طب الإدمان",
	"child_protection": "وحدة حماية الطفولة"}

// beside is the individual plan and the referrals.
func (s *streetScript) beside(x *facts.StreetCase, agent access.Actor) []jot {
	var list []jot
	if x.Approved.On > 0 {
		list = append(list, jot{When: x.Approved, actor: agent, act: "plan", fields: map[string]any{"steps": rows(x.Goals, func(g facts.Goal) map[string]any {
			return map[string]any{"kind": g.Kind, "text": steps[g.Kind], "due_on": g.Due.String()}
		})}}, jot{When: x.Approved, actor: s.at(access.Supervisor, x.Province), act: "approve"})
	}
	for i, g := range x.Goals {
		if g.Done.On > 0 {
			list = append(list, jot{When: g.Done, actor: agent, act: "step", fields: map[string]any{"which": int64(i + 1)}})
		}
	}
	for i, r := range x.Referrals {
		answer := "refused"
		if r.Accepted {
			answer = "accepted"
		}
		list = append(list, jot{When: r.Asked, actor: agent, act: "refer", fields: map[string]any{"referrals": []any{
			map[string]any{"kind": r.Kind, "service": referredTo[r.Kind]}}}},
			jot{When: r.Answered, actor: agent, act: answer, fields: map[string]any{"which": int64(i + 1)}, decided: decided{reason: r.Reason}})
	}
	for i := range list {
		list[i].Recorded = min(list[i].Recorded, cmp.Or(x.Ended.Recorded, list[i].Recorded))
	}
	slices.SortStableFunc(list, func(a, b jot) int { return cmp.Compare(a.Recorded, b.Recorded) })
	return list
}

// outcomes are what the workflow calls the destinations.
var outcomes = map[string]string{"returned_to_street": "street"}

func (s *streetScript) stays(x *facts.StreetCase, agent access.Actor) []jot {
	var list []jot
	home := map[string]any{"received_by": "أحد أفراد الأسرة"}
	for _, stay := range x.Stays {
		list = append(list, jot{When: stay.In, actor: agent, act: "admit", fields: map[string]any{"centre": s.spaceID(stay.Space).String()}, decided: decided{outcome: "place"}})
		switch {
		case stay.Destination == "":
		case stay.Destination == string(facts.Returned):
			list = append(list, jot{When: stay.Out, actor: agent, act: "reunite", fields: home})
		default:
			list = append(list, jot{When: stay.Out, actor: agent, act: "leave", decided: decided{outcome: cmp.Or(outcomes[stay.Destination], stay.Destination)}})
		}
	}
	if x.Outcome == facts.ReturnedDirectly {
		list = append(list, jot{When: x.Ended, actor: agent, act: "reunite", fields: home})
	}
	return list
}
