package edition

import (
	"context"
	"fmt"

	"sanad/store"
)

// Verify folds every edition again and compares it with its row, computes every
// checked one again and compares it with what was signed. It reports each
// difference and returns how many editions it read.
func (o *Office) Verify(ctx context.Context, q store.Q, report func(problem string)) (int, error) {
	rows, err := store.All(ctx, q, scan, "select "+columns+" from edition order by party_id")
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		e, err := read(ctx, q, r.id)
		if err != nil {
			report(fmt.Sprintf("edition %s: its events do not fold: %v", r.id, err))
			continue
		}
		if e.row() != r {
			report(fmt.Sprintf("edition %s: the row is %+v, its events make %+v", r.id, r, e.row()))
		}
		if e.State == Draft || e.State == Withdrawn {
			continue
		}
		if _, err := o.Tables(ctx, e); err != nil {
			report(fmt.Sprintf("edition %s: %v", r.id, err))
		}
		if e.Outcome == nil || e.Outcome.Text == nil {
			continue
		}
		if _, err := o.Figures(ctx, e); err != nil {
			report(fmt.Sprintf("edition %s: %v", r.id, err))
		}
	}
	return len(rows), nil
}
