package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/account"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
	"sanad/web/ui"
)

// request is a request on its way to its page.
type request struct {
	*http.Request
	w       http.ResponseWriter
	s       *Server
	id      string          // for the log and the error page
	session account.Session // zero when nobody is signed in
	actor   access.Actor
	p       *locale.Printer // in the reader's language
	demo    bool            // the data are invented
}

// request finds who asks and in which language. It always gives a request, so
// that an error page can be shown.
func (s *Server) request(w http.ResponseWriter, hr *http.Request) (*request, error) {
	r := &request{Request: hr, w: w, s: s, id: requestID(hr.Context()), p: locale.For(language(hr))}
	r.rememberLanguage()
	at, err := account.ReadInstallation(hr.Context(), s.DB)
	if err != nil {
		return r, err
	}
	r.demo = at.Demonstration
	token := r.token()
	if token == "" {
		return r, nil
	}
	session, err := account.Authenticate(hr.Context(), s.DB, token)
	if errors.Is(err, account.ErrSessionEnded) {
		return r, nil
	}
	r.session, r.actor = session, session.Actor
	return r, err
}

// demoNotice says that the data are invented, and how far the whole demonstration
// is while a small one stands in for it; empty for data that are not invented.
func (r *request) demoNotice() string {
	if !r.demo {
		return ""
	}
	if r.s.Rehearsal != nil {
		return r.p.T("ui.demo-loading", "percent", r.s.Rehearsal())
	}
	return r.p.T("ui.demo")
}

// signedIn tells that somebody is.
func (r *request) signedIn() bool { return !r.actor.Account.IsZero() }

// allowed holds the actor against what a route needs.
func (r *request) allowed(rt Route) error {
	switch {
	case rt.Access == Public:
		return nil
	case !r.signedIn():
		return account.ErrSessionEnded
	case r.session.MustChange && !strings.HasPrefix(rt.Pattern, "/me") && rt.Pattern != "/sign-out":
		return see("/me")
	case rt.Access == Signed || r.actor.Holds(access.Permission(rt.Access)):
		return nil
	}
	return fault.New(fault.Forbidden, "access.forbidden", nil)
}

// pathID reads an identifier from the address; nonsense is an address that does
// not exist.
func (r *request) pathID(name string) (store.ID, error) {
	id, err := store.ParseID(r.PathValue(name))
	if err != nil {
		return id, store.ErrNotFound
	}
	return id, nil
}

// key is the idempotency key of the form that was sent. A form without one gets
// a key of its own and is then not protected against being sent twice.
func (r *request) key() store.ID {
	if id, err := store.ParseID(r.FormValue(ui.KeyField)); err == nil {
		return id
	}
	return r.newID()
}

// newID makes an identifier: the key of a form, or a new record's.
func (r *request) newID() store.ID { return store.NewID(r.s.DB.Now()) }

// day reads a day from the form; an empty field gives no day.
//
// Errors: date.invalid on the field.
func (r *request) day(name string) (calendar.Date, error) {
	text := strings.TrimSpace(r.FormValue(name))
	if text == "" {
		return 0, nil
	}
	d, err := calendar.ParseDate(text)
	return d, onField(err, name)
}

// plain writes a number for a machine: a form's hidden value, an address.
func plain(n int64) string { return strconv.FormatInt(n, 10) }

// onField names the form's field an error is about.
func onField(err error, name string) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.On(name)
	}
	return err
}

// frame is what every page of this request has around it; a page adds its title.
func (r *request) frame() ui.PageData {
	d := ui.PageData{Lang: r.p.Lang(), Path: r.URL.Path, Query: r.URL.Query(), Demo: r.demoNotice()}
	if r.signedIn() {
		d.User = &ui.User{Name: r.actor.Name, Role: r.roleNames(), Path: "/me"}
		d.SignOut = "/sign-out"
		d.Nav = r.menu()
		d.Flash = r.takeFlash()
	}
	return d
}

// menu is what the actor may open, in the order of the work.
func (r *request) menu() []ui.NavItem {
	var out []ui.NavItem
	for _, item := range []struct {
		path, key string
		needs     access.Permission
	}{
		{"/", "web.menu-home", ""},
		{boardsPath, "board.menu", access.DossiersRead},
		{ownPath, "partner.menu", access.OwnSpace},
		{"/search", "web.menu-search", access.PersonsRead},
		{"/dossiers", "web.menu-dossiers", access.DossiersRead},
		{matchesPath, "matching.menu", access.PersonsWrite},
		{importsPath, "importing.menu", access.PersonsImport},
		{"/sessions", "web.menu-sessions", access.SessionsRead},
		{paymentsPath, "payments.menu", access.PaymentsRead},
		{establishmentsPath, "registers.title", access.RegistersRead},
		{"/tables", "web.menu-tables", access.TablesRead},
		{editionsPath, "edition.menu", access.EditionsRead},
		{"/programmes", "web.menu-programmes", access.ProgrammesRead},
		{"/accounts", "web.menu-accounts", access.AccountsManage},
		{auditPath, "accounts.audit", access.AuditRead},
	} {
		if item.path == boardsPath && len(r.boards()) == 0 {
			continue // whoever does nothing there
		}
		if item.needs == "" || r.actor.Holds(item.needs) {
			current := r.URL.Path == item.path || item.path != "/" && strings.HasPrefix(r.URL.Path, item.path+"/")
			out = append(out, ui.NavItem{Label: r.p.T(item.key), Path: item.path, Current: current})
		}
	}
	return out
}

// roleNames says what the actor is, in the reader's language, each role once.
func (r *request) roleNames() string {
	var names []string
	for _, grant := range r.actor.Grants {
		if name := r.p.T("access.role." + string(grant.Role)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return r.p.List(names)
}

// network is who is at the other end of the connection; headers are not asked,
// since anybody can write them.
func (r *request) network() string { return account.Network(r.RemoteAddr) }

// show writes a page.
func (r *request) show(page g.Node) error { return r.showStatus(http.StatusOK, page) }

func (r *request) showStatus(status int, page g.Node) error {
	r.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	r.w.WriteHeader(status)
	return page.Render(r.w)
}
