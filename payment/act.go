package payment

import (
	"context"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// Request asks for an act on an account.
type Request struct {
	Key       store.ID
	Actor     access.Actor
	On        calendar.Date
	Reason    string
	Programme string
	Component string // Support or Tranche
	Party     store.ID
}

// errReason asks why.
var errReason = fault.New(fault.Invalid, "payment.reason-needed", nil).On("reason")

// change carries out an act on an account: who prepares payments there may, for
// a reason; a line that waits in a run under preparation is taken out first.
//
// Errors: payment.forbidden, payment.reason-needed, store.not-found; act's.
func (o *Office) change(ctx context.Context, r Request, kind string, input any, do func(ctx context.Context, s *act.Step, def *programme.Definition, a Account) (any, error)) (act.Event, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return act.Event{}, err
	}
	if strings.TrimSpace(r.Reason) == "" {
		return act.Event{}, errReason
	}
	benefit, err := o.benefit(ctx, o.DB, r.Programme, r.Component)
	if err != nil {
		return act.Event{}, err
	}
	a := act.Act{Key: r.Key, Party: r.Party, Stream: accountID(r.Party, benefit), Kind: "payment." + kind, On: r.On, Actor: r.Actor, Reason: r.Reason, Input: []any{input, r.Reason}}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		account, err := o.take(ctx, s, r.Party, benefit)
		switch {
		case err != nil:
			return nil, err
		case !r.Actor.Can(access.PaymentsPrepare, r.Programme, account.Province):
			return nil, o.hidden(r.Actor, r.Programme, account.Province)
		}
		return do(ctx, s, def, account)
	})
}

// hidden refuses an act; who may not even see the thing must not learn of it.
func (o *Office) hidden(actor access.Actor, programmeID, province string) error {
	if !actor.Can(access.PaymentsRead, programmeID, province) {
		return store.ErrNotFound
	}
	return ErrForbidden
}

// take reads an account for an act and takes its lines out of a run that is not
// released yet: what the act changes must be in the next run, not half in this.
func (o *Office) take(ctx context.Context, s *act.Step, party store.ID, benefit int) (Account, error) {
	lines, err := store.All(ctx, s, scanLine, "select "+lineColumns+` from payment_line l join payment_run r on r.number = l.run
		where l.party_id = $1 and l.benefit = $2 and r.state in ('preparing', 'failed', 'prepared') order by l.period desc`, party, benefit)
	for _, l := range lines {
		if err == nil {
			err = withdraw(ctx, s, l, "changed")
		}
	}
	if err != nil {
		return Account{}, err
	}
	return readAccount(ctx, s, party, benefit)
}

// Suspend stops a right from falling due until it is resumed.
//
// Errors: payment.not-running; those of every act on an account.
func (o *Office) Suspend(ctx context.Context, r Request) (act.Event, error) {
	return o.change(ctx, r, "suspend", nil, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		if a.State != Running {
			return nil, fault.New(fault.Conflict, "payment.not-running", nil)
		}
		a.State = Suspended
		return map[string]any{"from": (a.AccruedTo + 1).String()}, saveAccount(ctx, s, a)
	})
}

// Resume lets a suspended right fall due again. With arrears the months in
// between are paid by the next run; without, they are forgone.
//
// Errors: payment.not-suspended; those of every act on an account.
func (o *Office) Resume(ctx context.Context, r Request, arrears bool) (act.Event, error) {
	return o.change(ctx, r, "resume", arrears, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		if a.State != Suspended {
			return nil, fault.New(fault.Conflict, "payment.not-suspended", nil)
		}
		a.State = Running
		last := MonthOf(s.Act.On) - 1
		if !arrears && last > a.AccruedTo {
			if err := insertEntry(ctx, s, a, Entry{Kind: Forgone, From: a.AccruedTo + 1, To: last}); err != nil {
				return nil, err
			}
			a.AccruedTo = last
		}
		return map[string]any{"arrears": arrears, "from": (a.AccruedTo + 1).String()}, saveAccount(ctx, s, a)
	})
}

// RenewProof says up to which month the papers that had to be brought again now
// prove.
//
// Errors: payment.month-earlier; those of every act on an account.
func (o *Office) RenewProof(ctx context.Context, r Request, to Month) (act.Event, error) {
	return o.change(ctx, r, "renew-proof", to, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		if to <= a.ProofTo {
			return nil, fault.New(fault.Invalid, "payment.month-earlier", fault.Args{"value": to.String(), "than": a.ProofTo.String()}).On("to")
		}
		a.ProofTo = to
		return map[string]any{"to": to.String()}, saveAccount(ctx, s, a)
	})
}

// Fact is one answer that turned out otherwise, "orphans.2.enrolled".
type Fact struct {
	Path  string `json:"path"`
	Value any    `json:"value"` // bool, int64, a day or a code as text
}

