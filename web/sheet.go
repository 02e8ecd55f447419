package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/audit"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// A sheet is the page of an act that writes many lines a day (programme.Act.Sheet):
// the list of a centre's day. One line for each person, a key for each service.

const (
	sheetRows = 12 // empty lines at the start
	sheetMore = 6  // that the button adds
	mostKeys  = 9  // a choice among more is a list
)

func sheetPath(d dossier.Dossier, act string) string { return dossierPath(d) + "/sheet/" + act }

// sheetPage is an empty sheet for a day, with what is written for it already.
func sheetPage(s *Server, r *request) error { return showSheet(s, r, nil) }

// saveSheet writes the lines down. A refused sheet comes back as it was typed.
func saveSheet(s *Server, r *request) error {
	req, err := r.actRequest()
	if r.FormValue("add_row") != "" {
		return showSheet(s, r, nil)
	}
	if err == nil {
		err = r.carryOut(s, &req)
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("daylist.saved"))
		return see(dossierPath(dossier.Dossier{Party: req.Party, ID: req.Dossier}) + "/sheet/" + req.Act + "?on=" + req.On.String())
	case mendable(err):
		return showSheet(s, r, err)
	}
	return err
}

// showSheet shows the sheet of the address.
//
// Errors: store.not-found for a dossier outside the scope, an act that has no
// sheet, or one that the reader's roles may not do.
func showSheet(s *Server, r *request, failed error) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	a, ok := v.def.Workflow.Act(r.PathValue("act"))
	if !ok || a.Sheet == "" || !r.actor.HasAny(a.By, v.def.ID, v.d.Province) {
		return store.ErrNotFound
	}
	if err := r.logRead(audit.Dossier, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	v.tried, v.failed = a.ID, failed
	code := 200
	if failed != nil {
		code = statusOf(failed)
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.say(a.Title), v.subject.name
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("daylist.title"), Path: sheetsPath}, {Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: r.say(a.Title)}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	on := v.sheetDay()
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), v.sheetForm(a, on), v.sheetOf(a, on)))
}

// sheetDay is the day that is written: as typed, as the address says, or today.
func (v *dossierView) sheetDay() calendar.Date {
	if d, err := v.day("on"); err == nil && !d.IsZero() {
		return d
	}
	return v.today()
}

// sheetForm is the day, the lines and what is said of the whole sheet.
func (v *dossierView) sheetForm(a *programme.Act, on calendar.Date) g.Node {
	if !slices.Contains(a.From, v.d.State) {
		return ui.Notice(ui.Bad, g.Text(v.p.T("daylist.not-now", "state", v.stateName(v.def, v.d.State))))
	}
	problems := ui.ProblemsOf(v.p, v.failed)
	day := ui.DateValue(on)
	if typed := v.PostFormValue("on"); typed != "" {
		day = typed
	}
	q := v.asks(a, "f.", problems)
	q.keys, q.form = true, v.sheetTyped(q.rowsName(a.Sheet))
	fields := []g.Node{ui.Guard(), g.Attr("data-sheet"),
		ui.Grid(ui.DateInput(v.p, ui.Field{Name: "on", Label: v.p.T("daylist.day"), Value: day, Error: problems.On("on")})),
		g.If(v.say(a.Help) != "", h.P(h.Class("s-note"), g.Text(v.say(a.Help)))),
		h.P(h.Class("s-note"), g.Text(v.p.T("daylist.keys-help")))}
	fields = append(fields, q.all(a.Questions())...)
	fields = append(fields, ui.Actions(ui.Submit(v.p.T("daylist.save"), "", "", true)))
	return ui.Card("", nil, ui.Form("post", sheetPath(v.d, a.ID), v.newID().String(), fields...))
}

// sheetTyped is what was typed, with empty lines to type in.
func (v *dossierView) sheetTyped(rows string) typed {
	return func(name string) string {
		if name != rows {
			return v.PostFormValue(name)
		}
		n, err := strconv.Atoi(v.PostFormValue(rows))
		switch {
		case err != nil:
			n = sheetRows
		case v.PostFormValue("add_row") != "":
			n += sheetMore
		}
		return strconv.Itoa(n)
	}
}

// sheetOf is what stands for the day already: all its lines, and which of them say
// what an earlier list of the day said.
func (v *dossierView) sheetOf(a *programme.Act, on calendar.Date) g.Node {
	list := a.Field(a.Sheet)
	data := ui.TableData{ID: "sheet", Caption: v.p.T("daylist.written", "day", on), Columns: []ui.Column{}}
	for _, f := range list.Questions() {
		data.Columns = append(data.Columns, ui.Column{Head: v.say(f.Label)})
	}
	seen := map[string]bool{}
	for _, m := range v.history {
		if m.CorrectedBy != 0 || m.On != on || dossier.ActOf(m.Event) != a.ID || m.Payload.Fields == nil {
			continue
		}
		for _, item := range m.Payload.Fields.List(a.Sheet) {
			var cells []ui.Cell
			var told []string
			for _, f := range list.Questions() {
				cells = append(cells, ui.Node(v.answer(f, item)))
				if value, _ := item.Get(f.Key); slices.Contains(list.Unique, f.Key) {
					told = append(told, fmt.Sprint(value))
				}
			}
			if key := strings.Join(told, " "); len(told) > 0 && seen[key] {
				cells[0] = cells[0].With(g.Text(" "), ui.Badge(ui.Warn, v.p.T("daylist.twice")))
			} else {
				seen[key] = true
			}
			data.Rows = append(data.Rows, ui.Row{Cells: cells})
		}
	}
	data.Empty = ui.Empty(v.p.T("daylist.none"), v.p.T("daylist.none-hint"), nil)
	return ui.TableCard(v.p.Count("daylist.lines", int64(len(data.Rows))), nil, ui.DataTable(data))
}

// keyed is a choice among few as keys: each a radio button that a digit presses.
func (q *questions) keyed(f *programme.Field, name, label, wrong string) g.Node {
	value := q.form(name)
	id := ui.FieldID(q.in + name)
	n := 0
	return h.FieldSet(h.ID(id), h.Class("s-keys"), g.Attr("data-keys"), h.Aria("label", label), g.If(wrong != "", g.Group{h.Aria("invalid", "true"), h.Aria("describedby", id+"-error")}),
		g.Map(q.options(f), func(o ui.Option) g.Node {
			n++
			return h.Label(h.Class("s-key"), h.Input(h.Type("radio"), g.Attr("data-key", strconv.Itoa(n)), h.Name(name), h.Value(o.Value), g.If(o.Value == value, h.Checked())),
				h.Span(h.Kbd(g.Text(strconv.Itoa(n))), g.Text(" "+o.Label)))
		}))
}

// maySheet tells whether the reader writes sheets of a programme, and of which act.
func (r *request) maySheet(def *programme.Definition) *programme.Act {
	for i := range def.Workflow.Acts {
		if a := &def.Workflow.Acts[i]; a.Sheet != "" && r.holdsRole(a.By, def.ID) {
			return a
		}
	}
	return nil
}
