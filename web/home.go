package web

import (
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/commission"
	"sanad/dossier"
	"sanad/programme"
	"sanad/statistics"
	"sanad/web/ui"
)

// home is the desk: what waits for who is signed in, the sessions under way and
// the figures they may read.
func home(s *Server, r *request) error {
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("work.desk"), r.p.Date(r.today())
	if r.mayDeposit() {
		frame.Actions = []g.Node{ui.LinkButton("/applications/new", r.p.T("work.new-application"), true)}
	}
	if r.actor.Holds(access.RegistersRead) {
		frame.Actions = append(frame.Actions, ui.LinkButton(placesPath, r.p.T("places.title"), false))
	}
	body := []g.Node{r.quickSearch()}
	for _, part := range []func() ([]g.Node, error){r.taskCards, r.sessionsUnderWay, r.headlines} {
		nodes, err := part()
		if err != nil {
			return err
		}
		body = append(body, nodes...)
	}
	return r.show(ui.Page(frame, body...))
}

// quickSearch leads to the page of the search, which asks why and logs it.
func (r *request) quickSearch() g.Node {
	if !r.actor.Holds(access.PersonsRead) {
		return nil
	}
	return h.Div(h.Class("card"), h.Form(h.Class("s-filters"), h.Method("get"), h.Action("/search"), h.Role("search"),
		ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("work.search"), Help: r.p.T("work.search-help"), Attrs: []g.Node{h.Type("search")}}),
		h.Div(h.Class("s-actions"), ui.Submit(r.p.T("work.search-go"), "", "", true))))
}

// task is a state in which dossiers wait for the reader.
type task struct {
	state            *programme.Stage
	acts             []string // titles of what the reader may do there
	waiting, overdue int64
}

// taskCards are the reader's tasks, programme by programme.
func (r *request) taskCards() ([]g.Node, error) {
	if !r.actor.Holds(access.DossiersRead) {
		return nil, nil
	}
	var cards []g.Node
	for _, def := range r.s.Programmes.Running() {
		list, err := r.tasks(def)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		urgent, err := r.urgent(def, list)
		if err != nil {
			return nil, err
		}
		cards = append(cards, r.taskCard(def, list), urgent)
	}
	if len(cards) == 0 {
		return []g.Node{ui.Card(r.p.T("work.tasks"), nil, ui.Empty(r.p.T("work.no-tasks"), r.p.T("work.no-tasks-hint"), ui.LinkButton(dossiersPath, r.p.T("work.all-dossiers"), false)))}, nil
	}
	return cards, nil
}

// tasks are the states of a programme in which dossiers wait for the reader,
// those with the most overdue first.
func (r *request) tasks(def *programme.Definition) ([]task, error) {
	var list []task
	scope := r.actor.Scope(access.DossiersRead)
	for i := range def.Workflow.States {
		t := task{state: &def.Workflow.States[i]}
		if t.acts = r.duties(def, t.state); len(t.acts) == 0 {
			continue
		}
		f := dossier.Filter{Programme: def.ID, States: []string{t.state.ID}}
		var err error
		if t.waiting, err = dossier.Count(r.Context(), r.s.DB, scope, f); err != nil {
			return nil, err
		}
		f.DueBefore = r.today()
		if t.overdue, err = dossier.Count(r.Context(), r.s.DB, scope, f); err != nil {
			return nil, err
		}
		if t.waiting > 0 {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b task) int { return int(b.overdue - a.overdue) })
	return list, nil
}

// leisurely are the acts that nobody waits for: they come when the person asks,
// or when something was wrong.
var leisurely = []programme.Verb{programme.Withdraw, programme.Appeal, programme.Close, programme.Correct}

// duties are the titles of the acts that the reader's roles owe to a dossier in
// a state; none where it may stay for ever.
func (r *request) duties(def *programme.Definition, state *programme.Stage) []string {
	if state.Terminal {
		return nil
	}
	var titles []string
	for _, a := range def.Workflow.From(state.ID) {
		if !slices.Contains(leisurely, a.Verb) && r.holdsRole(a.By, def.ID) {
			titles = append(titles, r.say(a.Title))
		}
	}
	return titles
}

func (r *request) taskCard(def *programme.Definition, list []task) g.Node {
	data := ui.TableData{Caption: r.say(def.Title), Columns: []ui.Column{{Head: r.p.T("work.state")}, {Head: r.p.T("work.waiting"), Numeric: true},
		{Head: r.p.T("work.overdue"), Numeric: true}, {Head: r.p.T("work.to-do")}}}
	for _, t := range list {
		query := url.Values{"programme": {def.ID}, "state": {t.state.ID}}
		path := withQuery(dossiersPath, query)
		late := ui.Number(r.p, 0)
		if t.overdue > 0 {
			query.Set("overdue", "yes")
			late = ui.Node(ui.Badge(ui.Bad, r.p.Number(t.overdue))).To(withQuery(dossiersPath, query))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(t.state.Title)).To(path), ui.Number(r.p, t.waiting), late, ui.Text(r.p.List(t.acts))}})
	}
	return ui.TableCard(r.p.T("work.tasks"), []g.Node{ui.LinkButton(withQuery(dossiersPath, url.Values{"programme": {def.ID}}), r.p.T("work.all-dossiers"), false)}, ui.DataTable(data))
}

