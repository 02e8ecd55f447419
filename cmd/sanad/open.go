package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/payment"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
)

// onServer tells that the database is a PostgreSQL.
func (s *session) onServer() bool {
	return strings.HasPrefix(s.db, "postgres://") || strings.HasPrefix(s.db, "postgresql://")
}

// create opens the database, made when it is not there.
func (s *session) create(o store.Options) (*store.DB, error) {
	if !s.onServer() {
		if err := os.MkdirAll(filepath.Dir(s.db), 0o755); err != nil {
			return nil, err
		}
	}
	return s.migrated(o)
}

// open opens a database that is there: a mistyped name must not make a new one
// and find it empty.
//
// Errors: sanad.no-database.
func (s *session) open() (*store.DB, error) {
	if !s.onServer() {
		if _, err := os.Stat(s.db); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "sanad.no-database", fault.Args{"path": s.db})
		}
	}
	return s.migrated(store.Options{})
}

func (s *session) migrated(o store.Options) (*store.DB, error) {
	db, err := store.Open(s, s.db, o)
	if err != nil {
		return nil, err
	}
	err = db.Migrate(s)
	if err == nil {
		err = registry.Prepare(s, db)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	ledger.CacheAt(db, s.cacheFile())
	return db, nil
}

// keyFile is where the keys of the identifiers are.
func (s *session) keyFile() string {
	switch {
	case s.keys != "":
		return s.keys
	case s.onServer():
		return "sanad.key"
	}
	return s.db + ".key"
}

// cacheFile is where the ledger's columns are kept between two runs.
func (s *session) cacheFile() string {
	if s.cache == "" && !s.onServer() {
		return s.db + ".ledger"
	}
	return s.cache
}

// folder is where the files of payments are written.
func (s *session) folder() string {
	if s.onServer() {
		return "sanad.payments"
	}
	return s.db + ".payments"
}

// unlock opens the keys and holds them against the database.
func (s *session) unlock(db *store.DB) (*registry.Keys, error) {
	keys, err := registry.OpenKeys(s.keyFile())
	if err != nil {
		return nil, err
	}
	return keys, keys.Check(s, db)
}

// offices are where dossiers and payments are worked on; what a decision gives
// is money from its own act on.
func offices(db *store.DB, set *programme.Set, keys *registry.Keys) (*dossier.Office, *payment.Office) {
	office := dossier.NewOffice(db, set)
	payments := payment.NewOffice(db, set, office.Book, keys)
	office.Rights = payments
	return office, payments
}

// load loads the programmes of the binary, and those of the folder that was named,
// and plays the cases of all: what serves, writes or checks does.
func (s *session) load() (*programme.Set, error) {
	return s.loadBy(programme.Load)
}

// loadToRead loads them for a command that only reads; those of the binary, which
// its tests have proven, are not proven again.
func (s *session) loadToRead() (*programme.Set, error) {
	return s.loadBy(func(list ...fs.FS) (*programme.Set, error) { return programme.LoadProven(list[0], list[1:]...) })
}

// loadBy loads by one of the two. Nothing is collected meanwhile: that would take half of the time, in which a
// command could write its table.
func (s *session) loadBy(load func(...fs.FS) (*programme.Set, error)) (*programme.Set, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	if s.programmes == "" {
		return load(programmes.Files)
	}
	return load(programmes.Files, os.DirFS(s.programmes))
}
