package demo

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
)

// Services are W7: the centres enter the register of establishments and say which
// services they give; then each writes down, day by day, whom it served.

const servicesID = "social-services"

// counted is the day on which the centres were entered, before the first list.
var counted = calendar.MustDate("2019-12-30")

type services struct {
	*world
	*facts.ServicePlan
	delegations []string    // provinces whose delegation hands out aid, in the order of their codes
	last        map[int]int // the last number in each centre's book
}

func servicePart(w *world) (part, error) {
	s := &services{world: w, ServicePlan: facts.Services(w.facts, w.homes()), last: map[int]int{}}
	acts := 2*len(s.Centres) + len(s.Lists)
	for i := range s.Lists {
		if l := &s.Lists[i]; l.Centre < 0 && !slices.Contains(s.delegations, l.Province) {
			s.delegations = append(s.delegations, l.Province)
		}
	}
	slices.Sort(s.delegations)
	return part{acts: acts + 2*len(s.delegations), scenes: s.scenes}, nil
}

func (s *services) scenes(yield func(scene) bool) {
	days := daybook{from: opens}
	for i := range s.Centres {
		if !yield(s.enter(i, days.next(counted))) {
			return
		}
	}
	for i := range s.delegations {
		if !yield(s.enterDelegation(i, days.next(counted))) {
			return
		}
	}
	for i := range s.Lists {
		if !yield(s.list(i, days.next(s.Lists[i].Recorded))) {
			return
		}
	}
}

// party is a centre's establishment: a licensed institution stands in the
// register already.
func (s *services) party(centre int) store.ID {
	if i := s.Centres[centre].Institution; i >= 0 {
		return s.institutionID(i)
	}
	return s.id("service centre", centre)
}

// enter is a centre with its services.
func (s *services) enter(n int, at calendar.Instant) scene {
	c := &s.Centres[n]
	e := registry.Establishment{ID: s.party(n), Category: "service_centre", Titles: titles(c.Name), Seat: seat(c.Place), OpenedOn: beginning}
	if c.Institution >= 0 {
		e = registry.Establishment{}
	}
	return s.entered("service centre", n, at, e, s.opening(s.party(n), c.Place, c.Services))
}

// enterDelegation is a delegation, which is no centre and hands out aid.
func (s *services) enterDelegation(n int, at calendar.Instant) scene {
	place := facts.Place{Province: s.delegations[n]}
	province, _ := territory.ProvinceByCode(place.Province)
	name := registry.Titles{Arabic: "مندوبية التعاون الوطني - " + province.Name.Ar, Latin: "Délégation de l'Entraide nationale - " + province.Name.Fr}
	e := registry.Establishment{ID: s.id("delegation", n), Category: "delegation", Titles: name, Seat: seat(place), OpenedOn: beginning}
	return s.entered("delegation", n, at, e, s.opening(e.ID, place, []string{"disability_in_kind_aid"}))
}

func (s *services) opening(party store.ID, at facts.Place, given []string) dossier.Request {
	return dossier.Request{Party: party, Act: "open", Programme: servicesID, Province: at.Province, Commune: at.Commune,
		Answers: programme.NewAnswers(map[string]any{"services": codesOf(given)})}
}

// entered writes an establishment, unless it is there, and opens its file.
func (s *services) entered(what string, n int, at calendar.Instant, e registry.Establishment, r dossier.Request) scene {
	by := act.Act{Key: s.id(what+" entered", n), On: counted, Actor: s.at(access.Delegate, r.Province), Fresh: true}
	r.Key, r.Dossier, r.Actor, r.On, r.Fresh = s.id(what+" opened", n), s.file(what, n), by.Actor, counted, true
	return scene{at, 2, func(ctx context.Context, tx *store.Tx) error {
		if !e.ID.IsZero() {
			if _, err := registry.PutEstablishment(ctx, registry.Within(tx), by, e); err != nil {
				return err
			}
		}
		_, err := s.office.In(ctx, tx, r)
		return err
	}}
}

func (s *services) file(what string, n int) store.ID { return s.id(what+" file", n) }

// list is a day's list of a centre.
func (s *services) list(n int, at calendar.Instant) scene {
	l := &s.Lists[n]
	r := dossier.Request{Key: s.id("service list", n), Act: "day", On: l.On, Fresh: true, Actor: s.at(access.CentreDirector, l.Province)}
	book := l.Centre
	if l.Centre >= 0 {
		r.Party, r.Dossier = s.party(l.Centre), s.file("service centre", l.Centre)
		r.Actor = s.at(access.CentreDirector, s.Centres[l.Centre].Province)
	} else {
		d, _ := slices.BinarySearch(s.delegations, l.Province)
		book = -1 - d
		r.Party, r.Dossier, r.Actor = s.id("delegation", d), s.file("delegation", d), s.at(access.Delegate, l.Province)
	}
	r.Fields = programme.NewAnswers(map[string]any{"people": s.people(l, book)})
	return scene{at, 1, func(ctx context.Context, tx *store.Tx) error {
		_, err := s.office.In(ctx, tx, r)
		return err
	}}
}

// people are the lines of a list; everybody is new in the centre's book.
func (s *services) people(l *facts.List, book int) []any {
	return rows(s.Lines(*l), func(p facts.Person) map[string]any {
		s.last[book]++
		return map[string]any{"number": int64(s.last[book]), "name": p.Arabic.String(), "sex": sexCode(p.Sex),
			"year": int64(p.Birth.On.Year()), "service": l.Service}
	})
}

// codesOf are codes as an answer holds them.
func codesOf(list []string) []any {
	out := make([]any, len(list))
	for i, code := range list {
		out[i] = code
	}
	return out
}
