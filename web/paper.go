package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/web/ui"
)

// letterhead begins an official paper: the kingdom, the ministry and the office
// on one side, what it is about and the laws it rests on on the other, then the
// title and the line under it.
type letterhead struct {
	office string
	about  string
	laws   []string // their numbers
	title  string
	under  string
}

func (r *request) head(l letterhead) g.Node {
	return h.Header(
		h.Div(h.Class("s-letterhead"),
			h.Div(h.Div(g.Text(r.p.T("sessions.kingdom"))), h.Div(g.Text(r.p.T("sessions.ministry"))), h.Div(g.Text(l.office))),
			h.Div(h.Div(g.Text(l.about)), g.If(len(l.laws) > 0, h.Div(g.Text(r.p.T("sessions.law")), g.Map(l.laws, func(ref string) g.Node {
				return g.Group{g.Text(" "), ui.Ltr(ref)}
			}))))),
		h.H2(g.Text(l.title)),
		h.P(h.Class("s-minutes-when"), g.Text(l.under)))
}

// signer is somebody who signs a paper.
type signer struct{ name, capacity string }

// signPlaces are the places where a paper is signed.
func signPlaces(who ...signer) g.Node {
	return h.Div(h.Class("s-signatures"), g.Map(who, func(s signer) g.Node {
		return h.Div(h.Class("s-signature"), h.Div(h.Strong(ui.Bdi(s.name))), h.Div(h.Class("s-note"), ui.Bdi(s.capacity)))
	}))
}
