package payment

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// Instalment is a part of a subsidy.
type Instalment struct {
	Party      store.ID
	Benefit    int
	N          int // among those of the party: the period of its payment
	Dossier    store.ID
	Reference  string // of the dossier
	Decision   int64  // the event of the dossier that granted it
	Amount     money.Amount
	DueOn      calendar.Date // not before this day
	Conditions []string      // milestones of payment.yaml that it waits for
	Met        []string
	State      string // planned, payable, cancelled
	Run        int    // that paid it; 0: none yet
	Back       bool   // what the run paid came back and was not issued again
}

// Share is a part of a subsidy as an agreement has it.
type Share struct {
	Amount     money.Amount  `json:"amount"`
	DueOn      calendar.Date `json:"due_on"`
	Conditions []string      `json:"conditions,omitempty"`
}

// PlanTranches writes the parts that a dossier's agreement promises its partner.
// The first one of a partner opens its account. A part without conditions is
// payable at once.
//
// Errors: payment.forbidden; payment.milestone-unknown; payment.amount-zero;
// payment.planned-already; act's.
func (o *Office) PlanTranches(ctx context.Context, r Request, d dossier.Dossier, shares []Share) (act.Event, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return act.Event{}, err
	}
	if !r.Actor.Can(access.PaymentsPrepare, r.Programme, d.Province) {
		return act.Event{}, o.hidden(r.Actor, r.Programme, d.Province)
	}
	for _, s := range shares {
		if s.Amount <= 0 {
			return act.Event{}, fault.New(fault.Invalid, "payment.amount-zero", nil).On("amount")
		}
		for _, c := range s.Conditions {
			if def.Payment.Milestone(c) == nil {
				return act.Event{}, fault.New(fault.Invalid, "payment.milestone-unknown", fault.Args{"value": c}).On("conditions")
			}
		}
	}
	a := act.Act{Key: r.Key, Party: d.Party, Stream: drawn("tranches " + d.ID.String()), Kind: "payment.plan-tranches", On: r.On, Actor: r.Actor, Reason: r.Reason, Input: shares}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		account, err := o.openForTranches(ctx, s, def, d)
		if err != nil {
			return nil, err
		}
		return shares, o.planIn(ctx, s, def, account, d, shares)
	})
}

// openForTranches opens the account of a partner, if it has none.
func (o *Office) openForTranches(ctx context.Context, s *act.Step, def *programme.Definition, d dossier.Dossier) (Account, error) {
	benefit, err := o.ensureBenefit(ctx, s, def.ID, Tranche)
	if err != nil {
		return Account{}, err
	}
	a := Account{Party: d.Party, Benefit: benefit, ID: accountID(d.Party, benefit), Dossier: d.ID, Decision: d.Seq, Province: d.Province, State: Running, AccruedTo: MonthOf(s.Act.On)}
	_, err = insertAccount(ctx, s, a)
	return a, err
}

// planIn writes a subsidy's parts within an act.
func (o *Office) planIn(ctx context.Context, s *act.Step, def *programme.Definition, a Account, d dossier.Dossier, shares []Share) error {
	there, err := store.Exists(ctx, s, "select 1 from payment_tranche where party_id = $1 and dossier_id = $2 and state <> 'cancelled'", d.Party, d.ID)
	if err == nil && there {
		err = fault.New(fault.Conflict, "payment.planned-already", nil)
	}
	if err != nil {
		return err
	}
	return o.insertShares(ctx, s, def, a.Benefit, d, shares)
}

func (o *Office) insertShares(ctx context.Context, s *act.Step, def *programme.Definition, benefit int, d dossier.Dossier, shares []Share) error {
	n, err := store.One(ctx, s, store.Value[int], "select coalesce(max(n), 0) from payment_tranche where party_id = $1 and benefit = $2", d.Party, benefit)
	for i, share := range shares {
		if err != nil {
			return err
		}
		x := Instalment{Party: d.Party, Benefit: benefit, N: n + 1 + i, Amount: share.Amount, Conditions: share.Conditions, State: "planned"}
		conditions, met := list(share.Conditions), list(nil)
		_, err = s.Exec(ctx, `insert into payment_tranche (party_id, benefit, n, dossier_id, decision, province, amount, due_on, conditions, met, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned')`,
			d.Party, benefit, x.N, d.ID, d.Seq, d.Province, int64(share.Amount), share.DueOn, conditions, met)
		if err == nil && len(share.Conditions) == 0 {
			err = o.makePayable(ctx, s, def, x)
		}
	}
	return err
}

// list is a list of codes as it is stored.
func list(codes []string) string {
	if codes == nil {
		codes = []string{}
	}
	text, _ := json.Marshal(codes) // texts can always be written
	return string(text)
}

const trancheColumns = `t.party_id, t.benefit, t.n, t.dossier_id, coalesce((select d.reference from dossier d where d.party_id = t.party_id and d.id = t.dossier_id), ''), t.decision, t.amount, t.due_on, t.conditions, t.met, t.state,
	coalesce((select max(l.run) from payment_line l join payment_run r on r.number = l.run where l.party_id = t.party_id and l.benefit = t.benefit and l.period = t.n and r.released_by is not null), 0),
	exists (select 1 from payment_return b where b.party_id = t.party_id and b.benefit = t.benefit and b.period = t.n and not ` + again + `)`

func scanTranche(r store.Row) (Instalment, error) {
	var x Instalment
	var conditions, met string
	err := r.Scan(&x.Party, &x.Benefit, &x.N, &x.Dossier, &x.Reference, &x.Decision, (*int64)(&x.Amount), &x.DueOn, &conditions, &met, &x.State, &x.Run, &x.Back)
	return x, errors.Join(err, json.Unmarshal([]byte(conditions), &x.Conditions), json.Unmarshal([]byte(met), &x.Met))
}

