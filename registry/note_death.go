package registry

import (
	"context"

	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// NoteDeath records that a person died on the act's day. Links and dossiers stay:
// what follows from a death is for each programme to say.
//
// Errors: store.not-found; registry.changed-meanwhile, already-dead,
// death-before-birth, own-record; act's.
func NoteDeath(ctx context.Context, w Write, a act.Act, id store.ID, revision int) (Person, error) {
	a.Kind = "registry.note_death"
	return rewrite(ctx, w, a, id, revision, revision, func(s *act.Step, p Person) (Person, []string, error) {
		if p.DiedOn != 0 {
			return Person{}, nil, fault.New(fault.Conflict, "registry.already-dead", fault.Args{"value": p.DiedOn})
		}
		c := &checker{}
		c.death(s.Act.On, p.Birth, s.Today())
		p.DiedOn = s.Act.On
		return p, nil, c.faults.Err()
	})
}
