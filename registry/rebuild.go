package registry

import (
	"context"
	"encoding/json"

	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Rebuild is a person as the events say, without looking at the person's row
// except to learn in whose stream they were registered.
//
// Errors: store.not-found when no event speaks of them.
func Rebuild(ctx context.Context, q store.Q, party store.ID) (Person, error) {
	origin, err := store.One(ctx, q, store.Value[store.ID], "select origin_id from person where party_id = $1", party)
	if ignoreNone(err) != nil {
		return Person{}, err
	}
	streams := []store.ID{party}
	if !origin.IsZero() && origin != party {
		streams = append(streams, origin)
	}
	var last Person
	for _, stream := range streams {
		events, err := act.Events(ctx, q, stream, stream)
		if err != nil {
			return Person{}, err
		}
		for _, e := range events {
			if err := fold(&last, party, e.Payload); err != nil {
				return Person{}, err
			}
		}
	}
	if last.ID.IsZero() {
		return Person{}, fault.New(fault.NotFound, store.ErrNotFound.Key, nil)
	}
	return last, nil
}

// fold keeps the latest writing of a person.
func fold(last *Person, id store.ID, payload []byte) error {
	var c change
	if err := json.Unmarshal(payload, &c); err != nil {
		return err
	}
	for _, p := range c.Persons {
		if p.ID == id && p.Revision > last.Revision {
			*last = p
		}
	}
	return nil
}
