package web

import (
	"cmp"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/audit"
	"sanad/dossier"
	"sanad/locale"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

func receiptPath(party, id store.ID) string {
	return applicationsPath + "/" + party.String() + "/" + id.String() + "/receipt"
}

// receipt is the paper that the applicant takes home (law 55.19: a receipt for
// every file). It is printed from the page.
//
// Errors: store.not-found outside the scope.
func receipt(s *Server, r *request) error {
	party, err := r.pathID("party")
	if err != nil {
		return err
	}
	id, err := r.pathID("dossier")
	if err != nil {
		return err
	}
	d, err := dossier.Get(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), party, id)
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Print, d.ID, "application", dossierParty(d)); err != nil {
		return err
	}
	def, err := s.Programmes.Get(d.Programme)
	if err != nil {
		return err
	}
	summary, err := r.receiptSummary(def, d)
	if err != nil {
		return err
	}
	papers, err := r.receiptPapers(def, d)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead, frame.Narrow = r.p.T("intake.receipt"), r.say(def.Title), true
	frame.Breadcrumbs = []ui.Crumb{{Label: d.Reference, Path: dossierPath(d)}, {Label: r.p.T("intake.receipt")}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossierPath(d), r.p.T("intake.open-dossier"), false)}
	return r.show(ui.Page(frame, ui.Card("", nil, summary), papers, ui.Card(r.p.T("intake.your-rights"), nil,
		h.Ul(g.Map([]string{"receipt", "completion", "reasons", "data"}, func(right string) g.Node { return h.Li(g.Text(r.p.T("intake.law-" + right))) })))))
}

// receiptSummary is the number, who, what, when and until when.
func (r *request) receiptSummary(def *programme.Definition, d dossier.Dossier) (g.Node, error) {
	who, err := r.subjectOf(def, d)
	if err != nil {
		return nil, err
	}
	clerks, err := account.Names(r.Context(), r.s.DB, []store.ID{d.Registrar})
	if err != nil {
		return nil, err
	}
	list := []ui.Definition{
		{Term: r.p.T("intake.reference"), Body: h.Strong(ui.Ltr(d.Reference))},
		{Term: r.p.T("intake.deposited-on"), Body: g.Text(r.p.Date(d.OpenedOn))},
		{Term: r.p.T("intake.applicant"), Body: ui.Bdi(who.name)},
		{Term: r.p.T("registry.identifier.cin"), Body: ui.Ltr(cmp.Or(who.card, locale.NoValue))},
		{Term: r.p.T("web.province"), Body: g.Text(r.placeName(d.Province))},
		{Term: r.p.T("intake.received-by"), Body: ui.Bdi(r.nameOr(clerks, d.Registrar))},
	}
	if clock := def.Workflow.Clock(d.Clock); clock != nil && !d.Due.IsZero() {
		list = append(list, ui.Definition{Term: r.say(clock.Title), Body: g.Text(r.p.T("intake.answer-by", "day", d.Due))})
	}
	return ui.Definitions(list...), nil
}

// receiptPapers lists what was handed in and what is still missing.
func (r *request) receiptPapers(def *programme.Definition, d dossier.Dossier) (g.Node, error) {
	answers, err := dossier.Answers(r.Context(), r.s.DB, d)
	if err != nil {
		return nil, err
	}
	papers, err := dossier.Papers(r.Context(), r.s.DB, d)
	if err != nil {
		return nil, err
	}
	lacking, err := dossier.Lacking(def, answers, papers, d.OpenedOn)
	if err != nil {
		return nil, err
	}
	var given, missing []g.Node
	for i := range def.Form.Documents {
		doc := &def.Form.Documents[i]
		if slices.ContainsFunc(papers, func(p dossier.Paper) bool { return p.Kind == doc.Key }) {
			given = append(given, h.Li(g.Text(r.say(doc.Label))))
		}
		if slices.Contains(lacking, doc) {
			missing = append(missing, h.Li(g.Text(r.say(doc.Label))))
		}
	}
	return g.Group{paperList(r.p.T("intake.papers-given"), r.p.T("intake.papers-none"), given),
		paperList(r.p.T("intake.papers-missing"), r.p.T("intake.papers-complete"), missing)}, nil
}

func paperList(title, none string, items []g.Node) g.Node {
	if len(items) == 0 {
		return ui.Card(title, nil, h.P(g.Text(none)))
	}
	return ui.Card(title, nil, h.Ul(items...))
}
