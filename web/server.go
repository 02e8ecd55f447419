package web

import (
	"errors"
	"log/slog"
	"net/http"

	"sanad/access"
	"sanad/account"
	"sanad/api"
	"sanad/dossier"
	"sanad/edition"
	"sanad/imports"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/report"
	"sanad/statistics"
	"sanad/store"
	"sanad/web/assets"
)

// Config is what the pages need.
type Config struct {
	DB         *store.DB
	Programmes *programme.Set
	Office     *dossier.Office
	Payments   *payment.Office
	Imports    *imports.Office
	Folder     string // where the files of payments are written
	Statistics *statistics.Engine
	Reports    *report.Set         // nil: editions are tables only
	Sources    []*programme.Source // the documents that reported figures come from
	Keys       *registry.Keys
	Log        *slog.Logger // nil: the default
	Secure     bool         // served over HTTPS: cookies are Secure and __Host-
	// Rehearsal is set when a small demonstration stands in for the whole one, and
	// gives the percentage that is made of that.
	Rehearsal func() int
}

// Server answers the pages. Safe for concurrent use.
type Server struct {
	Config
	handler  http.Handler
	editions *edition.Office
	public   *publications
}

// New makes the server of a database that is open and migrated.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Payments == nil && c.Office != nil {
		c.Payments = payment.NewOffice(c.DB, c.Programmes, c.Office.Book, c.Keys)
	}
	if c.Imports == nil && c.Office != nil {
		c.Imports = imports.NewOffice(c.DB, c.Office, c.Keys)
	}
	s := &Server{Config: c, editions: edition.NewOffice(c.DB, c.Programmes)}
	s.public = newPublications(s.editions)
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	programs, _ := api.New(api.Config{Statistics: c.Statistics, Actor: s.actorOf, Log: c.Log})
	mux.Handle(api.Prefix+"/", programs)
	for _, rt := range routes() {
		mux.Handle(rt.Method+" "+rt.Pattern, s.serve(rt))
	}
	mux.Handle("/", s.serve(Route{Access: Public, do: noPage}))
	s.handler = s.around(mux)
	return s
}

// Handler is the whole site.
func (s *Server) Handler() http.Handler { return s.handler }

// serve makes a route's handler: it finds who asks and in which language, holds
// them against what the route needs, and turns an error into a page.
func (s *Server) serve(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r, err := s.request(w, hr)
		if err == nil {
			err = r.allowed(rt)
		}
		if err == nil {
			err = s.caught(rt, r)
		}
		if err != nil {
			s.fail(r, err)
		}
	})
}

// actorOf is who asks, for what other programs ask; nobody when no session is
// open.
func (s *Server) actorOf(hr *http.Request) (access.Actor, error) {
	c, err := hr.Cookie(s.sessionCookie())
	if err != nil {
		return access.Actor{}, nil
	}
	session, err := account.Authenticate(hr.Context(), s.DB, c.Value)
	if errors.Is(err, account.ErrSessionEnded) {
		return access.Actor{}, nil
	}
	return session.Actor, err
}
