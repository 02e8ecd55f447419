package payment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/act"
	"sanad/programme"
	"sanad/store"
)

// insertRegular makes the lines of a range of accounts. Everything that is due
// and not settled is paid, the months up to the period included; what cannot be
// paid is named among the exceptions.
func (o *Office) insertRegular(ctx context.Context, s *act.Step, def *programme.Definition, r Run, base int, from, last store.ID) error {
	excluding, err := o.excluding(ctx, s, def, r.Period)
	if err != nil {
		return err
	}
	if err := forgo(ctx, s, r, excluding, from, last); err != nil {
		return err
	}
	if err := noteHeld(ctx, s, def, r, from, last); err != nil {
		return err
	}
	_, err = s.Exec(ctx, regularLines, int32(r.Period), r.Number, base, large, r.Benefit, from, last)
	return err
}

// upto is the last month that will have been accrued after a run of the month $1:
// no month is paid for that no paper proves.
const upto = "case when a.proof_to is null or a.proof_to >= $1 then case when a.accrued_to > $1 then a.accrued_to else $1 end when a.proof_to > a.accrued_to then a.proof_to else a.accrued_to end"

// dead are those whom the register knows to have died, by the record they count
// as too. The list is asked for once, where "exists" would look everybody up.
const dead = `(select p.party_id from person p where p.died_on is not null
	union all select x.id from ` + same + ` x join person p on p.party_id = x.root where p.died_on is not null)`

// closed are the payees that a bank serves no more, likewise.
const closed = "(select c.party_id, c.n from payment_payee c where c.closed_on is not null)"

// again tells that a return b was issued again.
const again = "exists (select 1 from payment_line n where n.party_id = b.party_id and n.benefit = b.benefit and n.period = b.period and n.attempt = b.attempt + 1)"

// What came back and was not issued again is left to its own run (insertReissues),
// as far as it is still due.
//
// regularLines: the months from the last accrued one to the period are worth what
// the spans that cover them say; of what is open, what is owed back is kept as
// far as was agreed, and the rest is paid if it is known where to. Who has a line
// of the period already (of another run) keeps that one. The spans are joined and
// grouped, and not asked for in subqueries: SQLite would ask again for each place
// that names the answer. They come in the beneficiaries' order, which numbers them
// without another sort.
const regularLines = `insert into payment_line (party_id, benefit, period, attempt, run, position, from_month, to_month, due, amount, deducted, monthly, payee, mark, hold, province, dossier_id, decision)
select x.party_id, x.benefit, cast($1 as int), 1, cast($2 as int), cast($3 as int) + row_number() over (),
	x.accrued_to + 1, x.last_month, x.fresh,
	case when x.hold = '' then x.payable - x.kept else 0 end, case when x.hold = '' then x.kept else 0 end, x.worth, x.payee,
	case when x.settled = 0 and x.monthly = 0 then 'new' when x.worth <> x.monthly then 'changed' when x.worth > 0 and x.payable > x.worth * $4 then 'large' else '' end,
	x.hold, x.province, x.dossier_id, x.decision
from (
	select z.*, case when z.owed < z.deduct and z.owed < z.payable then z.owed when z.deduct < z.payable then z.deduct else z.payable end as kept
	from (select y.*, y.fresh + case when y.back < y.due - y.settled then y.due - y.settled - y.back else 0 end as payable,
		case when y.payee = 0 or (y.party_id, y.payee) in ` + closed + ` then 'account' else '' end as hold
	from (
		select a.party_id, a.benefit, a.accrued_to, a.due, a.settled, a.owed, a.deduct, a.monthly, a.payee, a.province, a.dossier_id, a.decision,
			` + upto + ` as last_month,
			cast(coalesce(sum(case when s.from_month <= ` + upto + ` and (s.to_month is null or s.to_month > a.accrued_to) then s.amount * (1
				+ case when s.to_month is null or s.to_month > ` + upto + ` then ` + upto + ` else s.to_month end
				- case when s.from_month > a.accrued_to then s.from_month else a.accrued_to + 1 end) end), 0) as bigint) as fresh,
			coalesce(max(case when s.to_month is null or s.to_month >= $1 then s.amount end), 0) as worth,
			coalesce(max(r.amount), 0) as back
		from payment_account a
		left join payment_span s on s.party_id = a.party_id and s.benefit = a.benefit and s.from_month <= $1 and (s.to_month is null or s.to_month > a.accrued_to or s.to_month >= $1)
		left join (select b.party_id, cast(sum(b.amount) as bigint) as amount from payment_return b where b.benefit = $5 and not ` + again + ` group by b.party_id) r on r.party_id = a.party_id
		where a.benefit = $5 and a.party_id > $6 and a.party_id <= $7 and a.state <> 'suspended' and a.party_id not in ` + dead + `
		group by a.party_id, a.benefit
		order by a.party_id
	) y) z
) x
where x.fresh > 0 or x.payable > 0
on conflict (party_id, benefit, period, attempt) do nothing`

