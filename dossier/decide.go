package dossier

import (
	"context"
	"encoding/json"
	"slices"

	"sanad/commission"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
)

// decide computes what the rules say where they bind, holds the outcome against
// it, and has the commission rule where the workflow wants one. An opinion that
// the rules do not bind keeps no copy of what they say: the answers and the
// definition's hash give it again at any time.
//
// Errors: dossier.rules-refuse when the outcome needs eligibility and the rules
// name grounds against it; dossier.rules-accept the other way round;
// dossier.facts-missing when answers are missing; the commission's.
func (w *work) decide(ctx context.Context) error {
	if w.act.BoundByRules() && len(w.def.Rules.Conditions) > 0 {
		if err := w.weigh(ctx); err != nil {
			return err
		}
	}
	w.p.Session, w.p.Commission, w.p.Recused = w.r.Sitting.Session, w.r.Sitting.Commission, w.r.Sitting.Recused
	return w.rule(ctx)
}

// weigh decides by the rules and keeps the decision.
func (w *work) weigh(ctx context.Context) error {
	if w.answers.IsZero() {
		var err error
		if w.answers, err = w.inForce(ctx); err != nil {
			return err
		}
	}
	d, err := w.def.Decide(programme.DecideInput{Answers: w.answers, On: w.r.On, Facts: w.facts})
	if err != nil {
		return err
	}
	w.p.Decision = &d
	return w.agrees(&d)
}

// agrees holds the outcome against what the rules say.
func (w *work) agrees(d *programme.Decision) error {
	o := w.act.Outcome(w.r.Outcome)
	if o == nil || o.Requires == "" || o.Requires == d.Eligible {
		return nil
	}
	args := fault.Args{"outcome": o.Title}
	switch d.Eligible {
	case programme.No:
		args["grounds"] = grounds(d)
		return fault.New(fault.Conflict, "dossier.rules-refuse", args).On("outcome")
	case programme.Yes:
		return fault.New(fault.Conflict, "dossier.rules-accept", args).On("outcome")
	}
	args["missing"] = d.Missing
	return fault.New(fault.Conflict, "dossier.facts-missing", args).On("outcome")
}

func grounds(d *programme.Decision) []locale.Text {
	var out []locale.Text
	for _, c := range d.Refused() {
		out = append(out, c.Because)
	}
	return out
}

// rule asks the sitting commission, when the act is decided in one.
func (w *work) rule(ctx context.Context) error {
	if w.act.Session == "" {
		return nil
	}
	if w.r.Sitting.Session.IsZero() {
		return fault.New(fault.Conflict, "dossier.needs-session", fault.Args{"act": w.act.Title})
	}
	outcome := w.r.Outcome
	if outcome == "" {
		outcome = "-"
	}
	_, err := commission.Rule(ctx, w.Step, commission.Ruling{
		Commission: w.r.Sitting.Commission, Session: w.r.Sitting.Session,
		File:  commission.File{Party: w.r.Party, Dossier: w.r.Dossier},
		Level: commission.Level(w.act.Session), Outcome: outcome,
		Recused: w.r.Sitting.Recused, Registrar: w.was.Registrar, Kin: w.kin,
	})
	return err
}

// standing finds the decision that an act ends, for what it counted.
func (w *work) standing(ctx context.Context) error {
	events, err := w.events(ctx)
	if err != nil {
		return err
	}
	for _, ev := range slices.Backward(Standing(events)) {
		var p Payload
		if err := json.Unmarshal(ev.Payload, &p); err != nil {
			return err
		}
		a, ok := w.def.Workflow.Act(ActOf(ev))
		if ok && p.Decision != nil && slices.Contains(a.EffectsWith(p.Outcome), programme.Grant) {
			w.p.Decision = p.Decision
			break
		}
	}
	w.answers, err = w.inForce(ctx)
	return err
}

// effects are what the act does beside moving the dossier and counting it.
func (w *work) effects(ctx context.Context, is Dossier) error {
	for _, e := range w.act.EffectsWith(w.r.Outcome) {
		switch e {
		case programme.Grant:
			e, err := w.entitlement(is)
			if err != nil {
				return err
			}
			if err := w.granted(ctx, is, e); err != nil {
				return err
			}
		case programme.End:
			if err := w.ended(ctx, is); err != nil {
				return err
			}
		}
	}
	return nil
}

// entitlement is what becomes due: what the act itself pays, from its day; or the
// decision's amount, from the day of the deposit, to which the first payments of
// 2015 were back-dated (research/morocco-domain.md 1, source 13).
//
// Errors: dossier.no-amount.
func (w *work) entitlement(is Dossier) (Entitlement, error) {
	e := Entitlement{Party: is.Party, Dossier: is.ID, Seq: w.Seq, Component: "support", StartsOn: is.OpenedOn}
	switch pays := w.act.Pays; {
	case pays != nil:
		e.Component, e.Amount, e.Per, e.StartsOn = pays.Component, w.p.Paid, pays.Per, w.r.On
	case w.p.Decision != nil:
		e.Amount, e.Per = w.p.Decision.Amount, w.p.Decision.Per
	}
	if e.Amount <= 0 {
		return e, fault.New(fault.Conflict, "dossier.no-amount", nil)
	}
	return e, nil
}
