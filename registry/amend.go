package registry

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// ErrOwnRecord: nobody writes their own record.
var ErrOwnRecord = fault.New(fault.Forbidden, "registry.own-record", nil)

// Amend writes a person again, as the draft says: a correction, or a change of
// address. The revision is the one the writer saw; what was there stays in the
// events. Identifiers that the draft does not name stay; one named with an
// empty value is removed. A death is noted with NoteDeath and kept here.
//
// Errors: those of Register; store.not-found when the actor may not write the
// person; registry.changed-meanwhile when the revision is not the last;
// registry.own-record.
func Amend(ctx context.Context, w Write, k *Keys, a act.Act, id store.ID, revision int, d Draft) (Person, error) {
	d, marks := d.Clean()
	d.ID = id
	a.Kind = "registry.amend"
	return rewrite(ctx, w, a, id, revision, asked(a, k, d.unsealed(), d.Identifiers...), func(s *act.Step, p Person) (Person, []string, error) {
		if d.Province != p.Province {
			if err := allowed(s.Act.Actor, d.Province); err != nil {
				return Person{}, nil, err
			}
		}
		d.DiedOn = p.DiedOn
		if err := d.Check(s.Today()); err != nil {
			return Person{}, nil, err
		}
		next := d.person(k)
		next.Origin = p.Origin
		var err error
		next.Identifiers, err = exchange(ctx, s.Tx, p, d.Identifiers, next.Identifiers)
		return next, marks, err
	})
}

// rewrite carries out an act that writes one person again, in their own stream.
func rewrite(ctx context.Context, w Write, a act.Act, id store.ID, revision int, input any, next func(*act.Step, Person) (Person, []string, error)) (Person, error) {
	a.Party, a.Stream, a.Input = id, id, input
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		p, err := writable(ctx, s, id)
		if err != nil {
			return change{}, err
		}
		if p.Revision != revision {
			return change{}, ErrChanged
		}
		written, marks, err := next(s, p)
		if err != nil {
			return change{}, err
		}
		written.Revision = revision + 1
		return change{Persons: []Person{written}, Marks: marks}, updatePerson(ctx, s.Tx, written)
	})
	if err != nil {
		return Person{}, err
	}
	return made.Persons[0], nil
}

// writable is a person that the actor may write.
func writable(ctx context.Context, s *act.Step, id store.ID) (Person, error) {
	own, err := samePerson(ctx, s, s.Act.Actor.Person, id)
	if err != nil {
		return Person{}, err
	}
	if own {
		return Person{}, ErrOwnRecord
	}
	p, err := Get(ctx, s, s.Act.Actor.Scope(access.PersonsWrite), id)
	if err == nil && !p.Into.IsZero() {
		err = ErrMerged
	}
	return p, err
}

// exchange replaces the identifiers that were named and keeps the others.
func exchange(ctx context.Context, tx *store.Tx, p Person, named []Identity, sealed []Identifier) ([]Identifier, error) {
	kept := slices.Clone(p.Identifiers)
	for _, n := range named {
		i := slices.IndexFunc(kept, func(i Identifier) bool { return i.Kind == n.Kind })
		if i < 0 {
			continue
		}
		if err := dropIdentifier(ctx, tx, p.ID, kept[i]); err != nil {
			return nil, err
		}
		kept = slices.Delete(kept, i, i+1)
	}
	for _, i := range sealed {
		if err := addIdentifier(ctx, tx, p.ID, i); err != nil {
			return nil, err
		}
	}
	kept = append(kept, sealed...)
	slices.SortFunc(kept, byKind)
	return kept, nil
}
