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
	Corrects bool // by correcting what was recorded, or putting other figures in its place at once
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
			`+corrects+` as corrects, e.actor_id as actor_id, count(*) as postings, sum(p.quantity) as quantity
		from posting p join cell c on c.id = p.cell_id join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where (p.day > $1 or p.recorded_at > $2) and p.day <= $3 and p.recorded_at <= $4
		group by p.party_id, p.stream_id, p.seq, c.programme, c.measure, case when p.day > $1 then 1 else 0 end,
			`+corrects+`, e.actor_id) parts
		group by programme, measure, after, corrects order by programme, measure, after, corrects`,
		earlier.AsOf, earlier.KnownOn, later.AsOf, later.KnownOn)
}

// corrects is 1 for an event e that corrects another, and for one that the same
// transaction records right after that: what it puts in the place of what was
// taken back, as a document that is imported anew.
const corrects = `case when e.corrects is null and not exists (select 1 from event b where b.party_id = e.party_id and b.stream_id = e.stream_id
	and b.seq = e.seq - 1 and b.recorded_at = e.recorded_at and b.corrects is not null) then 0 else 1 end`

// correctionsBetween are the events that corrected something after one instant,
// up to another.
func correctionsBetween(ctx context.Context, q store.Q, after, until calendar.Instant) ([]correction, error) {
	return store.All(ctx, q, func(r store.Row) (correction, error) {
		var c correction
		err := r.Scan(&c.stream, &c.at)
		return c, err
	}, "select e.stream_id, e.recorded_at from event e where e.recorded_at > $1 and e.recorded_at <= $2 and "+corrects+" = 1", after, until)
}

// MergedSince counts the merges of subjects, and their undoing, recorded after
// one instant up to another: distinct counts follow them.
func MergedSince(ctx context.Context, q store.Q, after, until calendar.Instant) (int64, error) {
	return store.One(ctx, q, store.Value[int64], "select count(*) from subject_merge where recorded_at > $1 and recorded_at <= $2", after, until)
}
