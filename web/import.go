package web

import (
	"bytes"
	"cmp"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/fault"
	"sanad/imports"
	"sanad/store"
	"sanad/web/ui"
)

// importLines is how many rows a page lists.
const importLines = 50

// taken are the rows that came into the register, or would.
func taken(c imports.Counts) int64 { return c.Written + c.Amended + c.Linked }

// importPage is one file: how far it is, what came of its rows or would, and what
// can be done next.
func importPage(s *Server, r *request) error { return showImport(s, r, nil) }

// importOf is the import of the address.
func (r *request) importOf() (imports.Import, error) {
	id, err := r.pathID("import")
	if err != nil {
		return imports.Import{}, err
	}
	return imports.Get(r.Context(), r.s.DB, r.actor.Scope(access.PersonsImport), id)
}

func showImport(s *Server, r *request, failed error) error {
	i, err := r.importOf()
	if err != nil {
		return err
	}
	v := importView{request: r, i: i}
	if err := v.read(s); err != nil {
		return err
	}
	frame := r.frame()
	frame.Path, frame.Title, frame.Lead = importPath(i.ID), i.Name, r.importKind(i)+" – "+i.Source
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("importing.title"), Path: importsPath}, {Label: i.Name}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), v.progress(), v.next(), v.counts(), v.about(), v.kinds(), v.list()))
}

type importView struct {
	*request
	i     imports.Import
	rows  []imports.Row // one more than a page where there are more
	names map[store.ID]string
}

func (v *importView) read(s *Server) (err error) {
	if v.names, err = account.Names(v.Context(), s.DB, []store.ID{v.i.Account}); err != nil {
		return err
	}
	if v.i.Forgotten || v.i.Counts.Failed() == 0 {
		return nil
	}
	q := imports.RowQuery{After: number(v.query("after")), Limit: importLines + 1}
	switch v.query("state") {
	case string(imports.Held):
		q.State = imports.Held
	case string(imports.Refused):
		q.State = imports.Refused
	}
	v.rows, err = s.Imports.Rows(v.Context(), v.actor, v.i.ID, q)
	return err
}

// progress is how far the work is; the page asks again by itself.
func (v *importView) progress() g.Node {
	if !v.i.State.Works() {
		return nil
	}
	key := "importing.checking"
	if v.i.State == imports.Running {
		key = "importing.running"
	}
	return h.Div(g.Attr("hx-get", importPath(v.i.ID)), g.Attr("hx-trigger", "load delay:1s"), g.Attr("hx-target", "body"),
		ui.Notice(ui.Waiting, g.Text(v.p.T(key, "done", v.i.Done, "total", v.i.Total)+" "), ui.Link(importPath(v.i.ID), v.p.T("importing.look-again"))))
}

// next says what has to be done now, and offers it.
func (v *importView) next() g.Node {
	var say g.Node
	var do []g.Node
	again := v.i.Resumes == imports.Running
	switch {
	case v.i.Forgotten:
		say = g.Text(v.p.T("importing.forgotten", "days", imports.KeepDays))
	case v.i.State == imports.Arrived:
		say, do = g.Text(v.p.T("importing.next-arrived")), []g.Node{ui.LinkButton(columnsPath(v.i.ID), v.p.T("importing.say-columns"), true)}
	case v.i.State == imports.Checked && taken(v.i.Counts) == 0 && v.i.Counts.Failed() == 0:
		say = g.Text(v.p.T("importing.next-same"))
	case v.i.State == imports.Checked && taken(v.i.Counts) == 0 && v.i.Counts.Refused == 0:
		say, do = g.Text(v.p.T("importing.next-held")), []g.Node{v.download(), v.columns()}
	case v.i.State == imports.Checked && taken(v.i.Counts) == 0:
		say, do = g.Text(v.p.T("importing.next-nothing")), []g.Node{v.columns(), v.download()}
	case v.i.State == imports.Checked:
		say, do = g.Text(v.p.T("importing.next-checked")), []g.Node{v.confirm("run", "importing.run", v.p.T("importing.ask-run", "count", taken(v.i.Counts), "failed", v.i.Counts.Failed()), false), v.columns(), v.download()}
	case v.i.State == imports.Done && v.i.Counts.Failed() > 0:
		say, do = g.Text(v.p.T("importing.next-failed")), []g.Node{v.download(), ui.LinkButton(newImportPath, v.p.T("importing.bring"), false)}
	case v.i.State == imports.Done:
		say = g.Text(v.p.T("importing.next-done"))
	case v.i.State == imports.Failed || v.i.State == imports.Cancelled:
		say, do = v.stopped(), []g.Node{v.confirm("run", "importing.resume", v.p.T("importing.ask-resume"), false)}
		if !again {
			do = append(do, v.columns())
		}
		do = append(do, v.download())
	}
	if v.i.State != imports.Done && v.i.State != imports.Cancelled && !v.i.Forgotten {
		do = append(do, v.confirm("cancel", "importing.cancel", v.p.T("importing.ask-cancel"), true))
	}
	if say == nil && len(do) == 0 {
		return nil
	}
	return ui.Card("", nil, g.If(say != nil, h.P(say)), h.Div(h.Class("s-actions s-noprint"), g.Group(do)))
}

