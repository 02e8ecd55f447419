package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"sanad/account"
	"sanad/fault"
	"sanad/report"
	"sanad/statistics"
	"sanad/store"
	"sanad/web"
)

// serveCommand serves the pages until it is told to stop or the database breaks.
type serveCommand struct {
	Addr  string `default:":8080" env:"SANAD_ADDR" help:"Address to listen on."`
	HTTPS bool   `name:"https" help:"A proxy serves the pages over HTTPS: cookies are for HTTPS only."`
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
func (c *serveCommand) Run(s *session) error {
	set, documents, err := s.loadSources()
	if err != nil {
		return err
	}
	reports, err := report.Load(report.Files, set)
	if err != nil {
		return err
	}
	db, err := s.create(store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := s.unlock(db)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.say, nil))
	office, payments := offices(db, set, keys)
	site := web.New(web.Config{DB: db, Programmes: set, Office: office, Payments: payments, Folder: s.folder(),
		Statistics: &statistics.Engine{DB: db, Programmes: set}, Reports: reports, Sources: documents, Keys: keys, Log: log, Secure: c.HTTPS})
	go payments.Work(s, log)
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.New(fault.Unavailable, "sanad.cannot-listen", fault.Args{"address": c.Addr}).Because(err)
	}
	if err := c.invite(s, db, l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: readHeader, ReadTimeout: readAll,
		WriteTimeout: writeAll, IdleTimeout: idle, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	log.Info("serving", "address", l.Addr().String(), "database", string(db.Engine()), "programmes", len(set.All()))
	return s.serve(server, l, db, log)
}

// serve runs the server and the hourly sweep until one of them has to end.
func (s *session) serve(server *http.Server, l net.Listener, db *store.DB, log *slog.Logger) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		select {
		case <-hourly.C:
			if err := account.Sweep(s, db); err != nil {
				log.Error("sweep", "error", err)
			}
		case err := <-ended:
			return err
		case <-db.Broken():
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
