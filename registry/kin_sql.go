package registry

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/store"
)

const kinColumns = "party_id, line, relation, other_id, given_ar, family_ar, given_latin, family_latin, died_on, from_on, to_on"

func scanKin(r store.Row) (Kin, error) {
	var k Kin
	return k, r.Scan(&k.Party, &k.Line, &k.Relation, &k.Other.ID, &k.Other.Arabic.Given, &k.Other.Arabic.Family,
		&k.Other.Latin.Given, &k.Other.Latin.Family, &k.Other.DiedOn, &k.From, &k.To)
}

func insertKin(ctx context.Context, tx *store.Tx, k Kin) error {
	_, err := tx.Exec(ctx, "insert into kin ("+kinColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		k.Party, k.Line, string(k.Relation), k.Other.ID, k.Other.Arabic.Given, k.Other.Arabic.Family,
		k.Other.Latin.Given, k.Other.Latin.Family, k.Other.DiedOn, k.From, k.To)
	return err
}

// KinOf are a person's own links, ended ones included, provided the person is
// within the scope: husband, children, guardian. Names of registered relatives
// are read with Get or Children.
func KinOf(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Kin, error) {
	if _, err := Get(ctx, q, scope, id); err != nil {
		return nil, err
	}
	selves, err := Selves(ctx, q, id)
	if err != nil {
		return nil, err
	}
	type bond struct {
		relation Relation
		other    store.ID
	}
	var out []Kin
	told := map[bond]bool{}
	for _, self := range selves {
		links, err := kinOf(ctx, q, self)
		if err != nil {
			return nil, err
		}
		for _, k := range links {
			if k.Other.ID.IsZero() {
				out = append(out, k)
				continue
			}
			others, err := Selves(ctx, q, k.Other.ID)
			if err != nil {
				return nil, err
			}
			k.Other.ID = others[0]
			is := bond{k.Relation, k.Other.ID}
			if k.To.IsZero() && told[is] {
				continue // both records said so
			}
			told[is] = told[is] || k.To.IsZero()
			out = append(out, k)
		}
	}
	return out, nil
}

func kinOf(ctx context.Context, q store.Q, id store.ID) ([]Kin, error) {
	return store.All(ctx, q, scanKin, "select "+kinColumns+" from kin where party_id = $1 order by line", id)
}

// Children are the registered children of a person whose link still holds, the
// oldest first, within the scope, without their identifiers.
func Children(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Person, error) {
	return linked(ctx, q, scope, "join kin on kin.other_id = person.party_id", "kin.party_id", id)
}

// Parents are who have a person as their child, within the scope: of an orphan,
// the widow.
func Parents(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Person, error) {
	return linked(ctx, q, scope, "join kin on kin.party_id = person.party_id", "kin.other_id", id)
}

func linked(ctx context.Context, q store.Q, scope access.Scope, join, column string, id store.ID) ([]Person, error) {
	selves, err := Selves(ctx, q, id)
	if err != nil {
		return nil, err
	}
	var w store.Where
	store.In(&w, column, selves)
	w.And("kin.relation = 'child' and kin.to_on is null")
	scope.Restrict(&w, inScope)
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person "+join+w.SQL()+" order by person.birth_on, person.party_id", w.Args()...)
	if err != nil {
		return nil, err
	}
	return standing(ctx, q, scope, list)
}

// AreKin tells that two persons are linked now, or are children of one person,
// or one and the same: nobody acts on the file of kin. It takes no scope, since
// it answers a guard and shows nobody.
func AreKin(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	if a.IsZero() || b.IsZero() || a == b {
		return a == b && !a.IsZero(), nil
	}
	same, err := samePerson(ctx, q, a, b)
	if err != nil || same {
		return same, err
	}
	linked, err := areLinked(ctx, q, a, b)
	if err != nil || linked {
		return linked, err
	}
	var parents [2][]Person
	for i, id := range []store.ID{a, b} {
		if parents[i], err = Parents(ctx, q, access.System("whether two persons are kin, of whom nobody is shown"), id); err != nil {
			return false, err
		}
	}
	return slices.ContainsFunc(parents[0], func(p Person) bool {
		return slices.ContainsFunc(parents[1], func(o Person) bool { return o.ID == p.ID })
	}), nil
}
