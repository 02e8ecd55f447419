package web

import (
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/commission"
	"sanad/fault"
	"sanad/programme"
	"sanad/web/ui"
)

// sessionView is what the page of a session shows.
type sessionView struct {
	*request
	ses    commission.Session
	def    *programme.Definition
	items  []commission.Item // the whole agenda
	lines  []line            // the part of it that the page shows
	ruled  bool              // the part already ruled on is shown
	next   int               // the place after which the next page begins, 0 for the last page
	writes bool              // the reader holds the pen
	ready  int64             // files that could be added, while convened
	done   []string          // references ruled on by the form just sent
	failed error             // why the form just sent was refused, in all or in part
}

// agendaLines is how many files a page of the agenda shows.
const agendaLines = 25

// session is the page of a session: prepared, sitting, or closed.
func session(_ *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	if err := v.readLines(); err != nil {
		return err
	}
	return v.show()
}

// readSession finds the session of the address within the reader's scope, and
// its agenda.
//
// Errors: store.not-found.
func (r *request) readSession() (*sessionView, error) {
	party, err := r.pathID("commission")
	if err != nil {
		return nil, err
	}
	id, err := r.pathID("session")
	if err != nil {
		return nil, err
	}
	v := &sessionView{request: r}
	if v.ses, err = commission.Get(r.Context(), r.s.DB, r.actor.Scope(access.SessionsRead), party, id); err != nil {
		return nil, err
	}
	if v.def, err = r.s.Programmes.Get(v.ses.Programme); err != nil {
		return nil, err
	}
	v.writes = r.writesFor(v.def, v.ses.Level, v.ses.Province)
	v.ruled = v.ses.State == commission.Closed || r.FormValue("show") == "ruled"
	if v.items, err = commission.Items(r.Context(), r.s.DB, id); err != nil {
		return nil, err
	}
	if v.writes && v.ses.State == commission.Convened {
		v.ready, err = r.ready(v.ses)
	}
	return v, err
}

// show is the page. After a form that was refused it has the reasons on top.
func (v *sessionView) show() error {
	code := http.StatusOK
	if v.failed != nil {
		code = statusOf(v.failed)
	}
	frame := v.frame()
	frame.Path = v.path() // also when a refused form is shown
	frame.Title = v.p.T("sessions.title", "day", v.ses.HeldOn)
	frame.Lead = v.commissionTitle(v.ses.Level, v.ses.Province) + " · " + v.say(v.def.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("web.menu-sessions"), Path: sessionsPath}, {Label: v.p.Date(v.ses.HeldOn)}}
	frame.Actions = v.sessionActions()
	return v.showStatus(code, ui.Page(frame, ui.ErrorSummary(v.p, v.failed), v.doneNotice(), v.aboutSession(), v.attendance(), v.agenda()))
}

// sessionActions are the buttons beside the heading.
func (v *sessionView) sessionActions() []g.Node {
	var out []g.Node
	if v.ses.State != commission.Convened {
		out = append(out, ui.LinkButton(v.path()+"/minutes", v.p.T("sessions.minutes"), v.ses.State == commission.Closed))
	}
	if v.writes && v.ses.State == commission.Open {
		out = append(out, ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("sessions.close"), Yes: v.p.T("sessions.close"), Action: v.path() + "/close", Key: v.newID().String(),
			Question: v.p.Count("sessions.close-question", int64(v.count(""))), Danger: true}))
	}
	return out
}

func (v *sessionView) path() string { return sessionPath(v.ses.Party, v.ses.ID) }

// count is how many files of the agenda have an outcome, "" for none.
func (v *sessionView) count(outcome string) int {
	n := 0
	for _, i := range v.items {
		if i.Outcome == outcome {
			n++
		}
	}
	return n
}

func (v *sessionView) doneNotice() g.Node {
	if len(v.done) == 0 {
		return nil
	}
	return ui.Notice(ui.Good, g.Text(v.p.Count("sessions.ruled", int64(len(v.done)))+" "), g.Map(v.done, func(ref string) g.Node {
		return g.Group{ui.Ltr(ref), g.Text(" ")}
	}))
}

