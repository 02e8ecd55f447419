package demo

import (
	"context"
	"fmt"
	"strings"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// yearly is what the fund is voted for a year in the demonstration; no source
// gives it.
const yearly = 800_000_000 * money.Dirham

// payday is the day of the month on which runs are released.
const payday = 25

// treasury pays what the decisions grant: each quarter until the end of 2020,
// each month after that. A few payments of each run come back and are issued
// again with the next; of the last, some wait.
type treasury struct {
	*payment.Office
	officer, chief access.Actor
	next           payment.Month
	last           string // the reference of the run before
	year           int
	owes           bool // something was granted: a demonstration of other systems alone pays nobody
}

// firstPayday is the month of the first run; deposits began in February 2015.
var firstPayday = payment.MonthOf(calendar.MustDate("2015-06-01"))

// monthly is the month from which runs are made each month.
var monthlySince = payment.MonthOf(calendar.MustDate("2021-01-01"))

func newTreasury(o *payment.Office, s *staff) *treasury {
	return &treasury{Office: o, officer: s.at(access.PaymentOfficer, ""), chief: s.at(access.AuthorisingOfficer, ""), next: firstPayday}
}

// Granted gives the right its account to be paid on, as the application had it.
func (t *treasury) Granted(ctx context.Context, s *act.Step, g dossier.Grant) error {
	if err := t.Office.Granted(ctx, s, g); err != nil || g.Definition.Payment == nil || g.Per != "month" {
		return err
	}
	t.owes = true
	found, err := registry.Names(ctx, s, access.System("the demonstration"), []store.ID{g.Party})
	if err != nil {
		return err
	}
	p := found[g.Party]
	payee := payment.Payee{Way: programme.ByBank, Holder: payment.Holder(p.Latin.String(), p.Arabic.String()), Account: string(payment.MakeRIB("999810" + digitsOf(g.Party)))}
	if g.Party[15]%5 == 0 { // one in five draws it at a post office
		payee.Way, payee.Account = programme.ByPost, registry.SyntheticCIN(int(g.Party[14])<<8|int(g.Party[13]))
	}
	return t.Enrol(ctx, s.Tx, founder, s.Act.On, g.Definition.ID, g.Party, payee)
}

// digitsOf are sixteen digits that follow from an identifier. No bank has the
// code 999.
func digitsOf(id store.ID) string {
	n := uint64(0)
	for _, b := range id[8:] {
		n = n<<8 | uint64(b)
	}
	return fmt.Sprintf("%016d", n%10_000_000_000_000_000)
}

// upTo makes the runs whose day has come.
func (t *treasury) upTo(ctx context.Context, clock *Clock, at calendar.Instant) error {
	for t.next.First().AddDays(payday-1) <= at.Date() && t.next <= payment.MonthOf(End) {
		if day := calendar.StartOf(t.next.First().AddDays(payday-1)) + 10*hour; day > clock.Now() {
			clock.moveTo(day)
		}
		if t.owes {
			if err := t.pay(ctx); err != nil {
				return fmt.Errorf("payments of %v: %w", t.next, err)
			}
		}
		t.next += 3
		if t.next > monthlySince-3 {
			t.next = max(monthlySince-1, t.next-2)
		}
	}
	return nil
}

func (t *treasury) key() store.ID { return store.NewID(t.DB.Now()) }

func (t *treasury) pay(ctx context.Context) error {
	today := t.DB.Today()
	if today.Year() != t.year {
		t.year = today.Year()
		for _, fund := range []bool{true, false} {
			_, err := t.Allot(ctx, payment.Allotment{Key: t.key(), Actor: t.chief, Programme: programmeID, Year: t.year, Amount: yearly, Fund: fund, Reason: fmt.Sprintf("قانون المالية لسنة %d", t.year)})
			if err != nil {
				return err
			}
		}
	}
	if t.last != "" {
		if err := t.comeBack(ctx, "BE05"); err != nil {
			return err
		}
		if err := t.run(ctx, payment.Reissues); err != nil {
			return err
		}
	}
	return t.run(ctx, payment.Regular)
}

// run prepares a run and has it released by somebody else.
func (t *treasury) run(ctx context.Context, purpose payment.Purpose) error {
	r := payment.RunRequest{Key: t.key(), Actor: t.officer, On: t.DB.Today(), Programme: programmeID, Run: t.key(), Purpose: purpose, Period: min(t.next, payment.MonthOf(t.DB.Today()))}
	if _, err := t.Begin(ctx, r); err != nil {
		return err
	}
	if err := t.Prepare(ctx, programmeID, r.Run, nil); err != nil {
		return err
	}
	made, err := payment.GetRun(ctx, t.DB, access.System("the demonstration"), payment.OfficeID(programmeID), r.Run)
	if err != nil {
		return err
	}
	if made.Payable == 0 {
		r.Key = t.key()
		_, err = t.Discard(ctx, r)
		return err
	}
	proof, err := account.Vouch(founder, t.chief.Account, t.DB.Now())
	if err != nil {
		return err
	}
	r.Key, r.Actor = t.key(), t.chief
	_, err = t.Release(ctx, r, proof)
	if purpose == payment.Regular {
		t.last = made.Reference
	}
	return err
}

// back is how many payments of a run come back.
const back = 25

// comeBack reads what the bank sent back of the run before.
func (t *treasury) comeBack(ctx context.Context, reason string) error {
	run, err := store.One(ctx, t.DB, store.Value[int], "select number from payment_run where reference = $1", t.last)
	if err != nil {
		return err
	}
	lines, err := payment.Lines(ctx, t.DB, access.System("the demonstration"), payment.LineFilter{Run: run, Limit: 2 * back})
	if err != nil {
		return err
	}
	var b strings.Builder
	total, n := money.Amount(0), 0
	b.WriteString("reference;amount;reason\n")
	for i, l := range lines {
		if i%2 == 0 && l.Amount > 0 {
			fmt.Fprintf(&b, "%s-%06d;%v;%s\n", t.last, l.Position, l.Amount, reason)
			total += l.Amount
			n++
		}
	}
	fmt.Fprintf(&b, "total;%v;%d;RET-%s\n", total, n, t.last)
	_, err = t.ReadReturns(ctx, payment.ReturnsRequest{Key: t.key(), Actor: t.officer, On: t.DB.Today(), Programme: programmeID, Name: "retours.csv", Content: []byte(b.String())})
	return err
}

// end leaves what came back of the last run to whoever opens the demonstration.
func (t *treasury) end(ctx context.Context) error {
	if t.last == "" {
		return nil
	}
	return t.comeBack(ctx, "AC04")
}
