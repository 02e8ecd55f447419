// Package storetest gives every test its own database, on both engines.
//
// SQLite is a file in the test's folder. PostgreSQL is one real cluster per test
// process, started on a unix socket by a non-root user (PostgreSQL refuses to
// run as root), with a database per test cloned from a migrated template. The
// cluster is removed when the process ends: its server watches a pipe.
//
// What may enter: making databases for tests. No fixtures of any domain.
package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"sanad/store"
)

// Each runs a test on a fresh migrated SQLite file and on a fresh migrated
// PostgreSQL database, as subtests "sqlite" and "postgres".
func Each(t *testing.T, run func(t *testing.T, db *store.DB)) {
	EachWith(t, store.Options{}, run)
}

// EachWith is Each with options, for a clock of the test's own.
func EachWith(t *testing.T, o store.Options, run func(t *testing.T, db *store.DB)) {
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t, o)) })
	t.Run("postgres", func(t *testing.T) { run(t, Postgres(t, o)) })
}

// SQLite makes a fresh migrated SQLite database.
func SQLite(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.db"), o, true)
}

var databases atomic.Int64

// Postgres makes a fresh migrated PostgreSQL database.
func Postgres(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	return open(t, PostgresURL(t), o, false)
}

// PostgresURL makes a fresh migrated PostgreSQL database and gives its address,
// for a test that opens it itself.
func PostgresURL(t testing.TB) string {
	t.Helper()
	c := startCluster(t)
	name := fmt.Sprintf("test_%d", databases.Add(1))
	c.exec(t, fmt.Sprintf("create database %s template template_sanad", name))
	t.Cleanup(func() { c.exec(t, fmt.Sprintf("drop database if exists %s with (force)", name)) })
	return c.url(name)
}

func open(t testing.TB, url string, o store.Options, migrate bool) *store.DB {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, url, o)
	if err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	t.Cleanup(func() { db.Close() })
	if migrate {
		if err := db.Migrate(ctx); err != nil {
			t.Fatalf("migrate: %v", err)
		}
	}
	return db
}