// stopped says why an import stands still, and where.
func (v *importView) stopped() g.Node {
	if v.i.State == imports.Cancelled {
		return g.Text(v.p.T("importing.cancelled", "done", v.i.Done, "total", v.i.Total))
	}
	why := ""
	switch {
	case strings.HasPrefix(v.i.Failure, "table."): // where in the file is not kept
		why = " " + v.p.T("importing.failed-file")
	case v.p.Has(v.i.Failure):
		why = " " + v.p.Fault(fault.New(fault.Internal, v.i.Failure, nil))
	}
	return g.Text(v.p.T("importing.failed", "done", v.i.Done, "total", v.i.Total) + why)
}

func (v *importView) columns() g.Node {
	return ui.LinkButton(columnsPath(v.i.ID), v.p.T("importing.change-columns"), false)
}

// download offers the rows that were not written, for a spreadsheet first: in a
// workbook no number loses its zeros.
func (v *importView) download() g.Node {
	if v.i.Counts.Failed() == 0 {
		return nil
	}
	return g.Group{ui.LinkButton(importPath(v.i.ID)+"/failed/xlsx", v.p.T("importing.failed-xlsx"), v.i.State == imports.Done), ui.LinkButton(importPath(v.i.ID)+"/failed/csv", v.p.T("importing.failed-csv"), false)}
}

func (v *importView) confirm(step, label, question string, danger bool) g.Node {
	return h.Div(h.ID("act-"+step), ui.Confirm(v.p, ui.Confirmation{Button: v.p.T(label), Question: question, Yes: v.p.T(label), Action: importPath(v.i.ID) + "/" + step,
		Key: v.newID().String(), Fields: []g.Node{ui.Hidden("seen", plain(v.i.Seq))}, Danger: danger, Main: !danger}))
}

// counts are rows by what came of them, or in a dry run what would.
func (v *importView) counts() g.Node {
	if v.i.State == imports.Arrived {
		return nil
	}
	c, would := v.i.Counts, v.i.State == imports.Checking || v.i.State == imports.Checked || v.i.Resumes == imports.Checking || v.i.Resumes == imports.Checked
	suffix := ""
	if would {
		suffix = "-would"
	}
	stats := []ui.Stat{{Label: v.p.T("importing.rows"), Number: v.p.Number(v.i.Total)}, {Label: v.p.T("importing.written" + suffix), Number: v.p.Number(c.Written)}}
	for _, more := range []struct {
		key string
		n   int64
	}{{"importing.amended" + suffix, c.Amended}, {"importing.linked" + suffix, c.Linked}, {"importing.same", c.Same}} {
		if more.n > 0 {
			stats = append(stats, ui.Stat{Label: v.p.T(more.key), Number: v.p.Number(more.n)})
		}
	}
	stats = append(stats, ui.Stat{Label: v.p.T("importing.held"), Number: v.p.Number(c.Held), Path: v.listPath(string(imports.Held), 0)},
		ui.Stat{Label: v.p.T("importing.refused"), Number: v.p.Number(c.Refused), Path: v.listPath(string(imports.Refused), 0)})
	return ui.Stats(stats...)
}

