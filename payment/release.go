package payment

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// proofLasts is how long ago a second factor may have been shown.
const proofLasts = 5 * time.Minute

// Release is what the event of a released run holds.
type Release struct {
	Totals
	Factor string `json:"factor"` // how the one who released proved to be there
	Year   int    `json:"year"`   // whose envelope pays
}

// Release lets a prepared run be paid: by somebody who did not prepare it and
// has just proved to be there, within the year's envelope and the fund's
// appropriation. Lines of who died meanwhile are taken out first. What it pays is
// posted, once, however many ask for it at the same time.
//
// Errors: payment.four-eyes; payment.proof-old; payment.forbidden;
// payment.run-state when it is not prepared any more, or not seen as it is;
// payment.run-empty; payment.envelope-short; act's.
func (o *Office) Release(ctx context.Context, r RunRequest, proof account.Proof) (act.Event, error) {
	if proof.Account != r.Actor.Account || !proof.Since(o.DB.Now(), proofLasts) {
		return act.Event{}, ErrProof
	}
	return o.onRun(ctx, r, access.PaymentsRelease, "release", func(ctx context.Context, s *act.Step, def *programme.Definition, run Run) (any, RunState, error) {
		switch {
		case run.State != Prepared:
			return nil, "", ErrState
		case run.PreparedBy == r.Actor.Account:
			return nil, "", ErrSelf
		}
		if err := withdrawDead(ctx, s, run); err != nil {
			return nil, "", err
		}
		provinces, err := byProvince(ctx, s, run)
		if err != nil {
			return nil, "", err
		}
		totals, err := agreed(ctx, s, run, provinces)
		if err != nil {
			return nil, "", err
		}
		if totals.Payable == 0 {
			return nil, "", fault.New(fault.Conflict, "payment.run-empty", nil)
		}
		year := s.Act.On.Year()
		if err := o.spend(ctx, s, def, year, money.Amount(totals.Amount)); err != nil {
			return nil, "", err
		}
		if err := o.postRun(ctx, s, def, run, provinces); err != nil {
			return nil, "", err
		}
		_, err = s.Exec(ctx, "update payment_run set released_by = $1, released_on = $2, released_at = $3, state = 'released' where party_id = $4 and id = $5 and state = 'prepared'",
			r.Actor.Account, s.Act.On, s.Now(), run.Party, run.ID)
		return Release{Totals: totals, Factor: proof.Factor, Year: year}, Released, err
	})
}

// withdrawDead takes out the lines of those whose death became known since the
// run was prepared.
func withdrawDead(ctx context.Context, s *act.Step, r Run) error {
	lines, err := store.All(ctx, s, scanLine, "select "+lineColumns+" from payment_line l where l.run = $1 and l.party_id in "+dead+" order by l.position", r.Number)
	for _, l := range lines {
		if err == nil {
			err = withdraw(ctx, s, l, "deceased")
		}
	}
	return err
}

// inProvince is what a run pays in a province.
type inProvince struct {
	province string
	Counted
}

func byProvince(ctx context.Context, q queryer, r Run) ([]inProvince, error) {
	return store.All(ctx, q, func(row store.Row) (inProvince, error) {
		var p inProvince
		err := row.Scan(&p.province, &p.Lines, &p.Payable, &p.Amount, &p.Due, &p.Deducted)
		return p, err
	}, "select l.province, "+counted+" from payment_line l where l.run = $1 group by l.province order by l.province", r.Number)
}

// agreed holds the run's own totals, which its control list showed, against its
// lines, which are what will be posted.
func agreed(ctx context.Context, q queryer, r Run, provinces []inProvince) (Totals, error) {
	var t Totals
	for _, p := range provinces {
		t.Lines += p.Lines
		t.Payable += p.Payable
		t.Amount += p.Amount
		t.Due += p.Due
	}
	now, err := readRun(ctx, q, r.Party, r.ID)
	if err == nil && (now.Lines != t.Lines || now.Payable != t.Payable || int64(now.Amount) != t.Amount || int64(now.Due) != t.Due) {
		err = fault.New(fault.Internal, "fault.internal", nil).Because(fmt.Errorf("run %s says %d lines of %v, its lines make %+v", r.Reference, now.Lines, now.Amount, t))
	}
	return t, err
}

// postRun posts what a run pays on its day, and what fell due with it on the
// first of each month, by province.
func (o *Office) postRun(ctx context.Context, s *act.Step, def *programme.Definition, r Run, provinces []inProvince) error {
	due, err := dueByMonth(ctx, s, r)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	post := func(measure, province string, amount int64, day calendar.Date) {
		if amount != 0 {
			entries = append(entries, o.entry(def, measure, province, money.Amount(amount), day, store.ID{}))
		}
	}
	for _, d := range due {
		post(def.Payment.Posts.Due, d.province, d.amount, d.month.First())
	}
	for _, p := range provinces {
		post(def.Payment.Posts.Paid, p.province, p.Amount, s.Act.On)
		post(def.Payment.Posts.Recovered, p.province, p.Deducted, s.Act.On)
	}
	return o.Book.Post(ctx, s, entries...)
}

// part is a sum of a month in a province.
type part struct {
	province string
	month    Month
	amount   int64
}

