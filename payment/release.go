package payment

import (
	"context"
	"encoding/json"
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
		totals, err := totalsOf(ctx, s, run)
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
		if err := o.postRun(ctx, s, def, run); err != nil {
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
	dead, err := store.All(ctx, s, scanLine, "select "+lineColumns+` from payment_line l join person p on p.party_id = l.party_id
		where l.run = $1 and p.died_on is not null order by l.position`, r.Number)
	for _, l := range dead {
		if err == nil {
			err = withdraw(ctx, s, l, "deceased")
		}
	}
	return err
}

// postRun posts what a run pays on its day, and what fell due with it on the
// first of each month, by province.
func (o *Office) postRun(ctx context.Context, s *act.Step, def *programme.Definition, r Run) error {
	paid, err := store.All(ctx, s, scanPart, "select l.province, 0, cast(sum(l.amount) as bigint), cast(sum(l.deducted) as bigint) from payment_line l where l.run = $1 group by l.province order by l.province", r.Number)
	if err != nil {
		return err
	}
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
	for _, p := range paid {
		post(def.Payment.Posts.Paid, p.province, p.amount, s.Act.On)
		post(def.Payment.Posts.Recovered, p.province, p.kept, s.Act.On)
	}
	return o.Book.Post(ctx, s, entries...)
}

// part is a sum of a run in a province.
type part struct {
	province     string
	month        Month
	amount, kept int64
}

func scanPart(r store.Row) (part, error) {
	var p part
	err := r.Scan(&p.province, &p.month, &p.amount, &p.kept)
	return p, err
}

// dueByMonth is what fell due with a run, month by month: for a run that pays
// one month its lines say it; the others are spread by the spans.
func dueByMonth(ctx context.Context, q queryer, r Run) ([]part, error) {
	single, err := store.All(ctx, q, scanPart, `select l.province, l.to_month, cast(sum(l.due) as bigint), 0 from payment_line l
		where l.run = $1 and l.from_month = l.to_month group by l.province, l.to_month order by l.province, l.to_month`, r.Number)
	if err != nil {
		return nil, err
	}
	first, err := store.One(ctx, q, store.Value[int64], "select coalesce(min(from_month), 0) from payment_line where run = $1 and from_month < to_month", r.Number)
	if err != nil || first == 0 {
		return single, err
	}
	for m := Month(first); m <= r.Period; m++ {
		spread, err := store.All(ctx, q, scanPart, `select l.province, cast($1 as int), cast(coalesce(sum(s.amount), 0) as bigint), 0
			from payment_line l join payment_span s on s.party_id = l.party_id and s.benefit = l.benefit and s.from_month <= $1 and (s.to_month is null or s.to_month >= $1)
			where l.run = $2 and l.from_month < l.to_month and l.from_month <= $1 and l.to_month >= $1 group by l.province order by l.province`, int32(m), r.Number)
		if err != nil {
			return nil, err
		}
		single = append(single, spread...)
	}
	return single, nil
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
