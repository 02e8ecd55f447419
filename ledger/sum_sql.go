package ledger

import (
	"context"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Query asks the ledger for one measure of a programme.
type Query struct {
	Programme string
	Measure   string
	From      calendar.Date    // first day that counts; zero: from the beginning (always so for a stock)
	To        calendar.Date    // last day that counts (as of)
	KnownOn   calendar.Instant // last instant of recording that counts; settle it first
}

// Group says how the answer is split.
type Group struct {
	Month bool // by the month of the day, "2021-07"
}

// Sum is one part of an answer, in the measure's unit.
type Sum struct {
	Territory string
	Month     string // empty unless asked for
	Quantity  int64
}

var territoryOf = access.Columns{Programme: "c.programme", Province: "c.territory"}

// where is the condition of a query over cell c and posting p.
func (q Query) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	w.And("c.programme = ? and c.measure = ?", q.Programme, q.Measure)
	scope.Restrict(w, territoryOf)
	if !q.From.IsZero() {
		w.And("p.day >= ?", q.From)
	}
	w.And("p.day <= ?", q.To)
	w.And("p.recorded_at <= ?", q.KnownOn)
	return w
}

// Sums adds the postings of a measure by territory, and by month if asked: a
// flow or a stock. Parts that add up to zero are left out.
func Sums(ctx context.Context, q store.Q, scope access.Scope, ask Query, g Group) ([]Sum, error) {
	// Summing by cell first lets both engines walk one covering index in order.
	month, by := "''", "p.cell_id"
	if g.Month {
		month = "substr(cast(p.day as text), 1, 7)"
		by = "p.cell_id, " + month
	}
	w := ask.where(scope)
	inner := "select c.territory as territory, " + month + " as month, sum(p.quantity) as quantity from cell c join posting p on p.cell_id = c.id" +
		w.SQL() + " group by c.territory, " + by
	return store.All(ctx, q, func(r store.Row) (Sum, error) {
		var s Sum
		err := r.Scan(&s.Territory, &s.Month, &s.Quantity)
		return s, err
	}, "select territory, month, cast(sum(quantity) as bigint) from ("+inner+") parts group by territory, month having sum(quantity) <> 0 order by territory, month", w.Args()...)
}

// Distinct counts the subjects whose postings of a measure have a positive sum:
// somebody served twice counts once, somebody corrected away does not count.
func Distinct(ctx context.Context, q store.Q, scope access.Scope, ask Query) (int64, error) {
	w := ask.where(scope)
	return store.One(ctx, q, store.Value[int64], `select count(*) from (select p.subject_id from cell c join posting p on p.cell_id = c.id`+
		w.SQL()+` and p.subject_id is not null group by p.subject_id having sum(p.quantity) > 0) subjects`, w.Args()...)
}

// Member is a stream that a figure counts, with what it adds.
type Member struct {
	Party    store.ID
	Stream   store.ID
	Quantity int64
	Day      calendar.Date // of its last posting
}

// Page is where a listing continues.
type Page struct {
	AfterParty  store.ID
	AfterStream store.ID
	Limit       int
}

// Members lists the streams whose postings of a measure in some territories do
// not cancel out: the dossiers behind a cell of a table. Territories are exact
// codes; none means all. A page starts after the given stream.
func Members(ctx context.Context, q store.Q, scope access.Scope, ask Query, territories []string, page Page) ([]Member, error) {
	w := ask.members(scope, territories)
	if !page.AfterStream.IsZero() {
		w.And("(p.party_id, p.stream_id) > (?, ?)", page.AfterParty, page.AfterStream)
	}
	limit := w.Arg(page.Limit)
	return store.All(ctx, q, func(r store.Row) (Member, error) {
		var m Member
		err := r.Scan(&m.Party, &m.Stream, &m.Quantity, &m.Day)
		return m, err
	}, `select p.party_id, p.stream_id, cast(sum(p.quantity) as bigint), max(p.day) from cell c join posting p on p.cell_id = c.id`+
		w.SQL()+` group by p.party_id, p.stream_id having sum(p.quantity) <> 0 order by p.party_id, p.stream_id limit `+limit, w.Args()...)
}

// CountMembers is how many streams Members would list in all.
func CountMembers(ctx context.Context, q store.Q, scope access.Scope, ask Query, territories []string) (int64, error) {
	w := ask.members(scope, territories)
	return store.One(ctx, q, store.Value[int64], `select count(*) from (select p.stream_id from cell c join posting p on p.cell_id = c.id`+
		w.SQL()+` group by p.party_id, p.stream_id having sum(p.quantity) <> 0) members`, w.Args()...)
}

func (q Query) members(scope access.Scope, territories []string) *store.Where {
	w := q.where(scope)
	if len(territories) > 0 {
		store.In(w, "c.territory", territories)
	}
	return w
}
