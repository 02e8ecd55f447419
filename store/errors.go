package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"sanad/fault"
)

// Refusals of the engines, as faults. A caller matches them with errors.Is.
var (
	ErrNotFound  = fault.New(fault.NotFound, "store.not-found", nil)
	ErrDuplicate = fault.New(fault.Conflict, "store.duplicate", nil)
	ErrReference = fault.New(fault.Invalid, "store.reference", nil)
	ErrCheck     = fault.New(fault.Invalid, "store.check", nil)
	ErrBusy      = fault.New(fault.Unavailable, "store.busy", nil)
	ErrFull      = fault.New(fault.Unavailable, "store.full", nil)
	ErrBroken    = fault.New(fault.Unavailable, "store.broken", nil)
)

// SQLite's extended result codes (sqlite.org/rescode.html) that mean something
// to us; the low byte is the primary code.
const (
	sqliteBusy       = 5
	sqliteIOErr      = 10
	sqliteFull       = 13
	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
)

// translate turns an engine's error into a fault; it is the only place that
// knows either engine's codes.
func translate(err error) error {
	var f *fault.Error
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return ErrBusy.Because(err)
	}
	if kind, constraint := classify(err); kind != nil {
		e := kind.Because(err)
		e.Args = fault.Args{"constraint": constraint}
		return e
	}
	return err
}

func classify(err error) (kind *fault.Error, constraint string) {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return classifySQLite(lite.Code()), sqliteConstraint(lite.Error())
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return classifyPostgres(pg.Code), pg.ConstraintName
	}
	return nil, ""
}

func classifySQLite(code int) *fault.Error {
	switch code {
	case sqliteUnique, sqlitePrimaryKey:
		return ErrDuplicate
	case sqliteForeignKey:
		return ErrReference
	case sqliteCheck:
		return ErrCheck
	}
	switch code & 0xff {
	case sqliteBusy:
		return ErrBusy
	case sqliteFull:
		return ErrFull
	case sqliteIOErr:
		return ErrBroken
	}
	return nil
}

// sqliteConstraint finds the columns in "… constraint failed: dossier.party_id, dossier.programme (2067)".
func sqliteConstraint(text string) string {
	_, rest, ok := strings.Cut(text, "constraint failed: ")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, " (")
	return name
}

func classifyPostgres(code string) *fault.Error {
	switch code {
	case "23505":
		return ErrDuplicate
	case "23503":
		return ErrReference
	case "23514":
		return ErrCheck
	case "40001", "40P01", "55P03":
		return ErrBusy
	case "53100":
		return ErrFull
	}
	return nil
}

// retryable tells that the same transaction may succeed when run again.
func retryable(err error) bool { return errors.Is(err, ErrBusy) }
