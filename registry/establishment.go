package registry

import (
	"context"
	"strings"

	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Establishment is an institution or centre: a place where persons are received.
type Establishment struct {
	ID         store.ID      `json:"id"`
	Revision   int           `json:"revision"`
	Code       string        `json:"code"`     // drawn when registered, "E-…"
	Category   string        `json:"category"` // a code of the shared choice establishment_category
	Operator   store.ID      `json:"operator,omitzero"`
	Titles     Titles        `json:"titles"`
	Setting    string        `json:"setting,omitempty"`  // urban or rural
	PlacesF    int64         `json:"places_f,omitempty"` // authorised, for women and girls
	PlacesM    int64         `json:"places_m,omitempty"` // for men and boys
	PlacesX    int64         `json:"places_x,omitempty"` // for either
	Director   string        `json:"director,omitempty"`
	Licence    string        `json:"licence,omitempty"` // number of the decision
	LicensedOn calendar.Date `json:"licensed_on,omitzero"`
	OpenedOn   calendar.Date `json:"opened_on,omitzero"`
	ClosedOn   calendar.Date `json:"closed_on,omitzero"`
	Seat       Seat          `json:"seat"`
}

// mostPlaces bounds what can be typed by mistake.
const mostPlaces = 5000

// Check tells everything that is wrong with an establishment on a day, each on
// its field. Whether its category exists is for whoever has the list.
func (e *Establishment) Check(today calendar.Date) error {
	c := &checker{}
	c.titles(e.Titles)
	c.seat(e.Seat, true)
	if e.Category == "" {
		c.refuse("category", "registry.category-missing", nil)
	}
	if e.Setting != "" {
		c.oneOf("setting", "registry.setting-unknown", e.Setting, []string{"urban", "rural"})
	}
	for field, n := range map[string]int64{"places_f": e.PlacesF, "places_m": e.PlacesM, "places_x": e.PlacesX} {
		if n < 0 || n > mostPlaces {
			c.refuse(field, "registry.places", fault.Args{"value": n, "limit": mostPlaces})
		}
	}
	if e.OpenedOn > today {
		c.refuse("opened_on", "registry.date-future", nil)
	}
	if !e.ClosedOn.IsZero() && e.ClosedOn < e.OpenedOn {
		c.refuse("closed_on", "registry.closed-before-opened", nil)
	}
	return c.faults.Err()
}

// IsOpen tells that the establishment receives persons on a day: it has opened,
// and has not closed.
func (e Establishment) IsOpen(on calendar.Date) bool {
	return !e.OpenedOn.IsZero() && on >= e.OpenedOn && (e.ClosedOn.IsZero() || on < e.ClosedOn)
}

// HasClosed tells that the establishment receives nobody any more from a day on
// that is past.
func (e Establishment) HasClosed(on calendar.Date) bool {
	return !e.ClosedOn.IsZero() && on >= e.ClosedOn
}

// PutEstablishment registers an establishment (Revision 0), or writes it again
// (the revision that was seen). Of the act the caller fills Key, On, Actor and
// Reason.
//
// Errors: those of Establishment.Check; registry.forbidden;
// registry.changed-meanwhile; act's.
func PutEstablishment(ctx context.Context, w Write, a act.Act, e Establishment) (Establishment, error) {
	e.Titles.Arabic, e.Titles.Latin = strings.TrimSpace(e.Titles.Arabic), strings.TrimSpace(e.Titles.Latin)
	if e.ID.IsZero() {
		e.ID = derived(a.Key, 0)
	}
	if e.Code == "" {
		e.Code = coded("E-", e.ID)
	}
	return establishments.write(ctx, w, a, e)
}

var establishments = entry[Establishment]{
	kind:     "register.establishment",
	of:       func(e *Establishment) (*store.ID, *int) { return &e.ID, &e.Revision },
	check:    (*Establishment).Check,
	province: func(e *Establishment) string { return e.Seat.Province },
	get:      establishment, insert: insertEstablishment, update: updateEstablishment,
}
