package web

import (
	"net/http"
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const sheetsPath = "/sheets"

// sheetRoutes are those of the days' lists.
func sheetRoutes() []Route {
	const sheet = "/dossiers/{party}/{dossier}/sheet/{act}"
	needs := Access(access.DossiersRead) // the act's own roles say the rest
	return []Route{{http.MethodGet, sheetsPath, needs, sheets}, {http.MethodGet, sheet, needs, sheetPage}, {http.MethodPost, sheet, needs, saveSheet}}
}

// sheets are the centres whose day the reader writes down: a search by name, and
// a way to each one's list.
func sheets(s *Server, r *request) error {
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("daylist.title"), r.p.T("daylist.lead")
	body := []g.Node{h.Div(h.Class("card"), ui.Filters(r.p, sheetsPath, "", ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("daylist.search"), Value: r.query("q"), Optional: true})))}
	found := false
	for _, def := range s.Programmes.Running() {
		a := r.maySheet(def)
		if a == nil {
			continue
		}
		found = true
		table, err := r.sheetTable(def, a)
		if err != nil {
			return err
		}
		body = append(body, table)
	}
	if !found {
		body = []g.Node{ui.Empty(r.p.T("daylist.not-yours"), r.p.T("daylist.not-yours-hint"), nil)}
	}
	return r.show(ui.Page(frame, body...))
}

func (r *request) sheetTable(def *programme.Definition, a *programme.Act) (g.Node, error) {
	f := dossier.Filter{Programme: def.ID, States: a.From}
	if text := r.query("q"); text != "" {
		list, _, err := registry.Establishments(r.Context(), r.s.DB, r.actor.Scope(access.RegistersRead), registry.EstablishmentQuery{Text: text, Limit: 500})
		if err != nil {
			return nil, err
		}
		f.Parties = []store.ID{{}} // nobody, unless the register has some
		for _, e := range list {
			f.Parties = append(f.Parties, e.ID)
		}
	}
	scope := r.actor.Scope(access.DossiersRead)
	total, err := dossier.Count(r.Context(), r.s.DB, scope, f)
	if err != nil {
		return nil, err
	}
	shown := dossierFilter{typed: r.URL.Query(), page: dossier.Page{Limit: dossierLines + 1}}
	if err := shown.readPage(); err != nil {
		return nil, err
	}
	lines, err := dossier.List(r.Context(), r.s.DB, scope, f, shown.page)
	if err != nil {
		return nil, err
	}
	pager := ui.PagerData{Total: total}
	if len(lines) > dossierLines {
		lines = lines[:dossierLines]
		last := lines[dossierLines-1]
		pager.Next = withQuery(sheetsPath, url.Values{"q": {r.query("q")}, "after": {last.OpenedOn.String() + "_" + last.ID.String()}})
	}
	names, err := r.subjectNames(lines, nil)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{Caption: r.say(def.Title), Columns: []ui.Column{{Head: r.p.T("daylist.centre")}, {Head: r.p.T("web.province")}, {Head: r.p.T("work.reference")}},
		Empty: ui.Empty(r.p.T("daylist.no-centre"), r.p.T("daylist.no-centre-hint"), nil)}
	for _, d := range lines {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(names[d.Party]).To(sheetPath(d, a.ID)), ui.Text(r.placeName(d.Province)), ui.Identifier(d.Reference).To(dossierPath(d))}})
	}
	return ui.TableCard(r.say(a.Title), nil, ui.DataTable(data), ui.Pager(r.p, pager)), nil
}

// writesSheets tells that the reader writes the days' lists of some programme.
func (r *request) writesSheets() bool {
	return slices.ContainsFunc(r.s.Programmes.Running(), func(d *programme.Definition) bool { return r.maySheet(d) != nil })
}