// aboutSession is what the session is, who sits, and the results so far.
func (v *sessionView) aboutSession() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("sessions.state"), Body: v.sessionBadge(v.ses.State)},
		{Term: v.p.T("sessions.place"), Body: ui.Bdi(v.ses.Place)},
		{Term: v.p.T("sessions.quorum"), Body: g.Text(v.quorumText())},
		{Term: v.p.T("sessions.agenda"), Body: g.Text(v.p.Count("sessions.files", int64(len(v.items))))},
	}
	return ui.TwoColumns(ui.Card(v.p.T("sessions.about"), nil, ui.Definitions(list...), v.results()), v.memberCard())
}

func (v *sessionView) quorumText() string {
	if v.ses.State == commission.Convened {
		return v.p.Count("sessions.quorum-of", int64(v.ses.Quorum))
	}
	return v.p.T("sessions.quorum-reached", "quorum", v.ses.Quorum, "present", v.ses.Present())
}

// results counts the files by outcome, in the order of the workflow.
func (v *sessionView) results() g.Node {
	if v.ses.State == commission.Convened {
		return nil
	}
	var stats []ui.Stat
	for _, t := range v.tally() {
		stats = append(stats, ui.Stat{Label: t.title, Number: v.p.Number(int64(t.n))})
	}
	if v.ses.State == commission.Open {
		stats = append(stats, ui.Stat{Label: v.p.T("sessions.pending"), Number: v.p.Number(int64(v.count("")))})
	}
	return h.Div(h.Class("s-results"), ui.Stats(stats...))
}

