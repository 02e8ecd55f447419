package web

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/imports"
	tabular "sanad/sheet/table"
	"sanad/store"
	"sanad/web/ui"
)

const (
	importsPath   = "/imports"
	newImportPath = importsPath + "/new"
)

func importPath(id store.ID) string { return importsPath + "/" + id.String() }

// importList is what was brought to be imported, the newest first.
func importList(s *Server, r *request) error {
	before, _ := strconv.ParseInt(r.query("before"), 10, 64) // nonsense is the first page
	list, more, err := imports.List(r.Context(), s.DB, r.actor.Scope(access.PersonsImport), imports.Page{Before: calendar.Instant(before)})
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("importing.title"), r.p.T("importing.lead")
	frame.Actions = []g.Node{ui.LinkButton(newImportPath, r.p.T("importing.bring"), true)}
	data := ui.TableData{Caption: r.p.T("importing.title"), Empty: ui.Empty(r.p.T("importing.none"), r.p.T("importing.none-hint"), ui.LinkButton(newImportPath, r.p.T("importing.bring"), false)),
		Columns: []ui.Column{{Head: r.p.T("importing.file")}, {Head: r.p.T("importing.source")}, {Head: r.p.T("importing.kind")}, {Head: r.p.T("importing.arrived")}, {Head: r.p.T("importing.state")},
			{Head: r.p.T("importing.rows"), Numeric: true}, {Head: r.p.T("importing.written"), Numeric: true}, {Head: r.p.T("importing.left"), Numeric: true}}}
	for _, i := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(i.Name).To(importPath(i.ID)), ui.Text(i.Source), ui.Text(r.importKind(i)), ui.Text(r.p.Instant(i.ArrivedAt)),
			ui.Node(r.importBadge(i)), ui.Number(r.p, i.Total), r.counted(i, taken(i.Counts)), r.counted(i, i.Counts.Failed())}})
	}
	var pager g.Node
	if more || before != 0 {
		pager = r.olderNewer(list, more, before != 0)
	}
	return r.show(ui.Page(frame, ui.TableCard(emptyTitle(data), nil, ui.DataTable(data), pager)))
}

// counted is a count of an import that has gone through rows at all.
func (r *request) counted(i imports.Import, n int64) ui.Cell {
	if i.State == imports.Arrived {
		return ui.Gap("–")
	}
	return ui.Number(r.p, n)
}

// olderNewer leads through a list that is not counted.
func (r *request) olderNewer(list []imports.Import, more, later bool) g.Node {
	var links []g.Node
	if later {
		links = append(links, ui.LinkButton(importsPath, r.p.T("importing.newest"), false))
	}
	if more {
		next := url.Values{"before": {plain(int64(list[len(list)-1].ArrivedAt))}}
		links = append(links, ui.LinkButton(withQuery(importsPath, next), r.p.T("importing.older"), false))
	}
	return h.Nav(h.Class("s-pager"), g.Attr("aria-label", r.p.T("ui.pages")), h.Span(h.Class("s-actions"), g.Group(links)))
}

// importKind says what the rows are, and for which programme.
func (r *request) importKind(i imports.Import) string {
	kind := r.p.T("imports.kind." + string(i.Kind))
	if def, err := r.s.Programmes.Get(i.Programme); i.Programme != "" && err == nil {
		kind += " – " + r.say(def.Title)
	}
	return kind
}

var importTones = map[imports.State]ui.Tone{imports.Arrived: ui.Warn, imports.Checking: ui.Waiting, imports.Checked: ui.Warn, imports.Running: ui.Waiting,
	imports.Done: ui.Good, imports.Cancelled: ui.Neutral, imports.Failed: ui.Bad}

func (r *request) importBadge(i imports.Import) g.Node {
	label := r.p.T("imports.state." + string(i.State))
	if i.State.Works() && i.Total > 0 {
		label += " " + r.p.Percent(i.Done, i.Total, 0)
	}
	return ui.Badge(importTones[i.State], label)
}

// newImport is where a file is brought.
func newImport(_ *Server, r *request) error { return r.showArrival(nil) }

