package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// meet makes sure that a cell is in memory. At the first all cells are read.
func (m *memory) meet(ctx context.Context, number int64) error {
	if _, ok := m.cells[number]; ok || m.unmet[number] != nil {
		return nil
	}
	where, args := "", []any(nil)
	if len(m.cells)+len(m.unmet) > 0 {
		where, args = " where id = $1", []any{number}
	}
	type numbered struct {
		id int64
		*Cell
	}
	cells, err := store.All(ctx, m.db, func(r store.Row) (numbered, error) {
		n, dims := numbered{Cell: &Cell{}}, ""
		err := r.Scan(&n.id, &n.Programme, &n.Measure, &n.Unit, (*string)(&n.Kind), (*string)(&n.Origin), &n.Territory, &dims)
		n.Dims = m.intern(dims)
		return n, err
	}, "select id, "+cellColumns+" from cell"+where, args...)
	for _, c := range cells {
		m.unmet[c.id] = c.Cell
	}
	return err
}

// fingerprint is what tells this history from another: the postings recorded at
// an instant, with the hashes of their events, which chain up to all that their
// streams saw before. Recorded order is commit order, so a database that has them
// has all that was recorded before them.
func fingerprint(ctx context.Context, q store.Q, at calendar.Instant) (string, error) {
	type line struct {
		Posting
		hash []byte
	}
	lines, err := store.All(ctx, q, func(r store.Row) (l line, err error) {
		p := &l.Posting
		err = r.Scan(&p.Party, &p.Stream, &p.Seq, &p.N, &p.CellID, &p.Quantity, &p.Day, &p.RecordedAt, &p.Subject, &l.hash)
		return l, err
	}, `select p.party_id, p.stream_id, p.seq, p.n, p.cell_id, p.quantity, p.day, p.recorded_at, p.subject_id, e.hash from posting p
		left join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where p.recorded_at = $1 order by p.party_id, p.stream_id, p.seq, p.n limit 64`, at)
	sum := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(sum, "%v %x\n", l.Posting, l.hash)
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}
