package main

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"sanad/demo"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/registry"
	"sanad/store"
)

// rehearsal serves a small demonstration at once and makes the whole one beside
// it: who tries the product does not wait for two million records.
type rehearsal struct {
	small     session // that of the small one
	scale     float64 // of the whole one
	passwords map[string]string
	percent   atomic.Int64
}

// firstScale is the size of what is served meanwhile: made in seconds, and
// enough for every list and table to hold something.
const firstScale = 0.005

// rehearse begins a rehearsal; nil when the whole demonstration is there. A database that is no demonstration of this
// command is served as it is.
//
// Errors: sanad.demo-kept.
func (s *session) rehearse(scale float64) (*rehearsal, error) {
	if s.onServer() || s.keys != "" || s.cache != "" {
		return nil, fault.New(fault.Invalid, "sanad.demo-kept", fault.Args{"path": s.db}).On("db")
	}
	if _, err := os.Stat(s.db); err == nil {
		return nil, nil
	}
	r := &rehearsal{small: *s, scale: scale, passwords: map[string]string{}}
	r.small.db = s.db + ".first"
	if err := remove(r.small.db); err != nil {
		return nil, err
	}
	made, err := r.small.stage(demo.Options{Seed: demoSeed, Scale: firstScale})
	if err != nil {
		return nil, err
	}
	for _, a := range made.Accounts {
		r.passwords[a.Login] = a.Password
	}
	s.tell("sanad.demo-first")
	return r, s.handOut(made.Accounts)
}

// make makes the whole demonstration where it belongs.
func (r *rehearsal) make(s *session) error {
	// The server shares the machine with it for some minutes: less memory than the
	// command takes, and more collecting.
	defer debug.SetGCPercent(debug.SetGCPercent(200))
	_, err := s.raise(demo.Options{Seed: demoSeed, Scale: r.scale, Passwords: r.passwords, Progress: func(p demo.Progress) {
		r.percent.Store(int64(p.Done) * 100 / int64(max(p.Total, 1)))
	}})
	return err
}

// raise makes a demonstration in the session's database. A file that is not there
// is made under another name and gets its own when it is whole, so that what is
// interrupted leaves no half of one.
//
// Errors: sanad.not-empty; demo.scale; demo.system-unknown.
func (s *session) raise(o demo.Options) (demo.Report, error) {
	if _, err := os.Stat(s.db); s.onServer() || err == nil {
		return s.stage(o)
	}
	making := *s
	making.db = s.db + ".making"
	if err := remove(making.db); err != nil {
		return demo.Report{}, err
	}
	made, err := making.stage(o)
	if err == nil {
		err = rename(making.db, s.db)
	}
	return made, err
}

// stage makes a demonstration in the session's database, which must have nothing
// yet.
//
// Errors: sanad.not-empty; demo.scale; demo.system-unknown.
func (s *session) stage(o demo.Options) (report demo.Report, err error) {
	set, err := s.load()
	if err != nil {
		return report, err
	}
	o.Clock = demo.NewClock()
	db, err := s.create(store.Options{Clock: o.Clock.Now, Bulk: true})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := s.refuseUsed(db); err != nil {
		return report, err
	}
	keys, err := registry.OpenKeys(s.keyFile())
	if err != nil {
		return report, err
	}
	if report, err = demo.Load(s, db, dossier.NewOffice(db, set), keys, o); err != nil {
		return report, err
	}
	return report, ledger.Keep(s, db) // or the first question reads a million postings
}

// beside are the files of a database: it and those whose names begin with its own.
func beside(db string) ([]string, error) {
	found, err := filepath.Glob(db + "*")
	if errors.Is(err, filepath.ErrBadPattern) {
		return nil, fault.New(fault.Invalid, "sanad.demo-kept", fault.Args{"path": db}).On("db")
	}
	return found, err
}

func remove(db string) error {
	found, err := beside(db)
	for _, f := range found {
		err = errors.Join(err, os.RemoveAll(f))
	}
	return err
}

// rename moves a database with what is beside it; the database itself comes last,
// since its name says that all is there.
func rename(from, to string) error {
	found, err := beside(from)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f == from {
			continue
		}
		if err := os.Rename(f, to+strings.TrimPrefix(f, from)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(from, to)
}

// replace makes the whole demonstration while the small one is served, then puts
// its pages in the place of those. What goes wrong is logged, and the small one
// stays.
func (r *rehearsal) replace(s *session, c *serveCommand, on *stage, log *slog.Logger) {
	if err := r.make(s); err != nil {
		if s.Err() == nil {
			log.Error("demonstration", "error", err)
		}
		return
	}
	next, err := c.prepare(s, log, nil)
	if err != nil {
		log.Error("demonstration", "error", err)
		return
	}
	old := on.show(next)
	s.tell("sanad.demo-whole")
	if err := errors.Join(old.close(), remove(r.small.db)); err != nil {
		log.Warn("demonstration", "error", err)
	}
}
