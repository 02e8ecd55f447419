package demo

import (
	"bytes"
	"cmp"
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

// What the fund and the programmes are voted for a year in the demonstration; no
// source gives it.
const (
	yearlyFund      = 1_200_000_000 * money.Dirham
	yearlySupport   = 800_000_000 * money.Dirham
	yearlySubsidies = 300_000_000 * money.Dirham
)

// treasury pays what the decisions grant: the support of widows each half-year
// until the end of 2018, each quarter until that of 2020, each month after that;
// the tranches of associations each quarter, then each month. A few payments of
// each run come back and are issued again with the next; of the last, some wait.
type treasury struct {
	*payment.Office
	officer, chief access.Actor
	rolls          []*payroll
	year           int // that the fund is voted for
}

// payroll is how the payments of a programme are made.
type payroll struct {
	programme string
	vote      money.Amount // of a year
	back      int          // payments of a run that come back
	payday    int          // day of the month on which runs are released
	next      payment.Month
	after     func(payment.Month) payment.Month
	last      string // the reference of the run before
	lines     int    // that it has
	runs      int    // so far
	year      int
	unpaid    []store.ID        // granted a right since the last run
	paid      map[store.ID]bool // enrolled; nobody is in a demonstration of other systems
	reported  []store.ID        // associations whose report was accepted since the last run
}

// The months of the first runs: deposits began in February 2015, agreements in the
// autumn. The months from which runs are made each quarter, and each month.
var (
	firstPayday    = payment.MonthOf(calendar.MustDate("2015-06-01"))
	firstSubsidy   = payment.MonthOf(calendar.MustDate("2015-09-01"))
	quarterlySince = payment.MonthOf(calendar.MustDate("2018-12-01"))
	monthlySince   = payment.MonthOf(calendar.MustDate("2021-01-01"))
)

func newTreasury(o *payment.Office, s *staff) *treasury {
	return &treasury{Office: o, officer: s.at(access.PaymentOfficer, ""), chief: s.at(access.AuthorisingOfficer, ""), rolls: []*payroll{
		{programme: programmeID, vote: yearlySupport, back: 25, payday: 25, next: firstPayday, after: halfYearly, paid: map[store.ID]bool{}},
		{programme: subsidies, vote: yearlySubsidies, back: 1, payday: 20, next: firstSubsidy, after: quarterly, paid: map[store.ID]bool{}},
	}}
}

// subsidies is the programme whose tranches are paid.
const subsidies = "disability-support"

func (t *treasury) roll(programme string) *payroll {
	if i := slices.IndexFunc(t.rolls, func(r *payroll) bool { return r.programme == programme }); i >= 0 {
		return t.rolls[i]
	}
	return nil
}

// Granted opens the right's account (dossier.Rights); how it is paid follows
// before the next run.
func (t *treasury) Granted(ctx context.Context, s *act.Step, g dossier.Grant) error {
	err := t.Office.Granted(ctx, s, g)
	if r := t.roll(g.Definition.ID); err == nil && r != nil {
		r.unpaid = append(r.unpaid, g.Party)
	}
	return err
}

// Acted notes whose report was accepted: its accounts are asked for.
func (t *treasury) Acted(ctx context.Context, s *act.Step, d dossier.Dossier, def *programme.Definition, name string) error {
	if r := t.roll(def.ID); r != nil && name == "accept_report" {
		r.reported = append(r.reported, d.Party)
	}
	return t.Office.Acted(ctx, s, d, def, name)
}

// together is how many payees one event gives.
const together = 2000

// enrol says how those are paid who were granted a right since the last run, as
// the bank and the post office said it.
func (t *treasury) enrol(ctx context.Context, r *payroll) error {
	slices.SortFunc(r.unpaid, func(a, b store.ID) int { return bytes.Compare(a[:], b[:]) })
	fresh := slices.DeleteFunc(slices.Compact(r.unpaid), func(id store.ID) bool { return r.paid[id] })
	r.unpaid = nil
	for list := range slices.Chunk(fresh, together) {
		found, err := registry.Names(ctx, t.DB, access.System("the demonstration"), list)
		if err != nil {
			return err
		}
		associations, err := registry.TitlesOf(ctx, t.DB, list)
		if err != nil {
			return err
		}
		out := make([]payment.Enrolment, len(list))
		for i, id := range list {
			r.paid[id] = true
			if of, there := associations[id]; there {
				out[i] = payment.Enrolment{Party: id, Payee: onAccount(id, payment.Holder(of.Latin, of.Arabic))}
				continue
			}
			p := found[id]
			out[i] = payment.Enrolment{Party: id, Payee: payee(id, payment.Holder(p.Latin.String(), p.Arabic.String()))}
		}
		if err := t.Enrol(ctx, founder, t.DB.Today(), r.programme, out); err != nil {
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
	return onAccount(id, holder)
}

func onAccount(id store.ID, holder string) payment.Payee {
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
func (r *payroll) due() calendar.Instant {
	if r.next > payment.MonthOf(End) {
		return math.MaxInt64
	}
	return calendar.StartOf(r.next.First().AddDays(r.payday-1)) + 10*hour
}

// first is the payroll whose run is the next.
func (t *treasury) first() *payroll {
	return slices.MinFunc(t.rolls, func(a, b *payroll) int { return cmp.Compare(a.due(), b.due()) })
}

// before is how many of the scenes take place before the next run.
func (t *treasury) before(scenes []scene) int {
	due := t.first().due()
	return sort.Search(len(scenes), func(i int) bool { return scenes[i].at >= due })
}

// upTo makes the runs whose hour has come.
func (t *treasury) upTo(ctx context.Context, clock *Clock, at calendar.Instant) error {
	for r := t.first(); r.due() <= at; r = t.first() {
		clock.moveTo(r.due())
		if err := t.enrol(ctx, r); err != nil {
			return err
		}
		if len(r.paid) > 0 {
			if err := t.pay(ctx, r); err != nil {
				return fmt.Errorf("payments of %s of %v: %w", r.programme, r.next, err)
			}
		}
		r.next = r.after(r.next)
	}
	return nil
}

// halfYearly is the month of the run that follows one: each half-year, then each
// quarter, then each month.
func halfYearly(m payment.Month) payment.Month {
	if m < quarterlySince {
		return m + 6
	}
	return quarterly(m)
}

// quarterly is the month of the run that follows one, each quarter and then each
// month.
func quarterly(m payment.Month) payment.Month {
	if m+3 < monthlySince {
		return m + 3
	}
	return max(m+1, monthlySince)
}

func (t *treasury) key() store.ID { return store.NewID(t.DB.Now()) }

func (t *treasury) pay(ctx context.Context, r *payroll) error {
	if err := t.allot(ctx, r); err != nil {
		return err
	}
	if err := t.accounts(ctx, r); err != nil {
		return err
	}
	if r.last != "" {
		if err := t.comeBack(ctx, r, "BE05"); err != nil {
			return err
		}
		r.last = "" // the next run may pay nobody
		if err := t.run(ctx, r, payment.Reissues); err != nil {
			return err
		}
	}
	return t.run(ctx, r, payment.Regular)
}

// allot votes the money of a year, before its first run.
func (t *treasury) allot(ctx context.Context, r *payroll) error {
	year := t.DB.Today().Year()
	vote := func(fund bool, amount money.Amount) error {
		_, err := t.Allot(ctx, payment.Allotment{Key: t.key(), Actor: t.chief, Programme: r.programme, Year: year, Amount: amount, Fund: fund, Reason: fmt.Sprintf("قانون المالية لسنة %d", year)})
		return err
	}
	if t.year != year {
		t.year = year
		if err := vote(true, yearlyFund); err != nil {
			return err
		}
	}
	if r.year == year {
		return nil
	}
	r.year = year
	return vote(false, r.vote)
}

// run prepares a run and has it released by somebody else.
func (t *treasury) run(ctx context.Context, roll *payroll, purpose payment.Purpose) error {
	r := payment.RunRequest{Key: t.key(), Actor: t.officer, On: t.DB.Today(), Programme: roll.programme, Run: t.key(), Purpose: purpose, Period: min(roll.next, payment.MonthOf(t.DB.Today()))}
	if _, err := t.Begin(ctx, r); err != nil {
		return err
	}
	if err := t.Prepare(ctx, roll.programme, r.Run, nil); err != nil {
		return err
	}
	made, err := payment.GetRun(ctx, t.DB, access.System("the demonstration"), payment.OfficeID(roll.programme), r.Run)
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
		roll.last, roll.lines = made.Reference, int(made.Lines)
		roll.runs++
	}
	return err
}

// lastLines are lines of a payroll's last run, others than of the run before.
func (t *treasury) lastLines(ctx context.Context, roll *payroll, most int) ([]payment.Line, error) {
	run, err := store.One(ctx, t.DB, store.Value[int], "select number from payment_run where reference = $1", roll.last)
	if err != nil {
		return nil, err
	}
	return payment.Lines(ctx, t.DB, access.System("the demonstration"), payment.LineFilter{Run: run, Limit: most, After: roll.runs * most % max(1, roll.lines-most)})
}

// comeBack reads what the bank sent back of the run before: a few of its lines,
// others each time.
func (t *treasury) comeBack(ctx context.Context, roll *payroll, reason string) error {
	lines, err := t.lastLines(ctx, roll, max(2*roll.back, 40))
	if err != nil {
		return err
	}
	step := max(2, len(lines)/roll.back)
	var b strings.Builder
	total, n := money.Amount(0), 0
	b.WriteString("reference;amount;reason\n")
	for i, l := range lines {
		if i%step == roll.runs%step && l.Amount > 0 {
			fmt.Fprintf(&b, "%s-%06d;%v;%s\n", roll.last, l.Position, l.Amount, reason)
			total += l.Amount
			n++
		}
	}
	if n == 0 {
		return nil
	}
	fmt.Fprintf(&b, "total;%v;%d;RET-%s\n", total, n, roll.last)
	_, err = t.ReadReturns(ctx, payment.ReturnsRequest{Key: t.key(), Actor: t.officer, On: t.DB.Today(), Programme: roll.programme, Name: "retours.csv", Content: []byte(b.String())})
	return err
}

// end leaves what came back of the last run to whoever opens the demonstration.
func (t *treasury) end(ctx context.Context) error {
	for _, r := range t.rolls {
		if err := t.enrol(ctx, r); err != nil {
			return err
		}
		if r.last == "" {
			continue
		}
		if err := t.comeBack(ctx, r, "AC04"); err != nil {
			return err
		}
	}
	return t.clawBack(ctx, t.roll(subsidies))
}
