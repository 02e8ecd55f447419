package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

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
	if r.writesSheets() {
		frame.Actions = append(frame.Actions, ui.LinkButton(sheetsPath, r.p.T("daylist.open"), false))
	}
	if r.actor.Holds(access.OwnSpace) {
		frame.Actions = append(frame.Actions, ui.LinkButton(ownPath, r.p.T("partner.menu"), true))
	}
	body := []g.Node{r.quickSearch()}
	for _, part := range []func() ([]g.Node, error){r.boardCard, r.taskCards, r.sessionsUnderWay, r.headlines} {
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
	programme *programme.Definition
	state     *programme.Stage
	acts      []string // titles of what the reader may do there
	dossier.Waiting
}

// taskCards are the reader's tasks in all programmes, and the dossiers whose
// clocks run out first.
func (r *request) taskCards() ([]g.Node, error) {
	if !r.actor.Holds(access.DossiersRead) {
		return nil, nil
	}
	var all []task
	var urgent []dossier.Dossier
	for _, def := range r.s.Programmes.Running() {
		list, err := r.tasks(def)
		if err != nil {
			return nil, err
		}
		soonest, err := r.urgent(def, list)
		if err != nil {
			return nil, err
		}
		all, urgent = append(all, list...), append(urgent, soonest...)
	}
	if len(all) == 0 {
		return []g.Node{ui.Card(r.p.T("work.tasks"), nil, ui.Empty(r.p.T("work.no-tasks"), r.p.T("work.no-tasks-hint"), ui.LinkButton(dossiersPath, r.p.T("work.all-dossiers"), false)))}, nil
	}
	slices.SortStableFunc(all, func(a, b task) int { return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Count, a.Count)) })
	slices.SortStableFunc(urgent, func(a, b dossier.Dossier) int { return cmp.Compare(a.Due, b.Due) })
	soonest, err := r.urgentCard(urgent[:min(len(urgent), deskLines)])
	return []g.Node{r.taskCard(all), soonest}, err
}

// tasks are the states of a programme in which dossiers wait for the reader.
func (r *request) tasks(def *programme.Definition) ([]task, error) {
	duties := map[string]task{}
	f := dossier.Filter{Programme: def.ID}
	for i := range def.Workflow.States {
		t := task{programme: def, state: &def.Workflow.States[i]}
		if t.acts = r.duties(def, t.state); len(t.acts) > 0 {
			duties[t.state.ID] = t
			f.States = append(f.States, t.state.ID)
		}
	}
	if len(duties) == 0 {
		return nil, nil
	}
	counts, err := dossier.CountWaiting(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), f, r.today())
	if err != nil {
		return nil, err
	}
	var list []task
	for _, n := range counts {
		t := duties[n.State]
		t.Waiting = n
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b task) int { return cmp.Compare(a.state.ID, b.state.ID) })
	return list, nil
}

// leisurely are the acts that nobody waits for: they come when the person asks,
// or when something was wrong.
var leisurely = []programme.Verb{programme.Withdraw, programme.Appeal, programme.Close, programme.Correct, programme.Leave}

// duties are the titles of the acts that the reader's roles owe to a dossier in
// a state; none where it may stay for ever. What may be done again and again is
// done when there is something to write down.
func (r *request) duties(def *programme.Definition, state *programme.Stage) []string {
	if state.Terminal {
		return nil
	}
	var titles []string
	for _, a := range def.Workflow.From(state.ID) {
		if !a.Stay && !slices.Contains(leisurely, a.Verb) && r.holdsRole(a.By, def.ID) {
			titles = append(titles, r.say(a.Title))
		}
	}
	return titles
}

// deskTasks is how many tasks the desk names before it folds the others.
const deskTasks = 12

func (r *request) taskCard(list []task) g.Node {
	columns := []ui.Column{{Head: r.p.T("work.programme")}, {Head: r.p.T("work.state")}, {Head: r.p.T("work.waiting"), Numeric: true},
		{Head: r.p.T("work.overdue"), Numeric: true}, {Head: r.p.T("work.to-do")}}
	data := ui.TableData{Caption: r.p.T("work.tasks-caption"), Columns: columns}
	more := ui.TableData{Caption: r.p.T("work.tasks-more"), Columns: columns}
	for i, t := range list {
		if i < deskTasks {
			data.Rows = append(data.Rows, r.taskLine(t))
		} else {
			more.Rows = append(more.Rows, r.taskLine(t))
		}
	}
	var folded g.Node
	if len(more.Rows) > 0 {
		folded = h.Details(h.Class("s-more"), h.Summary(g.Text(r.p.Count("work.tasks-others", int64(len(more.Rows))))), ui.DataTable(more))
	}
	return ui.TableCard(r.p.T("work.tasks"), []g.Node{ui.LinkButton(dossiersPath, r.p.T("work.all-dossiers"), false)}, ui.DataTable(data), folded)
}

