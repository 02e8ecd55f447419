package registry

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/store"
)

// Selves are all records of one person, the one that stands first: a record that
// was merged and the one it was merged into are the same person. Of anybody
// without merges, and of a party that is no person, it is the identifier alone.
// It takes no scope, since it shows nothing of anybody.
func Selves(ctx context.Context, q store.Q, id store.ID) ([]store.ID, error) {
	type self struct{ id, into store.ID }
	list, err := store.All(ctx, q, func(r store.Row) (self, error) {
		var s self
		return s, r.Scan(&s.id, &s.into)
	}, `with recursive up(id, into_id) as (select party_id, into_id from person where party_id = $1
		union select p.party_id, p.into_id from person p join up on p.party_id = up.into_id),
		down(id, into_id) as (select id, into_id from up where into_id is null
		union select p.party_id, p.into_id from person p join down on p.into_id = down.id)
		select id, into_id from down`, id)
	if err != nil || len(list) == 0 {
		return []store.ID{id}, err
	}
	slices.SortFunc(list, func(a, b self) int {
		if a.into.IsZero() != b.into.IsZero() {
			return map[bool]int{true: -1, false: 1}[a.into.IsZero()]
		}
		return slices.Compare(a.id[:], b.id[:])
	})
	out := make([]store.ID, len(list))
	for i, s := range list {
		out[i] = s.id
	}
	return out, nil
}

// Current is a person as they stand: of a merged record, the one it was merged
// into, within the scope.
//
// Errors: store.not-found.
func Current(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Person, error) {
	selves, err := Selves(ctx, q, id)
	if err != nil {
		return Person{}, err
	}
	return Get(ctx, q, scope, selves[0])
}

// Absorbed are the records that were merged into a person directly, within the
// scope, with their identifiers.
func Absorbed(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Person, error) {
	var w store.Where
	w.And("person.into_id = ?", id)
	scope.Restrict(&w, inScope)
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" order by person.party_id", w.Args()...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return WithIdentifiers(ctx, q, list)
}

// standing puts in the place of each merged record the one it counts as, once,
// where that is within the scope.
func standing(ctx context.Context, q store.Q, scope access.Scope, list []Person) ([]Person, error) {
	out, seen := make([]Person, 0, len(list)), make(map[store.ID]bool, len(list))
	for _, p := range list {
		if !p.Into.IsZero() {
			now, err := Current(ctx, q, scope, p.ID)
			if ignoreNone(err) != nil {
				return nil, err
			}
			if err == nil {
				now.Identifiers = nil
				p = now
			}
		}
		if !seen[p.ID] {
			seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out, nil
}

// samePerson tells that two identifiers are of one person.
func samePerson(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	if a == b || a.IsZero() || b.IsZero() {
		return a == b, nil
	}
	selves, err := Selves(ctx, q, a)
	return slices.Contains(selves, b), err
}
