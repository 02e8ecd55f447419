package web

import (
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/edition"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/web/ui"
)

// editionView is what the page of an edition shows.
type editionView struct {
	*request
	e        edition.Edition
	others   []edition.Edition // earlier ones of its series that are checked
	replaced edition.Edition   // the one that took its place; zero: none
	failed   error             // why the form just sent was refused
}

// editionPage is the page of an edition on its way.
func editionPage(_ *Server, r *request) error {
	v, err := r.readEdition()
	if err != nil {
		return err
	}
	return v.show()
}

// readEdition finds the edition of the address.
//
// Errors: store.not-found.
func (r *request) readEdition() (*editionView, error) {
	id, err := r.pathID("edition")
	if err != nil {
		return nil, err
	}
	scope := r.actor.Scope(access.EditionsRead)
	v := &editionView{request: r}
	if v.e, err = edition.Get(r.Context(), r.s.DB, scope, id); err != nil {
		return nil, err
	}
	list, err := edition.List(r.Context(), r.s.DB, scope)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if o.ID != id && o.Series == v.e.Series && o.KnownOn <= v.e.KnownOn && o.AsOf <= v.e.AsOf && o.Outcome != nil && o.Outcome.Passed() && o.State != edition.Withdrawn {
			v.others = append(v.others, o)
		}
	}
	v.replaced, _, err = edition.ReplacedBy(r.Context(), r.s.DB, id, r.s.DB.Now())
	return v, err
}

func (v *editionView) path() string { return editionPath(v.e.ID) }

// show is the page. After a form that was refused it has the reasons on top.
func (v *editionView) show() error {
	code := http.StatusOK
	if v.failed != nil {
		code = statusOf(v.failed)
	}
	frame := v.frame()
	frame.Path, frame.Title = v.path(), v.say(v.e.Title)
	frame.Lead = v.p.T("statistics.dates", "day", v.e.AsOf, "instant", v.e.KnownOn)
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("edition.menu"), Path: editionsPath}, {Label: frame.Title}}
	frame.Actions = v.buttons()
	return v.showStatus(code, ui.Page(frame, ui.ErrorSummary(v.p, v.failed), v.notices(), v.next(), v.tables(), ui.TwoColumns(v.about(), v.signatures()), v.revisions()))
}

// notices tell what a reader must know first.
func (v *editionView) notices() g.Node {
	switch {
	case v.e.State == edition.Withdrawn:
		return ui.Notice(ui.Bad, g.Text(v.p.T("edition.withdrawn", "reason", v.e.Reason)))
	case !v.replaced.ID.IsZero():
		return ui.Notice(ui.Warn, g.Text(v.p.T("edition.replaced-by")+" "), ui.Link(editionPath(v.replaced.ID), v.say(v.replaced.Title)+" · "+v.p.Date(v.replaced.AsOf)))
	case v.e.Embargoed(v.s.DB.Now()):
		return ui.Notice(ui.Warn, g.Text(v.p.T("edition.embargo-until", "instant", v.e.Embargo)))
	case v.e.State == edition.Draft && v.e.Outcome != nil:
		return ui.Notice(ui.Bad, g.Text(v.p.T("edition.check-failed")))
	}
	return nil
}

// buttons are the acts beside the heading that need no more than a press.
func (v *editionView) buttons() []g.Node {
	var out []g.Node
	writes, signs := v.mayPublish(access.EditionsWrite), v.mayPublish(access.EditionsSign)
	if writes && slices.Contains([]edition.State{edition.Draft, edition.Checked, edition.Signed}, v.e.State) {
		out = append(out, v.button("check", v.p.T("edition.check"), v.e.State == edition.Draft))
	}
	if signs && v.e.State == edition.Checked && !v.took(v.e.Prepared) && !v.took(v.e.Signatures) {
		out = append(out, v.button("sign", v.p.T("edition.sign"), true))
	}
	if signs && v.e.State != edition.Withdrawn {
		out = append(out, ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("edition.withdraw"), Yes: v.p.T("edition.withdraw"), Action: v.path() + "/withdraw", Key: v.newID().String(), Danger: true,
			Question: v.p.T("edition.withdraw-question"), Fields: []g.Node{v.seen(), ui.Textarea(v.p, ui.Field{Name: "reason", Label: v.p.T("edition.reason-label"), Value: v.FormValue("reason"),
				Error: ui.ProblemsOf(v.p, v.failed).On("reason")}, 2)}}))
	}
	return out
}

func (v *editionView) button(act, label string, primary bool) g.Node {
	return ui.Form("post", v.path()+"/"+act, v.newID().String(), v.seen(), ui.Submit(label, "", "", primary))
}

// seen is the last event the reader saw: what is signed is what was on the page.
func (v *editionView) seen() g.Node { return ui.Hidden("seen", plain(v.e.Seq)) }

