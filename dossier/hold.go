package dossier

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// hold moves the guarded accounts and takes and gives back the claims of the
// act, all under checks that the database makes, and keeps them in the payload:
// a correction undoes exactly these.
//
// Errors: dossier.limit when an account would cross its limit; dossier.claimed
// when another dossier holds a claim; dossier.claim-overlap when a period of
// another one reaches into this one.
func (w *work) hold(ctx context.Context, in programme.Situation) error {
	moves, err := w.def.Ledger.Moves(in)
	if err != nil {
		return err
	}
	taken, err := w.def.Claiming(w.act, in)
	if err != nil {
		return err
	}
	if names := w.act.ReleasesWith(w.r.Outcome); len(names) > 0 {
		back, given := w.before.giveBack(names)
		moves, w.p.Released = append(back, moves...), given
	}
	w.p.Moves, w.p.Taken = moves, taken
	if err := w.move(ctx, moves); err != nil {
		return err
	}
	for _, t := range w.p.Released {
		if err := releaseClaim(ctx, w.Step, t, w.r.Dossier, w.r.On); err != nil {
			return err
		}
	}
	return w.claim(ctx, taken, w.Seq, w.r.On)
}

// move moves accounts in the order of their names, so that two acts that move
// the same ones do not wait for each other in a circle.
func (w *work) move(ctx context.Context, moves []programme.Movement) error {
	moves = slices.Clone(moves)
	slices.SortStableFunc(moves, func(a, b programme.Movement) int { return strings.Compare(a.Name, b.Name) })
	for _, m := range moves {
		a := w.def.Ledger.Account(m.Account)
		err := ledger.Move(ctx, w.Step, m.Name, m.Quantity, ledger.Limits{Least: a.Min, Most: a.Max})
		if fault.KeyOf(err) == "ledger.guard" {
			return fault.New(fault.Conflict, "dossier.limit", fault.Args{"account": a.Title, "because": a.Because}).Because(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *work) claim(ctx context.Context, taken []programme.Taken, seq int64, on calendar.Date) error {
	for _, t := range taken {
		c := w.def.Workflow.Claim(t.Claim)
		args := fault.Args{"claim": c.Title, "because": c.Because}
		held, err := w.heldByOther(ctx, t)
		if err != nil {
			return err
		}
		if held {
			return fault.New(fault.Conflict, "dossier.claimed", args)
		}
		err = insertClaim(ctx, w.Step, t, w.r.Dossier, seq, on)
		if errors.Is(err, store.ErrDuplicate) {
			return fault.New(fault.Conflict, "dossier.claimed", args).Because(err)
		}
		if err != nil {
			return err
		}
		if err := w.apartFromOthers(ctx, t, on, args); err != nil {
			return err
		}
	}
	return nil
}

// apartFromOthers refuses a period that begins before an earlier one has ended.
// Only one can be open at a time, which the database holds.
func (w *work) apartFromOthers(ctx context.Context, t programme.Taken, on calendar.Date, args fault.Args) error {
	if !t.Period {
		return nil
	}
	others, err := w.byOthers(ctx, t)
	if err != nil {
		return err
	}
	for _, name := range append(others, t.Name) {
		until, err := claimedUntil(ctx, w, name, on)
		if err != nil {
			return err
		}
		if !until.IsZero() {
			args["until"] = until
			return fault.New(fault.Conflict, "dossier.claim-overlap", args).On("on")
		}
	}
	return nil
}

// letGo undoes what a corrected act moved, took and gave back.
func (w *work) letGo(ctx context.Context, target Payload, seq int64) error {
	undone := slices.Clone(target.Moves)
	for i := range undone {
		undone[i].Quantity = -undone[i].Quantity
	}
	if err := w.move(ctx, undone); err != nil {
		return err
	}
	if err := dropClaims(ctx, w.Step, w.r.Dossier, seq); err != nil {
		return err
	}
	for _, t := range target.Released {
		c := w.def.Workflow.Claim(t.Claim)
		held, err := w.heldByOther(ctx, t)
		if err == nil && !held {
			err = restoreClaim(ctx, w.Step, t, w.r.Dossier)
		}
		if held || errors.Is(err, store.ErrDuplicate) {
			return fault.New(fault.Conflict, "dossier.claimed", fault.Args{"claim": c.Title, "because": c.Because}).Because(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
