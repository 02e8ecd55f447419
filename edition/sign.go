package edition

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Sign signs what the last check found. Whoever drafted or checked the edition
// does not sign it, and nobody signs twice.
//
// Errors: edition.own, edition.signed-already, edition.stale when another edition
// was released since the check, edition.state, edition.changed, edition.forbidden.
func (o *Office) Sign(ctx context.Context, r Request) (act.Event, error) {
	return o.act(ctx, r, signed, r.Seen, access.EditionsSign, func(s *act.Step, e Edition) (payload, error) {
		if err := e.must(Checked); err != nil {
			return payload{}, err
		}
		is := func(p Person) bool { return p.Account == r.Actor.Account }
		switch {
		case slices.ContainsFunc(e.Prepared, is):
			return payload{}, fault.New(fault.Forbidden, "edition.own", nil)
		case slices.ContainsFunc(e.Signatures, is):
			return payload{}, fault.New(fault.Conflict, "edition.signed-already", nil)
		}
		return payload{Digest: e.Outcome.digest()}, e.fresh(ctx, s)
	})
}

// digest is what is signed: the tables as published, what is hidden and what was
// found.
func (o Outcome) digest() string {
	text, err := json.Marshal(o)
	if err != nil {
		return "" // texts and numbers: there is nothing that JSON cannot write
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// fresh refuses a check that does not know an edition released since: what it
// hides may be computed from both.
func (e Edition) fresh(ctx context.Context, q store.Q) error {
	now, err := against(ctx, q, e.ID)
	if err == nil && !slices.Equal(now, e.Outcome.Against) {
		return ErrStale
	}
	return err
}

// against are the editions that one must be safe beside.
func against(ctx context.Context, q store.Q, id store.ID) ([]store.ID, error) {
	rows, err := publications(ctx, q)
	out := []store.ID{}
	for _, r := range rows {
		if r.id != id {
			out = append(out, r.id)
		}
	}
	return out, err
}
