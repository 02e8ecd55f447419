package ledger

import (
	"context"

	"sanad/calendar"
	"sanad/store"
)

// View is as of a day and as known on a settled instant.
type View struct {
	AsOf    calendar.Date
	KnownOn calendar.Instant
}

// Added is what a later view of a series counts and an earlier one did not, by
// how it came.
type Added struct {
	Series
	Later    bool // it took place after the earlier day
	Corrects bool // by correcting what was recorded
	Postings int64
	Events   int64
	Actors   int64 // how many accounts recorded them
	Quantity int64 // what they add, in the measure's unit
}

// Since groups the postings that one view counts and an earlier one does not.
func Since(ctx context.Context, q store.Q, earlier, later View) ([]Added, error) {
	return store.All(ctx, q, func(r store.Row) (Added, error) {
		var a Added
		var after, corrects int
		err := r.Scan(&a.Programme, &a.Measure, &after, &corrects, &a.Postings, &a.Events, &a.Actors, &a.Quantity)
		a.Later, a.Corrects = after == 1, corrects == 1
		return a, err
	}, `select programme, measure, after, corrects, cast(sum(postings) as bigint), count(*), count(distinct actor_id), cast(sum(quantity) as bigint) from (
		select c.programme as programme, c.measure as measure, case when p.day > $1 then 1 else 0 end as after,
			case when e.corrects is null then 0 else 1 end as corrects, e.actor_id as actor_id, count(*) as postings, sum(p.quantity) as quantity
		from posting p join cell c on c.id = p.cell_id join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where (p.day > $1 or p.recorded_at > $2) and p.day <= $3 and p.recorded_at <= $4
		group by p.party_id, p.stream_id, p.seq, c.programme, c.measure, case when p.day > $1 then 1 else 0 end,
			case when e.corrects is null then 0 else 1 end, e.actor_id) parts
		group by programme, measure, after, corrects order by programme, measure, after, corrects`,
		earlier.AsOf, earlier.KnownOn, later.AsOf, later.KnownOn)
}

// MergedSince counts the merges of subjects, and their undoing, recorded after
// one instant up to another: distinct counts follow them.
func MergedSince(ctx context.Context, q store.Q, after, until calendar.Instant) (int64, error) {
	return store.One(ctx, q, store.Value[int64], "select count(*) from subject_merge where recorded_at > $1 and recorded_at <= $2", after, until)
}
