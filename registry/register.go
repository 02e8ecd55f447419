package registry

import (
	"context"

	"sanad/act"
)

// Register puts a person into the register. Of the act, the caller fills Key,
// On, Actor and Reason. The person's own stream begins with it.
//
// Errors: those of Draft.Check, all at once; registry.commune-unknown;
// registry.identifier-taken with the province; registry.forbidden; act's.
func Register(ctx context.Context, w Write, k *Keys, a act.Act, d Draft) (Person, error) {
	d, marks := d.Clean()
	if d.ID.IsZero() {
		d.ID = derived(a.Key, 0)
	}
	a.Kind, a.Party, a.Stream = "registry.register", d.ID, d.ID
	a.Input = asked(a, k, d.unsealed(), d.Identifiers...)
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		if err := allowed(s.Act.Actor, d.Province); err != nil {
			return change{}, err
		}
		if err := d.Check(s.Today()); err != nil {
			return change{}, err
		}
		p, err := enter(ctx, s, d.person(k))
		return change{Persons: []Person{p}, Marks: marks}, err
	})
	if err != nil {
		return Person{}, err
	}
	return made.Persons[0], nil
}

// enter writes a new person and their identifiers. The act's stream is where
// the person's history begins.
func enter(ctx context.Context, s *act.Step, p Person) (Person, error) {
	p.Origin, p.Revision = s.Act.Stream, 1
	if err := insertPerson(ctx, s.Tx, p); err != nil {
		return Person{}, err
	}
	return p, addIdentifiers(ctx, s.Tx, p)
}

// unsealed is the draft without identifiers.
func (d Draft) unsealed() Draft {
	d.Identifiers = nil
	return d
}
