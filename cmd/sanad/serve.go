package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"sanad/account"
	"sanad/fault"
	"sanad/imports"
	"sanad/report"
	"sanad/statistics"
	"sanad/store"
	"sanad/web"
)

// serveCommand serves the pages until it is told to stop or the database breaks.
type serveCommand struct {
	Addr  string  `default:":8080" env:"SANAD_ADDR" help:"Address to listen on."`
	HTTPS bool    `name:"https" help:"A proxy serves the pages over HTTPS: cookies are for HTTPS only."`
	Demo  bool    `name:"demo" help:"When the database is not there, serve a small demonstration at once, and the whole one when it is made."`
	Scale float64 `default:"1" hidden:"" help:"With --demo: the scale of the whole one, for tests."`
}

// Limits of a request. A scan of ten megabytes over a slow line takes minutes; a
// header does not.
const (
	readHeader = 10 * time.Second
	readAll    = 5 * time.Minute
	writeAll   = 5 * time.Minute
	idle       = 2 * time.Minute
	farewell   = 20 * time.Second // for the requests under way when told to stop
)

// Run serves. A programme with a mistake, or the wrong keys, and nothing starts.
func (c *serveCommand) Run(s *session) (err error) {
	log := slog.New(slog.NewTextHandler(s.say, nil))
	at := s
	var r *rehearsal
	if c.Demo {
		if r, err = s.rehearse(c.Scale); err != nil {
			return err
		}
		if r != nil {
			at = &r.small
		}
	}
	first, err := c.prepare(at, log, r)
	if err != nil {
		return err
	}
	on := &stage{}
	on.show(first)
	defer func() { err = errors.Join(err, on.now.Load().close()) }()
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.New(fault.Unavailable, "sanad.cannot-listen", fault.Args{"address": c.Addr}).Because(err)
	}
	if err := c.invite(s, first.db, l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	server := &http.Server{Handler: on, ReadHeaderTimeout: readHeader, ReadTimeout: readAll,
		WriteTimeout: writeAll, IdleTimeout: idle, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	log.Info("serving", "address", l.Addr().String(), "database", string(first.db.Engine()))
	making, stop := context.WithCancel(s)
	var made sync.WaitGroup
	defer made.Wait() // what is half made is closed before the process ends
	defer stop()
	if r != nil {
		within := *s
		within.Context = making
		made.Go(func() { r.replace(&within, c, on, log) })
	}
	return s.serve(server, l, on, log)
}

// prepare opens a database and makes its pages ready.
func (c *serveCommand) prepare(s *session, log *slog.Logger, r *rehearsal) (*production, error) {
	set, documents, err := s.loadSources()
	if err != nil {
		return nil, err
	}
	reports, err := report.Load(report.Files, set)
	if err != nil {
		return nil, err
	}
	db, err := s.create(store.Options{})
	if err != nil {
		return nil, err
	}
	keys, err := s.unlock(db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	office, payments := offices(db, set, keys)
	lists := imports.NewOffice(db, office, keys)
	config := web.Config{DB: db, Programmes: set, Office: office, Payments: payments, Imports: lists, Folder: s.folder(),
		Statistics: &statistics.Engine{DB: db, Programmes: set}, Reports: reports, Sources: documents, Keys: keys, Log: log, Secure: c.HTTPS}
	if r != nil {
		config.Rehearsal = func() int { return int(r.percent.Load()) }
	}
	ctx, stop := context.WithCancel(s)
	p := &production{db: db, lists: lists, pages: web.New(config).Handler(), stop: stop}
	p.working.Go(func() { payments.Work(ctx, log) })
	p.working.Go(func() { lists.Work(ctx, log) })
	p.working.Go(func() { nightly(ctx, db, keys, log) })
	return p, nil
}

// serve runs the server and the hourly sweep until one of them has to end.
func (s *session) serve(server *http.Server, l net.Listener, on *stage, log *slog.Logger) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		now := on.now.Load()
		select {
		case <-hourly.C:
			if err := errors.Join(account.Sweep(s, now.db), now.lists.Sweep(s)); err != nil {
				log.Error("sweep", "error", err)
			}
		case err := <-ended:
			return err
		case <-now.replaced:
		case <-now.db.Broken():
			// What is on the disk is in doubt: only a new start may decide it.
			_ = server.Close()
			return store.ErrBroken
		case <-s.Done():
			log.Info("stopping")
			ctx, cancel := context.WithTimeout(context.Background(), farewell)
			defer cancel()
			return server.Shutdown(ctx)
		}
	}
}

// invite prints the link that makes the first administrator, when there is
// nobody yet.
func (c *serveCommand) invite(s *session, db *store.DB, at net.Addr) error {
	token, err := account.FirstRun(s, db)
	if err != nil || token == "" {
		return err
	}
	host, port, _ := net.SplitHostPort(at.String())
	if given, _, err := net.SplitHostPort(c.Addr); err == nil && given != "" && !strings.Contains(given, ":") {
		host = given
	} else if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	scheme := "http"
	if c.HTTPS {
		scheme = "https"
	}
	s.tell("sanad.first-run", "link", scheme+"://"+net.JoinHostPort(host, port)+"/claim/"+token)
	return nil
}
