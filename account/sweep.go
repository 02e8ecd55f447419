package account

import (
	"context"
	"time"

	"sanad/store"
)

// keepAttempts is how long tries to sign in are kept, for whoever looks into an
// attack.
const keepAttempts = 90 * 24 * time.Hour

// Sweep forgets sessions and links that have ended and old tries to sign in.
// The server calls it every hour.
func Sweep(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		now := tx.Now()
		for _, old := range []struct {
			query  string
			before time.Duration
		}{
			{"delete from account_session where seen_at <= $1", SessionIdle},
			{"delete from account_session where created_at <= $1", SessionAbsolute},
			{"delete from account_link where expires_at <= $1", 0},
			{"delete from account_attempt where at <= $1", keepAttempts},
		} {
			if _, err := tx.Exec(ctx, old.query, after(now, -old.before)); err != nil {
				return err
			}
		}
		return nil
	})
}
