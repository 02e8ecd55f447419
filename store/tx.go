package store

import (
	"context"
	"database/sql"

	"sanad/calendar"
	"sanad/fault"
)

// Tx is a write transaction. Its time is fixed at the start, unless Advance moves it.
type Tx struct {
	now  calendar.Instant
	db   *DB
	on   statements
	kept []func()
	memo map[any]any
}

// Kept asks for f to be called once the transaction is committed, for what a
// package remembers of the database in memory. It is not called otherwise.
func (tx *Tx) Kept(f func()) { tx.kept = append(tx.kept, f) }

// Remember keeps something read or written in the transaction until its end, so
// that a load need not read it for each of a thousand acts. Whoever changes the
// rows must remember the change under the same key; nil forgets.
func (tx *Tx) Remember(key, value any) {
	if tx.memo == nil {
		tx.memo = map[any]any{}
	}
	tx.memo[key] = value
}

// Remembered is what was kept under a key, nil when nothing was.
func (tx *Tx) Remembered(key any) any { return tx.memo[key] }

// Memory is DB.Kept of the transaction's database: what others see too, so only
// what is committed may be put there (Kept).
func (tx *Tx) Memory(key any, make func() any) any { return tx.db.Kept(key, make) }

func (tx *Tx) tellKept() {
	for _, f := range tx.kept {
		f()
	}
}

// statements is what the two engines do differently under a Tx.
type statements interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
	queryRow(ctx context.Context, query string, args []any) *sql.Row
}

// Now is the instant at which everything in the transaction is recorded.
func (tx *Tx) Now() calendar.Instant { return tx.now }

// Advance moves the transaction's time on: for a load that lives through years
// in few transactions. It never goes back, so what holds of the watermark and of
// the order of recording holds still.
func (tx *Tx) Advance(to calendar.Instant) { tx.now = max(tx.now, to) }

// Today is the day of Now in Morocco.
func (tx *Tx) Today() calendar.Date { return tx.now.Date() }

// Exec changes rows and says how many.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.on.exec(ctx, query, args)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// Query reads inside the transaction.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.on.query(ctx, query, args)
}

// QueryRow reads one row inside the transaction.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.on.queryRow(ctx, query, args)
}

// Update runs fn in one write transaction: all of it is kept, or nothing. fn may
// run more than once and must not touch anything but tx.
//
// Errors: what fn returns; store.busy when the engine refused it every time;
// store.full when the disk is; store.broken when an earlier input/output error
// means that this process must not write any more. After an error of Commit the
// transaction may have been kept all the same: callers find out by their
// idempotency key (package act).
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return translate(err)
	}
	if err := db.brokenErr(); err != nil {
		return ErrBroken.Because(err)
	}
	if db.engine == Postgres {
		return db.updatePostgres(ctx, fn)
	}
	return db.writer.do(ctx, fn)
}

// Settle returns once nothing can be recorded at or before k any more: from
// then on an answer "as known on k" never changes. A zero k means now; the
// settled instant is returned.
//
// Errors: store.future when k has not come yet; store.unsettled when writers
// that may still record before k did not end within 15 seconds.
func (db *DB) Settle(ctx context.Context, k calendar.Instant) (calendar.Instant, error) {
	now := db.clock()
	if k == 0 {
		k = now
	}
	var mark calendar.Instant
	if err := db.QueryRow(ctx, "select at from watermark where one = 1").Scan(&mark); err != nil {
		return 0, translate(err)
	}
	switch {
	case k <= mark:
		return k, nil
	case k > now:
		return 0, fault.New(fault.Invalid, "store.future", fault.Args{"value": k, "now": now}).On("known-on")
	case db.engine == Postgres:
		return k, db.settlePostgres(ctx, k)
	}
	return k, db.Update(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, "update watermark set at = $1 where one = 1 and at < $1", k)
		return err
	})
}

func errUnsettled(k calendar.Instant, err error) error {
	return fault.New(fault.Unavailable, "store.unsettled", fault.Args{"value": k}).On("known-on").Because(err)
}
