package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"sanad/calendar"
)

// share is how many waiting writers may share one commit. The measured gain
// flattens near the number of clients; the bound keeps a commit short.
const share = 128

// writer is SQLite's one writer: it takes waiting writers together into one
// transaction, so that they share the cost of its fsync.
type writer struct {
	db    *DB
	pool  *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	raw   *rawConn // the same connection, for what only writes
	queue chan *job
	once  sync.Once // a database may be closed twice
	quit  chan struct{}
	gone  chan struct{}
}

// job is one writer's wish; err is sent when it is kept or refused.
type job struct {
	ctx context.Context
	fn  func(*Tx) error
	err chan error
	tx  *Tx
	out error // its own refusal, while the shared transaction is open
}

func newWriter(db *DB, pool *sql.DB) *writer {
	w := &writer{db: db, pool: pool, stmts: map[string]*sql.Stmt{},
		queue: make(chan *job, share), quit: make(chan struct{}), gone: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) do(ctx context.Context, fn func(*Tx) error) error {
	j := &job{ctx: ctx, fn: fn, err: make(chan error, 1)}
	select {
	case w.queue <- j:
	case <-w.gone:
		return ErrBusy.Because(errors.New("the database is closed"))
	case <-ctx.Done():
		return translate(ctx.Err())
	}
	select {
	case err := <-j.err: // once taken it is carried out whatever the caller does
		return err
	case <-w.gone:
		select {
		case err := <-j.err:
			return err
		default:
			return ErrBusy.Because(errors.New("the database is closed"))
		}
	}
}

func (w *writer) stop() {
	w.once.Do(func() { close(w.quit) })
	<-w.gone
}

func (w *writer) loop() {
	defer close(w.gone)
	defer w.close()
	for {
		select {
		case j := <-w.queue:
			w.round(w.gather(j))
		case <-w.quit:
			return
		}
	}
}

// close gives the connection back before it closes the pool: one that is held
// would stay open, and SQLite folds the log into the database only when the last
// connection closes with nothing left running.
func (w *writer) close() {
	if w.conn != nil {
		w.raw.close()
		for _, s := range w.stmts {
			_ = s.Close()
		}
		_ = w.conn.Close()
	}
	w.pool.Close()
}

// gather takes the writers that wait now, beside the first.
func (w *writer) gather(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < share {
		select {
		case j := <-w.queue:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// round carries out jobs in one transaction and tells each how it ended.
func (w *writer) round(jobs []*job) {
	err := w.transact(jobs)
	for _, j := range jobs {
		switch {
		case j.out != nil:
			j.err <- j.out
		case err != nil:
			j.err <- err
		default:
			j.tx.tellKept()
			j.err <- nil
		}
	}
}

// transact begins, runs each job, and commits. Statements run without the
// callers' contexts: a client that leaves must not undo its neighbours.
func (w *writer) transact(jobs []*job) error {
	ctx := context.Background()
	if err := w.connect(ctx); err != nil {
		return translate(err)
	}
	if _, err := w.exec(ctx, "begin immediate", nil); err != nil {
		return translate(err)
	}
	var mark calendar.Instant
	if err := w.queryRow(ctx, "select at from watermark where one = 1", nil).Scan(&mark); err != nil {
		return w.rollback(ctx, translate(err))
	}
	for _, j := range jobs {
		if err := w.one(ctx, j, mark, len(jobs) > 1); err != nil {
			return w.rollback(ctx, err)
		}
	}
	if len(jobs) == 1 && jobs[0].out != nil {
		return w.rollback(ctx, jobs[0].out)
	}
	if _, err := w.exec(ctx, "commit", nil); err != nil {
		return w.rollback(ctx, w.failed(err))
	}
	return nil
}

// one runs a job, in a savepoint when it shares its transaction. A refusal of
// the job is kept in j.out; an error returned here ends the whole round.
func (w *writer) one(ctx context.Context, j *job, mark calendar.Instant, shared bool) error {
	if shared {
		if _, err := w.exec(ctx, "savepoint job", nil); err != nil {
			return w.failed(err)
		}
	}
	j.tx = &Tx{now: max(w.db.clock(), mark+1), db: w.db, on: w}
	j.out = translate(call(j.fn, j.tx))
	if errors.Is(j.out, ErrBroken) || errors.Is(j.out, ErrFull) {
		return w.failed(j.out) // SQLite may have rolled everything back already
	}
	if !shared {
		return nil
	}
	if j.out != nil {
		if _, err := w.exec(ctx, "rollback to job", nil); err != nil {
			return w.failed(err)
		}
	}
	_, err := w.exec(ctx, "release job", nil)
	return err
}

// call runs fn and turns a panic into an error, so that a defect in one act
// cannot take down the writer of all.
func call(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// failed marks the database broken when the error leaves in doubt what is on
// the disk; a full disk is not such an error.
func (w *writer) failed(err error) error {
	err = translate(err)
	if errors.Is(err, ErrBroken) {
		w.db.breakDown(err)
	}
	return err
}

func (w *writer) rollback(ctx context.Context, cause error) error {
	_, _ = w.exec(ctx, "rollback", nil) // the engine may have done it already
	return cause
}

func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn = conn
	return conn.Raw(func(driven any) error {
		w.raw = &rawConn{conn: driven.(driver.ConnPrepareContext), stmts: map[string]driver.StmtExecContext{}}
		return nil
	})
}

// stmt prepares a statement once; a load of half a million acts runs the same
// dozen statements all the time.
func (w *writer) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := w.stmts[query]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, positional(query))
	if err == nil {
		w.stmts[query] = s
	}
	return s, err
}

// positional writes $1, $2 … as ? where each stands once and in order, which is
// every insert: the driver finds a numbered parameter by trying the names from
// the first, and that cost 5 to 8 % of a load.
func positional(query string) string {
	var b strings.Builder
	rest := query
	for n := 1; ; n++ {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			b.WriteString(rest)
			return b.String()
		}
		number := strconv.Itoa(n)
		end := i + 1 + len(number)
		if !strings.HasPrefix(rest[i+1:], number) || end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			return query
		}
		b.WriteString(rest[:i] + "?")
		rest = rest[end:]
	}
}

func (w *writer) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return w.raw.exec(context.WithoutCancel(ctx), query, args)
}

func (w *writer) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	s, err := w.stmt(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.WithoutCancel(ctx), args...)
}

func (w *writer) queryRow(ctx context.Context, query string, args []any) *sql.Row {
	s, err := w.stmt(context.WithoutCancel(ctx), query)
	if err != nil { // let the row carry the error
		return w.conn.QueryRowContext(context.WithoutCancel(ctx), query, args...)
	}
	return s.QueryRowContext(context.WithoutCancel(ctx), args...)
}