// took tells that the reader is among those who did something.
func (v *editionView) took(list []edition.Person) bool {
	return slices.ContainsFunc(list, func(p edition.Person) bool { return p.Account == v.actor.Account })
}

// next says what the edition waits for, with the form of its release.
func (v *editionView) next() g.Node {
	now := v.s.DB.Now()
	switch {
	case v.e.State == edition.Checked:
		key := "edition.waits-for-signatures"
		if v.took(v.e.Prepared) {
			key = "edition.others-sign"
		}
		return ui.Notice(ui.Waiting, g.Text(v.p.Count(key, int64(2-len(v.e.Signatures)))))
	case (v.e.State == edition.Signed || v.e.Embargoed(now)) && v.mayPublish(access.EditionsWrite):
		problems := ui.ProblemsOf(v.p, v.failed)
		at := v.FormValue("embargo-time")
		if at == "" {
			at = "10:00"
		}
		return ui.Card(v.p.T("edition.release"), nil, ui.Form("post", v.path()+"/release", v.newID().String(), v.seen(),
			h.P(g.Text(v.p.T("edition.release-help"))),
			ui.Grid(ui.DateInput(v.p, ui.Field{Name: "embargo", Label: v.p.T("edition.embargo"), Value: v.FormValue("embargo"), Optional: true, Error: problems.On("embargo")}),
				ui.Input(v.p, ui.Field{Name: "embargo-time", Label: v.p.T("edition.embargo-time"), Help: v.p.T("edition.embargo-time-help"), Value: at, Ltr: true, Error: problems.On("embargo-time")})),
			ui.Actions(ui.Submit(v.p.T("edition.release"), "", "", true))))
	case v.e.State == edition.Signed:
		return ui.Notice(ui.Waiting, g.Text(v.p.T("edition.waits-for-release")))
	}
	return nil
}

// tables are the contents with what the last check found of each.
func (v *editionView) tables() g.Node {
	data := ui.TableData{Caption: v.p.T("edition.tables"), Columns: []ui.Column{{Head: v.p.T("edition.table")}, {Head: v.p.T("edition.rows")}, {Head: v.p.T("edition.reconciliation")},
		{Head: v.p.T("edition.cells"), Numeric: true}, {Head: v.p.T("edition.hidden-cells"), Numeric: true}, {Head: v.p.T("edition.protection")}}}
	for i, c := range v.e.Contents {
		row := ui.Row{Cells: []ui.Cell{ui.Node(v.contentLink(i, c)), ui.Text(v.rows(c))}}
		if v.e.Outcome == nil {
			row.Cells = append(row.Cells, ui.Node(ui.Badge(ui.Neutral, v.p.T("edition.not-yet"))), ui.Gap(locale.NoValue), ui.Gap(locale.NoValue), ui.Gap(locale.NoValue))
		} else {
			found, _ := v.e.Outcome.Of(c)
			row.Cells = append(row.Cells, ui.Node(v.reconciliation(found)), ui.Number(v.p, int64(found.Cells)), ui.Number(v.p, int64(len(found.Hidden))), ui.Node(v.protection(found)))
		}
		data.Rows = append(data.Rows, row)
	}
	if v.e.Outcome != nil && v.e.Outcome.Text != nil {
		data.Rows = append(data.Rows, v.textRow(*v.e.Outcome.Text))
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// textRow is what the check found of the figures of running text.
func (v *editionView) textRow(t edition.TextCheck) ui.Row {
	state := ui.Badge(ui.Good, v.p.T("edition.text-protected"))
	switch {
	case len(t.Open) > 0:
		state = ui.Badge(ui.Bad, v.p.Count("edition.open", int64(len(t.Open))))
	case len(t.Exposed) > 0:
		state = ui.Badge(ui.Warn, v.p.Count("edition.exposed", int64(len(t.Exposed))))
	}
	return ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("edition.text")), ui.Gap(locale.NoValue), ui.Gap(locale.NoValue),
		ui.Number(v.p, int64(t.Figures)), ui.Number(v.p, int64(len(t.Withheld))), ui.Node(state)}}
}

// contentLink leads to the table as the public will read it, once it passed; to
// the internal one before.
func (v *editionView) contentLink(i int, c edition.Content) g.Node {
	title := v.contentTitle(c)
	if v.e.Outcome != nil && v.e.Outcome.Passed() && v.e.State != edition.Withdrawn {
		return ui.Link(v.path()+"/tables/"+strconv.Itoa(i+1), title)
	}
	query := map[string][]string{"by": {c.By}, "as-of": {v.e.AsOf.String()}, "known-on": {v.e.KnownOn.String()}}
	return ui.Link(tablePath(c.Table, query), title)
}

