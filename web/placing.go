package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

func placingPath(d dossier.Dossier, a *programme.Act) string {
	return dossierPath(d) + "/places/" + a.ID
}

// placingLinks lead to the search for a place, for who may give one.
func (v *dossierView) placingLinks() []g.Node {
	if a := v.placeAct(v.def, v.d); a != nil {
		return []g.Node{ui.LinkButton(placingPath(v.d, a), v.p.T("placing.find"), false)}
	}
	return nil
}

// placing looks for a place for the subject of a dossier: the open establishments
// that have one free for their sex, each with the button that takes it. Two who
// take the last one at once are told apart by the act.
func placing(s *Server, r *request) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	a := r.placeAct(v.def, v.d)
	if a == nil || a.ID != r.PathValue("act") {
		return store.ErrNotFound
	}
	if err := r.logRead(audit.Dossier, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	question := placeQuestion(a)
	query := registry.VacancyQuery{Sex: registry.Sex(v.d.Sex), EstablishmentQuery: registry.EstablishmentQuery{Text: r.query("q"), Category: question.Of, Territory: v.d.Province}}
	if r.URL.Query().Has("territory") {
		query.Territory = r.query("territory")
	}
	list, err := registry.Vacancies(r.Context(), s.DB, r.actor.Scope(access.RegistersRead), r.today(), query)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("placing.title"), v.subject.name+" · "+r.p.T("registry.sex."+v.d.Sex)
	frame.Breadcrumbs = []ui.Crumb{{Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: r.p.T("placing.title")}}
	field := func(name, key, value string) ui.Field {
		return ui.Field{Name: name, Label: r.p.T(key), Value: value, Optional: true}
	}
	filters := ui.Filters(r.p, placingPath(v.d, a), "",
		ui.Select(r.p, field("territory", "work.territory", query.Territory), (&questions{request: r}).places("")), ui.Input(r.p, field("q", "registers.search", query.Text)))
	return r.show(ui.Page(frame, h.Div(h.Class("card"), filters), ui.TableCard("", nil, ui.DataTable(v.placeTable(a, question, query.Sex, list[:min(len(list), boardLines)])),
		g.If(len(list) > 0, ui.Pager(r.p, ui.PagerData{Total: int64(len(list))})))))
}

func (v *dossierView) placeTable(a *programme.Act, question *programme.Field, sex registry.Sex, list []registry.Vacancy) ui.TableData {
	everywhere := ui.LinkButton(placingPath(v.d, a)+"?territory=", v.p.T("placing.everywhere"), true)
	data := ui.TableData{ID: "places", Caption: v.p.T("placing.free"), Empty: ui.Empty(v.p.T("placing.none"), v.p.T("placing.none-hint"), everywhere),
		Columns: []ui.Column{{Head: v.p.T("registers.name")}, {Head: v.p.T("places.free"), Numeric: true}, {Head: v.p.T("web.province")}, {Head: v.p.T("board.do")}}}
	outcome := ""
	if i := slices.IndexFunc(a.Outcomes, func(o programme.Outcome) bool { return !o.NeedsReason }); i >= 0 {
		outcome = a.Outcomes[i].ID
	}
	for _, x := range list {
		take := ui.Form("post", v.actPath(a.ID), v.newID().String(), ui.Hidden("on", ui.DateValue(v.today())), ui.Hidden("seen", plain(v.d.Seq)),
			ui.Hidden("outcome", outcome), ui.Hidden("f."+question.Key, x.ID.String()), g.El("div", ui.Submit(v.p.T("placing.take"), "", "", true)))
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(x.Titles.In(v.p.Lang())).To(establishmentsPath + "/" + x.ID.String()),
			ui.Number(v.p, x.FreeFor(sex)), ui.Text(v.placeName(x.Seat.Province)), ui.Node(take)}})
	}
	return data
}