// dueByMonth is what fell due with a run, by province and month: for a line of
// one month the line says it, the others are spread by the spans.
func dueByMonth(ctx context.Context, q queryer, r Run) ([]part, error) {
	list, err := store.All(ctx, q, scanStretch, `select l.province, l.to_month, l.to_month, cast(sum(l.due) as bigint) from payment_line l
		where l.run = $1 and l.from_month = l.to_month group by l.province, l.to_month
		union all
		select x.province, x.from_month, x.to_month, cast(sum(x.amount) as bigint) from (
			select l.province, s.amount, case when s.from_month > l.from_month then s.from_month else l.from_month end as from_month,
				case when s.to_month is null or s.to_month > l.to_month then l.to_month else s.to_month end as to_month
			from payment_line l join payment_span s on s.party_id = l.party_id and s.benefit = l.benefit and s.from_month <= l.to_month and (s.to_month is null or s.to_month >= l.from_month)
			where l.run = $1 and l.from_month < l.to_month) x
		group by x.province, x.from_month, x.to_month`, r.Number)
	if err != nil {
		return nil, err
	}
	sums := map[part]int64{}
	for _, x := range list {
		for m := x.from; m <= x.to; m++ {
			sums[part{province: x.province, month: m}] += x.each
		}
	}
	out := make([]part, 0, len(sums))
	for p, sum := range sums {
		p.amount = sum
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Or(cmp.Compare(a.province, b.province), cmp.Compare(a.month, b.month)) })
	return out, nil
}

// stretch is so much in each month from one to another, in a province.
type stretch struct {
	province string
	from, to Month
	each     int64
}

func scanStretch(r store.Row) (stretch, error) {
	var x stretch
	err := r.Scan(&x.province, &x.from, &x.to, &x.each)
	return x, err
}

// Recall takes a release back before any file was made of it: the ledger posts
// the exact reversal, the money is in the envelope again, the run waits for
// release as before.
//
// Errors: payment.forbidden, payment.run-state, payment.reason-needed; act's.
func (o *Office) Recall(ctx context.Context, r RunRequest) (act.Event, error) {
	if r.Reason == "" {
		return act.Event{}, errReason
	}
	return o.onRun(ctx, r, access.PaymentsRelease, "recall", func(ctx context.Context, s *act.Step, def *programme.Definition, run Run) (any, RunState, error) {
		if run.State != Released {
			return nil, "", ErrState
		}
		events, err := act.Events(ctx, s, run.Party, run.ID)
		if err != nil {
			return nil, "", err
		}
		var released Release
		var seq int64
		for _, ev := range events {
			if ev.Kind == "payment.release" {
				seq = ev.Seq
				if err := json.Unmarshal(ev.Payload, &released); err != nil {
					return nil, "", err
				}
			}
		}
		s.Corrects(seq)
		if err := ledger.Reverse(ctx, s, seq); err != nil {
			return nil, "", err
		}
		if err := o.spend(ctx, s, def, released.Year, -money.Amount(released.Amount)); err != nil {
			return nil, "", err
		}
		_, err = s.Exec(ctx, "update payment_run set released_by = null, released_on = null, released_at = null, state = 'prepared' where party_id = $1 and id = $2 and state = 'released'", run.Party, run.ID)
		return map[string]any{"amount": released.Amount}, Prepared, err
	})
}

// Discard gives a run up that was not released: every account is as it was.
//
// Errors: payment.forbidden, payment.run-state; act's.
func (o *Office) Discard(ctx context.Context, r RunRequest) (act.Event, error) {
	return o.onRun(ctx, r, access.PaymentsPrepare, "discard", func(ctx context.Context, s *act.Step, _ *programme.Definition, run Run) (any, RunState, error) {
		if run.State != Prepared && run.State != Failed && run.State != Preparing {
			return nil, "", ErrState
		}
		steps := []string{
			`update payment_account set accrued_to = case when l.from_month <= l.to_month then l.from_month - 1 else payment_account.accrued_to end,
				due = payment_account.due - l.due, settled = payment_account.settled - l.amount - l.deducted, owed = payment_account.owed + l.deducted, monthly = ` + monthlyBefore + `1))
				from (select party_id, benefit, min(from_month) as from_month, max(to_month) as to_month, cast(sum(due) as bigint) as due, cast(sum(amount) as bigint) as amount,
					cast(sum(deducted) as bigint) as deducted from payment_line where run = $1 group by party_id, benefit) l
				where l.party_id = payment_account.party_id and l.benefit = payment_account.benefit`,
			`update payment_account set accrued_to = x.n from payment_exception x where x.run = $1 and x.kind = 'cumulation'
				and x.party_id = payment_account.party_id and x.benefit = payment_account.benefit`,
			`delete from payment_entry where kind = 'forgone' and seq = 0 and exists (select 1 from payment_exception x where x.run = $1 and x.kind = 'cumulation'
				and x.party_id = payment_entry.party_id and x.benefit = payment_entry.benefit and x.n + 1 = payment_entry.from_month)`,
			"delete from payment_line where run = $1",
			"delete from payment_exception where run = $1",
		}
		for _, step := range steps {
			if _, err := s.Exec(ctx, step, run.Number); err != nil {
				return nil, "", err
			}
		}
		_, err := s.Exec(ctx, "update payment_run set lines = 0, payable = 0, amount = 0, due = 0 where party_id = $1 and id = $2", run.Party, run.ID)
		return map[string]any{}, Discarded, err
	})
}