// settleLines moves the accounts of a batch by its lines. A run of what came back
// or of tranches may pay somebody several times; an update takes one row for each.
func settleLines(ctx context.Context, s *act.Step, r Run, base int) error {
	lines := "payment_line l where l.run = $1 and l.position > $2 and"
	if r.Purpose != Regular {
		lines = `(select party_id, benefit, max(to_month) as to_month, cast(sum(due) as bigint) as due, cast(sum(amount) as bigint) as amount, cast(sum(deducted) as bigint) as deducted,
			max(monthly) as monthly, max(after) as after from payment_line where run = $1 and position > $2 group by party_id, benefit) l where`
	}
	_, err := s.Exec(ctx, `update payment_account set accrued_to = case when l.to_month > payment_account.accrued_to then l.to_month else payment_account.accrued_to end,
		due = payment_account.due + l.due, settled = payment_account.settled + l.amount + l.deducted, owed = payment_account.owed - l.deducted,
		monthly = case when l.after is null then l.monthly else payment_account.monthly end
		from `+lines+` l.party_id = payment_account.party_id and l.benefit = payment_account.benefit`, r.Number, base)
	return err
}

// insertReissues makes the lines of what came back and was not issued again, for
// those who can be paid now: the oldest first, and together no more than is still
// due to them.
func insertReissues(ctx context.Context, s *act.Step, r Run, base int, from, last store.ID) error {
	_, err := s.Exec(ctx, `insert into payment_line (party_id, benefit, period, attempt, run, position, from_month, to_month, due, amount, deducted, monthly, payee, mark, hold, province, dossier_id, decision, after)
		select x.party_id, x.benefit, x.period, x.attempt + 1, cast($1 as int), cast($2 as int) + row_number() over (order by x.party_id, x.period),
			x.to_month + 1, x.to_month, 0, case when x.so_far <= x.open then x.amount else x.open - x.so_far + x.amount end, 0, x.monthly, x.payee, '', '', x.province, x.dossier_id, x.decision, x.attempt
		from (
			select b.party_id, b.benefit, b.period, b.attempt, b.amount, b.province, l.to_month, l.monthly, l.dossier_id, l.decision, a.payee, a.due - a.settled as open,
				sum(b.amount) over (partition by b.party_id order by b.period) as so_far
			from payment_return b join payment_account a on a.party_id = b.party_id and a.benefit = b.benefit
			join payment_payee y on y.party_id = a.party_id and y.n = a.payee
			join payment_line l on l.party_id = b.party_id and l.benefit = b.benefit and l.period = b.period and l.attempt = b.attempt
			where b.benefit = $3 and b.party_id > $4 and b.party_id <= $5 and y.closed_on is null and b.party_id not in `+dead+`
				and not `+again+`) x
		where x.so_far - x.amount < x.open`,
		r.Number, base, r.Benefit, from, last)
	return err
}