// about is where the file comes from.
func (v *importView) about() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("importing.state"), Body: v.importBadge(v.i)},
		{Term: v.p.T("importing.source"), Body: ui.Bdi(v.i.Source)},
		{Term: v.p.T("importing.province"), Body: g.Text(v.placeName(v.i.Province))},
		{Term: v.p.T("importing.by"), Body: ui.Bdi(v.nameOr(v.names, v.i.Account))},
		{Term: v.p.T("importing.arrived"), Body: g.Text(v.p.Instant(v.i.ArrivedAt))},
		{Term: v.p.T("importing.moved"), Body: g.Text(v.p.Instant(v.i.MovedAt))},
	}
	return ui.Card("", nil, ui.Definitions(list...))
}

// kinds are the problems by what is the matter and in which column, the most
// frequent first: a column that was mapped wrongly is seen there at once.
func (v *importView) kinds() g.Node {
	list := slices.SortedFunc(maps.Keys(v.i.Wrong), func(a, b imports.Wrong) int {
		return cmp.Or(cmp.Compare(v.i.Wrong[b], v.i.Wrong[a]), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Key, b.Key))
	})
	if len(list) < 2 || v.i.Wrong[list[0]] < 2 { // the rows themselves say it as shortly
		return nil
	}
	data := ui.TableData{Caption: v.p.T("importing.kinds"), Columns: []ui.Column{{Head: v.p.T("importing.column")}, {Head: v.p.T("importing.wrong")}, {Head: v.p.T("importing.times"), Numeric: true}}}
	for _, w := range list[:min(len(list), 20)] {
		label := v.p.T("importing.kind-other")
		if key := "importing.met." + strings.ReplaceAll(w.Key, ".", "-"); v.p.Has(key) {
			label = v.p.T(key)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(cmp.Or(w.Column, v.p.T("importing.whole-row"))), ui.Node(g.Text(label)), ui.Number(v.p, v.i.Wrong[w])}})
	}
	return ui.TableCard(data.Caption, nil, h.Div(h.Class("card-body"), h.P(h.Class("s-note"), g.Text(v.p.T("importing.kinds-note")))), ui.DataTable(data))
}

func (v *importView) listPath(state string, after int64) string {
	q := url.Values{}
	if state != "" {
		q.Set("state", state)
	}
	if after > 0 {
		q.Set("after", plain(after))
	}
	return withQuery(importPath(v.i.ID), q) + "#rows"
}

// list is the rows that were not written, each problem with its place, its value
// and the remedy, and who was found.
func (v *importView) list() g.Node {
	if v.i.Forgotten || v.i.Counts.Failed() == 0 {
		return nil
	}
	c, state := v.i.Counts, v.query("state")
	tab := func(key, of string, n int64) ui.Tab {
		return ui.Tab{Label: v.p.T(key) + " (" + v.p.Number(n) + ")", Path: v.listPath(of, 0), Current: state == of}
	}
	data := ui.TableData{ID: "rows", Caption: v.p.T("importing.not-written"), Empty: ui.Empty(v.p.T("importing.none-here"), "", nil), Columns: []ui.Column{{Head: v.p.T("importing.row")},
		{Head: v.p.T("importing.column")}, {Head: v.p.T("importing.value")}, {Head: v.p.T("importing.wrong")}, {Head: v.p.T("importing.remedy")}}}
	for _, row := range v.rows[:min(len(v.rows), importLines)] {
		data.Rows = append(data.Rows, v.lines(row)...)
	}
	pager := ui.PagerData{Total: map[string]int64{"": c.Failed(), string(imports.Held): c.Held, string(imports.Refused): c.Refused}[state]}
	if len(v.rows) > importLines {
		pager.Next = v.listPath(state, v.rows[importLines-1].Line)
	}
	if v.query("after") != "" {
		pager.Previous = v.listPath(state, 0)
	}
	return ui.TableCard(data.Caption, nil, h.Div(h.Class("card-body"), ui.Tabs(data.Caption, tab("importing.all", "", c.Failed()), tab("importing.refused", string(imports.Refused), c.Refused), tab("importing.held", string(imports.Held), c.Held))),
		ui.DataTable(data), ui.Pager(v.p, pager))
}

