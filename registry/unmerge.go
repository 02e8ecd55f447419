package registry

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/ledger"
	"sanad/store"
)

// Unmerging says which merge ends, and whether the two may be proposed again.
type Unmerging struct {
	Stays, Goes store.ID
	Revision    int  // of the record that stayed, as the reviewer saw it
	Again       bool // the merge was made wrongly, and the two may still be one person
}

// Unmerge makes two persons again of a record and the one it was merged into.
// Both are as if the merge had never been: what was written since, and what
// other merges brought, stays. In every figure they are two again from now on.
// Who takes two records for two persons says so with the same act (KeepApart),
// or the next pass would propose what was just undone; unless u.Again.
//
// Errors: store.not-found; registry.own-record; registry.not-merged;
// registry.merged when the record that stayed was itself merged since (that
// merge ends first); registry.changed-meanwhile; registry.identifier-taken when
// somebody else has an identifier meanwhile.
func Unmerge(ctx context.Context, w Write, a act.Act, u Unmerging) (Person, error) {
	a.Kind, a.Party, a.Stream, a.Input = "registry.unmerge", u.Stays, u.Stays, []any{u.Goes, u.Revision, u.Again}
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		was, gone, err := u.both(ctx, s)
		if err != nil {
			return change{}, err
		}
		after, back, err := restored(ctx, s, was, gone)
		if err != nil {
			return change{}, err
		}
		if err := rewriteBoth(ctx, s, was, after, gone, back); err != nil {
			return change{}, err
		}
		here, there := u.apart()
		if err := beside(ctx, s, "registry.restore", change{Persons: []Person{back}, Apart: there}); err != nil {
			return change{}, err
		}
		if err := noteApart(ctx, s, here); err != nil {
			return change{}, err
		}
		return change{Persons: []Person{after}, Merge: &merged{Goes: u.Goes, Undone: true}, Apart: here}, ledger.Unmerge(ctx, s, u.Goes, u.Stays)
	})
	if err != nil {
		return Person{}, err
	}
	return made.Persons[0], nil
}

// both are the two records, the one that goes merged into the other.
func (u Unmerging) both(ctx context.Context, s *act.Step) (was, gone Person, err error) {
	if was, err = writable(ctx, s, u.Stays); err != nil {
		return was, gone, err
	}
	gone, err = Get(ctx, s, s.Act.Actor.Scope(access.PersonsWrite), u.Goes)
	switch {
	case err != nil:
	case gone.Into != u.Stays:
		err = ErrNotMerged
	case was.Revision != u.Revision:
		err = ErrChanged
	}
	return was, gone, err
}

// apart is the finding that the two are two persons, in the event of the record
// in whose stream all findings about the pair stand.
func (u Unmerging) apart() (stays, goes *apart) {
	first, second := ordered(u.Stays, u.Goes)
	switch {
	case u.Again:
		return nil, nil
	case first == u.Stays:
		return &apart{Other: second}, nil
	}
	return nil, &apart{Other: second}
}

// restored are both records without their merge.
func restored(ctx context.Context, q store.Q, was, gone Person) (after, back Person, err error) {
	own, err := writings(ctx, q, was.ID, was.Origin)
	if err != nil {
		return after, back, err
	}
	after = without(own, gone.ID)
	after.Revision, after.Into = was.Revision+1, store.ID{}
	its, err := writings(ctx, q, gone.ID, gone.Origin)
	if err != nil {
		return after, back, err
	}
	before := slices.IndexFunc(its, func(w writing) bool { return w.Revision == gone.Revision }) - 1
	if before < 0 {
		return after, back, ErrNotMerged
	}
	back = its[before].Person
	back.Revision, back.Into = gone.Revision+1, store.ID{}
	return after, back, nil
}

// writing is a record as an event left it; merge is the merge that the event
// made or undid, nil for any other.
type writing struct {
	Person
	merge *merged
}

// writings are all of a record, in their order.
func writings(ctx context.Context, q store.Q, id, origin store.ID) ([]writing, error) {
	var out []writing
	for _, stream := range slices.Compact([]store.ID{id, origin}) {
		events, err := act.Events(ctx, q, stream, stream)
		if err != nil {
			return nil, err
		}
		for _, ev := range events {
			var c change
			if err := json.Unmarshal(ev.Payload, &c); err != nil {
				return nil, err
			}
			for _, p := range c.Persons {
				if p.ID == id {
					out = append(out, writing{p, c.Merge})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b writing) int { return cmp.Compare(a.Revision, b.Revision) })
	return out, nil
}

// without is a record as it would be had another never been merged into it:
// every writing does again what it changed, but for that merge, those undone
// before, and the undoing itself.
func without(list []writing, goes store.ID) Person {
	is := list[0].Person
	for i := 1; i < len(list); i++ {
		m := list[i].merge
		if !list[i].Into.IsZero() || !list[i-1].Into.IsZero() {
			continue // it went into another record, and came back as it was
		}
		if m != nil && (m.Undone || m.Goes == goes || slices.ContainsFunc(list[i:], func(w writing) bool { return w.merge != nil && w.merge.Undone && w.merge.Goes == m.Goes })) {
			continue
		}
		for _, p := range mergeParts {
			if !p.same(list[i-1].Person, list[i].Person) {
				p.take(&is, list[i].Person)
			}
		}
	}
	return is
}
