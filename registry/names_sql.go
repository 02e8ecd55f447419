package registry

import (
	"context"

	"sanad/access"
	"sanad/store"
)

// Names are the persons with these identifiers, by identifier, for the names on
// a list: those within the viewer's scope, without their identifiers. Whoever is
// outside of it is left out.
func Names(ctx context.Context, q store.Q, scope access.Scope, ids []store.ID) (map[store.ID]Person, error) {
	var w store.Where
	store.In(&w, "person.party_id", ids)
	scope.Restrict(&w, inScope)
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL(), w.Args()...)
	found := make(map[store.ID]Person, len(list))
	for _, p := range list {
		found[p.ID] = p
	}
	return found, err
}