// Reassess weighs a right again from a month on with facts that changed, under
// the definition of today. What months already accrued are worth more or less
// follows, each as its own entry. With no facts it applies a new definition.
//
// Errors: payment.fact-unknown; programme's; those of every act on an account.
func (o *Office) Reassess(ctx context.Context, r Request, from Month, changed ...Fact) (act.Event, error) {
	input := []any{from, changed}
	return o.change(ctx, r, "reassess", input, func(ctx context.Context, s *act.Step, def *programme.Definition, a Account) (any, error) {
		f, err := readFacts(ctx, s, a)
		if err != nil {
			return nil, err
		}
		answers, err := programme.ParseAnswers([]byte(f.Text))
		if err != nil {
			return nil, err
		}
		for _, c := range changed {
			if answers, err = c.in(answers); err != nil {
				return nil, err
			}
		}
		text := o.plan(def).RowText(answers)
		spans, err := o.schedule(def, text, from.First())
		if err != nil {
			return nil, err
		}
		before, err := Spans(ctx, s, a)
		if err != nil {
			return nil, err
		}
		since, err := store.One(ctx, s, store.Value[calendar.Date], "select since from payment_facts where party_id = $1 and benefit = $2", a.Party, a.Benefit)
		if err != nil {
			return nil, err
		}
		if err := putFacts(ctx, s, a, def.Version, MonthOf(since), text); err != nil {
			return nil, err
		}
		rev, err := o.reviseIn(ctx, s, def, a, append(upTo(before, from-1), spans...), "reassessed")
		return map[string]any{"from": from.String(), "facts": changed, "was": f.Text, "is": text, "revision": rev}, err
	})
}

// in puts the fact into the answers.
func (c Fact) in(a programme.Answers) (programme.Answers, error) {
	unknown := unknownFact(c.Path)
	parts := strings.Split(c.Path, ".")
	if len(parts) == 1 {
		if _, state := a.Get(parts[0]); state == programme.NotAsked {
			return a, unknown
		}
		return a.With(parts[0], c.Value), nil
	}
	v, _ := a.Get(parts[0])
	items, _ := v.([]any)
	if len(parts) != 3 {
		return a, unknown
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n < 1 || n > len(items) {
		return a, unknown
	}
	out := append([]any{}, items...)
	item := map[string]any{}
	for k, v := range items[n-1].(map[string]any) {
		item[k] = v
	}
	item[parts[2]] = c.Value
	out[n-1] = item
	return a.With(parts[0], out), nil
}

// PlanRecovery says how much of what is owed back is kept from each payment.
//
// Errors: payment.nothing-owed, payment.amount-negative; those of every act on
// an account.
func (o *Office) PlanRecovery(ctx context.Context, r Request, each money.Amount) (act.Event, error) {
	return o.change(ctx, r, "plan-recovery", each, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		switch {
		case each < 0:
			return nil, fault.New(fault.Invalid, "payment.amount-negative", fault.Args{"value": each}).On("amount")
		case a.Owed == 0:
			return nil, fault.New(fault.Conflict, "payment.nothing-owed", nil)
		}
		a.Deduct = each
		return map[string]any{"owed": a.Owed, "each": each}, saveAccount(ctx, s, a)
	})
}

// Repay takes in what was owed back; Waive gives it up.
//
// Errors: payment.more-than-owed; those of every act on an account.
func (o *Office) Repay(ctx context.Context, r Request, amount money.Amount) (act.Event, error) {
	return o.lessOwed(ctx, r, Repaid, amount)
}

// Waive gives up what was owed back, for a reason.
//
// Errors: those of Repay.
func (o *Office) Waive(ctx context.Context, r Request, amount money.Amount) (act.Event, error) {
	return o.lessOwed(ctx, r, Waived, amount)
}

func (o *Office) lessOwed(ctx context.Context, r Request, kind EntryKind, amount money.Amount) (act.Event, error) {
	return o.change(ctx, r, string(kind), amount, func(ctx context.Context, s *act.Step, def *programme.Definition, a Account) (any, error) {
		if amount <= 0 || amount > a.Owed {
			return nil, fault.New(fault.Invalid, "payment.more-than-owed", fault.Args{"value": amount, "owed": a.Owed}).On("amount")
		}
		a.Owed -= amount
		if err := insertEntry(ctx, s, a, Entry{Kind: kind, Amount: amount, From: MonthOf(s.Act.On), To: MonthOf(s.Act.On)}); err != nil {
			return nil, err
		}
		measure := def.Payment.Posts.Recovered
		if kind == Waived {
			measure, amount = def.Payment.Posts.Undue, -amount
		}
		if err := o.Book.Post(ctx, s, o.entry(def, measure, a.Province, amount, s.Act.On, a.Party)); err != nil {
			return nil, err
		}
		return map[string]any{"owed": a.Owed}, saveAccount(ctx, s, a)
	})
}
