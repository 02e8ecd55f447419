package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"sanad/fault"
)

//go:embed migration/*.sql
var migrations embed.FS

// Migrate brings the schema to this program's version. The same SQL text runs
// on both engines.
//
// Errors: store.newer-schema when a newer program has already migrated it.
func (db *DB) Migrate(ctx context.Context) error {
	pool, dialect := db.read, database.DialectPostgres
	if db.engine == SQLite {
		// Its own connection: goose wants a pool and the writer has the one.
		pool, dialect = liteDB(db.url), database.DialectSQLite3
		defer pool.Close()
	}
	return migrate(ctx, pool, dialect)
}

func migrate(ctx context.Context, pool *sql.DB, dialect database.Dialect) error {
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, pool, files)
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return fault.New(fault.Unavailable, "store.newer-schema", fault.Args{"found": current, "known": target})
	}
	_, err = p.Up(ctx)
	return err
}
