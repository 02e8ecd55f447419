package registry

import (
	"context"
	"encoding/json"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Household is people who live together, a party of its own.
type Household struct {
	ID       store.ID      `json:"id"`
	Head     store.ID      `json:"head"`
	Province string        `json:"province"` // the head's when it was formed
	From     calendar.Date `json:"from"`
	Members  []Member      `json:"members"`
}

// Member is a stay of a person in a household.
type Member struct {
	Person store.ID      `json:"person"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to,omitzero"` // last day; zero: still there
}

// Refusals of households.
var (
	ErrMember    = fault.New(fault.Conflict, "registry.already-member", nil)
	ErrNotMember = fault.New(fault.Conflict, "registry.not-member", nil)
)

// FormHousehold brings a head and members together on the act's day. The head is
// a member. The household's identifier is drawn from the act's key.
//
// Errors: store.not-found for a person the actor may not write;
// registry.already-member for one who lives in another household; act's.
func FormHousehold(ctx context.Context, w Write, a act.Act, head store.ID, members ...store.ID) (Household, error) {
	id := derived(a.Key, 0)
	a.Kind, a.Party, a.Stream, a.Input = "registry.form_household", id, id, append([]store.ID{head}, members...)
	return carryHousehold(ctx, w, a, func(ctx context.Context, s *act.Step) (Household, error) {
		p, err := writable(ctx, s, head)
		if err != nil {
			return Household{}, err
		}
		h := Household{ID: id, Head: head, Province: p.Province, From: s.Act.On}
		if err := insertHousehold(ctx, s.Tx, h); err != nil {
			return Household{}, err
		}
		for _, person := range append([]store.ID{head}, members...) {
			m, err := move(ctx, s, id, person)
			if err != nil {
				return Household{}, err
			}
			h.Members = append(h.Members, m)
		}
		return h, nil
	})
}

// JoinHousehold makes a person a member from the act's day on.
//
// Errors: those of FormHousehold.
func JoinHousehold(ctx context.Context, w Write, a act.Act, household, person store.ID) (Household, error) {
	a.Kind, a.Party, a.Stream, a.Input = "registry.join_household", household, household, person
	return carryHousehold(ctx, w, a, func(ctx context.Context, s *act.Step) (Household, error) {
		h, err := HouseholdByID(ctx, s, s.Act.Actor.Scope(access.PersonsWrite), household)
		if err != nil {
			return Household{}, err
		}
		m, err := move(ctx, s, household, person)
		h.Members = append(h.Members, m)
		return h, err
	})
}

// LeaveHousehold ends a member's stay on the act's day.
//
// Errors: store.not-found; registry.not-member; act's.
func LeaveHousehold(ctx context.Context, w Write, a act.Act, household, person store.ID) (Household, error) {
	a.Kind, a.Party, a.Stream, a.Input = "registry.leave_household", household, household, person
	return carryHousehold(ctx, w, a, func(ctx context.Context, s *act.Step) (Household, error) {
		scope := s.Act.Actor.Scope(access.PersonsWrite)
		if _, err := HouseholdByID(ctx, s, scope, household); err != nil {
			return Household{}, err
		}
		if err := endStay(ctx, s.Tx, household, person, s.Act.On); err != nil {
			return Household{}, err
		}
		return HouseholdByID(ctx, s, scope, household)
	})
}

// move lets a person in who lives nowhere else.
func move(ctx context.Context, s *act.Step, household, person store.ID) (Member, error) {
	if _, err := writable(ctx, s, person); err != nil {
		return Member{}, err
	}
	selves, err := Selves(ctx, s, person)
	if err != nil {
		return Member{}, err
	}
	elsewhere, err := atHome(ctx, s, selves)
	if err != nil {
		return Member{}, err
	}
	if elsewhere {
		return Member{}, ErrMember
	}
	m := Member{Person: person, From: s.Act.On}
	return m, insertMember(ctx, s.Tx, household, m)
}

// carryHousehold runs an act whose event holds the household as it is after it.
func carryHousehold(ctx context.Context, w Write, a act.Act, body func(context.Context, *act.Step) (Household, error)) (Household, error) {
	var h Household
	ev, err := w(ctx, a, func(ctx context.Context, s *act.Step) (any, error) {
		var err error
		h, err = body(ctx, s)
		return h, err
	})
	if err == nil && ev.Replayed {
		h = Household{}
		err = json.Unmarshal(ev.Payload, &h)
	}
	return h, err
}
