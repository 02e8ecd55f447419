package web

import (
	"encoding/base64"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/account"
	"sanad/web/ui"
)

// factorPage sets up the second factor of who is signed in, or takes it away.
func factorPage(s *Server, r *request) error { return showFactor(s, r, nil, nil) }

func showFactor(s *Server, r *request, enrolment *account.Enrolment, failed error) error {
	f, err := account.FactorOf(r.Context(), s.DB, r.actor.Account)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead, frame.Narrow = r.p.T("payments.factor"), r.p.T("payments.factor-lead"), true
	body := ui.Card("", nil, ui.Form("post", "/me/factor", "", ui.Hidden("do", "enrol"), ui.Actions(ui.Submit(r.p.T("payments.factor-enrol"), "", "", true))))
	problems := ui.ProblemsOf(r.p, failed)
	switch {
	case f.Confirmed:
		field := passwordField(r, "proof", r.p.T("payments.proof-password"), "current-password", failed)
		body = ui.Card(r.p.T("payments.factor-since", "instant", f.ConfirmedAt), nil, ui.Form("post", "/me/factor", "", ui.Hidden("do", "drop"), ui.Input(r.p, field),
			ui.Actions(ui.Submit(r.p.T("payments.factor-drop"), "", "", false))))
	case enrolment != nil || failed != nil:
		shown := g.Node(nil)
		if enrolment != nil {
			shown = g.Group{h.P(g.Text(r.p.T("payments.factor-scan"))), h.P(h.Img(h.Alt(r.p.T("payments.factor")), h.Width("240"), h.Height("240"), h.Src("data:image/png;base64,"+base64.StdEncoding.EncodeToString(enrolment.QR)))),
				h.P(g.Text(r.p.T("payments.factor-type")+" "), h.Code(ui.Ltr(enrolment.Secret)))}
		}
		body = ui.Card("", nil, shown, ui.Form("post", "/me/factor", "", ui.Hidden("do", "confirm"),
			ui.Input(r.p, ui.Field{Name: "proof", Label: r.p.T("payments.proof-code"), Error: problems.On("proof"), Ltr: true, Attrs: []g.Node{h.AutoComplete("one-time-code")}}),
			ui.Actions(ui.Submit(r.p.T("payments.factor-confirm"), "", "", true))))
	}
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), body))
}

func changeFactor(s *Server, r *request) error {
	var err error
	switch r.FormValue("do") {
	case "confirm":
		err = account.ConfirmFactor(r.Context(), s.DB, s.Keys, r.session, r.FormValue("proof"))
	case "drop":
		err = account.DropFactor(r.Context(), s.DB, r.session, r.FormValue("proof"))
	default:
		var e account.Enrolment
		if e, err = account.EnrolFactor(r.Context(), s.DB, s.Keys, r.session); err == nil {
			return showFactor(s, r, &e, nil)
		}
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see("/me/factor")
	case mendable(err):
		return showFactor(s, r, nil, err)
	}
	return err
}