// deskLines is how many dossiers, and sessions of a state, the desk names; their
// own pages have them all.
const deskLines = 6

// urgent names the dossiers of the tasks whose clock runs out first. It shows
// no person.
func (r *request) urgent(def *programme.Definition, list []task) (g.Node, error) {
	f := dossier.Filter{Programme: def.ID}
	for _, t := range list {
		f.States = append(f.States, t.state.ID)
	}
	dossiers, err := dossier.Urgent(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), f, deskLines)
	if err != nil || len(dossiers) == 0 {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("work.urgent"), Columns: []ui.Column{{Head: r.p.T("work.reference")}, {Head: r.p.T("work.province")}, {Head: r.p.T("work.state")}, {Head: r.p.T("work.delay")}}}
	for _, d := range dossiers {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(d.Reference).To(dossierPath(d)), ui.Text(r.placeName(d.Province)),
			ui.Node(r.stateBadge(def, d.State)), ui.Node(r.clock(d))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// sessionsUnderWay lists what sits now and what is convened.
func (r *request) sessionsUnderWay() ([]g.Node, error) {
	if !r.actor.Holds(access.SessionsRead) {
		return nil, nil
	}
	data := ui.TableData{Caption: r.p.T("work.sessions-caption"), Columns: []ui.Column{{Head: r.p.T("work.session-day")}, {Head: r.p.T("work.commission")},
		{Head: r.p.T("work.programme")}, {Head: r.p.T("work.session-place")}, {Head: r.p.T("work.state")}}, Empty: ui.Empty(r.p.T("work.no-sessions"), "", nil)}
	for _, state := range []commission.State{commission.Open, commission.Convened} {
		list, err := commission.List(r.Context(), r.s.DB, r.actor.Scope(access.SessionsRead), commission.Filter{State: state, Limit: deskLines})
		if err != nil {
			return nil, err
		}
		for _, ses := range list {
			data.Rows = append(data.Rows, ui.Row{Cells: r.sessionLine(ses)})
		}
	}
	return []g.Node{ui.TableCard(r.p.T("work.sessions"), []g.Node{ui.LinkButton("/sessions", r.p.T("work.all-sessions"), false)}, ui.DataTable(data))}, nil
}

func (r *request) sessionLine(ses commission.Session) []ui.Cell {
	tone, level := ui.Waiting, r.p.T("work.commission-centre")
	if ses.State == commission.Open {
		tone = ui.Good
	}
	if ses.Level == commission.Province {
		level = r.p.T("work.commission-province", "place", r.placeName(ses.Province))
	}
	return []ui.Cell{ui.Date(r.p, ses.HeldOn).To("/sessions/" + ses.Party.String() + "/" + ses.ID.String()), ui.Text(level),
		ui.Text(r.programmeName(ses.Programme)), ui.Text(ses.Place), ui.Node(ui.Badge(tone, r.p.T("work.session-"+string(ses.State))))}
}

// headlines are the totals of each programme's first table.
func (r *request) headlines() ([]g.Node, error) {
	if !r.actor.Holds(access.TablesRead) {
		return nil, nil
	}
	var cards []g.Node
	for _, def := range r.s.Programmes.Running() { // the others stand in the catalogue of tables
		if len(def.Tables) == 0 {
			continue
		}
		result, err := r.s.Statistics.Compute(r.Context(), statistics.Ask{Table: def.Tables[0].Name})
		if err != nil {
			return nil, err
		}
		cards = append(cards, r.headline(def, result))
	}
	return cards, nil
}

func (r *request) headline(def *programme.Definition, result *statistics.Result) g.Node {
	path, drawn := tablePath(result.Table.Name, nil), result.Table.Chart
	var stats []ui.Stat
	for i, c := range result.Columns {
		if len(result.Columns) <= 4 || slices.Contains(drawn, c.Key) {
			stats = append(stats, ui.Stat{Label: r.say(c.Title), Number: c.Show(r.p, result.Total.Cells[i]), Note: statistics.UnitName(r.p, c.Unit), Path: path})
		}
	}
	var problem g.Node
	if !result.Reconciles() {
		problem = ui.Notice(ui.Bad, ui.Link(path, r.p.Count("statistics.problems", int64(len(result.Problems)))))
	}
	return ui.Card(r.say(def.Title), []g.Node{ui.LinkButton(path, r.p.T("work.table"), false)}, problem,
		h.P(h.Class("s-note"), g.Text(r.say(result.Table.Title)+" – "+result.Dates(r.p))), ui.Stats(stats...))
}
