package web

import (
	"net/http"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/account"
	"sanad/fault"
	"sanad/web/ui"
)

// newAccount is the form of an invitation.
func newAccount(_ *Server, r *request) error { return r.showInvitation(nil) }

func (r *request) showInvitation(failed error) error {
	problems := ui.ProblemsOf(r.p, failed)
	frame := r.frame()
	frame.Path, frame.Title, frame.Narrow = newAccountPath, r.p.T("accounts.invite"), true
	frame.Lead = r.p.T("accounts.invite-lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-accounts"), Path: accountsPath}, {Label: frame.Title}}
	fields := append([]g.Node{ui.Guard(),
		ui.Input(r.p, ui.Field{Name: "name", Label: r.p.T("web.name"), Value: r.PostFormValue("name"), Error: problems.On("name")}),
		ui.Input(r.p, ui.Field{Name: "login", Label: r.p.T("web.login"), Help: r.p.T("accounts.login-help"), Value: r.PostFormValue("login"), Error: problems.On("login"), Ltr: true,
			Attrs: []g.Node{g.Attr("autocomplete", "off"), g.Attr("autocapitalize", "none")}}),
	}, r.grantFields(failed)...)
	fields = append(fields, ui.Actions(ui.Submit(r.p.T("accounts.invite"), "", "", true)))
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil, ui.Form("post", accountsPath, r.key().String(), fields...))))
}

// invite makes the account and shows its one-time link.
func invite(s *Server, r *request) error {
	grant, wrong := r.grant()
	var l fault.List
	l.Add(wrong)
	n := account.New{Login: r.PostFormValue("login"), Name: r.PostFormValue("name")}
	if wrong == nil {
		n.Grants = []access.Grant{grant}
	}
	l.Add(n.Check())
	if err := l.Err(); err != nil {
		return r.showInvitation(err)
	}
	a, token, err := account.Invite(r.Context(), s.DB, r.actor, r.key(), n)
	switch {
	case err == nil:
		v := &accountView{request: r, a: a}
		return v.showLink(token)
	case mendable(err):
		return r.showInvitation(err)
	}
	return err
}
