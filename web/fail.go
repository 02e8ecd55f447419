package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/fault"
	"sanad/web/ui"
)

// redirect is not a failure: it ends a page by sending the reader elsewhere.
type redirect struct{ path string }

func (r redirect) Error() string { return "see " + r.path }

// see sends the reader to another page, after a form was carried out.
func see(path string) error { return redirect{path} }

// statuses are the HTTP statuses of the fault codes.
var statuses = map[fault.Code]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Forbidden:       http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// statusOf is the HTTP status of an error.
func statusOf(err error) int { return statuses[fault.CodeOf(err)] }

// mendable tells that a form can come back with the error on it: the reader can
// do something about it there.
func mendable(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Invalid, fault.Conflict, fault.Forbidden, fault.TooLarge, fault.Unavailable:
		return true
	}
	return false
}

func noPage(*Server, *request) error { return fault.New(fault.NotFound, "web.no-page", nil) }

// fail turns an error into a page: the one place where it happens.
func (s *Server) fail(r *request, err error) {
	var to redirect
	if errors.As(err, &to) {
		http.Redirect(r.w, r.Request, to.path, http.StatusSeeOther)
		return
	}
	code := statusOf(err)
	if code == http.StatusUnauthorized && r.Method == http.MethodGet && r.URL.Path != signInPath {
		http.Redirect(r.w, r.Request, signInPath+"?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	if code >= http.StatusInternalServerError {
		s.Log.Error("request failed", "id", r.id, "method", r.Method, "path", r.URL.Path, "error", err.Error())
	}
	frame := r.frame()
	frame.Title, frame.Narrow = r.p.T("web.status-"+strconv.Itoa(code)), true
	body := []g.Node{
		ui.Notice(ui.Bad, g.Text(r.p.Fault(err))),
		r.sendAgain(code),
		h.P(g.Text(r.p.T("web.request-number")+" "), ui.Ltr(r.id)),
		h.P(ui.Link("/", r.p.T("web.back-home"))),
	}
	if sendErr := r.showStatus(code, ui.Page(frame, body...)); sendErr != nil {
		s.Log.Warn("error page not sent", "id", r.id, "error", sendErr.Error())
	}
}

// sendAgain keeps what was typed when the session ended in the meantime: the
// reader signs in beside it and sends the same form again. Files must be chosen
// anew, and passwords typed.
func (r *request) sendAgain(code int) g.Node {
	if code != http.StatusUnauthorized || r.Method == http.MethodGet || r.readFiles() != nil {
		return nil
	}
	var kept []g.Node
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if name == "password" || name == "old" {
			continue
		}
		for _, value := range r.PostForm[name] {
			kept = append(kept, ui.Hidden(name, value))
		}
	}
	return ui.Card("", nil, h.P(g.Text(r.p.T("web.typed-kept"))),
		h.P(h.A(h.Href(signInPath), h.Target("_blank"), g.Text(r.p.T("web.sign-in-beside")))),
		ui.Form("post", r.URL.RequestURI(), "", append(kept, ui.Actions(ui.Submit(r.p.T("web.send-again"), "", "", true)))...))
}
