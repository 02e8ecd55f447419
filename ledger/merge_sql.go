package ledger

import (
	"context"
	"errors"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// insertMerge notes a merge; of two of one subject in one act the last holds.
func insertMerge(ctx context.Context, s *act.Step, m merge) error {
	_, err := s.Exec(ctx, `insert into subject_merge (recorded_at, from_id, into_id) values ($1, $2, $3)
		on conflict (recorded_at, from_id) do update set into_id = excluded.into_id`, m.recorded, m.from, m.into)
	return err
}

// mergedInto is whom a subject counts as, one step; zero: itself.
func mergedInto(ctx context.Context, q store.Q, from store.ID) (store.ID, error) {
	into, err := store.One(ctx, q, store.Value[store.ID], "select into_id from subject_merge where from_id = $1 order by recorded_at desc limit 1", from)
	if errors.Is(err, store.ErrNotFound) {
		return store.ID{}, nil
	}
	return into, err
}

// mergesBetween are the merges recorded after one instant, up to another.
func mergesBetween(ctx context.Context, q store.Q, after, until calendar.Instant) ([]merge, error) {
	return store.All(ctx, q, func(r store.Row) (merge, error) {
		var m merge
		err := r.Scan(&m.recorded, &m.from, &m.into)
		return m, err
	}, "select recorded_at, from_id, into_id from subject_merge where recorded_at > $1 and recorded_at <= $2 order by recorded_at", after, until)
}
