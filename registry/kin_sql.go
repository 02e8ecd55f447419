package registry

import (
	"context"

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
	return kinOf(ctx, q, id)
}

func kinOf(ctx context.Context, q store.Q, id store.ID) ([]Kin, error) {
	return store.All(ctx, q, scanKin, "select "+kinColumns+" from kin where party_id = $1 order by line", id)
}

// Children are the registered children of a person whose link still holds, the
// oldest first, within the scope, without their identifiers.
func Children(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Person, error) {
	return linked(ctx, q, scope, "join kin on kin.other_id = person.party_id", "kin.party_id = ?", id)
}

// Parents are who have a person as their child, within the scope: of an orphan,
// the widow.
func Parents(ctx context.Context, q store.Q, scope access.Scope, id store.ID) ([]Person, error) {
	return linked(ctx, q, scope, "join kin on kin.party_id = person.party_id", "kin.other_id = ?", id)
}

func linked(ctx context.Context, q store.Q, scope access.Scope, join, cond string, id store.ID) ([]Person, error) {
	var w store.Where
	w.And(cond, id)
	w.And("kin.relation = 'child' and kin.to_on is null")
	scope.Restrict(&w, inScope)
	return store.All(ctx, q, scanPerson, "select "+personColumns+" from person "+join+w.SQL()+" order by person.birth_on, person.party_id", w.Args()...)
}

// AreKin tells that two persons are linked now, or are children of one person,
// or one and the same: nobody acts on the file of kin. It takes no scope, since
// it answers a guard and shows nobody.
func AreKin(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	if a.IsZero() || b.IsZero() || a == b {
		return a == b && !a.IsZero(), nil
	}
	linked, err := store.Exists(ctx, q, `select 1 from kin where to_on is null and
		(party_id = $1 and other_id = $2 or party_id = $2 and other_id = $1)`, a, b)
	if err != nil || linked {
		return linked, err
	}
	return store.Exists(ctx, q, `select 1 from kin a join kin b on b.party_id = a.party_id
		where a.other_id = $1 and b.other_id = $2 and a.relation = 'child' and b.relation = 'child'`, a, b)
}
