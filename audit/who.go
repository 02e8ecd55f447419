package audit

import (
	"context"
	"strconv"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Who tells who saw a party, the latest first, within a scope of
// access.AuditRead. More tells that there are older lines.
func Who(ctx context.Context, q store.Q, scope access.Scope, party store.ID, p Page) (list []Record, more bool, err error) {
	var w store.Where
	w.And("party_id = ?", party)
	return page(ctx, q, scope, &w, p)
}

// ByAccount tells what an account read from one day to another, both included,
// the latest first, within a scope of access.AuditRead. A zero day is no bound.
func ByAccount(ctx context.Context, q store.Q, scope access.Scope, account store.ID, from, to calendar.Date, p Page) (list []Record, more bool, err error) {
	var w store.Where
	w.And("account_id = ?", account)
	if !from.IsZero() {
		w.And("at >= ?", calendar.StartOf(from))
	}
	if !to.IsZero() {
		w.And("at <= ?", calendar.EndOf(to))
	}
	return page(ctx, q, scope, &w, p)
}

// page reads one line more than asked, to know whether there are more.
func page(ctx context.Context, q store.Q, scope access.Scope, w *store.Where, p Page) ([]Record, bool, error) {
	limit := p.Limit
	if limit <= 0 {
		limit = pageLines
	}
	if !p.Before.IsZero() {
		w.And("id < ?", p.Before)
	}
	scope.Restrict(w, access.Columns{Province: "province"})
	list, err := store.All(ctx, q, scan, "select "+columns+" from audit_read"+w.SQL()+" order by id desc limit "+strconv.Itoa(limit+1), w.Args()...)
	if err != nil || len(list) <= limit {
		return list, false, err
	}
	return list[:limit], true, nil
}
