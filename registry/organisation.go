package registry

import (
	"context"
	"strings"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// Organisation is who acts without being a person: an association, a public
// partner, a company, a cooperative.
type Organisation struct {
	ID             store.ID      `json:"id"`
	Revision       int           `json:"revision"`
	Code           string        `json:"code"` // drawn when registered, "A-…"
	Kind           string        `json:"kind"` // see OrganisationKinds
	Titles         Titles        `json:"titles"`
	Acronym        string        `json:"acronym,omitempty"`
	Number         string        `json:"number,omitempty"` // of its receipt or register
	FoundedOn      calendar.Date `json:"founded_on,omitzero"`
	Representative string        `json:"representative,omitempty"`
	Seat           Seat          `json:"seat"`
	EndedOn        calendar.Date `json:"ended_on,omitzero"`
}

// OrganisationKinds are the kinds there are; their titles are messages
// "registry.kind.<code>".
func OrganisationKinds() []string {
	return []string{"association", "public", "local-authority", "company", "cooperative", "international"}
}

// Check tells everything that is wrong with an organisation on a day, each on
// its field.
func (o *Organisation) Check(today calendar.Date) error {
	c := &checker{}
	c.titles(o.Titles)
	c.oneOf("kind", "registry.kind-unknown", o.Kind, OrganisationKinds())
	c.seat(o.Seat, false)
	if o.FoundedOn > today {
		c.refuse("founded_on", "registry.date-future", nil)
	}
	return c.faults.Err()
}

// IsOpen tells that the organisation exists on a day.
func (o Organisation) IsOpen(on calendar.Date) bool { return o.EndedOn.IsZero() || on < o.EndedOn }

// PutOrganisation registers an organisation (Revision 0), or writes it again
// (the revision that was seen). Of the act the caller fills Key, On, Actor and
// Reason.
//
// Errors: those of Organisation.Check; registry.forbidden;
// registry.changed-meanwhile; act's.
func PutOrganisation(ctx context.Context, w Write, a act.Act, o Organisation) (Organisation, error) {
	o.Titles.Arabic, o.Titles.Latin = strings.TrimSpace(o.Titles.Arabic), strings.TrimSpace(o.Titles.Latin)
	if o.ID.IsZero() {
		o.ID = derived(a.Key, 0)
	}
	if o.Code == "" {
		o.Code = coded("A-", o.ID)
	}
	return organisations.write(ctx, w, a, o)
}

var organisations = entry[Organisation]{
	kind:     "register.organisation",
	of:       func(o *Organisation) (*store.ID, *int) { return &o.ID, &o.Revision },
	check:    (*Organisation).Check,
	province: func(o *Organisation) string { return o.Seat.Province },
	get:      organisation, insert: insertOrganisation, update: updateOrganisation,
}
