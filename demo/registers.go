package demo

import (
	"cmp"
	"context"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
)

// The registers are what several systems name: the associations, known from the
// first days, and the institutions, each entered when its first licence is asked
// for. Their places come with their licences, which are acts of their system.

// beginning is when the associations are entered.
var beginning = calendar.MustDate("2015-01-06")

// registers fills both registers.
func registers(w *world) (part, error) {
	associations, homes := w.partners(), w.homes().Institutions
	order := make([]int, len(homes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(homes[a].Licences[0].Requested.Recorded, homes[b].Licences[0].Requested.Recorded)
	})
	scenes := func(yield func(scene) bool) {
		days := daybook{from: registersOpen}
		for i := range associations {
			if !yield(w.association(i, days.next(beginning))) {
				return
			}
		}
		for _, i := range order {
			if !yield(w.institution(i, days.next(homes[i].Licences[0].Requested.Recorded))) {
				return
			}
		}
	}
	return part{acts: len(associations) + len(homes), scenes: scenes}, nil
}

func (w *world) associationID(n int) store.ID { return w.id("association", n) }
func (w *world) institutionID(n int) store.ID { return w.id("institution", n) }

func (w *world) association(n int, at calendar.Instant) scene {
	a := w.partners()[n]
	o := registry.Organisation{ID: w.associationID(n), Kind: "association", Titles: titles(a.Name), Number: a.Number, FoundedOn: a.Since,
		Representative: a.President.Arabic.String(), Seat: seat(a.Place)}
	by := act.Act{Key: w.id("association entered", n), On: at.Date(), Actor: w.at(access.Delegate, a.Province), Fresh: true}
	return scene{at, 1, func(ctx context.Context, tx *store.Tx) error {
		_, err := registry.PutOrganisation(ctx, registry.Within(tx), by, o)
		return err
	}}
}

func (w *world) institution(n int, at calendar.Instant) scene {
	i := &w.homes().Institutions[n]
	first := i.Licences[0]
	e := registry.Establishment{ID: w.institutionID(n), Category: i.Category, Operator: w.associationID(first.Operator), Titles: titles(i.Name),
		Setting: first.Setting(), Seat: seat(first.Place)}
	by := act.Act{Key: w.id("institution entered", n), On: at.Date(), Actor: w.at(access.Delegate, first.Province), Fresh: true}
	return scene{at, 1, func(ctx context.Context, tx *store.Tx) error {
		_, err := registry.PutEstablishment(ctx, registry.Within(tx), by, e)
		return err
	}}
}

func titles(name locale.Text) registry.Titles {
	return registry.Titles{Arabic: name.Ar, Latin: name.Fr}
}

func seat(p facts.Place) registry.Seat {
	return registry.Seat{Province: p.Province, Commune: p.Commune}
}
