package ledger

import (
	"context"
	"fmt"

	"sanad/store"
)

// Verify holds the ledger against what no posting may break: each comes from an
// event and was recorded with it, and no stock stands below zero. It reports
// each breach and returns how many postings there are.
//
// That a posting is the one its event makes is for whoever knows what events
// mean (dossier.Office.Verify).
func Verify(ctx context.Context, q store.Q, report func(problem string)) (int, error) {
	orphans, err := store.All(ctx, q, store.Value[store.ID], `select p.stream_id from posting p
		left join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where e.seq is null or e.recorded_at <> p.recorded_at`)
	if err != nil {
		return 0, err
	}
	for _, id := range orphans {
		report(fmt.Sprintf("ledger: a posting of %s has no event that was recorded with it", id))
	}
	below, err := store.All(ctx, q, store.Value[int64], `select c.id from cell c join posting p on p.cell_id = c.id
		where c.kind = 'stock' group by c.id having sum(p.quantity) < 0`)
	if err != nil {
		return 0, err
	}
	for _, id := range below {
		report(fmt.Sprintf("ledger: the stock of cell %d stands below zero", id))
	}
	return store.One(ctx, q, store.Value[int], "select count(*) from posting")
}
