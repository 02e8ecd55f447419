package ledger

import (
	"context"

	"sanad/calendar"
	"sanad/store"
)

// Latest is when the last posting at or before k was recorded, 0 when there is
// none: two questions of one data, known on it, have one answer.
func Latest(ctx context.Context, db *store.DB, k calendar.Instant) (calendar.Instant, error) {
	var at calendar.Instant
	err := db.QueryRow(ctx, "select coalesce(max(recorded_at), 0) from posting where recorded_at <= $1", k).Scan(&at)
	return at, err
}
