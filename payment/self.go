package payment

import (
	"context"
	"slices"

	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Collide tells why two records cannot become one person (registry.Merge): both
// are paid under one programme, or one is paid what excludes what the other is
// paid. One of the two rights ends first.
//
// Errors: payment.merge-both with the programme; payment.cumulation.
func (o *Office) Collide(ctx context.Context, s *act.Step, stays, goes store.ID) error {
	one, err := running(ctx, s, stays)
	if err != nil {
		return err
	}
	other, err := running(ctx, s, goes)
	if err != nil {
		return err
	}
	for _, id := range other {
		if slices.Contains(one, id) {
			return fault.New(fault.Conflict, "payment.merge-both", fault.Args{"programme": o.title(id)})
		}
		def, err := o.Programmes.Get(id)
		if fault.CodeOf(err) == fault.NotFound {
			continue // a programme that is no longer among ours
		}
		if err != nil {
			return err
		}
		if err := o.mayCumulate(ctx, s, def, stays, s.Today()); err != nil {
			return err
		}
	}
	return nil
}
