package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/edition"
	"sanad/locale"
	"sanad/statistics"
	"sanad/web/ui"
)

// editionRevision is what changed between an edition and an earlier one.
func editionRevision(s *Server, r *request) error {
	v, err := r.readEdition()
	if err != nil {
		return err
	}
	id, err := r.pathID("earlier")
	if err != nil {
		return err
	}
	from, err := edition.Get(r.Context(), s.DB, r.actor.Scope(access.EditionsRead), id)
	if err != nil {
		return err
	}
	note, err := s.editions.Revise(r.Context(), from, v.e)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = r.p.T("edition.revision")
	frame.Lead = r.p.T("edition.since", "title", from.Title, "day", from.AsOf, "instant", from.KnownOn)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("edition.menu"), Path: editionsPath}, {Label: r.say(v.e.Title), Path: v.path()}, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.show(ui.Page(frame, r.causes(note), r.unchanged(note), g.Map(note.Tables, r.revision)))
}

// causes are the postings between the two editions, by measure and cause.
func (r *request) causes(n edition.Note) g.Node {
	data := ui.TableData{Caption: r.p.T("edition.causes"), Columns: []ui.Column{{Head: r.p.T("edition.measure")}, {Head: r.p.T("edition.cause")},
		{Head: r.p.T("edition.events"), Numeric: true}, {Head: r.p.T("edition.postings"), Numeric: true}, {Head: r.p.T("edition.actors"), Numeric: true}},
		Empty: ui.Empty(r.p.T("edition.no-postings"), "", nil)}
	for _, a := range n.Added {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(a.Title)), ui.Text(r.cause(a.Cause)), ui.Number(r.p, a.Events), ui.Number(r.p, a.Postings), ui.Number(r.p, a.Actors)}})
	}
	var merges g.Node
	if n.Merges > 0 {
		merges = h.P(h.Class("s-pad"), g.Text(r.p.Count("edition.merges", n.Merges)))
	}
	return ui.TableCard("", nil, ui.DataTable(data), merges)
}

func (r *request) cause(c edition.Cause) string { return r.p.T("edition.cause-" + string(c)) }

// unchanged names the tables that say the same in both editions, and those that
// only one has.
func (r *request) unchanged(n edition.Note) g.Node {
	var same, dropped, added []string
	for _, t := range n.Tables {
		if len(t.Changes) == 0 {
			title := r.say(t.Result.Table.Title)
			if t.Withheld > 0 {
				title += " – " + r.p.Count("edition.withheld", int64(t.Withheld))
			}
			same = append(same, title)
		}
	}
	for _, c := range n.Dropped {
		dropped = append(dropped, r.contentTitle(c))
	}
	for _, c := range n.New {
		added = append(added, r.contentTitle(c))
	}
	if len(same)+len(dropped)+len(added) == 0 {
		return nil
	}
	list := func(key string, titles []string) g.Node {
		if len(titles) == 0 {
			return nil
		}
		return g.Group{h.P(h.Strong(g.Text(r.p.T(key)))), h.Ul(g.Map(titles, func(title string) g.Node { return h.Li(g.Text(title)) }))}
	}
	return ui.Card("", nil, list("edition.unchanged", same), list("edition.only-before", dropped), list("edition.only-after", added))
}

// contentTitle is what a table is called; its name when the program has none of it.
func (r *request) contentTitle(c edition.Content) string {
	if _, t, ok := r.s.Programmes.Table(c.Table); ok {
		return r.say(t.Title)
	}
	return c.Table
}

// revision is the figures of a table that changed, before and after.
func (r *request) revision(t edition.Revision) g.Node {
	if len(t.Changes) == 0 {
		return nil
	}
	title := r.say(t.Result.Table.Title)
	data := ui.TableData{Caption: title, Columns: []ui.Column{{Head: statistics.DimensionName(r.p, t.Result.Programme, t.By)}, {Head: r.p.T("edition.figure")},
		{Head: r.p.T("edition.before"), Numeric: true}, {Head: r.p.T("edition.after"), Numeric: true}, {Head: r.p.T("edition.difference"), Numeric: true}, {Head: r.p.T("edition.cause")}}}
	for _, c := range t.Changes {
		row, _ := t.Result.Row(c.Row)
		col := t.Result.Columns[t.Result.Column(c.Column)]
		data.Rows = append(data.Rows, ui.Row{Total: c.Row == statistics.Total, Cells: []ui.Cell{ui.Text(r.say(row.Title)), ui.Text(r.say(col.Title)),
			ui.Node(ui.Ltr(col.Text(r.p, c.Before))), ui.Node(ui.Ltr(col.Text(r.p, c.After))), ui.Node(ui.Ltr(signed(col.Text(r.p, c.After-c.Before), c.After > c.Before))), ui.Node(r.parts(col, c))}})
	}
	var notes []g.Node
	if t.Withheld > 0 {
		notes = append(notes, h.P(h.Class("s-pad"), g.Text(r.p.Count("edition.withheld", int64(t.Withheld)))))
	}
	return ui.TableCard("", nil, ui.DataTable(data), g.Group(notes))
}

func (r *request) parts(col statistics.Column, c edition.Change) g.Node {
	if len(c.Parts) == 0 {
		return g.Text(locale.NoValue)
	}
	if len(c.Parts) == 1 {
		return g.Text(r.cause(c.Parts[0].Cause))
	}
	return g.Map(c.Parts, func(p edition.Part) g.Node {
		return h.Div(g.Text(r.cause(p.Cause)+" "), ui.Ltr(signed(col.Text(r.p, p.By), p.By > 0)))
	})
}

// signed puts a plus before what grew.
func signed(number string, plus bool) string {
	if plus {
		return "+" + number
	}
	return number
}
