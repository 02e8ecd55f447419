package web

import (
	"net/http"
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/dossier"
	"sanad/money"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// partnerRoutes are those of calls, agreements and associations.
func partnerRoutes() []Route {
	return []Route{
		{http.MethodGet, ownPath, Access(access.OwnSpace), ownSpace},
		{http.MethodGet, ownPath + "/payments/{programme}", Access(access.OwnSpace), ownStatement},
		{http.MethodGet, "/dossiers/{party}/{dossier}/funds", Access(access.DossiersRead), fundsPage},
		{http.MethodGet, "/dossiers/{party}/{dossier}/ranking", Access(access.DossiersRead), rankingPage},
		{http.MethodPost, "/dossiers/{party}/{dossier}/ranking", Access(access.DossiersRead), rankCall},
	}
}

// ownEntry is how an association reads its own entry of the register.
var ownEntry = access.System("an association's own entry in the register")

// own is the organisation whose account this is.
func (r *request) own() (registry.Organisation, error) {
	return registry.GetOrganisation(r.Context(), r.s.DB, ownEntry, r.actor.Party())
}

// beginOwn fills in what a form knows of an association that applies: where its
// seat is, and the call it chose.
func (in *intake) beginOwn(values map[string]string) {
	if in.actor.Party().IsZero() {
		return
	}
	if own, err := in.own(); err == nil {
		values["p.province"] = own.Seat.Province
	}
	for _, f := range in.def.Form.Fields() {
		if chosen := in.query("a." + f.Key); chosen != "" {
			values["a."+f.Key] = chosen
		}
	}
}

// ownCard is who applies when an association does: itself.
func (in *intake) ownCard(problems ui.Problems) g.Node {
	own, err := in.own()
	if err != nil {
		return ui.Card(in.p.T("intake.about"), nil, ui.Notice(ui.Bad, g.Text(in.p.Fault(err))))
	}
	return ui.Card(in.p.T("intake.about"), nil, ui.Definitions(ui.Definition{Term: in.p.T("intake.about-organisation"), Body: ui.Bdi(own.Titles.In(in.p.Lang()))},
		ui.Definition{Term: in.p.T("registers.code"), Body: ui.Ltr(own.Code)}),
		ui.Grid(ui.Select(in.p, ui.Field{Name: "p.province", Label: in.p.T("web.province"), Value: in.form("p.province"), Error: problems.On("p.province")}, in.provinces())))
}

const ownPath = "/own"

// ownSpace is an association's page: what it may apply for, what is expected of
// it, its projects and their money.
func ownSpace(s *Server, r *request) error {
	own, err := r.own()
	if err != nil {
		return err
	}
	files, err := dossier.List(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), dossier.Filter{}, dossier.Page{Limit: mostOwn})
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = own.Titles.In(r.p.Lang()), r.p.T("partner.lead", "code", own.Code)
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossiersPath, r.p.T("work.all-dossiers"), false)}
	expected, err := r.owed(files)
	if err != nil {
		return err
	}
	calls, err := r.openCalls(files)
	if err != nil {
		return err
	}
	projects, err := r.ownProjects(files)
	if err != nil {
		return err
	}
	return r.show(ui.Page(frame, expected, calls, projects))
}

// mostOwn is how many of its files an association's page holds; the list of
// dossiers has them all.
const mostOwn = 50

// owed are the files that wait for the association, and what it owes each.
func (r *request) owed(files []dossier.Dossier) (g.Node, error) {
	data := ui.TableData{Caption: r.p.T("partner.expected"), Columns: []ui.Column{{Head: r.p.T("ranking.project")}, {Head: r.p.T("file.state")}, {Head: r.p.T("work.to-do")}, {Head: r.p.T("work.delay")}}}
	for _, d := range files {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		stage := def.Workflow.State(d.State)
		if stage == nil || stage.Level != programme.AtPartner {
			continue
		}
		var acts []string
		for _, a := range def.Workflow.From(d.State) {
			if !slices.Contains(leisurely, a.Verb) && r.holdsRole(a.By, def.ID) {
				acts = append(acts, r.say(a.Title))
			}
		}
		if len(acts) > 0 {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ownFile(d), ui.Node(r.stateBadge(def, d.State)), ui.Text(r.p.List(acts)), ui.Node(r.clock(d))}})
		}
	}
	data.Empty = ui.Empty(r.p.T("partner.nothing-expected"), "", nil)
	return titled(data), nil
}

