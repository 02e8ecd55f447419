package store

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"sanad/calendar"
)

// rawConn writes on the driver's own connection. Package database/sql would lock,
// look up and convert by reflection for each of a load's million statements;
// with one writer there is nobody to lock against. Only the writer's goroutine
// uses it, and never while rows of the same statement are being read.
type rawConn struct {
	conn  driver.ConnPrepareContext
	stmts map[string]driver.StmtExecContext
	args  []driver.NamedValue // reused: the driver copies what it binds
}

func (r *rawConn) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	s, ok := r.stmts[query]
	if !ok {
		prepared, err := r.conn.PrepareContext(ctx, positional(query))
		if err != nil {
			return nil, err
		}
		s = prepared.(driver.StmtExecContext)
		r.stmts[query] = s
	}
	r.args = r.args[:0]
	for i, arg := range args {
		v, err := plain(arg)
		if err != nil {
			return nil, err
		}
		r.args = append(r.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return s.ExecContext(ctx, r.args)
}

func (r *rawConn) close() {
	for _, s := range r.stmts {
		_ = s.(driver.Stmt).Close()
	}
}

// plain is a value as the driver takes it; the types that rows are mostly made
// of first.
func plain(v any) (driver.Value, error) {
	switch v := v.(type) {
	case nil, string, int64, bool, []byte:
		return v, nil
	case int:
		return int64(v), nil
	case ID:
		return v.Value()
	case calendar.Date:
		return v.Value()
	case calendar.Instant:
		return int64(v), nil
	}
	return driver.DefaultParameterConverter.ConvertValue(v)
}
