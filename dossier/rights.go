package dossier

import (
	"context"

	"sanad/act"
	"sanad/calendar"
	"sanad/programme"
)

// Grant is an entitlement as an act makes it, with what it rests on.
type Grant struct {
	Entitlement
	Dossier    Dossier
	Definition *programme.Definition
	Answers    programme.Answers
}

// Rights follows what becomes of entitlements, inside the act that changes them:
// what it refuses does not happen. Package payment keeps the money of each.
type Rights interface {
	Granted(ctx context.Context, s *act.Step, g Grant) error
	Ended(ctx context.Context, s *act.Step, d Dossier, on calendar.Date) error
	// Acted: an act of the dossier took place; what is paid may have waited for it.
	Acted(ctx context.Context, s *act.Step, d Dossier, def *programme.Definition, name string) error
	// Undone: a correction took back what an event did to the entitlements.
	Undone(ctx context.Context, s *act.Step, d Dossier, seq int64) error
}

func (w *work) granted(ctx context.Context, is Dossier, e Entitlement) error {
	if err := insertEntitlement(ctx, w.Step, e); err != nil || w.o.Rights == nil {
		return err
	}
	return w.o.Rights.Granted(ctx, w.Step, Grant{Entitlement: e, Dossier: is, Definition: w.def, Answers: w.answers})
}

func (w *work) ended(ctx context.Context, is Dossier) error {
	if err := endEntitlement(ctx, w.Step, is, w.r.On); err != nil || w.o.Rights == nil {
		return err
	}
	return w.o.Rights.Ended(ctx, w.Step, is, w.r.On)
}

func (w *work) acted(ctx context.Context, is Dossier) error {
	if w.o.Rights == nil || w.def.Payment == nil {
		return nil
	}
	return w.o.Rights.Acted(ctx, w.Step, is, w.def, w.act.ID)
}

func (w *work) undone(ctx context.Context, is Dossier, seq int64) error {
	if err := restoreEntitlements(ctx, w.Step, is, seq); err != nil || w.o.Rights == nil {
		return err
	}
	return w.o.Rights.Undone(ctx, w.Step, is, seq)
}