// insertTranches makes the lines of the parts that became payable. No month falls
// due with them.
func insertTranches(ctx context.Context, s *act.Step, r Run, base int, from, last store.ID) error {
	_, err := s.Exec(ctx, `insert into payment_line (party_id, benefit, period, attempt, run, position, from_month, to_month, due, amount, deducted, monthly, payee, mark, hold, province, dossier_id, decision)
		select x.party_id, x.benefit, x.n, 1, cast($1 as int), cast($2 as int) + row_number() over (order by x.party_id, x.n), x.accrued_to + 1, x.accrued_to, 0,
			case when x.hold = '' then x.amount - x.kept else 0 end, case when x.hold = '' then x.kept else 0 end, 0, x.payee, '', x.hold, x.province, x.dossier_id, x.decision
		from (
			select t.party_id, t.benefit, t.n, t.amount, t.province, t.dossier_id, t.decision, a.payee, a.accrued_to,
				case when y.n is null or y.closed_on is not null then 'account' else '' end as hold,
				case when t.n <> (select min(f.n) from payment_tranche f where f.party_id = t.party_id and f.benefit = t.benefit and f.state = 'payable'
						and not exists (select 1 from payment_line l where l.party_id = f.party_id and l.benefit = f.benefit and l.period = f.n)) then 0
					when a.owed < a.deduct and a.owed < t.amount then a.owed when a.deduct < t.amount then a.deduct else t.amount end as kept
			from payment_tranche t join payment_account a on a.party_id = t.party_id and a.benefit = t.benefit
			left join payment_payee y on y.party_id = a.party_id and y.n = a.payee
			where t.benefit = $3 and t.party_id > $4 and t.party_id <= $5 and t.state = 'payable' and t.due_on <= $6 and a.state <> 'suspended'
				and not exists (select 1 from payment_line l where l.party_id = t.party_id and l.benefit = t.benefit and l.period = t.n)
		) x where x.hold = ''`, r.Number, base, r.Benefit, from, last, s.Act.On)
	return err
}

// forgo passes over the months of those who receive what excludes this support,
// and says so.
func forgo(ctx context.Context, s *act.Step, r Run, excluding []int, from, last store.ID) error {
	if len(excluding) == 0 {
		return nil
	}
	numbers := make([]string, len(excluding))
	for i, n := range excluding {
		numbers[i] = strconv.Itoa(n)
	}
	// The arguments are numbered as each text first names them.
	beside := func(benefit, from, last, period int) string {
		paid := "o.state = 'running' and o.benefit in (" + strings.Join(numbers, ", ") + ")"
		return fmt.Sprintf(`a.benefit = $%d and a.party_id > $%d and a.party_id <= $%d and a.accrued_to < $%d and a.state <> 'suspended' and (
			exists (select 1 from payment_account o where o.party_id = a.party_id and `+paid+`)
			or a.party_id in (select x.id from `+same+` x join `+same+` y on y.root = x.root join payment_account o on o.party_id = y.id where `+paid+`))`, benefit, from, last, period)
	}
	_, err := s.Exec(ctx, `insert into payment_entry (party_id, benefit, n, kind, amount, from_month, to_month, seq)
		select a.party_id, a.benefit, coalesce((select max(e.n) from payment_entry e where e.party_id = a.party_id and e.benefit = a.benefit), 0) + 1,
			'forgone', 0, a.accrued_to + 1, cast($1 as int), 0 from payment_account a where `+beside(2, 3, 4, 1), int32(r.Period), r.Benefit, from, last)
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note)
		select a.party_id, a.benefit, cast($1 as int), 'cumulation', a.accrued_to, 0, '', a.province, cast($2 as bigint), ''
		from payment_account a where `+beside(3, 4, 5, 6), r.Number, s.Now(), r.Benefit, from, last, int32(r.Period))
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "update payment_account as a set accrued_to = $1 where "+beside(2, 3, 4, 1), int32(r.Period), r.Benefit, from, last)
	return err
}

// noteHeld names those of a range whom the run does not pay: dead, or papers not
// brought again.
func noteHeld(ctx context.Context, s *act.Step, def *programme.Definition, r Run, from, last store.ID) error {
	conditions := map[string]string{"deceased": "a.party_id in " + dead}
	if slices.ContainsFunc(def.Payment.Proofs, func(p programme.Proof) bool { return r.Period >= MonthOf(p.From) }) {
		conditions["proof"] = "a.proof_to is not null and a.proof_to < $7"
	}
	for kind, cond := range conditions {
		_, err := s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note)
			select a.party_id, a.benefit, cast($1 as int), cast($2 as text), 0, a.due - a.settled, '', a.province, cast($3 as bigint), ''
			from payment_account a where a.benefit = $4 and a.party_id > $5 and a.party_id <= $6 and a.accrued_to < $7 and a.state = 'running' and `+cond,
			r.Number, kind, s.Now(), r.Benefit, from, last, int32(r.Period))
		if err != nil {
			return err
		}
	}
	return nil
}

