package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/locale"
	"sanad/programme"
	"sanad/web/ui"
)

// stateCard lists the states in the order of the definition: who has the
// dossier, and what moves it on.
func (r *request) stateCard(d *programme.Definition) g.Node {
	data := ui.TableData{Caption: r.p.T("work.states"), Columns: []ui.Column{{Head: r.p.T("work.state")}, {Head: r.p.T("work.level")}, {Head: r.p.T("work.moved-by")}}}
	for _, st := range d.Workflow.States {
		var acts []string
		for _, a := range d.Workflow.From(st.ID) {
			acts = append(acts, r.say(a.Title))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Node(r.stateBadge(d, st.ID)), ui.Text(r.p.T("work.level-" + st.Level)), r.listCell(acts)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (r *request) listCell(items []string) ui.Cell {
	if len(items) == 0 {
		return ui.Gap(locale.NoValue)
	}
	return ui.Text(r.p.List(items))
}

// actCard lists the acts: who may, where they lead, what they do to the clock.
func (r *request) actCard(d *programme.Definition) g.Node {
	data := ui.TableData{Caption: r.p.T("work.acts"), Columns: []ui.Column{{Head: r.p.T("work.act")}, {Head: r.p.T("work.by")}, {Head: r.p.T("work.leads-to")},
		{Head: r.p.T("work.conditions-of-act")}, {Head: r.p.T("work.clock")}, {Head: r.p.T("work.source")}}}
	for i := range d.Workflow.Acts {
		a := &d.Workflow.Acts[i]
		source := g.Node(g.Text(locale.NoValue))
		if a.Legal != "" {
			source = r.article(d, a.Legal)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(a.Title)), ui.Text(r.roleTitles(a.By)), ui.Node(r.leadsTo(d, a)),
			r.listCell(r.needs(a)), ui.Text(r.clockMove(d, a.Clock)), ui.Node(source)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (r *request) roleTitles(roles []access.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = r.p.T("access.role." + string(role))
	}
	return r.p.List(names)
}

// leadsTo is the state after an act, or what each outcome leads to.
func (r *request) leadsTo(d *programme.Definition, a *programme.Act) g.Node {
	switch {
	case len(a.Outcomes) > 0:
		return h.Ul(h.Class("list-unstyled mb-0"), g.Map(a.Outcomes, func(o programme.Outcome) g.Node {
			return h.Li(g.Text(r.say(o.Title)+": "), r.stateBadge(d, o.To))
		}))
	case a.To != "":
		return r.stateBadge(d, a.To)
	}
	return g.Text(r.p.T("work.state-before"))
}

// needs is what an act asks for beside the role.
func (r *request) needs(a *programme.Act) []string {
	var out []string
	for _, need := range []struct {
		is  bool
		key string
	}{
		{a.Session != "", "work.needs-session"}, {a.NeedsReason, "work.needs-reason"}, {a.NeedsDocuments, "work.needs-documents"}, {a.Once, "work.needs-once"},
	} {
		if need.is {
			out = append(out, r.p.T(need.key))
		}
	}
	for _, who := range a.Forbids {
		out = append(out, r.p.T("work.forbids-"+who))
	}
	return out
}

func (r *request) clockMove(d *programme.Definition, m programme.ClockMove) string {
	if m.Move == "" {
		return locale.NoValue
	}
	words := r.p.T("work.clock-" + m.Move)
	if c := d.Workflow.Clock(m.ID); c != nil {
		return words + ": " + r.say(c.Title)
	}
	return words
}

func (r *request) clockCard(d *programme.Definition) g.Node {
	if len(d.Workflow.Clocks) == 0 {
		return nil
	}
	data := ui.TableData{Caption: r.p.T("work.clocks"), Columns: []ui.Column{{Head: r.p.T("work.clock")}, {Head: r.p.T("work.days"), Numeric: true}, {Head: r.p.T("work.kind")}, {Head: r.p.T("work.source")}}}
	for _, c := range d.Workflow.Clocks {
		source := g.Node(g.Text(locale.NoValue))
		if c.Legal != "" {
			source = r.article(d, c.Legal)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Node(g.Group{g.Text(r.say(c.Title)), r.toConfirm(c.Confirm)}), ui.Number(r.p, int64(c.Days)),
			ui.Text(r.p.T("work.clock-kind-" + c.Kind)), ui.Node(source)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}