// titled is a table under its caption; an empty one, which has none, under the
// card's title.
func titled(data ui.TableData) g.Node {
	if len(data.Rows) == 0 {
		return ui.TableCard(data.Caption, nil, ui.DataTable(data))
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// ownFile is a file by its title and number.
func ownFile(d dossier.Dossier) ui.Cell {
	title := d.Label
	if title == "" {
		title = d.Reference
	}
	return ui.Node(g.Group{ui.Link(dossierPath(d), title), h.Div(h.Class("s-note"), ui.Ltr(d.Reference))})
}

// openCalls are the dossiers that programmes announce and in which the
// association may apply: not yet where it has a file.
func (r *request) openCalls(files []dossier.Dossier) (g.Node, error) {
	data := ui.TableData{Caption: r.p.T("partner.calls"), Columns: []ui.Column{{Head: r.p.T("partner.call")}, {Head: r.p.T("partner.until")}, {Head: ""}},
		Empty: ui.Empty(r.p.T("partner.no-calls"), r.p.T("partner.no-calls-hint"), nil)}
	for _, def := range r.openings() {
		for _, f := range def.Form.Fields() {
			if f.Type != programme.DossierField {
				continue
			}
			calls, err := r.nameable(f)
			if err != nil {
				return nil, err
			}
			for _, c := range calls {
				data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Node(g.Group{ui.Bdi(c.Label), h.Div(h.Class("s-note"), ui.Ltr(c.Reference))}), ui.Date(r.p, c.Due),
					ui.Node(ui.LinkButton(withQuery(newApplicationPath, url.Values{"programme": {def.ID}, "a." + f.Key: {c.Reference + " " + c.Label}}), r.p.T("partner.apply"), true))}})
			}
		}
	}
	return titled(data), nil
}

// ownProjects are the association's files with their money, summed below.
func (r *request) ownProjects(files []dossier.Dossier) (g.Node, error) {
	data := ui.TableData{ID: "projects", Caption: r.p.T("partner.projects"), Empty: ui.Empty(r.p.T("partner.no-projects"), r.p.T("partner.no-projects-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("ranking.project")}, {Head: r.p.T("work.opened")}, {Head: r.p.T("file.state")}}}
	var heads []programme.FundsColumn
	var total []int64
	for _, d := range files {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		cells := []ui.Cell{ownFile(d), ui.Date(r.p, d.OpenedOn), ui.Node(r.stateBadge(def, d.State))}
		sums, err := r.fundsOf(def, d)
		if err != nil {
			return nil, err
		}
		if f := def.Ledger.Funds; f != nil && heads == nil {
			heads, total = f.Columns, make([]int64, len(f.Columns))
		}
		for i := range heads {
			switch {
			case i >= len(sums):
				cells = append(cells, ui.Gap("–"))
			default:
				total[i] += sums[i]
				cells = append(cells, ui.Money(r.p, money.Amount(sums[i])))
			}
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	for _, c := range heads {
		data.Columns = append(data.Columns, ui.Column{Head: r.say(c.Title), Numeric: true})
	}
	if len(heads) > 0 {
		sum := []ui.Cell{ui.Text(r.p.T("partner.all")), ui.Gap(""), ui.Gap("")}
		for _, n := range total {
			sum = append(sum, ui.Money(r.p, money.Amount(n)))
		}
		data.Rows = append(data.Rows, ui.Row{Total: true, Cells: sum})
	}
	return titled(data), nil
}

// fundsOf are the sums of a dossier's money over all its lines; none where it has
// none.
func (r *request) fundsOf(def *programme.Definition, d dossier.Dossier) ([]int64, error) {
	if def.Ledger.Funds == nil {
		return nil, nil
	}
	history, err := dossier.History(r.Context(), r.s.DB, d)
	if err != nil {
		return nil, err
	}
	return (&dossierView{request: r, def: def, d: d, history: history}).fundsSum(), nil
}
