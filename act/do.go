package act

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"sanad/fault"
	"sanad/store"
)

// Body is what a domain does in an act: check rights and guards, write, post.
// It returns what the event holds, which must be enough to compute the same
// effects again. It may run more than once.
type Body func(ctx context.Context, s *Step) (payload any, err error)

// races bounds how often an act is tried again when another act took the same
// place in the stream; the store already retries what the engine refuses.
const races = 20

// Do carries out an act in a transaction of its own. Sent again with the same
// key it returns the first event, Replayed.
//
// Errors: what the body returns; act.future, act.too-old, act.no-date,
// act.no-key; act.key-reused when the key came before with another request;
// and the store's. After store.broken or a lost connection the event is looked
// up by its key before an error is given, because a failed commit may have
// been kept.
func Do(ctx context.Context, db *store.DB, a Act, body Body) (Event, error) {
	request, err := digest(a.Input)
	if err != nil {
		return Event{}, err
	}
	a.request = request // made here, beside the one writer whom all wait for
	var ev Event
	err = Together(ctx, db, func(tx *store.Tx) (err error) {
		ev, err = In(ctx, tx, a, body)
		return err
	})
	switch fault.CodeOf(err) {
	case "":
		return ev, nil
	case fault.Internal, fault.Unavailable:
		if kept, ok, findErr := find(ctx, db, a.Party, a.Key); findErr == nil && ok {
			kept.Replayed = true
			return kept, nil
		}
	}
	return Event{}, err
}

// Together runs several acts (In) in one transaction: all take place or none.
func Together(ctx context.Context, db *store.DB, acts func(tx *store.Tx) error) error {
	var err error
	for range races {
		if err = db.Update(ctx, acts); !lostRace(err) {
			return err
		}
	}
	return err
}

// lostRace tells that another transaction appended to the stream, or used the
// key, between our reading and our writing.
func lostRace(err error) bool {
	var f *fault.Error
	if !errors.Is(err, store.ErrDuplicate) || !errors.As(err, &f) {
		return false
	}
	return strings.HasPrefix(fmt.Sprint(f.Args["constraint"]), "event")
}

// In carries out an act inside an open transaction, for several acts that must
// all take place or none. An error leaves the transaction to be rolled back.
func In(ctx context.Context, tx *store.Tx, a Act, body Body) (Event, error) {
	if err := a.check(tx.Today()); err != nil {
		return Event{}, err
	}
	request, err := a.request, error(nil)
	if request == nil {
		if request, err = digest(a.Input); err != nil {
			return Event{}, err
		}
	}
	if !a.Fresh {
		ev, ok, err := find(ctx, tx, a.Party, a.Key)
		if err != nil || ok {
			return replay(ev, a, request, err)
		}
	}
	var last Event
	switch {
	case a.Last != nil:
		last = *a.Last
	case !a.Begins:
		if last, err = head(ctx, tx, a.Party, a.Stream); err != nil {
			return Event{}, err
		}
	}
	return perform(ctx, tx, a, request, last, body)
}

func perform(ctx context.Context, tx *store.Tx, a Act, request []byte, last Event, body Body) (Event, error) {
	s := &Step{Tx: tx, Act: a, Seq: last.Seq + 1}
	payload, err := body(ctx, s)
	if err != nil {
		return Event{}, err
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return Event{}, fmt.Errorf("act %s: payload: %w", a.Kind, err)
	}
	ev := Event{Party: a.Party, Stream: a.Stream, Seq: s.Seq, Kind: a.Kind, On: a.On, RecordedAt: tx.Now(),
		Actor: a.Actor.Account, Reason: a.Reason, Payload: text, Corrects: s.corrects, Key: a.Key, request: request}
	ev.Hash = ev.chain(last.Hash)
	return ev, insert(ctx, tx, ev)
}

// replay answers an act whose key is already there.
func replay(first Event, a Act, request []byte, err error) (Event, error) {
	if err != nil {
		return Event{}, err
	}
	same := first.Kind == a.Kind && first.Stream == a.Stream && first.On == a.On && bytes.Equal(first.request, request)
	if !same {
		return Event{}, ErrKeyReused
	}
	first.Replayed = true
	return first, nil
}

func digest(input any) ([]byte, error) {
	if input == nil {
		return nil, nil
	}
	text, err := json.Marshal(input)
	if err != nil {
		return nil, fmt.Errorf("act: input: %w", err)
	}
	sum := sha256.Sum256(text)
	return sum[:16], nil
}