func (r *request) taskLine(t task) ui.Row {
	query := url.Values{"programme": {t.programme.ID}, "state": {t.state.ID}}
	path := withQuery(dossiersPath, query)
	late := ui.Number(r.p, 0)
	if t.Overdue > 0 {
		query.Set("overdue", "yes")
		late = ui.Node(ui.Badge(ui.Bad, r.p.Number(t.Overdue))).To(withQuery(dossiersPath, query))
	}
	return ui.Row{Cells: []ui.Cell{ui.Text(r.say(t.programme.Title)), ui.Text(r.say(t.state.Title)).To(path), ui.Number(r.p, t.Count), late, ui.Text(r.p.List(t.acts))}}
}

// deskLines is how many dossiers, and sessions of a state, the desk names; their
// own pages have them all.
const deskLines = 6

// urgent are the dossiers of a programme's tasks whose clock runs out first.
func (r *request) urgent(def *programme.Definition, list []task) ([]dossier.Dossier, error) {
	f := dossier.Filter{Programme: def.ID}
	for _, t := range list {
		f.States = append(f.States, t.state.ID)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return dossier.Urgent(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), f, deskLines)
}

// urgentCard names dossiers by their numbers. It shows no person.
func (r *request) urgentCard(dossiers []dossier.Dossier) (g.Node, error) {
	if len(dossiers) == 0 {
		return nil, nil
	}
	data := ui.TableData{Caption: r.p.T("work.urgent"), Columns: []ui.Column{{Head: r.p.T("work.reference")}, {Head: r.p.T("work.programme")}, {Head: r.p.T("work.province")}, {Head: r.p.T("work.state")}, {Head: r.p.T("work.delay")}}}
	for _, d := range dossiers {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(d.Reference).To(dossierPath(d)), ui.Text(r.say(def.Title)), ui.Text(r.placeName(d.Province)),
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

// headlines are the totals of each programme's first table, in the order of the
// report's systems.
func (r *request) headlines() ([]g.Node, error) {
	if !r.actor.Holds(access.TablesRead) {
		return nil, nil
	}
	known, err := r.s.DB.Settle(r.Context(), 0) // once for all of them
	if err != nil {
		return nil, err
	}
	running := slices.Clone(r.s.Programmes.Running()) // the others stand in the catalogue of tables
	slices.SortStableFunc(running, byCode)
	data := ui.TableData{Caption: r.p.T("work.figures-caption", "day", r.today()), Columns: []ui.Column{{Head: r.p.T("work.programme")}, {Head: r.p.T("work.figures")}}}
	for _, def := range running {
		if len(def.Tables) == 0 {
			continue
		}
		result, err := r.s.Statistics.Compute(r.Context(), statistics.Ask{Table: def.Tables[0].Name, KnownOn: known})
		if err != nil {
			return nil, err
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(def.Title)).To(tablePath(result.Table.Name, nil)), ui.Node(r.headline(result))}})
	}
	if len(data.Rows) == 0 {
		return nil, nil
	}
	return []g.Node{ui.TableCard(r.p.T("work.figures"), []g.Node{ui.LinkButton("/tables", r.p.T("work.all-tables"), false)}, ui.DataTable(data))}, nil
}

// byCode puts assistance (W) first, then partnership (P) and the framework (L), as
// the report does.
func byCode(a, b *programme.Definition) int {
	x, y := a.Codes[0], b.Codes[0]
	return cmp.Or(strings.Compare(y[:1], x[:1]), strings.Compare(x, y), strings.Compare(a.ID, b.ID))
}

func (r *request) headline(result *statistics.Result) g.Node {
	path, drawn := tablePath(result.Table.Name, nil), result.Table.Chart
	var stats []ui.Stat
	for i, c := range result.Columns {
		if len(result.Columns) <= 4 || slices.Contains(drawn, c.Key) {
			stats = append(stats, ui.Stat{Label: r.say(c.Title), Number: c.Show(r.p, result.Total.Cells[i]), Path: path})
		}
	}
	var problem g.Node
	if !result.Reconciles() {
		problem = ui.Notice(ui.Bad, ui.Link(path, r.p.Count("statistics.problems", int64(len(result.Problems)))))
	}
	if len(stats) == 0 { // its columns are a pivot's
		return g.Group{problem, h.Span(h.Class("s-note"), g.Text(r.say(result.Table.Title)))}
	}
	return g.Group{problem, ui.Figures(stats...)}
}
