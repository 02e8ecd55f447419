package demo

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
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

// treasury pays what the decisions grant: each half-year until the end of 2018,
// each quarter until that of 2020, each month after that. A few payments of each
// run come back and are issued again with the next; of the last, some wait.
type treasury struct {
	*payment.Office
	officer, chief access.Actor
	next           payment.Month
	last           string // the reference of the run before
	year           int
	unpaid         []store.ID        // granted a right since the last run
	paid           map[store.ID]bool // enrolled; nobody is in a demonstration of other systems
}

// firstPayday is the month of the first run; deposits began in February 2015.
var firstPayday = payment.MonthOf(calendar.MustDate("2015-06-01"))

// The months from which runs are made each quarter, and each month.
var (
	quarterlySince = payment.MonthOf(calendar.MustDate("2018-12-01"))
	monthlySince   = payment.MonthOf(calendar.MustDate("2021-01-01"))
)

func newTreasury(o *payment.Office, s *staff) *treasury {
	return &treasury{Office: o, officer: s.at(access.PaymentOfficer, ""), chief: s.at(access.AuthorisingOfficer, ""), next: firstPayday, paid: map[store.ID]bool{}}
}

// Granted opens the right's account (dossier.Rights); how it is paid follows
// before the next run.
func (t *treasury) Granted(ctx context.Context, s *act.Step, g dossier.Grant) error {
	if err := t.Office.Granted(ctx, s, g); err != nil || g.Definition.Payment == nil || g.Per != "month" {
		return err
	}
	t.unpaid = append(t.unpaid, g.Party)
	return nil
}

// together is how many payees one event gives.
const together = 2000

// enrol says how those are paid who were granted a right since the last run, as
// the bank and the post office said it.
func (t *treasury) enrol(ctx context.Context) error {
	slices.SortFunc(t.unpaid, func(a, b store.ID) int { return bytes.Compare(a[:], b[:]) })
	fresh := slices.DeleteFunc(slices.Compact(t.unpaid), func(id store.ID) bool { return t.paid[id] })
	t.unpaid = nil
	for list := range slices.Chunk(fresh, together) {
		found, err := registry.Names(ctx, t.DB, access.System("the demonstration"), list)
		if err != nil {
			return err
		}
		out := make([]payment.Enrolment, len(list))
		for i, id := range list {
			p := found[id]
			t.paid[id] = true
			out[i] = payment.Enrolment{Party: id, Payee: payee(id, payment.Holder(p.Latin.String(), p.Arabic.String()))}
		}
		if err := t.Enrol(ctx, founder, t.DB.Today(), programmeID, out); err != nil {
			return err
		}
	}
	return nil
}

// payee is an account that follows from an identifier; one in five draws the
// support at a post office.
func payee(id store.ID, holder string) payment.Payee {
	if id[15]%5 == 0 {
		card := registry.SyntheticCIN(int(id[15])<<16 | int(id[14])<<8 | int(id[13]))
		return payment.Payee{Way: programme.ByPost, Holder: holder, Account: card}
	}
	return payment.Payee{Way: programme.ByBank, Holder: holder, Account: string(payment.MakeRIB("999810" + digitsOf(id)))}
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

// due is when the next run is made; never, after the last.
func (t *treasury) due() calendar.Instant {
	if t.next > payment.MonthOf(End) {
		return math.MaxInt64
	}
	return calendar.StartOf(t.next.First().AddDays(payday-1)) + 10*hour
}

// before is how many of the scenes take place before the next run.
func (t *treasury) before(scenes []scene) int {
	due := t.due()
	return sort.Search(len(scenes), func(i int) bool { return scenes[i].at >= due })
}

// upTo makes the runs whose hour has come.
func (t *treasury) upTo(ctx context.Context, clock *Clock, at calendar.Instant) error {
	for t.due() <= at {
		clock.moveTo(t.due())
		if err := t.enrol(ctx); err != nil {
			return err
		}
		if len(t.paid) > 0 {
			if err := t.pay(ctx); err != nil {
				return fmt.Errorf("payments of %v: %w", t.next, err)
			}
		}
		t.next = t.after(t.next)
	}
	return nil
}

// after is the month of the run that follows one: each half-year, then each
// quarter, then each month.
func (t *treasury) after(m payment.Month) payment.Month {
	switch {
	case m < quarterlySince:
		return m + 6
	case m+3 < monthlySince:
		return m + 3
	}
	return max(m+1, monthlySince)
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
	if err := t.enrol(ctx); err != nil || t.last == "" {
		return err
	}
	return t.comeBack(ctx, "AC04")
}
