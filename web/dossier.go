package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/audit"
	"sanad/dossier"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// dossierView is what the page of a dossier shows.
type dossierView struct {
	*request
	def       *programme.Definition
	d         dossier.Dossier
	subject   subject
	items     []programme.Item  // that the dossier follows
	parties   map[string]g.Node // named in answers and acts
	history   []dossier.Moment
	answers   programme.Answers
	papers    []dossier.Paper
	documents []dossier.Document
	rights    []dossier.Entitlement
	names     map[store.ID]string // of the accounts that acted
	failed    error               // why the act that was tried was refused
	tried     string              // that act's id
}

// dossierPage is a dossier: what it is, what may be done now, its timeline.
func dossierPage(s *Server, r *request) error { return showDossier(s, r, nil, "") }

// showDossier shows the dossier of the address. A refused act comes back with
// its form open, filled, and the reasons on top.
//
// Errors: store.not-found outside the scope.
func showDossier(s *Server, r *request, failed error, tried string) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	v.failed, v.tried = failed, tried
	holdings, err := v.holdings()
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Dossier, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	code := 200
	if failed != nil {
		code = statusOf(failed)
	}
	frame := r.frame()
	frame.Title, frame.Lead = v.d.Reference, v.def.Title.In(r.p.Lang())
	if v.d.Label != "" {
		frame.Lead = v.d.Label + " · " + frame.Lead
	}
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-dossiers"), Path: "/dossiers"}, {Label: v.d.Reference}}
	frame.Actions = []g.Node{ui.LinkButton("/applications/"+v.d.Party.String()+"/"+v.d.ID.String()+"/receipt", r.p.T("file.receipt"), false)}
	frame.Actions = slices.Concat(v.placingLinks(), v.rankingLinks(), v.moneyLinks(), v.certificateLinks(), frame.Actions)
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), v.summary(),
		ui.TwoColumns(h.Div(h.Class("s-stack"), v.acts(), v.fundsCard(), v.itemCard(), v.timeline(), v.answerCard()), h.Div(h.Class("s-stack"), v.decision(), holdings, v.paperCard(), v.countCard()))))
}

// readDossier gathers the page, all of it through the dossier found within the
// reader's scope.
func readDossier(s *Server, r *request) (*dossierView, error) {
	party, err := r.pathID("party")
	if err != nil {
		return nil, err
	}
	id, err := r.pathID("dossier")
	if err != nil {
		return nil, err
	}
	v := &dossierView{request: r}
	if v.d, err = dossier.Get(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), party, id); err != nil {
		return nil, err
	}
	if v.def, err = s.Programmes.Get(v.d.Programme); err != nil {
		return nil, err
	}
	return v, v.fill(s)
}

func (v *dossierView) fill(s *Server) (err error) {
	ctx := v.Context()
	if v.subject, err = v.subjectOf(v.def, v.d); err != nil {
		return err
	}
	if v.history, err = dossier.History(ctx, s.DB, v.d); err != nil {
		return err
	}
	if v.answers, err = dossier.Answers(ctx, s.DB, v.d); err != nil {
		return err
	}
	if v.documents, err = dossier.Documents(ctx, s.DB, v.d); err != nil {
		return err
	}
	if v.rights, err = dossier.Entitlements(ctx, s.DB, v.d); err != nil {
		return err
	}
	var actors []store.ID
	events := make([]act.Event, len(v.history))
	for i, m := range v.history {
		if m.CorrectedBy == 0 {
			v.papers = append(v.papers, m.Payload.Papers...)
		}
		events[i] = m.Event
		if !slices.Contains(actors, m.Actor) {
			actors = append(actors, m.Actor)
		}
	}
	if v.names, err = account.Names(ctx, s.DB, actors); err != nil {
		return err
	}
	if v.items, err = dossier.Items(v.def, events); err != nil {
		return err
	}
	v.parties, err = v.namedParties()
	return err
}

// per says how an amount is given: each month, once, or in tranches.
func (r *request) per(def *programme.Definition, per string) string {
	if per == "once" && def.Payment != nil && def.Payment.Pays == "tranches" {
		per = "tranches"
	}
	return r.p.T("file.per-" + per)
}

func (v *dossierView) summary() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("file.subject"), Body: v.subjectLink()},
		{Term: v.p.T("file.state"), Body: g.Group{v.stateBadge(v.def, v.d.State), g.Text(" " + v.p.T("file.since", "day", v.d.StateSince))}},
		{Term: v.p.T("file.place"), Body: g.Text(v.placeName(v.d.Province))},
		{Term: v.p.T("file.opened"), Body: g.Text(v.p.Date(v.d.OpenedOn))},
		{Term: v.p.T("file.registrar"), Body: g.Text(v.actorName(v.d.Registrar))},
	}
	if clock := v.def.Workflow.Clock(v.d.Clock); clock != nil {
		list = append(list, ui.Definition{Term: clock.Title.In(v.p.Lang()), Body: g.Group{v.clock(v.d), g.If(!v.d.Due.IsZero(), g.Text(" "+v.p.Date(v.d.Due)))}})
	}
	for _, e := range v.rights {
		body := v.p.Money(e.Amount) + " " + v.per(v.def, e.Per) + " " + v.p.T("file.from", "day", e.StartsOn)
		if !e.EndsOn.IsZero() {
			body += " " + v.p.T("file.until", "day", e.EndsOn)
		}
		list = append(list, ui.Definition{Term: v.p.T("file.entitlement"), Body: ui.Bdi(body)})
	}
	return ui.Card("", nil, ui.Definitions(list...))
}

// subjectLink leads to the subject's page, for who may open it.
func (v *dossierView) subjectLink() g.Node {
	may := v.actor.Holds(access.RegistersRead)
	if v.def.Subject == programme.Person {
		may = v.actor.Holds(access.PersonsRead)
	}
	if v.subject.path == "" || !may {
		return ui.Bdi(v.subject.name)
	}
	return ui.Link(v.subject.path, v.subject.name)
}

func (v *dossierView) actorName(id store.ID) string {
	return v.nameOr(v.names, id)
}