// noteUnknown names the lines of a batch that nobody knows where to pay.
func noteUnknown(ctx context.Context, s *act.Step, r Run, base int) error {
	_, err := s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note)
		select l.party_id, l.benefit, l.run, l.hold, 0, a.due - a.settled, '', l.province, cast($1 as bigint), ''
		from payment_line l join payment_account a on a.party_id = l.party_id and a.benefit = l.benefit
		where l.run = $2 and l.position > $3 and l.hold <> ''`, s.Now(), r.Number, base)
	return err
}

// noteShared names the lines whose account is also another beneficiary's. The
// accounts that are shared are few and come first ("cross join" keeps the order,
// "+ 0" the index of runs away).
func noteShared(ctx context.Context, s *act.Step, r Run) error {
	_, err := s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note)
		select l.party_id, l.benefit, l.run, 'shared', l.period, l.amount, y.shown, l.province, cast($1 as bigint), ''
		from (select hash from payment_payee where closed_on is null group by hash having count(*) > 1) h
		cross join payment_payee y cross join payment_line l
		where y.hash = h.hash and y.closed_on is null and l.party_id = y.party_id and l.benefit = $2 and l.payee = y.n and l.run + 0 = $3 and l.amount > 0
			and exists (select 1 from payment_payee o where o.hash = y.hash and o.party_id <> y.party_id and o.closed_on is null
				and not exists (select 1 from `+same+` a join `+same+` b on b.root = a.root where a.id = o.party_id and b.id = y.party_id))`, s.Now(), r.Benefit, r.Number)
	return err
}

// monthlyBefore is what the run before that of the argument that follows found
// due for its month.
const monthlyBefore = `(select coalesce(max(p.monthly), 0) from payment_line p where p.party_id = payment_account.party_id and p.benefit = payment_account.benefit
	and p.period = (select max(f.period) from payment_line f where f.party_id = p.party_id and f.benefit = p.benefit and f.after is null and f.run <> $`

// never is a month after all others.
const never Month = 1 << 30

// withdraw takes a line out of a run that is not released: the account is as it
// was before.
func withdraw(ctx context.Context, s *act.Step, l Line, why string) error {
	if _, err := s.Exec(ctx, "delete from payment_line where party_id = $1 and benefit = $2 and period = $3 and attempt = $4", l.Party, l.Benefit, int32(l.Period), l.Attempt); err != nil {
		return err
	}
	first := l.From
	if l.From > l.To { // no month fell due with it
		first = never
	}
	_, err := s.Exec(ctx, `update payment_account set accrued_to = case when cast($1 as int) <= accrued_to then cast($1 as int) - 1 else accrued_to end,
		due = due - $2, settled = settled - $3, owed = owed + $4, monthly = `+monthlyBefore+`5)) where party_id = $6 and benefit = $7`,
		int32(first), int64(l.Due), int64(l.Amount+l.Deducted), int64(l.Deducted), l.Run, l.Party, l.Benefit)
	if err != nil {
		return err
	}
	payable := 0
	if l.Amount > 0 {
		payable = 1
	}
	_, err = s.Exec(ctx, "update payment_run set lines = lines - 1, payable = payable - $1, amount = amount - $2, due = due - $3 where number = $4", payable, int64(l.Amount), int64(l.Due), l.Run)
	if err != nil || why == "" {
		return err
	}
	_, err = s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note) values ($1, $2, $3, $4, $5, $6, '', $7, $8, '')
		on conflict (party_id, benefit, run, kind, n) do nothing`, l.Party, l.Benefit, l.Run, why, int32(l.Period), int64(l.Amount), l.Province, s.Now())
	return err
}
