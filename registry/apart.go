package registry

import (
	"bytes"
	"context"

	"sanad/act"
	"sanad/store"
)

// apart is what an event keeps of somebody's finding that two records are of two
// persons, or of its end (Undone).
type apart struct {
	Other  store.ID `json:"other"`
	Undone bool     `json:"undone,omitempty"`
}

// KeepApart notes that two records are of two persons: no pass proposes them
// again and no merge joins them, until TakeBack.
//
// Errors: store.not-found; registry.own-record, merged, merge-itself; act's.
func KeepApart(ctx context.Context, w Write, a act.Act, one, other store.ID) error {
	return setApart(ctx, w, a, one, other, false)
}

// TakeBack forgets that two records are of two persons.
//
// Errors: those of KeepApart.
func TakeBack(ctx context.Context, w Write, a act.Act, one, other store.ID) error {
	return setApart(ctx, w, a, one, other, true)
}

func setApart(ctx context.Context, w Write, a act.Act, one, other store.ID, undone bool) error {
	first, second := ordered(one, other)
	a.Kind, a.Party, a.Stream, a.Input = "registry.apart", first, first, []any{second, undone}
	_, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		for _, id := range []store.ID{first, second} {
			if _, err := writable(ctx, s, id); err != nil {
				return change{}, err
			}
		}
		found := &apart{second, undone}
		return change{Apart: found}, noteApart(ctx, s, found)
	})
	return err
}

// noteApart writes what an event of the pair's first record says of it; nil
// says nothing.
func noteApart(ctx context.Context, s *act.Step, found *apart) error {
	if found == nil {
		return nil
	}
	first := s.Act.Stream
	if found.Undone {
		return deleteApart(ctx, s, first, found.Other)
	}
	if err := dropPair(ctx, s, first, found.Other); err != nil {
		return err
	}
	return insertApart(ctx, s, first, found.Other)
}

// ordered puts two identifiers in the one order in which a pair is kept.
func ordered(a, b store.ID) (first, second store.ID) {
	if bytes.Compare(a[:], b[:]) > 0 {
		return b, a
	}
	return a, b
}
