package ledger

import (
	"context"
	"errors"
	"math"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// insertMerge notes a merge; of two of one subject in one act the last holds.
func insertMerge(ctx context.Context, s *act.Step, m Merging) error {
	_, err := s.Exec(ctx, `insert into subject_merge (recorded_at, from_id, into_id) values ($1, $2, $3)
		on conflict (recorded_at, from_id) do update set into_id = excluded.into_id`, m.RecordedAt, m.From, m.Into)
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

// Mergings are all there ever were, in the order of recording, for whoever holds
// them against the acts that made them.
func Mergings(ctx context.Context, q store.Q) ([]Merging, error) {
	return mergesBetween(ctx, q, 0, math.MaxInt64)
}

// mergesBetween are the merges recorded after one instant, up to another.
func mergesBetween(ctx context.Context, q store.Q, after, until calendar.Instant) ([]Merging, error) {
	return store.All(ctx, q, func(r store.Row) (Merging, error) {
		var m Merging
		err := r.Scan(&m.RecordedAt, &m.From, &m.Into)
		return m, err
	}, "select recorded_at, from_id, into_id from subject_merge where recorded_at > $1 and recorded_at <= $2 order by recorded_at", after, until)
}
