package web

import (
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

const dossiersPath = "/dossiers"

// dossierList is a page of the list of dossiers.
type dossierList struct {
	filter dossierFilter
	lines  []dossier.Dossier
	names  map[store.ID]string // of the subjects that the reader may see
	total  int64               // of the whole list
	more   bool                // lines follow
}

// dossiers is the list of dossiers that the reader may open.
func dossiers(_ *Server, r *request) error {
	filter, refused := r.dossierFilter()
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("work.dossiers"), r.p.T("work.dossiers-lead")
	if refused != nil {
		return r.showStatus(statusOf(refused), ui.Page(frame, ui.ErrorSummary(r.p, refused), r.dossierFilters(filter, refused)))
	}
	list, err := r.readDossiers(filter)
	if err != nil {
		return err
	}
	if !filter.page.AfterID.IsZero() {
		frame.Actions = []g.Node{ui.LinkButton(filter.from(""), r.p.T("work.first-page"), false)}
	}
	return r.show(ui.Page(frame, r.dossierFilters(filter, nil), r.dossierTable(list)))
}

// readDossiers reads a page of the list, and writes down whose names it shows.
func (r *request) readDossiers(f dossierFilter) (dossierList, error) {
	list, scope := dossierList{filter: f}, r.actor.Scope(access.DossiersRead)
	var err error
	if list.total, err = dossier.Count(r.Context(), r.s.DB, scope, f.Filter); err != nil {
		return list, err
	}
	if list.lines, err = dossier.List(r.Context(), r.s.DB, scope, f.Filter, f.page); err != nil {
		return list, err
	}
	if list.more = len(list.lines) > dossierLines; list.more { // one more was asked for, to know
		list.lines = list.lines[:dossierLines]
	}
	persons, err := registry.Names(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), applicants(list.lines))
	if err != nil {
		return list, err
	}
	if list.names, err = r.subjectNames(list.lines, persons); err != nil || len(persons) == 0 {
		return list, err
	}
	var seen []audit.Party
	for _, p := range persons {
		seen = append(seen, personParty(p))
	}
	return list, r.logRead(audit.Search, store.ID{}, "follow-up", seen...)
}

func applicants(lines []dossier.Dossier) []store.ID {
	ids := make([]store.ID, len(lines))
	for i, d := range lines {
		ids[i] = d.Party
	}
	return ids
}

// dossierFilters is the form above the list. A choice that the reader's rights
// leave no alternative to is not asked.
func (r *request) dossierFilters(f dossierFilter, refused error) g.Node {
	p, problems, clear := r.p, ui.ProblemsOf(r.p, refused), ""
	if f.filtered() {
		clear = dossiersPath
	}
	field := func(name, label string) ui.Field {
		return ui.Field{Name: name, Label: label, Value: f.typed.Get(name), Error: problems.On(name)}
	}
	var fields []g.Node
	if list := r.readable(); len(list) > 1 || problems.On("programme") != "" {
		fields = append(fields, ui.Select(p, field("programme", p.T("work.programme")), r.programmeOptions(list)))
	} else if f.Programme != "" {
		fields = append(fields, ui.Hidden("programme", f.Programme))
	}
	if places := r.placesRead(r.readable()); len(places) > 1 || problems.On("territory") != "" {
		fields = append(fields, ui.Select(p, field("territory", p.T("work.territory")), places))
	}
	fields = append(fields,
		ui.DateInput(p, field("from", p.T("work.opened-from"))),
		ui.DateInput(p, field("to", p.T("work.opened-to"))),
		ui.Checkboxes(p, field("overdue", p.T("work.delay")), []ui.Option{{Value: "yes", Label: p.T("work.only-overdue")}}, f.typed["overdue"]))
	// Those of all programmes together would be a hundred: first a programme, then its states.
	if f.Programme != "" || len(f.typed["state"]) > 0 {
		fields = append(fields, h.Details(h.Class("s-help"), g.If(len(f.typed["state"]) > 0, g.Attr("open")), h.Summary(g.Text(p.T("work.choose-states"))),
			ui.Checkboxes(p, field("state", p.T("work.state")), r.stageOptions(f.Programme), f.typed["state"])))
	}
	return h.Div(h.Class("card"), ui.Filters(p, dossiersPath, clear, fields...))
}

func (r *request) programmeOptions(list []*programme.Definition) []ui.Option {
	options := make([]ui.Option, len(list))
	for i, d := range list {
		options[i] = ui.Option{Value: d.ID, Label: r.say(d.Title)}
	}
	return options
}

func (r *request) stageOptions(id string) []ui.Option {
	var options []ui.Option
	for _, st := range r.stages(id) {
		options = append(options, ui.Option{Value: st.ID, Label: r.say(st.Title)})
	}
	return options
}

func (r *request) dossierTable(list dossierList) g.Node {
	p := r.p
	data := ui.TableData{Caption: p.T("work.dossiers"), Empty: r.noDossiers(list.filter), Columns: []ui.Column{{Head: p.T("work.reference")}, {Head: p.T("work.applicant")},
		{Head: p.T("work.province")}, {Head: p.T("work.opened")}, {Head: p.T("work.state")}, {Head: p.T("work.delay")}}}
	pager := ui.PagerData{Total: list.total}
	if list.more {
		last := list.lines[len(list.lines)-1]
		pager.Next = list.filter.from(last.OpenedOn.String() + "_" + last.ID.String())
	}
	for _, d := range list.lines {
		data.Rows = append(data.Rows, ui.Row{Cells: r.dossierLine(d, list.names)})
	}
	return ui.TableCard("", nil, ui.DataTable(data), ui.Pager(p, pager))
}

func (r *request) dossierLine(d dossier.Dossier, names map[store.ID]string) []ui.Cell {
	name, state := ui.Gap(r.p.T("work.name-outside")), ui.Text(d.State)
	if text, ok := names[d.Party]; ok {
		name = unbroken(ui.Bdi(text))
	}
	if def, err := r.s.Programmes.Get(d.Programme); err == nil {
		state = ui.Node(r.stateBadge(def, d.State))
	}
	return []ui.Cell{ui.Identifier(d.Reference).To(dossierPath(d)), name, unbroken(ui.Bdi(r.placeName(d.Province))), unbroken(g.Text(r.p.Date(d.OpenedOn))), state, ui.Node(r.clock(d))}
}

// unbroken is a cell that stays on one line: on a phone the table scrolls.
func unbroken(body g.Node) ui.Cell { return ui.Node(h.Span(h.Class("text-nowrap"), body)) }

func (r *request) noDossiers(f dossierFilter) g.Node {
	if f.filtered() {
		return ui.Empty(r.p.T("work.no-dossiers-found"), r.p.T("work.no-dossiers-found-hint"), ui.LinkButton(dossiersPath, r.p.T("ui.clear"), false))
	}
	return ui.Empty(r.p.T("work.no-dossiers"), r.p.T("work.no-dossiers-hint"), nil)
}
