package account

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Installation is what this database is.
type Installation struct {
	Demonstration bool  // every person in it is invented; pages say so
	Seed          int64 // what the demonstration was drawn from
	DeclaredAt    calendar.Instant
}

// theInstallation is the party and stream of acts about the installation itself.
var theInstallation = store.MakeID(0, 0, 1)

// ReadInstallation is what this database was declared to be; the zero
// Installation, a real one, when nothing was declared.
func ReadInstallation(ctx context.Context, q store.Q) (Installation, error) {
	i, err := store.One(ctx, q, func(r store.Row) (Installation, error) {
		var i Installation
		err := r.Scan(&i.Demonstration, &i.Seed, &i.DeclaredAt)
		return i, err
	}, "select demonstration, seed, declared_at from installation where one = 1")
	if errors.Is(err, store.ErrNotFound) {
		return Installation{}, nil
	}
	return i, err
}

// DeclareDemonstration marks an empty database as a demonstration, for ever.
// The demo command does it before anything else; the same seed again is no error.
//
// Errors: account.not-empty when there is an account already, or another seed: a
// real database must never be taken for a demonstration; access.forbidden for
// anybody but the program itself.
func DeclareDemonstration(ctx context.Context, db *store.DB, by access.Actor, seed int64) error {
	if !by.IsSystem() {
		return fault.New(fault.Forbidden, "access.forbidden", nil)
	}
	before, err := ReadInstallation(ctx, db)
	if err != nil || before.Demonstration && before.Seed == seed {
		return err
	}
	input := map[string]any{"demonstration": true, "seed": seed}
	_, err = do(ctx, db, by, store.NewID(db.Now()), theInstallation, "installation.declare-demonstration", input, func(ctx context.Context, s *act.Step) (any, error) {
		taken, err := anyAccount(ctx, s)
		if err != nil {
			return nil, err
		}
		if taken || before.Demonstration {
			return nil, fault.New(fault.Conflict, "account.not-empty", nil)
		}
		_, err = s.Exec(ctx, "insert into installation (one, demonstration, seed, declared_at) values (1, $1, $2, $3)", true, seed, s.Now())
		return input, err
	})
	return err
}
