package web

import (
	"net/http"

	g "maragu.dev/gomponents"

	"sanad/account"
	"sanad/fault"
	"sanad/web/ui"
)

const signInPath = "/sign-in"

func signInForm(_ *Server, r *request) error {
	if r.signedIn() {
		return see("/")
	}
	return r.showSignIn(nil)
}

// showSignIn asks for login and password. A refused login keeps what was typed,
// but for the password.
func (r *request) showSignIn(err error) error {
	next := localPath(r.FormValue("next"))
	frame := r.frame()
	frame.Title, frame.Lead, frame.Narrow = r.p.T("web.sign-in"), r.p.T("web.sign-in-lead"), true
	code := http.StatusOK
	if err != nil {
		code = statusOf(err)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, err), ui.Card("", nil,
		ui.Form("post", signInPath, "",
			ui.Hidden("next", next),
			ui.Input(r.p, ui.Field{Name: "login", Label: r.p.T("web.login"), Value: r.FormValue("login"), Ltr: true,
				Attrs: []g.Node{g.Attr("autocomplete", "username"), g.Attr("autofocus")}}),
			ui.Input(r.p, passwordField(r, "password", r.p.T("web.password"), "current-password", err)),
			ui.Actions(ui.Submit(r.p.T("web.sign-in"), "", "", true)),
		))))
}

// passwordField is a field that does not show what is typed, and never comes
// back filled.
func passwordField(r *request, name, label, autocomplete string, err error) ui.Field {
	return ui.Field{Name: name, Label: label, Ltr: true, Error: ui.ProblemsOf(r.p, err).On(name),
		Attrs: []g.Node{g.Attr("type", "password"), g.Attr("autocomplete", autocomplete)}}
}

func signIn(s *Server, r *request) error {
	token, err := account.SignIn(r.Context(), s.DB, account.Attempt{Login: r.FormValue("login"), Password: r.FormValue("password"),
		Network: r.network(), Agent: r.UserAgent(), Replaces: r.token()})
	switch fault.CodeOf(err) {
	case "":
		r.setToken(token)
		return see(localPath(r.FormValue("next")))
	case fault.Internal:
		return err
	}
	return r.showSignIn(err)
}

func signOut(s *Server, r *request) error {
	if err := account.SignOut(r.Context(), s.DB, r.token()); err != nil {
		return err
	}
	r.setToken("")
	r.w.Header().Set("Clear-Site-Data", `"cache"`)
	return see(signInPath)
}