func (v *sessionView) memberCard() g.Node {
	data := ui.TableData{Caption: v.p.T("sessions.members"), Columns: []ui.Column{{Head: v.p.T("sessions.name")}, {Head: v.p.T("sessions.capacity")}}}
	if v.ses.State != commission.Convened {
		data.Columns = append(data.Columns, ui.Column{Head: v.p.T("sessions.attendance")})
	}
	for _, m := range v.ses.Members {
		name := g.Node(ui.Bdi(m.Name))
		if m.Chair {
			name = g.Group{name, g.Text(" "), ui.Badge(ui.Neutral, v.p.T("sessions.chair"))}
		}
		cells := []ui.Cell{ui.Node(name), ui.Text(m.Capacity)}
		if v.ses.State != commission.Convened {
			cells = append(cells, ui.Node(v.presence(m)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (v *sessionView) presence(m commission.Member) g.Node {
	if m.Present {
		return ui.Badge(ui.Good, v.p.T("sessions.present"))
	}
	return ui.Badge(ui.Warn, v.p.T("sessions.absent"))
}

// attendance opens the session: the form of those present.
func (v *sessionView) attendance() g.Node {
	switch {
	case !v.writes || v.ses.State != commission.Convened:
		return nil
	case v.today() < v.ses.HeldOn:
		return ui.Notice(ui.Neutral, g.Text(v.p.T("sessions.opens-on", "day", v.ses.HeldOn)))
	case len(v.items) == 0:
		return nil // the agenda comes first, and says so
	}
	var options []ui.Option
	for i, m := range v.ses.Members {
		options = append(options, ui.Option{Value: strconv.Itoa(i), Label: m.Name})
	}
	return ui.Card(v.p.T("sessions.begin"), nil, ui.Form("post", v.path()+"/begin", v.newID().String(),
		ui.Checkboxes(v.p, ui.Field{Name: "present", Label: v.p.T("sessions.who-present"), Help: v.p.Count("sessions.quorum-of", int64(v.ses.Quorum)),
			Error: ui.ProblemsOf(v.p, v.failed).On("present")}, options, v.Form["present"]),
		ui.Actions(ui.Submit(v.p.T("sessions.begin"), "", "", true))))
}

// agenda is the files, in the form that the session's state asks for.
func (v *sessionView) agenda() g.Node {
	switch {
	case v.ses.State == commission.Convened:
		return g.Group{v.fillForm(), v.agendaTable(v.p.T("sessions.agenda"))}
	case v.ses.State == commission.Open && v.ruled:
		return g.Group{v.tabs(), v.rulingTable()}
	case v.ses.State == commission.Open && v.writes:
		return g.Group{v.tabs(), v.ruleForm()}
	case v.ses.State == commission.Open:
		return g.Group{v.tabs(), v.agendaTable(v.p.T("sessions.pending"))}
	}
	return v.rulingTable()
}

// fillForm is the button that puts the files that are ready on the agenda.
func (v *sessionView) fillForm() g.Node {
	if !v.writes || v.ready == 0 && len(v.items) > 0 {
		return nil
	}
	if v.ready == 0 {
		return ui.Notice(ui.Neutral, g.Text(v.p.T("sessions.none-ready")))
	}
	return ui.Card(v.p.T("sessions.fill"), nil, ui.Form("post", v.path()+"/agenda", v.newID().String(),
		h.P(g.Text(v.p.Count("sessions.ready", v.ready))), ui.Actions(ui.Submit(v.p.T("sessions.fill-button"), "", "", true))))
}

func (v *sessionView) tabs() g.Node {
	pending := v.count("")
	return ui.Tabs(v.p.T("sessions.agenda"),
		ui.Tab{Label: v.p.T("sessions.tab-pending", "number", pending), Path: v.path(), Current: !v.ruled},
		ui.Tab{Label: v.p.T("sessions.tab-ruled", "number", len(v.items)-pending), Path: v.path() + "?show=ruled", Current: v.ruled})
}

// agendaTable names the files that wait for a ruling.
func (v *sessionView) agendaTable(caption string) g.Node {
	data := ui.TableData{Caption: caption,
		Columns: []ui.Column{{Head: v.p.T("sessions.reference")}, {Head: v.p.T("sessions.name")}, {Head: v.p.T("sessions.where")}, {Head: v.p.T("sessions.rules-say")}, {Head: v.p.T("sessions.opinion")}},
		Empty:   ui.Empty(v.p.T("sessions.agenda-empty"), v.p.T("sessions.agenda-empty-hint"), nil)}
	for _, l := range v.lines {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{l.reference(), ui.Node(l.subject()), ui.Text(l.place()), ui.Node(l.rulesBadge()), ui.Node(l.opinionText())}})
	}
	return ui.TableCard("", nil, ui.DataTable(data), v.pager())
}

// rulingTable tells what was decided of each file.
func (v *sessionView) rulingTable() g.Node {
	data := ui.TableData{Caption: v.p.T("sessions.rulings"),
		Columns: []ui.Column{{Head: v.p.T("sessions.reference")}, {Head: v.p.T("sessions.name")}, {Head: v.p.T("sessions.where")}, {Head: v.p.T("sessions.outcome")}, {Head: v.p.T("sessions.reason")}, {Head: v.p.T("sessions.recused")}},
		Empty:   ui.Empty(v.p.T("sessions.no-rulings"), "", nil)}
	for _, l := range v.lines {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{l.reference(), ui.Node(l.subject()), ui.Text(l.place()), ui.Node(l.outcomeBadge()), ui.Node(l.grounds()), ui.Text(l.Recused)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data), v.pager())
}

// pager leads through the part of the agenda that is shown.
func (v *sessionView) pager() g.Node {
	query := url.Values{}
	if v.ruled && v.ses.State == commission.Open {
		query.Set("show", "ruled")
	}
	data := ui.PagerData{Total: int64(len(v.part()))}
	if v.FormValue("after") != "" {
		data.Previous = withQuery(v.path(), query)
	}
	if v.next > 0 {
		query.Set("after", strconv.Itoa(v.next))
		data.Next = withQuery(v.path(), query)
	}
	return ui.Pager(v.p, data)
}

// place is where the part of the agenda that is shown goes on.
//
// Errors: sessions.after-wrong.
func (v *sessionView) place() (int, error) {
	text := v.FormValue("after")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "sessions.after-wrong", fault.Args{"value": text})
	}
	return n, nil
}
