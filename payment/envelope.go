package payment

import (
	"context"
	"fmt"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// The guarded accounts of a year: what the fund was voted, and what a programme
// may spend of it. No run is released beyond either.

func appropriation(def *programme.Definition, year int) string {
	return fmt.Sprintf("fund/%s/%d", def.Payment.Fund, year)
}

func envelope(def *programme.Definition, year int) string {
	return fmt.Sprintf("%s/payments/%d", def.ID, year)
}

var zero int64

// notBelowZero is the limit of both.
var notBelowZero = ledger.Limits{Least: &zero}

// Envelope is what is left of a year's money.
type Envelope struct {
	Year          int
	Appropriation money.Amount // of the fund
	Programme     money.Amount
}

// EnvelopeOf is what a programme may still spend in a year.
func (o *Office) EnvelopeOf(ctx context.Context, q queryer, def *programme.Definition, year int) (Envelope, error) {
	e := Envelope{Year: year}
	fund, err := ledger.Balance(ctx, q, appropriation(def, year))
	if err != nil {
		return e, err
	}
	own, err := ledger.Balance(ctx, q, envelope(def, year))
	e.Appropriation, e.Programme = money.Amount(fund), money.Amount(own)
	return e, err
}

// Allotment adds to what may be spent in a year, or takes away from it. With
// Fund it is the fund's appropriation, otherwise the programme's envelope.
type Allotment struct {
	Key       store.ID
	Actor     access.Actor
	Programme string
	Year      int
	Amount    money.Amount
	Fund      bool
	Reason    string // the finance law, the decision
}

// Allot carries out an allotment.
//
// Errors: payment.forbidden; payment.reason-needed; payment.year-wrong;
// payment.envelope-short when more would be taken than is there; act's.
func (o *Office) Allot(ctx context.Context, a Allotment) (act.Event, error) {
	def, err := o.paying(a.Programme)
	if err != nil {
		return act.Event{}, err
	}
	switch {
	case !a.Actor.Can(access.PaymentsRelease, a.Programme, ""):
		return act.Event{}, o.hidden(a.Actor, a.Programme, "")
	case strings.TrimSpace(a.Reason) == "":
		return act.Event{}, errReason
	case a.Amount == 0:
		return act.Event{}, fault.New(fault.Invalid, "payment.amount-zero", nil).On("amount")
	case a.Year < 2000 || a.Year > 2100:
		return act.Event{}, fault.New(fault.Invalid, "payment.year-wrong", fault.Args{"value": a.Year}).On("year")
	}
	name := envelope(def, a.Year)
	if a.Fund {
		name = appropriation(def, a.Year)
	}
	do := act.Act{Key: a.Key, Party: OfficeID(a.Programme), Stream: drawn("payment envelope " + name), Kind: "payment.allot", On: o.DB.Today(), Actor: a.Actor, Reason: a.Reason,
		Input: []any{name, a.Amount, a.Reason}}
	return act.Do(ctx, o.DB, do, func(ctx context.Context, s *act.Step) (any, error) {
		if err := o.draw(ctx, s, name, -a.Amount); err != nil {
			return nil, err
		}
		return map[string]any{"account": name, "amount": a.Amount}, nil
	})
}

// spend takes an amount from the year's two accounts; a negative one gives back.
//
// Errors: payment.envelope-short.
func (o *Office) spend(ctx context.Context, s *act.Step, def *programme.Definition, year int, amount money.Amount) error {
	for _, name := range []string{appropriation(def, year), envelope(def, year)} {
		if err := o.draw(ctx, s, name, amount); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) draw(ctx context.Context, s *act.Step, name string, amount money.Amount) error {
	err := ledger.Move(ctx, s, name, -int64(amount), notBelowZero)
	if fault.KeyOf(err) == "ledger.guard" {
		// What is left is not read here: the refused statement may have ended the transaction.
		return fault.New(fault.Conflict, "payment.envelope-short", fault.Args{"account": name, "value": amount}).Because(err)
	}
	return err
}
