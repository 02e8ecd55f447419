package registry

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

func insertHousehold(ctx context.Context, tx *store.Tx, h Household) error {
	_, err := tx.Exec(ctx, "insert into household (party_id, head_id, province, from_on) values ($1, $2, $3, $4)", h.ID, h.Head, h.Province, h.From)
	return err
}

func insertMember(ctx context.Context, tx *store.Tx, household store.ID, m Member) error {
	_, err := tx.Exec(ctx, "insert into household_member (party_id, person_id, from_on) values ($1, $2, $3)", household, m.Person, m.From)
	return err
}

func endStay(ctx context.Context, tx *store.Tx, household, person store.ID, on calendar.Date) error {
	n, err := tx.Exec(ctx, "update household_member set to_on = $1 where party_id = $2 and person_id = $3 and to_on is null and from_on <= $1", on, household, person)
	if err == nil && n == 0 {
		return ErrNotMember
	}
	return err
}

// HouseholdByID is a household within the scope, with past members.
//
// Errors: store.not-found.
func HouseholdByID(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Household, error) {
	return household(ctx, q, scope, "household.party_id = ?", id)
}

// HouseholdOf is the household a person lives in now.
//
// Errors: store.not-found when there is none, or not within the scope.
func HouseholdOf(ctx context.Context, q store.Q, scope access.Scope, person store.ID) (Household, error) {
	selves, err := Selves(ctx, q, person)
	if err != nil {
		return Household{}, err
	}
	args := make([]any, len(selves))
	for i, self := range selves {
		args[i] = self
	}
	return household(ctx, q, scope, "household.party_id in (select party_id from household_member where to_on is null and person_id in (?"+strings.Repeat(", ?", len(args)-1)+"))", args...)
}

func household(ctx context.Context, q store.Q, scope access.Scope, cond string, args ...any) (Household, error) {
	var w store.Where
	w.And(cond, args...)
	scope.Restrict(&w, access.Columns{Province: "household.province"})
	h, err := store.One(ctx, q, func(r store.Row) (Household, error) {
		var h Household
		return h, r.Scan(&h.ID, &h.Head, &h.Province, &h.From)
	}, "select party_id, head_id, province, from_on from household"+w.SQL(), w.Args()...)
	if err != nil {
		return Household{}, err
	}
	h.Members, err = store.All(ctx, q, func(r store.Row) (Member, error) {
		var m Member
		return m, r.Scan(&m.Person, &m.From, &m.To)
	}, "select person_id, from_on, to_on from household_member where party_id = $1 order by from_on, person_id", h.ID)
	return h, err
}
