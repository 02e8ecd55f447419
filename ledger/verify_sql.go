package ledger

import (
	"context"
	"fmt"

	"sanad/calendar"
	"sanad/store"
)

// Verify holds the ledger against what no posting may break: each comes from an
// event and was recorded with it, no stock stands below zero, and the columns in
// memory add up to what the database does. It reports each breach and returns
// how many postings there are.
//
// That a posting is the one its event makes is for whoever knows what events
// mean (dossier.Office.Verify).
func Verify(ctx context.Context, db *store.DB, report func(problem string)) (int, error) {
	orphans, err := store.All(ctx, db, store.Value[store.ID], `select p.stream_id from posting p
		left join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where e.seq is null or e.recorded_at <> p.recorded_at`)
	if err != nil {
		return 0, err
	}
	for _, id := range orphans {
		report(fmt.Sprintf("ledger: a posting of %s has no event that was recorded with it", id))
	}
	return verifySums(ctx, db, report)
}

// total is what a cell holds.
type total struct {
	postings, quantity int64
}

// verifySums adds up every cell on two ways that share nothing but the rows.
func verifySums(ctx context.Context, db *store.DB, report func(problem string)) (int, error) {
	known, err := db.Settle(ctx, 0)
	if err != nil {
		return 0, err
	}
	m := memoryOf(db)
	if err := m.reach(ctx, known); err != nil {
		return 0, err
	}
	type row struct {
		cell int64
		kind string
		total
	}
	rows, err := store.All(ctx, db, func(r store.Row) (t row, err error) {
		err = r.Scan(&t.cell, &t.kind, &t.postings, &t.quantity)
		return t, err
	}, `select p.cell_id, c.kind, count(*), cast(sum(p.quantity) as bigint) from posting p join cell c on c.id = p.cell_id
		where p.recorded_at <= $1 group by p.cell_id, c.kind`, known)
	if err != nil {
		return 0, err
	}
	held := m.totals(known)
	n := 0
	for _, r := range rows {
		n += int(r.postings)
		if r.kind == string(Stock) && r.quantity < 0 {
			report(fmt.Sprintf("ledger: the stock of cell %d stands below zero", r.cell))
		}
		if held[r.cell] != r.total {
			report(fmt.Sprintf("ledger: cell %d holds %d in %d postings, in memory %d in %d", r.cell, r.quantity, r.postings, held[r.cell].quantity, held[r.cell].postings))
		}
		delete(held, r.cell)
	}
	for cell := range held {
		report(fmt.Sprintf("ledger: memory has postings of cell %d, the database has none", cell))
	}
	return n, nil
}

// totals are the cells that hold something, by number.
func (m *memory) totals(known calendar.Instant) map[int64]total {
	m.RLock()
	defer m.RUnlock()
	out := map[int64]total{}
	for _, c := range m.series {
		for i := range c.recorded.known(known) {
			number := c.numbers[c.cell[i]]
			t := out[number]
			out[number] = total{t.postings + 1, t.quantity + c.quantity.at(i)}
		}
	}
	return out
}
