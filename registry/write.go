package registry

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Write carries out an act: Alone in a transaction of its own, or Within one
// that is open.
type Write func(context.Context, act.Act, act.Body) (act.Event, error)

// Alone writes in a transaction of its own (act.Do).
func Alone(db *store.DB) Write {
	return func(ctx context.Context, a act.Act, body act.Body) (act.Event, error) {
		return act.Do(ctx, db, a, body)
	}
}

// Within writes inside an open transaction (act.In), for several acts that must
// all take place or none.
func Within(tx *store.Tx) Write {
	return func(ctx context.Context, a act.Act, body act.Body) (act.Event, error) {
		return act.In(ctx, tx, a, body)
	}
}

// allowed refuses an actor who may not write persons of a province.
func allowed(a access.Actor, province string) error {
	if a.Can(access.PersonsWrite, "", province) {
		return nil
	}
	return fault.New(fault.Forbidden, "registry.forbidden", fault.Args{"province": place(province)}).On("province")
}

// carry runs an act whose body makes a change, and gives the change: the one
// made, or the first one when the same key comes again.
func carry(ctx context.Context, w Write, a act.Act, body func(context.Context, *act.Step) (change, error)) (change, error) {
	var made change
	ev, err := w(ctx, a, func(ctx context.Context, s *act.Step) (any, error) {
		var err error
		made, err = body(ctx, s)
		return made, err
	})
	if err == nil && ev.Replayed {
		made = change{}
		err = json.Unmarshal(ev.Payload, &made)
	}
	return made, err
}

// asked is what a request is recognised by when it comes again: what was asked,
// with identifiers as keyed hashes, because a plain digest of a card's number
// could be guessed. A fresh key is never compared.
func asked(a act.Act, k *Keys, what any, identities ...Identity) any {
	if a.Fresh {
		return nil
	}
	var hashes [][]byte
	for _, i := range identities {
		hashes = append(hashes, k.hash(i.Kind, i.Value))
	}
	return struct {
		What   any
		Hashes [][]byte
	}{what, hashes}
}

// onPerson puts a fault of a family's n-th person on the form's field for them:
// 0 is the mother.
func onPerson(err error, n int) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Field == "" {
		return err
	}
	if n == 0 {
		return f.On("mother." + f.Field)
	}
	return f.On("children." + strconv.Itoa(n-1) + "." + f.Field)
}
