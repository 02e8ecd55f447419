package payment

import (
	"context"
	"errors"
	"slices"

	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// queryer reads, inside an act or outside.
type queryer = store.Q

// Granted opens the account of what a decision gave, or takes it up again, and
// writes the right by month as far ahead as the rules know it. Part of the
// decision's own act (dossier.Rights).
//
// Errors: payment.cumulation when another support stands in the way;
// payment.another-record when another record of the person has the right already;
// those of the rules.
func (o *Office) Granted(ctx context.Context, s *act.Step, g dossier.Grant) error {
	def := g.Definition
	switch {
	case def.Payment == nil:
		return nil
	case def.Payment.Pays == "tranches":
		return o.planGranted(ctx, s, g)
	case g.Entitlement.Per != "month":
		return nil
	}
	if err := o.mayCumulate(ctx, s, def, g.Entitlement.Party, s.Act.On); err != nil {
		return err
	}
	benefit, err := o.ensureBenefit(ctx, s, def.ID, g.Entitlement.Component)
	if err != nil {
		return err
	}
	text := o.plan(def).RowText(g.Answers)
	spans, err := o.schedule(def, text, g.Entitlement.StartsOn)
	if err != nil {
		return err
	}
	begins, err := o.afterOthers(ctx, s, def.ID, g.Entitlement.Party, benefit, MonthOf(g.Entitlement.StartsOn))
	if err != nil {
		return err
	}
	spans = after(spans, begins)
	a := Account{Party: g.Entitlement.Party, Benefit: benefit, ID: accountID(g.Entitlement.Party, benefit), Dossier: g.Entitlement.Dossier, Decision: s.Seq,
		Province: g.Dossier.Province, State: Running, AccruedTo: begins - 1, ProofTo: proofTo(def, begins)}
	fresh, err := insertAccount(ctx, s, a)
	if err != nil {
		return err
	}
	if !fresh {
		if a, spans, err = o.takeUp(ctx, s, a, spans, begins); err != nil {
			return err
		}
	}
	if err := putFacts(ctx, s, a, def.Version, begins, text); err != nil {
		return err
	}
	return insertSpans(ctx, s, a, spans)
}

// takeUp goes on with the account of an earlier right: its months stay, the new
// ones follow the last that was accrued.
func (o *Office) takeUp(ctx context.Context, s *act.Step, fresh Account, spans []Span, begins Month) (Account, []Span, error) {
	a, err := o.take(ctx, s, fresh.Party, fresh.Benefit)
	if err != nil {
		return a, nil, err
	}
	begins = max(begins, a.AccruedTo+1)
	before, err := Spans(ctx, s, a)
	if err != nil {
		return a, nil, err
	}
	a.Dossier, a.Decision, a.Province, a.State, a.ProofTo = fresh.Dossier, fresh.Decision, fresh.Province, Running, fresh.ProofTo
	a.AccruedTo = begins - 1
	if err := saveAccount(ctx, s, a); err != nil {
		return a, nil, err
	}
	return a, after(spans, begins), replaceSpans(ctx, s, a, upTo(before, begins-1))
}

// Ended ends the right with the month of a day (dossier.Rights). Months that
// were accrued after it are taken back; a subsidy ends when none of its parts
// waits for anything any more.
//
// Errors: payment.parts-open.
func (o *Office) Ended(ctx context.Context, s *act.Step, d dossier.Dossier, on calendar.Date) error {
	if err := noPartsOpen(ctx, s, d); err != nil {
		return err
	}
	return o.eachAccount(ctx, s, d, func(def *programme.Definition, a Account) error {
		spans, err := Spans(ctx, s, a)
		if err != nil {
			return err
		}
		a.State = Ended
		return o.revise(ctx, s, def, a, upTo(spans, MonthOf(on)), "end")
	})
}

// Undone takes back what an act on a dossier did to a right (dossier.Rights): a
// grant gives nothing from its first month, an end did not take place, and parts
// of a subsidy are as they were before.
//
// Errors: payment.another-record when another record of the person has had the
// right since that end; payment.part-paid for a part that a run has paid already.
func (o *Office) Undone(ctx context.Context, s *act.Step, d dossier.Dossier, seq int64) error {
	if err := o.undoneParts(ctx, s, d, seq); err != nil {
		return err
	}
	return o.eachAccount(ctx, s, d, func(def *programme.Definition, a Account) error {
		begins, err := store.One(ctx, s, store.Value[calendar.Date], "select since from payment_facts where party_id = $1 and benefit = $2", a.Party, a.Benefit)
		switch {
		case err != nil:
			return err
		case a.Decision == seq:
			spans, err := Spans(ctx, s, a)
			if err != nil {
				return err
			}
			a.State = Ended
			return o.revise(ctx, s, def, a, upTo(spans, MonthOf(begins)-1), "undone")
		case a.State != Ended || !d.Granted:
			return nil
		}
		a.State = Running
		spans, err := o.scheduleOf(ctx, s, def, a, begins)
		if err != nil {
			return err
		}
		if err := o.onlyOnce(ctx, s, def.ID, a, spans); err != nil {
			return err
		}
		return o.revise(ctx, s, def, a, spans, "restored")
	})
}

// eachAccount visits the accounts that a dossier's decisions opened.
func (o *Office) eachAccount(ctx context.Context, s *act.Step, d dossier.Dossier, visit func(*programme.Definition, Account) error) error {
	def, err := o.Programmes.Get(d.Programme)
	if err != nil || def.Payment == nil {
		return err
	}
	benefit, err := o.benefit(ctx, s, d.Programme, Support)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	a, err := o.take(ctx, s, d.Party, benefit)
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Dossier != d.ID {
		return nil
	}
	if err != nil {
		return err
	}
	return visit(def, a)
}

// mayCumulate refuses a right beside one that excludes it.
//
// Errors: payment.cumulation.
func (o *Office) mayCumulate(ctx context.Context, q queryer, def *programme.Definition, party store.ID, on calendar.Date) error {
	rules := o.Programmes.Excludes(def, on)
	if len(rules) == 0 {
		return nil
	}
	others, err := running(ctx, q, party)
	if err != nil {
		return err
	}
	for _, other := range others {
		if x := rules[other]; x != nil && other != def.ID {
			return fault.New(fault.Conflict, "payment.cumulation", fault.Args{"programme": o.title(other), "because": x.Because}).On("outcome")
		}
	}
	return nil
}

// title is what people call a programme; its id where it is not one of ours.
func (o *Office) title(programmeID string) any {
	if def, err := o.Programmes.Get(programmeID); err == nil {
		return def.Title
	}
	return programmeID
}

// excluding are the benefits that exclude a programme's in a month, as they are
// written into a query: small numbers of our own.
func (o *Office) excluding(ctx context.Context, q queryer, def *programme.Definition, m Month) ([]int, error) {
	rules := o.Programmes.Excludes(def, m.First())
	all, err := Benefits(ctx, q)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	var out []int
	for _, b := range all {
		if b.Programme != def.ID && rules[b.Programme] != nil {
			out = append(out, b.ID)
		}
	}
	slices.Sort(out)
	return out, nil
}