// InstalmentsOf are the parts of a partner's subsidies under a benefit. The
// caller found its account within its scope.
func InstalmentsOf(ctx context.Context, q queryer, a Account) ([]Instalment, error) {
	return store.All(ctx, q, scanTranche, "select "+trancheColumns+" from payment_tranche t where t.party_id = $1 and t.benefit = $2 order by t.n", a.Party, a.Benefit)
}

// Reach says that a part's condition is met: a report accepted, accounts
// delivered, an audit closed. With the last one the part is payable.
//
// Errors: payment.milestone-unknown when the part does not wait for it;
// payment.milestone-act when an act of its dossier says so; payment.milestone-met;
// those of every act on an account.
func (o *Office) Reach(ctx context.Context, r Request, n int, milestone string) (act.Event, error) {
	r.Component = Tranche
	return o.change(ctx, r, "reach", []any{n, milestone}, func(ctx context.Context, s *act.Step, def *programme.Definition, a Account) (any, error) {
		x, err := store.One(ctx, s, scanTranche, "select "+trancheColumns+" from payment_tranche t where t.party_id = $1 and t.benefit = $2 and t.n = $3", a.Party, a.Benefit, n)
		switch {
		case err != nil:
			return nil, err
		case !slices.Contains(x.Conditions, milestone):
			return nil, fault.New(fault.Invalid, "payment.milestone-unknown", fault.Args{"value": milestone})
		case slices.Contains(x.Met, milestone) || x.State != "planned":
			return nil, fault.New(fault.Conflict, "payment.milestone-met", nil)
		case def.Payment.Milestone(milestone).Act != "":
			m := def.Payment.Milestone(milestone)
			done, _ := def.Workflow.Act(m.Act) // the check of programmes knows that it is there
			return nil, fault.New(fault.Conflict, "payment.milestone-act", fault.Args{"condition": m.Title, "act": done.Title})
		}
		x, err = o.meet(ctx, s, def, x, milestone)
		return map[string]any{"n": n, "milestone": milestone, "met": x.Met}, err
	})
}

// meet marks a condition of a planned part as met.
func (o *Office) meet(ctx context.Context, s *act.Step, def *programme.Definition, x Instalment, milestone string) (Instalment, error) {
	x.Met = append(x.Met, milestone)
	err := saveMet(ctx, s, x)
	if err == nil && len(x.Met) == len(x.Conditions) {
		err = o.makePayable(ctx, s, def, x)
	}
	return x, err
}

func saveMet(ctx context.Context, s *act.Step, x Instalment) error {
	_, err := s.Exec(ctx, "update payment_tranche set met = $1 where party_id = $2 and benefit = $3 and n = $4", list(x.Met), x.Party, x.Benefit, x.N)
	return err
}

// makePayable lets a part fall due; the next run pays it.
func (o *Office) makePayable(ctx context.Context, s *act.Step, def *programme.Definition, x Instalment) error {
	if _, err := s.Exec(ctx, "update payment_tranche set state = 'payable' where party_id = $1 and benefit = $2 and n = $3", x.Party, x.Benefit, x.N); err != nil {
		return err
	}
	a, err := readAccount(ctx, s, x.Party, x.Benefit)
	if err != nil {
		return err
	}
	a.Due += x.Amount
	if err := insertEntry(ctx, s, a, Entry{Kind: Part, Amount: x.Amount, From: MonthOf(s.Act.On), To: MonthOf(s.Act.On)}); err != nil {
		return err
	}
	if err := o.Book.Post(ctx, s, o.entry(def, def.Payment.Posts.Due, a.Province, x.Amount, s.Act.On, a.Party)); err != nil {
		return err
	}
	return saveAccount(ctx, s, a)
}

// CancelTranche gives up a part that is not payable yet.
//
// Errors: payment.milestone-met when it is; those of every act on an account.
func (o *Office) CancelTranche(ctx context.Context, r Request, n int) (act.Event, error) {
	r.Component = Tranche
	return o.change(ctx, r, "cancel-tranche", n, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		changed, err := s.Exec(ctx, "update payment_tranche set state = 'cancelled' where party_id = $1 and benefit = $2 and n = $3 and state = 'planned'", a.Party, a.Benefit, n)
		if err == nil && changed == 0 {
			err = fault.New(fault.Conflict, "payment.milestone-met", nil)
		}
		return map[string]any{"n": n}, err
	})
}

// ClawBack finds that a part of what a partner received is owed back: the audit
// says so. It is recovered like any other undue sum.
//
// Errors: payment.more-than-paid; those of every act on an account.
func (o *Office) ClawBack(ctx context.Context, r Request, amount money.Amount) (act.Event, error) {
	r.Component = Tranche
	if strings.TrimSpace(r.Reason) == "" {
		return act.Event{}, errReason
	}
	return o.change(ctx, r, "claw-back", amount, func(ctx context.Context, s *act.Step, def *programme.Definition, a Account) (any, error) {
		if amount <= 0 || amount > a.Settled-a.Owed {
			return nil, fault.New(fault.Invalid, "payment.more-than-paid", fault.Args{"value": amount, "paid": a.Settled - a.Owed}).On("amount")
		}
		a.Owed += amount
		if err := insertEntry(ctx, s, a, Entry{Kind: Undue, Amount: amount, From: MonthOf(s.Act.On), To: MonthOf(s.Act.On)}); err != nil {
			return nil, err
		}
		if err := o.Book.Post(ctx, s, []ledger.Entry{o.entry(def, def.Payment.Posts.Undue, a.Province, amount, s.Act.On, a.Party)}...); err != nil {
			return nil, err
		}
		return map[string]any{"owed": a.Owed}, saveAccount(ctx, s, a)
	})
}
