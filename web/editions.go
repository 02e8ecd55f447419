package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/edition"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
	"sanad/web/ui"
)

const (
	editionsPath   = "/editions"
	newEditionPath = editionsPath + "/new"
)

func editionPath(id store.ID) string { return editionsPath + "/" + id.String() }

// editions lists all editions, the newest first, for whoever may read them before
// they are published.
func editions(s *Server, r *request) error {
	list, err := edition.List(r.Context(), s.DB, r.actor.Scope(access.EditionsRead))
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("edition.menu"), r.p.T("edition.lead")
	if r.mayPublish(access.EditionsWrite) {
		frame.Actions = []g.Node{ui.LinkButton(newEditionPath, r.p.T("edition.prepare"), true)}
	}
	data := ui.TableData{Caption: r.p.T("edition.menu"),
		Columns: []ui.Column{{Head: r.p.T("edition.title-head")}, {Head: r.p.T("statistics.as-of")}, {Head: r.p.T("statistics.known-on")}, {Head: r.p.T("edition.state-head")}, {Head: r.p.T("edition.published-head")}},
		Empty:   ui.Empty(r.p.T("edition.none"), r.p.T("edition.none-hint"), nil)}
	for _, e := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Node(ui.Link(editionPath(e.ID), r.say(e.Title))), ui.Date(r.p, e.AsOf),
			ui.Text(r.p.Instant(e.KnownOn)), ui.Node(r.editionBadge(e)), ui.Text(r.outSince(e))}})
	}
	return r.show(ui.Page(frame, ui.TableCard("", nil, ui.DataTable(data))))
}

// mayPublish tells that the actor carries a permission of editions, which are of
// the whole country.
func (r *request) mayPublish(p access.Permission) bool { return r.actor.Can(p, "", "") }

// outSince is since when, or from when, an edition is out.
func (r *request) outSince(e edition.Edition) string {
	if e.Embargo == 0 {
		return locale.NoValue
	}
	return r.p.Instant(e.Embargo)
}

var editionTones = map[edition.State]ui.Tone{edition.Draft: ui.Neutral, edition.Checked: ui.Waiting, edition.Signed: ui.Waiting, edition.Released: ui.Good, edition.Withdrawn: ui.Bad}

func (r *request) editionBadge(e edition.Edition) g.Node {
	if e.Embargoed(r.s.DB.Now()) {
		return ui.Badge(ui.Warn, r.p.T("edition.state-embargo"))
	}
	return ui.Badge(editionTones[e.State], r.p.T("edition.state-"+string(e.State)))
}

// newEdition is the form of a draft.
func newEdition(_ *Server, r *request) error {
	return r.showDrafting(edition.Drafting{Series: "outcome"}, "", nil)
}

// showDrafting shows the form; a refused one comes back filled.
func (r *request) showDrafting(d edition.Drafting, day string, failed error) error {
	list, err := edition.List(r.Context(), r.s.DB, r.actor.Scope(access.EditionsRead))
	if err != nil {
		return err
	}
	problems, code := ui.ProblemsOf(r.p, failed), 200
	if failed != nil {
		code = statusOf(failed)
	}
	frame := r.frame()
	frame.Path, frame.Title = newEditionPath, r.p.T("edition.prepare")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("edition.menu"), Path: editionsPath}, {Label: frame.Title}}
	text := func(name, label, value string, ltr bool) g.Node {
		return ui.Input(r.p, ui.Field{Name: name, Label: r.p.T(label), Value: value, Ltr: ltr, Error: problems.On(name)})
	}
	series := ui.Field{Name: "series", Label: r.p.T("edition.series-label"), Help: r.p.T("edition.series-help"), Value: d.Series, Ltr: true, Error: problems.On("series")}
	asOf := ui.Field{Name: "as-of", Label: r.p.T("statistics.as-of"), Help: r.p.T("edition.as-of-help"), Value: day, Optional: true, Error: problems.On("as-of")}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil, ui.Form("post", editionsPath, r.key().String(), ui.Guard(),
		ui.Grid(ui.Input(r.p, series), ui.DateInput(r.p, asOf), r.replaceField(d, list, problems)),
		ui.Grid(text("title", "edition.title-ar", d.Title.Ar, false), text("title-fr", "edition.title-fr", d.Title.Fr, true), text("title-en", "edition.title-en", d.Title.En, true)),
		h.Div(h.Class("s-lines"), ui.Checkboxes(r.p, ui.Field{Name: "tables", Label: r.p.T("edition.tables"), Help: r.p.T("edition.tables-help"), Error: problems.On("tables")}, r.tableOptions(), r.Form["tables"])),
		ui.Actions(ui.Submit(r.p.T("edition.prepare"), "", "", true))))))
}

func (r *request) tableOptions() []ui.Option {
	var options []ui.Option
	for _, t := range r.s.Programmes.Tables() {
		options = append(options, ui.Option{Value: t.Name, Label: r.say(t.Title)})
	}
	return options
}

// replaceField offers the editions that are out.
func (r *request) replaceField(d edition.Drafting, list []edition.Edition, problems ui.Problems) g.Node {
	var options []ui.Option
	for _, e := range list {
		if e.State == edition.Released {
			options = append(options, ui.Option{Value: e.ID.String(), Label: r.say(e.Title) + " · " + r.p.Date(e.AsOf)})
		}
	}
	if len(options) == 0 {
		return nil
	}
	value := ""
	if !d.Replaces.IsZero() {
		value = d.Replaces.String()
	}
	return ui.Select(r.p, ui.Field{Name: "replaces", Label: r.p.T("edition.replaces-label"), Value: value, Optional: true, Error: problems.On("replaces")}, options)
}

// draftEdition makes an edition of what was typed.
func draftEdition(s *Server, r *request) error {
	day := r.FormValue("as-of")
	d := edition.Drafting{Key: r.key(), Actor: r.actor, Series: r.FormValue("series"),
		Title: locale.Text{Ar: r.FormValue("title"), Fr: r.FormValue("title-fr"), En: r.FormValue("title-en")}}
	d.ID = d.Key // sent again with its key, the form means the same edition
	var wrong fault.List
	var err error
	if d.AsOf, err = r.day("as-of"); err != nil {
		wrong.Add(err)
	}
	if text := r.FormValue("replaces"); text != "" {
		if d.Replaces, err = store.ParseID(text); err != nil {
			wrong.Add(onField(err, "replaces"))
		}
	}
	for _, name := range r.Form["tables"] {
		d.Contents = append(d.Contents, edition.Content{Table: name})
	}
	if err = wrong.Err(); err == nil {
		_, err = s.editions.Draft(r.Context(), d)
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("edition.drafted"))
		return see(editionPath(d.ID))
	case mendable(err):
		return r.showDrafting(d, day, err)
	}
	return err
}

// embargo reads when one ends: a day and a time in Morocco.
//
// Errors: date.invalid on "embargo", edition.time on "embargo-time".
func (r *request) embargo() (calendar.Instant, error) {
	day, err := r.day("embargo")
	if err != nil || day.IsZero() {
		return 0, err
	}
	text := r.FormValue("embargo-time")
	at, err := calendar.ParseInstant(day.String() + "T" + text + ":00+01:00")
	if err != nil || len(text) != 5 {
		return 0, fault.New(fault.Invalid, "edition.time", fault.Args{"value": text}).On("embargo-time")
	}
	return at, nil
}