func (r *request) showArrival(failed error) error {
	sources, err := imports.Sources(r.Context(), r.s.DB, r.actor.Scope(access.PersonsImport))
	if err != nil {
		return err
	}
	problems := ui.ProblemsOf(r.p, failed)
	frame := r.frame()
	frame.Path, frame.Title = newImportPath, r.p.T("importing.bring")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("importing.title"), Path: importsPath}, {Label: frame.Title}}
	var kinds []ui.Option
	for _, k := range imports.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Label: r.p.T("imports.kind."+string(k)) + ": " + r.p.T("importing.kind-"+string(k))})
	}
	list := h.DataList(h.ID("sources"), g.Map(sources, func(s string) g.Node { return h.Option(h.Value(s)) }))
	form := ui.FileForm(importsPath, r.newID().String(), list,
		ui.FileInput(r.p, ui.Field{Name: "file", Label: r.p.T("importing.file"), Help: r.p.T("importing.file-help"), Error: problems.On("file")}, ".csv,.txt,.tsv,.xlsx"),
		ui.Radios(r.p, ui.Field{Name: "kind", Label: r.p.T("importing.kind"), Value: cmp.Or(r.FormValue("kind"), string(imports.Persons)), Error: problems.On("kind")}, kinds),
		ui.Grid(
			ui.Input(r.p, ui.Field{Name: "source", Label: r.p.T("importing.source"), Help: r.p.T("importing.source-help"), Value: r.FormValue("source"), Error: problems.On("source"), Attrs: []g.Node{g.Attr("list", "sources"), g.Attr("autocomplete", "off")}}),
			r.importProvince(problems), r.importProgramme(problems)),
		ui.Actions(ui.Submit(r.p.T("importing.bring"), "", "", true)))
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil, form),
		ui.Help(r.p.T("importing.help"), h.P(g.Text(r.p.T("importing.help-file"))), h.P(g.Text(r.p.T("importing.help-source"))), h.P(g.Text(r.p.T("importing.help-rows"))), h.P(g.Text(r.p.T("importing.help-kept", "days", imports.KeepDays))))))
}

// importProvince asks where rows that name no province belong; a clerk of one
// province need not choose.
func (r *request) importProvince(problems ui.Problems) g.Node {
	places := r.provincesWhere(func(code string) bool { return r.actor.Can(access.PersonsImport, "", code) })
	if len(places) == 1 {
		return ui.Hidden("province", places[0].Value)
	}
	return ui.Select(r.p, ui.Field{Name: "province", Label: r.p.T("importing.province"), Help: r.p.T("importing.province-help"), Value: r.FormValue("province"),
		Optional: r.actor.Can(access.PersonsImport, "", ""), Error: problems.On("province")}, places)
}

func (r *request) importProgramme(problems ui.Problems) g.Node {
	var options []ui.Option
	for _, def := range r.s.Imports.Programmes() {
		options = append(options, ui.Option{Value: def.ID, Label: r.say(def.Title)})
	}
	return ui.Select(r.p, ui.Field{Name: "programme", Label: r.p.T("importing.programme"), Help: r.p.T("importing.programme-help"), Value: r.FormValue("programme"), Optional: true, Error: problems.On("programme")}, options)
}

// arrive keeps a file that was brought and leads to its columns.
func arrive(s *Server, r *request) error {
	if err := r.readFiles(); err != nil {
		return r.showArrival(onField(err, "file"))
	}
	a := imports.Arrival{Key: r.key(), Actor: r.actor, Kind: imports.Kind(r.FormValue("kind")), Source: r.FormValue("source"), Province: r.FormValue("province"), Read: tabular.Options{}}
	a.Import = a.Key // sent again with its key, the form means the same import
	if a.Kind == imports.Applications {
		a.Programme = r.FormValue("programme")
	}
	if r.MultipartForm != nil && len(r.MultipartForm.File["file"]) > 0 {
		file := r.MultipartForm.File["file"][0]
		a.Name = file.Filename
		var err error
		if a.Content, err = readAll(file); err != nil {
			return err
		}
	}
	i, err := s.Imports.Arrive(r.Context(), a)
	switch {
	case err == nil:
		return see(columnsPath(i.ID))
	case mendable(err):
		return r.showArrival(aboutFile(err))
	}
	return err
}

// aboutFile puts what the reader of tables says beside the file: it knows no
// form.
func aboutFile(err error) error {
	if strings.HasPrefix(fault.KeyOf(err), "table.") {
		return onField(err, "file")
	}
	return err
}
