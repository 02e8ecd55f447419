package dossier

import (
	"context"
	"strings"

	"sanad/act"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// Two records of one person were merged (registry.Merge): their dossiers stay
// where they are and are of one person from then on, who may hold no more than
// anybody else.

// onlyOne refuses a dossier for a record that was merged into another, and a
// second one of a programme for a person one of whose records has it.
//
// Errors: registry.merged, dossier.second.
func (w *work) onlyOne(ctx context.Context) error {
	selves, err := w.selves(ctx)
	if err != nil || len(selves) < 2 {
		return err
	}
	if selves[0] != w.r.Party {
		return registry.ErrMerged.On("subject")
	}
	return w.noOther(ctx, selves)
}

func (w *work) noOther(ctx context.Context, selves []store.ID) error {
	held, err := holding(ctx, w, selves)
	if err == nil && held[w.def.ID] > 0 {
		err = ErrSecond
	}
	return err
}

// onlyOneAgain refuses that a dossier which had ended is open, or gives a right,
// again while another record of the person has one. Of one record the database
// refuses it.
//
// Errors: dossier.second.
func (w *work) onlyOneAgain(ctx context.Context, is Dossier) error {
	if !is.Holds || w.was.Holds {
		return nil
	}
	selves, err := w.selves(ctx)
	if err != nil || len(selves) < 2 {
		return err
	}
	return w.noOther(ctx, selves)
}

// selves are the records of the dossier's subject. A load registers everybody
// itself and asks for nobody.
func (w *work) selves(ctx context.Context) ([]store.ID, error) {
	if w.r.Fresh || w.def.Subject != programme.Person {
		return nil, nil
	}
	return registry.Selves(ctx, w, w.r.Party)
}

// byOthers are the names that a claim has when another record of the subject takes
// it.
func (w *work) byOthers(ctx context.Context, t programme.Taken) ([]string, error) {
	selves, err := w.selves(ctx)
	if err != nil || len(selves) < 2 {
		return nil, err
	}
	var out []string
	for _, other := range selves {
		if name := strings.ReplaceAll(t.Name, w.r.Party.String(), other.String()); name != t.Name {
			out = append(out, name)
		}
	}
	return out, nil
}

// heldByOther tells that a dossier of another record of the subject holds a claim.
func (w *work) heldByOther(ctx context.Context, t programme.Taken) (bool, error) {
	names, err := w.byOthers(ctx, t)
	for _, name := range names {
		held, err := claimHeld(ctx, w, name)
		if err != nil || held {
			return held, err
		}
	}
	return false, err
}

// Collide tells why two records cannot become one person: both have a dossier of
// one programme that is open or gives a right, or hold what one person holds
// once. One of the two ends first.
//
// Errors: dossier.merge-second with the programme; dossier.merge-claimed.
func (o *Office) Collide(ctx context.Context, s *act.Step, stays, goes store.ID) error {
	var of [2][]store.ID
	var err error
	for i, id := range []store.ID{stays, goes} {
		if of[i], err = registry.Selves(ctx, s, id); err != nil {
			return err
		}
	}
	one, err := holding(ctx, s, of[0])
	if err != nil {
		return err
	}
	other, err := holding(ctx, s, of[1])
	if err != nil {
		return err
	}
	for _, def := range o.Programmes.Running() {
		if one[def.ID] > 0 && other[def.ID] > 0 {
			return fault.New(fault.Conflict, "dossier.merge-second", fault.Args{"programme": def.Title})
		}
	}
	for _, goes := range of[1] {
		names, err := claimsNaming(ctx, s, goes)
		if err != nil {
			return err
		}
		for _, name := range names {
			for _, stays := range of[0] {
				held, err := claimHeld(ctx, s, strings.ReplaceAll(name, goes.String(), stays.String()))
				if err != nil {
					return err
				}
				if held {
					return fault.New(fault.Conflict, "dossier.merge-claimed", nil)
				}
			}
		}
	}
	return nil
}
