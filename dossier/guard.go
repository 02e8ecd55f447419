package dossier

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// guard checks everything that can refuse an act before it does anything.
func (w *work) guard(ctx context.Context) error {
	if err := w.mayAct(); err != nil {
		return err
	}
	if w.r.Seen != 0 && w.r.Seen != w.was.Seq {
		return ErrSeen
	}
	if w.act.Verb != programme.Correct && !possible(w.act, w.was.State) {
		return fault.New(fault.Conflict, "dossier.state", fault.Args{"act": w.act.Title, "state": stateTitle(w.def, w.was.State)})
	}
	if w.r.On < w.was.StateSince {
		return fault.New(fault.Invalid, "dossier.before-last", fault.Args{"value": w.r.On, "since": w.was.StateSince}).On("on")
	}
	if needsReason(w.act, w.r.Outcome) && strings.TrimSpace(w.r.Reason) == "" {
		return fault.New(fault.Invalid, "dossier.reason-needed", fault.Args{"act": w.act.Title}).On("reason")
	}
	if err := w.mayDecide(); err != nil {
		return err
	}
	if err := w.apart(ctx); err != nil {
		return err
	}
	return w.once(ctx)
}

// mayDecide: some outcomes are for fewer roles than the act.
func (w *work) mayDecide() error {
	o := w.act.Outcome(w.r.Outcome)
	if o == nil || len(o.By) == 0 || w.r.Actor.HasAnyOf(w.r.Party, o.By, w.def.ID, w.province()) {
		return nil
	}
	return fault.New(fault.Forbidden, "dossier.outcome-forbidden", fault.Args{"outcome": o.Title}).On("outcome")
}

// province is where the dossier is, or will be.
func (w *work) province() string {
	if w.was.OpenedOn.IsZero() {
		return w.r.Province
	}
	return w.was.Province
}

func needsReason(a *programme.Act, outcome string) bool {
	if o := a.Outcome(outcome); o != nil && o.NeedsReason {
		return true
	}
	return a.NeedsReason
}

// mayAct: one of the act's roles, for this programme and this province.
func (w *work) mayAct() error {
	province := w.province()
	if w.r.Actor.HasAnyOf(w.r.Party, w.act.By, w.def.ID, province) {
		return nil
	}
	// Who may not even see it must not learn that it exists.
	if !w.was.OpenedOn.IsZero() && !w.r.Actor.Scope(access.DossiersRead).AllowsOf(w.r.Party, w.def.ID, province) {
		return store.ErrNotFound
	}
	return ErrForbidden
}

func stateTitle(def *programme.Definition, state string) any {
	if s := def.Workflow.State(state); s != nil {
		return s.Title
	}
	return state
}

// apart keeps duties separate: nobody acts on their own or their kin's dossier,
// and who registered, examined or decided it may be barred from what follows.
func (w *work) apart(ctx context.Context) error {
	related, err := w.related(ctx, w.r.Actor.Person)
	switch {
	case err != nil:
		return err
	case related:
		return fault.New(fault.Forbidden, "dossier.own", nil)
	}
	return w.barred(ctx)
}

// related tells whether a person is the dossier's subject or kin.
func (w *work) related(ctx context.Context, person store.ID) (bool, error) {
	if person.IsZero() || person == w.r.Party {
		return !person.IsZero(), nil
	}
	if w.def.Subject != programme.Person {
		return false, nil
	}
	return registry.AreKin(ctx, w, person, w.r.Party)
}

// kin tells it of the person behind an account, for a commission's members.
func (w *work) kin(ctx context.Context, id store.ID) (bool, error) {
	person, err := account.PersonOf(ctx, w, id)
	if err != nil {
		return false, err
	}
	return w.related(ctx, person)
}

func (w *work) barred(ctx context.Context) error {
	for _, who := range w.act.Forbids {
		if who == "registrar" {
			if w.was.Registrar == w.r.Actor.Account {
				return forbids(w.act, who)
			}
			continue
		}
		past, err := w.events(ctx)
		if err != nil {
			return err
		}
		if w.did(past, who) {
			return forbids(w.act, who)
		}
	}
	return nil
}

// did tells whether the actor carried out the part "examiner" or "decider" on
// this dossier.
func (w *work) did(past []act.Event, part string) bool {
	for _, ev := range past {
		a, ok := w.def.Workflow.Act(ActOf(ev))
		if !ok || ev.Actor != w.r.Actor.Account {
			continue
		}
		if part == "examiner" && a.Verb == programme.Examine || part == "decider" && a.Verb == programme.Decide {
			return true
		}
	}
	return false
}

func forbids(a *programme.Act, part string) error {
	return fault.New(fault.Forbidden, "dossier.duties-"+part, fault.Args{"act": a.Title})
}

// once refuses an act that a dossier allows a single time, such as the request
// for completion (law 55-19: one only). A corrected one does not count.
func (w *work) once(ctx context.Context) error {
	if !w.act.Once && !w.act.OnceEach {
		return nil
	}
	past, err := w.events(ctx)
	if err != nil {
		return err
	}
	for _, ev := range Standing(past) {
		if ActOf(ev) == w.act.ID && (w.act.Once || ev.Actor == w.r.Actor.Account) {
			return fault.New(fault.Conflict, "dossier.once", fault.Args{"act": w.act.Title, "on": ev.On})
		}
	}
	return nil
}
