package ledger

import (
	"context"

	"sanad/calendar"
	"sanad/store"
)

// Mix says what a question sees of what was recorded after an instant, so that a
// change between two instants can be told apart by its causes. What it leaves
// out, it leaves out whole; the zero value sees everything.
type Mix struct {
	After       calendar.Instant // 0: nothing is left out
	Corrections bool             // what was taken back since, and what replaced it, is seen
	Merges      bool             // subjects count as they were merged since
}

// uncorrected tells that corrections are left out.
func (x Mix) uncorrected() bool { return x.After != 0 && !x.Corrections }

// correction is the event of a stream that corrected it at an instant.
type correction struct {
	stream store.ID
	at     calendar.Instant
}

// find reads the corrections that a question leaves out.
func (q *Question) find(ctx context.Context, db store.Q) error {
	if !q.Mix.uncorrected() {
		return nil
	}
	list, err := correctionsBetween(ctx, db, q.Mix.After, q.KnownOn)
	q.gone = make(map[correction]bool, len(list))
	for _, c := range list {
		q.gone[c] = true
	}
	return err
}

// seen is the columns of a series as a question sees them. The caller holds the
// lock.
func (m *memory) seen(all *columns, q *Question) columns {
	n := all.recorded.known(q.KnownOn)
	if len(q.gone) == 0 {
		return all.first(n)
	}
	some := columns{cells: all.cells, numbers: all.numbers}
	for b := range all.recorded.marks {
		all.recorded.each(b, func(i int, at calendar.Instant) bool {
			if i < n && (at <= q.Mix.After || !q.gone[correction{m.ids.ids[all.stream[i]], at}]) {
				some.append(all.cell[i], all.subject[i], all.stream[i], Posting{Quantity: all.quantity.at(i), Day: all.date(i), RecordedAt: at})
			}
			return i < n
		})
	}
	return some
}

// merged is the last instant whose merges a question sees.
func (q *Question) merged() calendar.Instant {
	if q.Mix.After != 0 && !q.Mix.Merges {
		return min(q.Mix.After, q.KnownOn)
	}
	return q.KnownOn
}
