package web

import (
	"cmp"
	"encoding/hex"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/dossier"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

func certificatePath(d dossier.Dossier, c *programme.Certificate) string {
	return dossierPath(d) + "/certificates/" + c.ID
}

// certificateOf is the last act that gives a certificate and stands; nil when
// none does.
func certificateOf(history []dossier.Moment, c *programme.Certificate) *dossier.Moment {
	for i := range slices.Backward(history) {
		if m := &history[i]; m.Corrects == 0 && m.CorrectedBy == 0 && c.Given(dossier.ActOf(m.Event), m.Payload.Outcome) {
			return m
		}
	}
	return nil
}

// certificate is a paper that an act gave, printed from the page: what is
// certified, the register's entry as the act left it, the number and the day.
//
// Errors: store.not-found outside the scope, and where no act gave it.
func certificate(s *Server, r *request) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	c := v.def.Workflow.Certificate(r.PathValue("certificate"))
	if c == nil {
		return store.ErrNotFound
	}
	given := certificateOf(v.history, c)
	if given == nil {
		return store.ErrNotFound
	}
	if err := r.logRead(audit.Print, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	entry, err := v.entryAt(*given)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Narrow = r.say(c.Title), true
	frame.Breadcrumbs = []ui.Crumb{{Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: r.say(c.Title)}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossierPath(v.d), r.p.T("intake.open-dossier"), false)}
	return r.show(ui.Page(frame, v.paper(c, *given, append(entry, v.certified(c, *given)...))))
}

// paper is the certificate itself, with the code by which its event is found
// again in the chain.
func (v *dossierView) paper(c *programme.Certificate, given dossier.Moment, body []ui.Definition) g.Node {
	l := letterhead{office: v.say(v.def.Fund), about: v.say(v.def.Title), title: v.say(c.Title), under: v.p.T("certificate.under", "day", given.On, "number", v.d.Reference)}
	if law, _, ok := v.def.Article(c.Legal); ok {
		l.laws = []string{law.Ref}
	}
	return h.Article(h.Class("card s-minutes"), v.head(l), h.P(g.Text(v.say(c.Text))), ui.Definitions(body...),
		h.Section(h.H3(g.Text(v.p.T("certificate.signature"))), signPlaces(signer{v.actorName(given.Actor), v.say(v.def.Fund)})),
		h.P(h.Class("s-note"), g.Text(v.p.T("certificate.check")+" "), ui.Ltr(hex.EncodeToString(given.Hash[:8])), g.Text(". "+v.p.T("certificate.check-help"))))
}

// certified are the answers that stand on the paper.
func (v *dossierView) certified(c *programme.Certificate, given dossier.Moment) []ui.Definition {
	var list []ui.Definition
	a, _ := v.def.Workflow.Act(c.On)
	fields := programme.Answers{}
	if given.Payload.Fields != nil {
		fields = *given.Payload.Fields
	}
	for _, key := range c.Shows {
		f, answers := a.Field(key), fields
		if f == nil {
			f, answers = v.def.Form.Field(key), v.answers
		}
		if value, _ := answers.Get(key); value != nil && !v.hides(f) {
			list = append(list, ui.Definition{Term: v.say(f.Label), Body: v.answer(f, answers)})
		}
	}
	return list
}

// entryAt is the subject's entry in its register, as the act left it.
func (v *dossierView) entryAt(given dossier.Moment) ([]ui.Definition, error) {
	if v.def.Subject != programme.Establishment {
		return []ui.Definition{{Term: v.p.T("file.subject"), Body: h.Strong(ui.Bdi(v.subject.name))}}, nil
	}
	scope := v.actor.Scope(access.RegistersRead)
	e, err := registry.EstablishmentAt(v.Context(), v.s.DB, scope, v.d.Party, given.RecordedAt)
	if err != nil {
		return nil, err
	}
	names, err := registry.TitlesOf(v.Context(), v.s.DB, []store.ID{e.Operator})
	if err != nil {
		return nil, err
	}
	place := v.placeName(e.Seat.Province)
	if commune := v.communeName(e.Seat.Commune); commune != "" {
		place = commune + " – " + place
	}
	list := []ui.Definition{
		{Term: v.p.T("registers.name"), Body: h.Strong(ui.Bdi(e.Titles.In(v.p.Lang())))},
		{Term: v.p.T("registers.code"), Body: ui.Ltr(e.Code)},
		{Term: v.p.T("registers.operator"), Body: ui.Bdi(cmp.Or(names[e.Operator].In(v.p.Lang()), locale.NoValue))},
		{Term: v.p.T("registers.category"), Body: g.Text(v.say(v.categories().Label(e.Category)))},
		{Term: v.p.T("certificate.place"), Body: g.Text(place)},
		{Term: v.p.T("registers.director"), Body: ui.Bdi(cmp.Or(e.Director, locale.NoValue))},
		{Term: v.p.T("registers.places-f"), Body: ui.Ltr(v.p.Number(e.PlacesF))},
		{Term: v.p.T("registers.places-m"), Body: ui.Ltr(v.p.Number(e.PlacesM))},
	}
	if e.Seat.Address != "" {
		list = append(list, ui.Definition{Term: v.p.T("web.address"), Body: ui.Bdi(e.Seat.Address)})
	}
	return list, nil
}

// certificateLinks lead to the papers that the dossier's acts gave.
func (v *dossierView) certificateLinks() []g.Node {
	var out []g.Node
	for i := range v.def.Workflow.Certificates {
		c := &v.def.Workflow.Certificates[i]
		if certificateOf(v.history, c) != nil {
			out = append(out, ui.LinkButton(certificatePath(v.d, c), v.say(c.Title), true))
		}
	}
	return out
}
