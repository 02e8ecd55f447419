package registry

import (
	"context"

	"sanad/access"
	"sanad/store"
)

// Names are the persons with these identifiers, by identifier, for the names on
// a list: those within the viewer's scope, without their identifiers. Whoever is
// outside of it is left out; who was merged bears the name of who they are.
func Names(ctx context.Context, q store.Q, scope access.Scope, ids []store.ID) (map[store.ID]Person, error) {
	var w store.Where
	store.In(&w, "person.party_id", ids)
	scope.Restrict(&w, inScope)
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL(), w.Args()...)
	found := make(map[store.ID]Person, len(list))
	for _, p := range list {
		found[p.ID] = p
		if p.Into.IsZero() || err != nil {
			continue
		}
		now, readErr := Current(ctx, q, scope, p.ID)
		if readErr == nil {
			now.Identifiers = nil
			found[p.ID] = now
		}
		err = ignoreNone(readErr)
	}
	return found, err
}

// TitlesOf are the names of the organisations and establishments among some
// identifiers. Both registers are public.
func TitlesOf(ctx context.Context, q store.Q, ids []store.ID) (map[store.ID]Titles, error) {
	found := map[store.ID]Titles{}
	if len(ids) == 0 {
		return found, nil
	}
	for _, table := range []string{"organisation", "establishment"} {
		var w store.Where
		store.In(&w, "party_id", ids)
		_, err := store.All(ctx, q, func(r store.Row) (store.ID, error) {
			var id store.ID
			var t Titles
			err := r.Scan(&id, &t.Arabic, &t.Latin)
			found[id] = t
			return id, err
		}, "select party_id, name_ar, name_latin from "+table+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
