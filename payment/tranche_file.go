package payment

import (
	"context"
	"slices"

	"sanad/act"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// A subsidy's parts follow its file: the decision plans them, an act meets what
// they wait for, and a correction of either takes that back, all in the act's own
// transaction (dossier.Rights).

// planGranted writes the parts of what a decision granted, where the programme
// has a plan for it.
func (o *Office) planGranted(ctx context.Context, s *act.Step, g dossier.Grant) error {
	parts, err := g.Definition.Parts(g.Answers, s.Act.On, g.Entitlement.Amount)
	if err != nil || len(parts) == 0 {
		return err
	}
	if err := o.mayCumulate(ctx, s, g.Definition, g.Entitlement.Party, s.Act.On); err != nil {
		return err
	}
	shares := make([]Share, len(parts))
	for i, p := range parts {
		shares[i] = Share(p)
	}
	a, err := o.openForTranches(ctx, s, g.Definition, g.Dossier)
	if err != nil {
		return err
	}
	return follow(ctx, s, a, "plan", func(ctx context.Context, s *act.Step) (any, error) {
		return shares, o.planIn(ctx, s, g.Definition, a, g.Dossier, shares)
	})
}

// Acted meets the conditions of a dossier's parts that an act of it stands for
// (dossier.Rights).
func (o *Office) Acted(ctx context.Context, s *act.Step, d dossier.Dossier, def *programme.Definition, name string) error {
	i := slices.IndexFunc(def.Payment.Conditions, func(m programme.Milestone) bool { return m.Act == name })
	if i < 0 {
		return nil
	}
	condition := def.Payment.Conditions[i].ID
	parts, err := partsOf(ctx, s, d)
	waiting := slices.DeleteFunc(parts, func(x Instalment) bool {
		return x.State != "planned" || !slices.Contains(x.Conditions, condition) || slices.Contains(x.Met, condition)
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	return follow(ctx, s, waiting[0].account(), "reach", func(ctx context.Context, s *act.Step) (any, error) {
		var which []int
		for _, x := range waiting {
			if _, err := o.meet(ctx, s, def, x, condition); err != nil {
				return nil, err
			}
			which = append(which, x.N)
		}
		return map[string]any{"milestone": condition, "n": which}, nil
	})
}

// account is the one that pays the part, as far as follow needs it.
func (x Instalment) account() Account {
	return Account{Party: x.Party, Benefit: x.Benefit, ID: accountID(x.Party, x.Benefit)}
}

// partsOf are the parts of a dossier's subsidy.
func partsOf(ctx context.Context, q queryer, d dossier.Dossier) ([]Instalment, error) {
	return store.All(ctx, q, scanTranche, "select "+trancheColumns+" from payment_tranche t where t.party_id = $1 and t.dossier_id = $2 order by t.n", d.Party, d.ID)
}

// noPartsOpen refuses to end a subsidy of which a part still waits.
//
// Errors: payment.parts-open.
func noPartsOpen(ctx context.Context, q queryer, d dossier.Dossier) error {
	open, err := store.Exists(ctx, q, "select 1 from payment_tranche where party_id = $1 and dossier_id = $2 and state = 'planned'", d.Party, d.ID)
	if err == nil && open {
		err = fault.New(fault.Conflict, "payment.parts-open", nil)
	}
	return err
}

// undoneParts takes back what a corrected act did to the parts of its dossier.
//
// Errors: payment.part-paid.
func (o *Office) undoneParts(ctx context.Context, s *act.Step, d dossier.Dossier, seq int64) error {
	parts, err := partsOf(ctx, s, d)
	if err != nil || len(parts) == 0 {
		return err
	}
	def, err := o.Programmes.Get(d.Programme)
	if err != nil {
		return err
	}
	change := map[int]Instalment{} // what becomes of the parts, by their number
	gone, err := withoutAct(ctx, s, d, seq)
	if err != nil {
		return err
	}
	for _, x := range parts {
		met := slices.DeleteFunc(slices.Clone(x.Met), func(id string) bool {
			m := def.Payment.Milestone(id)
			return gone != "" && m != nil && m.Act == gone
		})
		switch {
		case x.State == "cancelled":
		case x.Decision == seq:
			change[x.N] = x.as("cancelled", x.Met)
		case len(met) < len(x.Met):
			change[x.N] = x.as("planned", met)
		}
	}
	if len(change) == 0 {
		return nil
	}
	return follow(ctx, s, parts[0].account(), "undone", func(ctx context.Context, s *act.Step) (any, error) {
		a, err := o.take(ctx, s, parts[0].Party, parts[0].Benefit)
		if err != nil {
			return nil, err
		}
		for _, x := range parts {
			if to, there := change[x.N]; there {
				if a, err = o.unplan(ctx, s, def, a, x, to); err != nil {
					return nil, err
				}
			}
		}
		return map[string]any{"of": d.ID, "event": seq}, saveAccount(ctx, s, a)
	})
}

// as is the part in another state.
func (x Instalment) as(state string, met []string) Instalment {
	x.State, x.Met = state, met
	return x
}

// withoutAct is the act of a corrected event when no other event of the dossier
// stands for it; empty when one does. The event is the dossier's own, so that it
// is there.
func withoutAct(ctx context.Context, s *act.Step, d dossier.Dossier, seq int64) (string, error) {
	events, err := act.Events(ctx, s, d.Party, d.ID)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(events, func(ev act.Event) bool { return ev.Seq == seq })
	if i < 0 {
		return "", store.ErrNotFound
	}
	name := dossier.ActOf(events[i])
	if slices.ContainsFunc(dossier.Standing(events), func(ev act.Event) bool { return ev.Seq != seq && dossier.ActOf(ev) == name }) {
		return "", nil
	}
	return name, nil
}

// unplan puts a part that was not paid into an earlier state: what fell due with
// it is not due any more.
//
// Errors: payment.part-paid.
func (o *Office) unplan(ctx context.Context, s *act.Step, def *programme.Definition, a Account, x, to Instalment) (Account, error) {
	paid, err := store.Exists(ctx, s, "select 1 from payment_line where party_id = $1 and benefit = $2 and period = $3", x.Party, x.Benefit, x.N)
	if err == nil && paid {
		err = fault.New(fault.Conflict, "payment.part-paid", fault.Args{"value": x.N})
	}
	if err != nil {
		return a, err
	}
	if _, err := s.Exec(ctx, "update payment_tranche set state = $1, met = $2 where party_id = $3 and benefit = $4 and n = $5", to.State, list(to.Met), x.Party, x.Benefit, x.N); err != nil || x.State != "payable" {
		return a, err
	}
	a.Due -= x.Amount
	month := MonthOf(s.Act.On)
	if err := insertEntry(ctx, s, a, Entry{Kind: Lowered, Amount: x.Amount, From: month, To: month}); err != nil {
		return a, err
	}
	return a, o.Book.Post(ctx, s, o.entry(def, def.Payment.Posts.Due, a.Province, -x.Amount, s.Act.On, a.Party))
}
