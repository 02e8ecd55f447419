package dossier

import (
	"context"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Filter chooses dossiers; zero fields choose all.
type Filter struct {
	Programme  string
	States     []string
	Parties    []store.ID // whom they are about
	Territory  string     // region "01" or province "01.511"
	OpenedFrom calendar.Date
	OpenedTo   calendar.Date
	DueBefore  calendar.Date // the clock runs out before this day
}

// Page is where a listing goes on: after the last dossier of the page before.
type Page struct {
	AfterOpened calendar.Date
	AfterID     store.ID
	Limit       int
}

// inOrder names the state's column for a list. Without one province to narrow it
// to, an index by state would find most of the country and sort it for fifty
// lines; written so, the column is only a filter, and the index in the order of
// the list is walked until they are found.
func (f Filter) inOrder() string {
	if len(f.Territory) > 2 || !f.DueBefore.IsZero() {
		return "state"
	}
	return "coalesce(state, '')"
}

func (f Filter) where(scope access.Scope, state string) *store.Where {
	w := &store.Where{}
	if f.Programme != "" {
		w.And("programme = ?", f.Programme)
	}
	if len(f.States) > 0 {
		store.In(w, state, f.States)
	}
	if len(f.Parties) > 0 {
		store.In(w, "party_id", f.Parties)
	}
	switch len(f.Territory) {
	case 0:
	case 2: // a region: a range that sorts the same in every collation
		w.And("province between ? and ?", f.Territory+".000", f.Territory+".999")
	default:
		w.And("province = ?", f.Territory)
	}
	if !f.OpenedFrom.IsZero() {
		w.And("opened_on >= ?", f.OpenedFrom)
	}
	if !f.OpenedTo.IsZero() {
		w.And("opened_on <= ?", f.OpenedTo)
	}
	if !f.DueBefore.IsZero() {
		w.And("due_on < ?", f.DueBefore)
	}
	scope.Restrict(w, scoped)
	return w
}

// List gives dossiers within a scope, the newest first.
func List(ctx context.Context, q store.Q, scope access.Scope, f Filter, p Page) ([]Dossier, error) {
	w := f.where(scope, f.inOrder())
	if !p.AfterOpened.IsZero() {
		w.And("(opened_on, id) < (?, ?)", p.AfterOpened, p.AfterID)
	}
	limit := w.Arg(p.Limit)
	return store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL()+" order by opened_on desc, id desc limit "+limit, w.Args()...)
}

// Count is how many dossiers a filter chooses in all. It is the length of a
// list, never a published figure: those come from the ledger.
func Count(ctx context.Context, q store.Q, scope access.Scope, f Filter) (int64, error) {
	w := f.where(scope, "state")
	return store.One(ctx, q, store.Value[int64], "select count(*) from dossier"+w.SQL(), w.Args()...)
}

// Waiting is how many dossiers are in a state, and how many of them have a clock
// that has run out.
type Waiting struct {
	State          string
	Count, Overdue int64
}

// CountWaiting counts the dossiers that a filter chooses, state by state.
func CountWaiting(ctx context.Context, q store.Q, scope access.Scope, f Filter, today calendar.Date) ([]Waiting, error) {
	w := f.where(scope, "state")
	late := w.Arg(today)
	return store.All(ctx, q, func(r store.Row) (Waiting, error) {
		var n Waiting
		err := r.Scan(&n.State, &n.Count, &n.Overdue)
		return n, err
	}, "select state, count(*), count(case when due_on < "+late+" then 1 end) from dossier"+w.SQL()+" group by state", w.Args()...)
}

// Urgent gives dossiers within a scope whose clock runs, the one that runs out
// first before the others.
func Urgent(ctx context.Context, q store.Q, scope access.Scope, f Filter, limit int) ([]Dossier, error) {
	w := f.where(scope, "state")
	w.And("due_on is not null")
	n := w.Arg(limit)
	return store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL()+" order by due_on, id limit "+n, w.Args()...)
}

// Ready are the dossiers that a commission could put on its agenda: in one of
// the states, of the territory, and not waiting on another agenda; the oldest
// first.
func Ready(ctx context.Context, q store.Q, scope access.Scope, f Filter, limit int) ([]Dossier, error) {
	w := f.where(scope, "state")
	w.And(notOnAnAgenda)
	n := w.Arg(limit)
	return store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL()+" order by opened_on, id limit "+n, w.Args()...)
}

const notOnAnAgenda = "not exists (select 1 from agenda_item a where a.party_id = dossier.party_id and a.dossier_id = dossier.id and a.outcome = '')"

// CountReady is how many dossiers are ready in all.
func CountReady(ctx context.Context, q store.Q, scope access.Scope, f Filter) (int64, error) {
	w := f.where(scope, "state")
	w.And(notOnAnAgenda)
	return store.One(ctx, q, store.Value[int64], "select count(*) from dossier"+w.SQL(), w.Args()...)
}
