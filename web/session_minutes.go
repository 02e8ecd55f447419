package web

import (
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/audit"
	"sanad/commission"
	"sanad/fault"
	"sanad/web/ui"
)

// minutes are the record of a session, to print and sign. Until the session is
// closed they say that they are a draft.
//
// Errors: sessions.minutes-early before the session is opened.
func minutes(_ *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	if v.ses.State == commission.Convened {
		return fault.New(fault.Conflict, "sessions.minutes-early", nil)
	}
	v.ruled = true
	if err := v.read(v.part(), audit.Print); err != nil {
		return err
	}
	frame := v.frame()
	frame.Title = v.p.T("sessions.minutes")
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("web.menu-sessions"), Path: sessionsPath}, {Label: v.p.Date(v.ses.HeldOn), Path: v.path()}, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(v.p)}
	return v.request.show(ui.Page(frame, v.minutesPaper()))
}

// minutesPaper is the paper itself.
func (v *sessionView) minutesPaper() g.Node {
	return h.Article(h.Class("card s-minutes"),
		v.letterhead(),
		g.If(v.ses.State != commission.Closed, ui.Notice(ui.Warn, g.Text(v.p.T("sessions.draft")))),
		h.P(g.Text(v.opening())),
		v.minutesMembers(v.p.T("sessions.those-present"), true),
		v.minutesMembers(v.p.T("sessions.those-absent"), false),
		h.H3(g.Text(v.p.T("sessions.quorum"))), h.P(g.Text(v.quorumText())),
		h.H3(g.Text(v.p.T("sessions.recusals"))), v.recusalList(),
		v.resultTable(),
		v.decisionList(),
		v.signatures())
}

// letterhead is the kingdom, the ministry and the commission, then the title.
func (v *sessionView) letterhead() g.Node {
	commission := v.commissionTitle(v.ses.Level, v.ses.Province)
	return v.head(letterhead{office: commission, about: v.say(v.def.Title), laws: v.laws(), title: v.p.T("sessions.minutes-title", "commission", commission),
		under: v.p.T("sessions.minutes-when", "day", v.ses.HeldOn, "place", v.ses.Place)})
}

// laws are the texts that give the commission its power: those behind the acts
// that it decides.
func (v *sessionView) laws() []string {
	var out []string
	for i := range v.def.Workflow.Acts {
		a := &v.def.Workflow.Acts[i]
		if law, _, ok := v.def.Article(a.Legal); ok && a.Session == string(v.ses.Level) && !slices.Contains(out, law.Ref) {
			out = append(out, law.Ref)
		}
	}
	return out
}

func (v *sessionView) opening() string {
	chair := ""
	for _, m := range v.ses.Members {
		if m.Chair && m.Present {
			chair = m.Name
		}
	}
	if chair == "" {
		return v.p.T("sessions.opening", "day", v.ses.HeldOn, "place", v.ses.Place)
	}
	return v.p.T("sessions.opening-chair", "day", v.ses.HeldOn, "place", v.ses.Place, "chair", chair)
}

func (v *sessionView) minutesMembers(title string, present bool) g.Node {
	data := ui.TableData{Caption: title, Columns: []ui.Column{{Head: v.p.T("sessions.name")}, {Head: v.p.T("sessions.capacity")}}}
	for _, m := range v.ses.Members {
		if m.Present == present {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(m.Name), ui.Text(m.Capacity)}})
		}
	}
	if len(data.Rows) == 0 {
		return h.P(g.Text(title + ": " + v.p.T("sessions.nobody")))
	}
	return ui.DataTable(data)
}

// recusalList is who took no part in which file.
func (v *sessionView) recusalList() g.Node {
	var items []g.Node
	for _, l := range v.lines {
		if l.Recused != "" {
			items = append(items, h.Li(ui.Ltr(l.d.Reference), g.Text(": "), ui.Bdi(l.Recused)))
		}
	}
	if len(items) == 0 {
		return h.P(g.Text(v.p.T("sessions.no-recusals")))
	}
	return h.Ul(items...)
}

func (v *sessionView) resultTable() g.Node {
	data := ui.TableData{Caption: v.p.T("sessions.results-caption"), Columns: []ui.Column{{Head: v.p.T("sessions.outcome")}, {Head: v.p.T("sessions.number-of-files"), Numeric: true}}}
	total := 0
	for _, t := range v.tally() {
		total += t.n
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(t.title), ui.Number(v.p, int64(t.n))}})
	}
	data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("sessions.total")), ui.Number(v.p, int64(total))}, Total: true})
	return ui.DataTable(data)
}

// decisionList is each file with what was decided and why; numbered from 1 as
// ruled, whatever the agenda had before.
func (v *sessionView) decisionList() g.Node {
	data := ui.TableData{ID: "decisions", Caption: v.p.T("sessions.decision-list"),
		Columns: []ui.Column{{Head: v.p.T("sessions.n")}, {Head: v.p.T("sessions.reference")}, {Head: v.p.T("sessions.name")}, {Head: v.p.T("sessions.where")},
			{Head: v.p.T("sessions.outcome")}, {Head: v.p.T("sessions.grounds")}},
		Empty: h.P(g.Text(v.p.T("sessions.no-rulings")))}
	for i, l := range v.lines {
		reference := ui.Identifier(l.d.Reference)
		if l.d.OpenedOn.IsZero() {
			reference = ui.Text(v.p.T("sessions.outside"))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(strconv.Itoa(i + 1)), reference, ui.Node(l.subject()), ui.Text(l.place()),
			ui.Node(l.outcomeBadge()), ui.Node(l.grounds())}})
	}
	return ui.DataTable(data)
}

// signatures are the places to sign, one for each member present.
func (v *sessionView) signatures() g.Node {
	var who []signer
	for _, m := range v.ses.Members {
		if m.Present {
			who = append(who, signer{m.Name, m.Capacity})
		}
	}
	return h.Section(h.H3(g.Text(v.p.T("sessions.signatures"))), signPlaces(who...),
		h.P(h.Class("s-note"), g.Text(v.p.T("sessions.printed", "instant", v.s.DB.Now(), "by", v.actor.Name)),
			g.Text(" · "+v.p.T("sessions.session-number")+" "), ui.Ltr(v.ses.ID.String())))
}