// lines are a row's problems, one below the other.
func (v *importView) lines(row imports.Row) []ui.Row {
	var out []ui.Row
	for n, problem := range row.Problems {
		wrong, remedy := problem.Told(v.p.Lang())
		column := ui.Gap("–")
		switch {
		case problem.Column != "":
			column = ui.Node(g.Group{ui.Ltr(problem.Letter), g.Text(" – "), ui.Bdi(problem.Column)})
		case problem.About.Complete():
			column = ui.Text(v.say(problem.About))
		}
		what := ui.Node(g.Text(wrong)) // in the reader's language, whatever letters it begins with
		if n == 0 && len(row.Found) > 0 {
			what = what.With(v.found(row.Found))
		}
		out = append(out, ui.Row{Cells: []ui.Cell{ui.Node(ui.Ltr(v.p.Number(row.Line))), column, ui.Text(problem.Value), what, ui.Node(g.Text(remedy))}})
	}
	return out
}

// found are the persons that a row may be, with the way to each.
func (v *importView) found(list []imports.Found) g.Node {
	return h.Ul(g.Map(list, func(f imports.Found) g.Node {
		if f.Who.ID.IsZero() {
			return h.Li(g.Text(f.Describe(v.p)))
		}
		return h.Li(h.A(h.Href(personPath(f.Person, "import")), ui.Bdi(f.Who.Name(v.p.Lang()))), g.Text(v.p.T("matching.comma")), ui.Bdi(v.p.Birth(f.Who.Birth)), g.Text(v.p.T("matching.comma")), g.Text(v.placeName(f.Who.Province)),
			g.Text(" ("), ui.Ltr(v.chance(float64(f.Chance)/10_000)), g.Text(")"))
	}))
}

// actOnImport runs, takes up again or stops an import.
func actOnImport(s *Server, r *request) error {
	i, err := r.importOf()
	if err != nil {
		return err
	}
	req := imports.Request{Key: r.key(), Actor: r.actor, Import: i.ID, Seen: number(r.FormValue("seen"))}
	switch r.PathValue("step") {
	case "run":
		err = s.Imports.Run(r.Context(), req)
	case "cancel":
		err = s.Imports.Cancel(r.Context(), req)
	default:
		return store.ErrNotFound
	}
	switch {
	case err == nil:
		return see(importPath(i.ID))
	case mendable(err):
		return showImport(s, r, err)
	}
	return err
}

// importMedia are the formats of the file of failed rows.
var importMedia = map[imports.Format]string{imports.CSV: "text/csv; charset=utf-8", imports.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// failedRows is the file of the rows that were not written, to be corrected and
// brought again.
func failedRows(s *Server, r *request) error {
	i, err := r.importOf()
	if err != nil {
		return err
	}
	format := imports.Format(r.PathValue("format"))
	media := importMedia[format]
	if media == "" {
		return store.ErrNotFound
	}
	var body bytes.Buffer // whole before its first byte leaves: half a list looks like one
	if err := s.Imports.WriteFailed(r.Context(), r.actor, i.ID, r.p, format, &body); err != nil {
		return err
	}
	name := strings.TrimSuffix(i.Name, path.Ext(i.Name)) + "-" + r.p.T("importing.failed-name") + "." + string(format)
	r.w.Header().Set("Content-Type", media)
	r.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	r.w.WriteHeader(http.StatusOK)
	_, err = r.w.Write(body.Bytes())
	return err
}
