package web

import (
	"net/http"

	g "maragu.dev/gomponents"

	"sanad/account"
	"sanad/fault"
	"sanad/web/ui"
)

// claimForm is where the one-time link of the first run leads: it makes the
// administrator. passwordForm is where an invitation or a reset leads.
func claimForm(s *Server, r *request) error { return showLink(s, r, nil) }

func passwordForm(s *Server, r *request) error { return showLink(s, r, nil) }

// showLink shows the form that a one-time link opens.
//
// Errors: account.link-invalid.
func showLink(s *Server, r *request, failed error) error {
	link, err := account.OpenLink(r.Context(), s.DB, r.PathValue("token"))
	if err != nil {
		return err
	}
	problems := ui.ProblemsOf(r.p, failed)
	frame := r.frame()
	frame.Title, frame.Narrow = r.p.T("web.set-password"), true
	fields := []g.Node{ui.Notice(ui.Neutral, g.Text(r.p.T("web.password-for", "name", link.Name)+" "), ui.Ltr(link.Login))}
	if link.FirstRun() {
		frame.Title, frame.Lead = r.p.T("web.claim"), r.p.T("web.claim-lead")
		fields = []g.Node{
			ui.Input(r.p, ui.Field{Name: "name", Label: r.p.T("web.name"), Value: r.FormValue("name"), Error: problems.On("name")}),
			ui.Input(r.p, ui.Field{Name: "login", Label: r.p.T("web.login"), Value: r.FormValue("login"), Error: problems.On("login"), Ltr: true}),
		}
	}
	field := passwordField(r, "password", r.p.T("web.new-password"), "new-password", failed)
	field.Help = r.p.T("web.password-help", "count", account.MinPassword)
	fields = append(fields, ui.Input(r.p, field), ui.Actions(ui.Submit(r.p.T("web.save"), "", "", true)))
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil, ui.Form("post", r.URL.Path, "", fields...))))
}

func claim(s *Server, r *request) error {
	_, err := account.Claim(r.Context(), s.DB, r.PathValue("token"), r.FormValue("login"), r.FormValue("name"), r.FormValue("password"))
	return r.afterLink(s, err)
}

func password(s *Server, r *request) error {
	return r.afterLink(s, account.SetPassword(r.Context(), s.DB, r.PathValue("token"), r.FormValue("password")))
}

// afterLink leads to the sign-in page, or back to the form with what was wrong.
func (r *request) afterLink(s *Server, err error) error {
	switch {
	case err == nil:
		return see(signInPath)
	case fault.CodeOf(err) == fault.Invalid:
		return showLink(s, r, err)
	}
	return err
}
