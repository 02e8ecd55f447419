package registry

import (
	"context"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Facts are what an act on somebody freezes of them for the ledger.
type Facts struct {
	Sex   Sex
	Birth calendar.Date // the first day it may have been
}

// FactsOf reads the facts of a person within a scope, without the rest.
//
// Errors: store.not-found.
func FactsOf(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Facts, error) {
	w := &store.Where{}
	w.And("party_id = ?", id)
	scope.Restrict(w, access.Columns{Province: "province"})
	return store.One(ctx, q, func(r store.Row) (Facts, error) {
		var f Facts
		err := r.Scan((*string)(&f.Sex), &f.Birth)
		return f, err
	}, "select sex, birth_on from person"+w.SQL(), w.Args()...)
}