func (v *editionView) rows(c edition.Content) string {
	def, _, ok := v.s.Programmes.Table(c.Table)
	if !ok {
		return c.By
	}
	return statistics.DimensionName(v.p, def, c.By)
}

func (v *editionView) reconciliation(c edition.Check) g.Node {
	if len(c.Problems) == 0 {
		return ui.Badge(ui.Good, v.p.T("statistics.reconciles"))
	}
	return ui.Badge(ui.Bad, v.p.Count("statistics.problems", int64(len(c.Problems))))
}

// protection is what the check found about the persons that the table counts.
func (v *editionView) protection(c edition.Check) g.Node {
	switch {
	case c.Least == 0:
		return g.Text(v.p.T("edition.no-persons"))
	case len(c.Open) > 0:
		return ui.Badge(ui.Bad, v.p.Count("edition.open", int64(len(c.Open))))
	case len(c.Exposed) > 0:
		return ui.Badge(ui.Warn, v.p.Count("edition.exposed", int64(len(c.Exposed))))
	case len(c.Problems) > 0:
		return g.Text(locale.NoValue)
	}
	return ui.Badge(ui.Good, v.p.T("edition.protected", "threshold", c.Least))
}

func (v *editionView) about() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("edition.state-head"), Body: v.editionBadge(v.e)},
		{Term: v.p.T("edition.series-label"), Body: ui.Ltr(v.e.Series)},
		{Term: v.p.T("statistics.as-of"), Body: g.Text(v.p.Date(v.e.AsOf))},
		{Term: v.p.T("statistics.known-on"), Body: instant(v.e.KnownOn)},
		{Term: v.p.T("edition.published-head"), Body: g.Text(v.outSince(v.e))},
	}
	for _, d := range v.definitions() {
		list = append(list, ui.Definition{Term: v.say(d.Title), Body: ui.Ltr(v.e.Definitions[d.ID][:16] + "…")})
	}
	return ui.Card(v.p.T("edition.about"), nil, ui.Definitions(list...))
}

// definitions are the programmes of its tables.
func (v *editionView) definitions() []*programme.Definition {
	var out []*programme.Definition
	for _, c := range v.e.Contents {
		if d, _, ok := v.s.Programmes.Table(c.Table); ok && v.e.Definitions[d.ID] != "" && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// signatures are who prepared it and who signed it.
func (v *editionView) signatures() g.Node {
	data := ui.TableData{Caption: v.p.T("edition.who"), Columns: []ui.Column{{Head: v.p.T("edition.name")}, {Head: v.p.T("edition.did")}, {Head: v.p.T("edition.when")}}}
	add := func(key string, list ...edition.Person) {
		for _, p := range list {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(p.Name), ui.Text(v.p.T(key)), ui.Text(v.p.Instant(p.At))}})
		}
	}
	add("edition.did-draft", v.e.Prepared[0])
	add("edition.did-check", v.e.Prepared[1:]...)
	add("edition.did-sign", v.e.Signatures...)
	if v.e.State == edition.Withdrawn {
		add("edition.did-withdraw", v.e.Ended)
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// revisions lead to what changed since earlier editions of the series.
func (v *editionView) revisions() g.Node {
	if len(v.others) == 0 || v.e.Outcome == nil || !v.e.Outcome.Passed() || v.e.State == edition.Withdrawn {
		return nil
	}
	return ui.Card(v.p.T("edition.revisions"), nil, h.Ul(g.Map(v.others, func(o edition.Edition) g.Node {
		return h.Li(ui.Link(v.path()+"/revision/"+o.ID.String(), v.p.T("edition.since", "title", o.Title, "day", o.AsOf, "instant", o.KnownOn)))
	})))
}

// editionTable is a table of an edition as the public reads it.
func editionTable(s *Server, r *request) error {
	v, err := r.readEdition()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(v.e.Contents) {
		return store.ErrNotFound
	}
	list, err := s.editions.Tables(r.Context(), v.e)
	if err != nil {
		return err
	}
	t := list[n-1]
	view := tableView{programme: t.Result.Programme, table: t.Result.Table, result: t.Result}
	frame := r.frame()
	frame.Title, frame.Lead = r.say(t.Result.Table.Title), t.Result.Dates(r.p)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("edition.menu"), Path: editionsPath}, {Label: r.say(v.e.Title), Path: v.path()}, {Label: frame.Title}}
	return r.show(ui.Page(frame, v.protectionNote(t), drawings(r.p, t.Result), view.figures(r.p), view.about(r.p)))
}

func (v *editionView) protectionNote(t edition.Table) g.Node {
	text := t.Protection(v.p)
	if text == "" {
		return nil
	}
	return ui.Notice(ui.Neutral, g.Text(text))
}
