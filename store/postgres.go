package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"sanad/calendar"
)

// attempts bounds how often a refused transaction is run again; with the pauses
// below that is about two seconds.
const attempts = 12

func (db *DB) openPostgres(ctx context.Context) error {
	db.engine = Postgres
	pool, err := sql.Open("pgx", db.url)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(24)
	pool.SetMaxIdleConns(24)
	db.read, db.pg = pool, pool
	return translate(pool.PingContext(ctx))
}

// updatePostgres runs fn in a serializable transaction, again when the engine
// says that it lost a race.
func (db *DB) updatePostgres(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for n := range attempts {
		if err = db.tryPostgres(ctx, fn); !retryable(err) || ctx.Err() != nil {
			return err
		}
		pause(ctx, time.Duration(1<<min(n, 8))*time.Millisecond)
	}
	return err
}

// pause waits d more or less, so that two transactions that met do not meet again.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func (db *DB) tryPostgres(ctx context.Context, fn func(*Tx) error) error {
	ptx, err := db.pg.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return translate(err)
	}
	defer ptx.Rollback() //nolint:errcheck // after Commit it has nothing to do
	now, err := db.enterPostgres(ctx, ptx)
	if err != nil {
		return translate(err)
	}
	tx := &Tx{now: now, db: db, on: pgOn{ptx}}
	if err := translate(call(fn, tx)); err != nil {
		return err
	}
	if err := ptx.Commit(); err != nil {
		return translate(err)
	}
	tx.tellKept()
	return nil
}

// enterPostgres takes the writers' side of the watermark's lock and reads the
// time. LOCK TABLE takes no snapshot, so the watermark read next is the newest.
func (db *DB) enterPostgres(ctx context.Context, ptx *sql.Tx) (calendar.Instant, error) {
	if _, err := ptx.ExecContext(ctx, "lock table watermark in row exclusive mode"); err != nil {
		return 0, err
	}
	var mark, server calendar.Instant
	err := ptx.QueryRowContext(ctx, `select at, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) from watermark where one = 1`).Scan(&mark, &server)
	if err != nil {
		return 0, err
	}
	if !db.system {
		server = db.clock()
	}
	return max(server, mark+1), nil
}

// settlePostgres waits for the writers under way and marks that none may record
// at or before k any more.
func (db *DB) settlePostgres(ctx context.Context, k calendar.Instant) error {
	ptx, err := db.pg.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	defer ptx.Rollback() //nolint:errcheck // after Commit it has nothing to do
	for _, q := range []string{"set local lock_timeout = '15s'", "lock table watermark in exclusive mode"} {
		if _, err := ptx.ExecContext(ctx, q); err != nil {
			if errors.Is(translate(err), ErrBusy) {
				return errUnsettled(k, err)
			}
			return translate(err)
		}
	}
	if _, err := ptx.ExecContext(ctx, "update watermark set at = $1 where one = 1 and at < $1", k); err != nil {
		return translate(err)
	}
	return translate(ptx.Commit())
}

// pgOn runs a Tx's statements on PostgreSQL; pgx prepares and caches them.
type pgOn struct{ tx *sql.Tx }

func (p pgOn) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return p.tx.ExecContext(ctx, query, args...)
}

func (p pgOn) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return p.tx.QueryContext(ctx, query, args...)
}

func (p pgOn) queryRow(ctx context.Context, query string, args []any) *sql.Row {
	return p.tx.QueryRowContext(ctx, query, args...)
}
