package ledger

import (
	"context"
	"fmt"

	"sanad/calendar"
	"sanad/store"
)

// load adds what was recorded after the last load, up to a settled instant. What
// one instant recorded is added whole or not at all, so that a load that was
// given up goes on from where it was.
func (m *memory) load(ctx context.Context, known calendar.Instant) error {
	if known <= m.loaded { // another was faster
		return nil
	}
	merges, err := mergesBetween(ctx, m.db, m.merged, known)
	if err != nil {
		return err
	}
	m.join(merges, known)
	rows, err := m.db.Query(ctx, "select "+postingColumns+" from posting where recorded_at > $1 and recorded_at <= $2 order by recorded_at", m.loaded, known)
	if err != nil {
		return fmt.Errorf("ledger: load: %w", err)
	}
	defer rows.Close()
	var postings []Posting // of one instant
	for rows.Next() {
		p, err := scanPosting(rows)
		if err != nil {
			return fmt.Errorf("ledger: load: %w", err)
		}
		if err := m.meet(ctx, p.CellID); err != nil {
			return err
		}
		if len(postings) > 0 && postings[0].RecordedAt != p.RecordedAt {
			m.add(postings)
			postings = postings[:0]
		}
		postings = append(postings, p)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("ledger: load: %w", err)
	}
	m.add(postings)
	m.Lock()
	m.loaded = known
	m.Unlock()
	return nil
}

// meet makes sure that a cell has a place. At the first all cells get theirs.
func (m *memory) meet(ctx context.Context, id int64) error {
	if _, ok := m.cells[id]; ok {
		return nil
	}
	if len(m.cells) > 0 {
		c, err := CellByID(ctx, m.db, id)
		if err == nil {
			m.open(id, c)
		}
		return err
	}
	type numbered struct {
		id int64
		Cell
	}
	all, err := store.All(ctx, m.db, func(r store.Row) (n numbered, err error) {
		var dims string
		err = r.Scan(&n.id, &n.Programme, &n.Measure, &n.Unit, (*string)(&n.Kind), (*string)(&n.Origin), &n.Territory, &dims)
		n.Dims = ParseDims(dims)
		return n, err
	}, "select id, "+cellColumns+" from cell")
	for _, c := range all {
		m.open(c.id, c.Cell)
	}
	return err
}
