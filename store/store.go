package store

import (
	"context"
	"database/sql"
	"strings"
	"sync"

	"sanad/calendar"
)

// Engine names the database behind a DB.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Options are what a caller may choose when it opens a database.
type Options struct {
	Clock calendar.Clock // nil: the machine's clock
	Bulk  bool           // a large load is coming: more cache, fewer checkpoints
}

// DB is an open database: a pool of readers and the way to write.
type DB struct {
	engine Engine
	url    string
	clock  calendar.Clock
	system bool // the clock is the machine's, so PostgreSQL's own may stand for it
	read   *sql.DB
	pg     *sql.DB // PostgreSQL: writers' pool, the same as read
	writer *writer // SQLite: the one writer
	kept   sync.Map
	broken struct {
		sync.Mutex
		err  error
		done chan struct{}
	}
}

// Open opens a database by path (SQLite, made when absent) or by
// postgres:// URL. It does not migrate.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	db := &DB{url: url, clock: o.Clock, system: o.Clock == nil}
	if db.system {
		db.clock = calendar.SystemClock
	}
	db.broken.done = make(chan struct{})
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return db, db.openPostgres(ctx)
	}
	return db, db.openSQLite(ctx, o.Bulk)
}

// Engine tells which database this is.
func (db *DB) Engine() Engine { return db.engine }

// URL is where the database was opened from, for messages and file places.
func (db *DB) URL() string { return db.url }

// Kept is what a package keeps in memory of this database, made when it is first
// asked for. make must be cheap: it may run twice, and one of both is kept.
func (db *DB) Kept(key any, make func() any) any {
	if v, ok := db.kept.Load(key); ok {
		return v
	}
	v, _ := db.kept.LoadOrStore(key, make())
	return v
}

// Now is the present by the database's clock.
func (db *DB) Now() calendar.Instant { return db.clock() }

// Today is the present day in Morocco.
func (db *DB) Today() calendar.Date { return db.clock().Date() }

// Query reads on a reader connection.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.read.QueryContext(ctx, query, args...)
}

// QueryRow reads one row on a reader connection.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return db.read.QueryRowContext(ctx, query, args...)
}

// Broken is closed when an input/output error made it unsafe to go on writing:
// the process must stop and start again, and recovery decides what was kept.
func (db *DB) Broken() <-chan struct{} { return db.broken.done }

func (db *DB) breakDown(err error) {
	db.broken.Lock()
	defer db.broken.Unlock()
	if db.broken.err == nil {
		db.broken.err = err
		close(db.broken.done)
	}
}

func (db *DB) brokenErr() error {
	db.broken.Lock()
	defer db.broken.Unlock()
	return db.broken.err
}

// Close waits for the writes under way and closes the connections, the writer
// last: the last connection folds SQLite's log into the file, and one that only
// reads may not.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.writer != nil {
		db.writer.stop()
	}
	return err
}
