package registry

import (
	"context"

	"sanad/access"
	"sanad/act"
	"sanad/store"
)

// Matches are a page of the queue of pairs, the likeliest first, both records of
// each within the scope, with the reasons by field.
//
// Errors: registry.key-wrong.
func Matches(ctx context.Context, q store.Q, k *Keys, scope access.Scope, m MatchQuery) ([]Match, error) {
	list, err := matchRows(ctx, q, scope, m)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	by, err := matcher(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range list {
		match := &list[i]
		var records [2][]string
		for n, p := range []*Person{&match.A, &match.B} {
			if *p, err = Get(ctx, q, scope, p.ID); err != nil {
				return nil, err
			}
			card, err := k.cin(*p)
			if err != nil {
				return nil, err
			}
			records[n] = p.record(card)
		}
		match.Why = by.Compare(records[0], records[1:])[0].Fields
	}
	return list, nil
}

// PutOff leaves a pair of the queue for later.
//
// Errors: store.not-found; registry.own-record, merged; act's.
func PutOff(ctx context.Context, w Write, a act.Act, one, other store.ID) error {
	first, second := ordered(one, other)
	a.Kind, a.Party, a.Stream, a.Input = "match.later", first, first, second
	_, err := w(ctx, a, func(ctx context.Context, s *act.Step) (any, error) {
		for _, id := range []store.ID{first, second} {
			if _, err := writable(ctx, s, id); err != nil {
				return nil, err
			}
		}
		return struct {
			Other store.ID `json:"other"`
		}{second}, putOffPair(ctx, s, first, second)
	})
	return err
}
