package web

import (
	"net/http"

	g "maragu.dev/gomponents"

	"sanad/account"
	"sanad/territory"
	"sanad/web/ui"
)

// me is the page of who is signed in: their rights, password and open sessions.
func me(s *Server, r *request) error { return showMe(s, r, nil) }

func showMe(s *Server, r *request, failed error) error {
	sessions, err := account.Sessions(r.Context(), s.DB, r.actor, r.actor.Account, s.DB.Now())
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = r.actor.Name
	if r.session.MustChange {
		frame.Lead = r.p.T("web.must-change")
	}
	frame.Actions = []g.Node{ui.LinkButton("/me/factor", r.p.T("payments.factor"), false)}
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), r.rights(), r.passwordCard(failed), r.sessionCard(sessions)))
}

// rights lists what the actor may do, and where.
func (r *request) rights() g.Node {
	table := ui.TableData{ID: "rights", Caption: r.p.T("web.my-rights"),
		Columns: []ui.Column{{Head: r.p.T("web.role")}, {Head: r.p.T("web.programme")}, {Head: r.p.T("web.territory")}}}
	for _, grant := range r.actor.Grants {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(r.p.T("access.role." + string(grant.Role))), ui.Text(r.programmeName(grant.Programme)), ui.Text(r.placeName(grant.Territory))}})
	}
	return ui.TableCard("", nil, ui.DataTable(table))
}

// programmeName is what people call a programme.
func (r *request) programmeName(id string) string {
	if def, err := r.s.Programmes.Get(id); err == nil {
		return def.Title.In(r.p.Lang())
	}
	return r.p.T("access.every-programme")
}

// placeName is what people call a region or province; the country for none.
func (r *request) placeName(code string) string {
	if code == "" {
		return r.p.T("access.whole-country")
	}
	return territory.Name(code, r.p.Lang())
}

func (r *request) passwordCard(failed error) g.Node {
	fresh := passwordField(r, "password", r.p.T("web.new-password"), "new-password", failed)
	fresh.Help = r.p.T("web.password-help", "count", account.MinPassword)
	return ui.Card(r.p.T("web.change-password"), nil, ui.Form("post", "/me/password", "",
		ui.Input(r.p, passwordField(r, "old", r.p.T("web.old-password"), "current-password", failed)),
		ui.Input(r.p, fresh),
		ui.Actions(ui.Submit(r.p.T("web.save"), "", "", true))))
}

func (r *request) sessionCard(sessions []account.Session) g.Node {
	table := ui.TableData{ID: "sessions", Caption: r.p.T("web.my-sessions"),
		Columns: []ui.Column{{Head: r.p.T("web.session-seen")}, {Head: r.p.T("web.session-network")}, {Head: r.p.T("web.session-browser")}, {Head: ""}}}
	for _, open := range sessions {
		last := g.Node(g.Text(r.p.T("web.session-this")))
		if open.ID != r.session.ID {
			last = ui.Form("post", "/me/sessions/"+open.ID.String(), "", ui.Submit(r.p.T("web.session-end"), "", "", false))
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.p.Instant(open.SeenAt)), ui.Identifier(open.Network), ui.Node(ui.Ltr(open.Agent)), ui.Node(last)}})
	}
	return ui.TableCard("", nil, ui.DataTable(table))
}

func changePassword(s *Server, r *request) error {
	err := account.ChangePassword(r.Context(), s.DB, r.session, r.FormValue("old"), r.FormValue("password"))
	if err == nil {
		r.flash(ui.Good, r.p.T("web.password-changed"))
		return see("/me")
	}
	if mendable(err) {
		return showMe(s, r, err)
	}
	return err
}

func endSession(s *Server, r *request) error {
	id, err := r.pathID("session")
	if err != nil {
		return err
	}
	if err := account.End(r.Context(), s.DB, r.actor, id); err != nil {
		return err
	}
	r.flash(ui.Good, r.p.T("web.session-ended"))
	return see("/me")
}
