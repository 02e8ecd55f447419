package web

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// ruleSession rules on every file for which an outcome was chosen, each by an act
// of its own: one that is refused keeps none of the others from being recorded.
// The answer tells each file's outcome; what was typed for a refused one is kept.
func ruleSession(_ *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	if err := v.readLines(); err != nil {
		return err
	}
	if r.FormValue("propose") != "" {
		v.propose()
		return v.show()
	}
	refused, err := v.ruleChosen()
	if err != nil {
		return err
	}
	if refused == nil {
		r.flash(ui.Good, r.p.Count("sessions.ruled", int64(len(v.done))))
		return see(v.path())
	}
	return v.showRefused(refused)
}

// showRefused shows the session as it is now, with what was refused on top.
func (v *sessionView) showRefused(refused error) error {
	again, err := v.readSession()
	if err != nil {
		return err
	}
	again.done, again.failed = v.done, refused
	if err := again.readLines(); err != nil {
		return err
	}
	return again.show()
}

// ruleChosen carries out the rulings; refused tells of those that were not.
func (v *sessionView) ruleChosen() (refused, err error) {
	var l fault.List
	chosen := 0
	for i := range v.lines {
		f := &v.lines[i]
		if v.typed(f, "outcome") == "" {
			continue
		}
		chosen++
		err := v.rule(f)
		switch {
		case err == nil:
			v.done = append(v.done, f.d.Reference)
		case mendable(err):
			l.Add(v.refusal(f, err))
		default:
			return nil, err
		}
	}
	if chosen == 0 {
		l.Add(fault.New(fault.Invalid, "sessions.nothing-chosen", nil))
	}
	return l.Err(), nil
}

// rule is the act that decides one file, on the day the session is held.
func (v *sessionView) rule(f *line) error {
	if f.act == nil {
		return fault.New(fault.Conflict, "sessions.no-act", nil).On("outcome")
	}
	req := dossier.Request{Key: v.keyOf(f), Actor: v.actor, Party: f.Item.Party, Dossier: f.Dossier, Act: f.act.ID, On: v.ses.HeldOn,
		Outcome: v.typed(f, "outcome"), Reason: strings.TrimSpace(v.typed(f, "reason")),
		Sitting: dossier.Sitting{Commission: v.ses.Party, Session: v.ses.ID}}
	req.Seen, _ = strconv.ParseInt(v.typed(f, "seen"), 10, 64)
	for _, text := range v.Form[f.field("recused")] {
		if n, err := strconv.Atoi(text); err == nil {
			req.Sitting.Recused = append(req.Sitting.Recused, n)
		}
	}
	_, err := v.s.Office.Do(v.Context(), req)
	return err
}

// keyOf is the idempotency key of the file's own act.
func (v *sessionView) keyOf(f *line) store.ID {
	if id, err := store.ParseID(v.typed(f, "key")); err == nil {
		return id
	}
	return v.newID()
}

// refusal names the file that was refused, on the field of its row.
func (v *sessionView) refusal(f *line, err error) error {
	field := "outcome"
	for _, problem := range ui.ProblemsOf(v.p, err) {
		if slices.Contains([]string{"reason", "recused"}, problem.Field) {
			field = problem.Field
		}
	}
	return fault.New(fault.CodeOf(err), "sessions.file-refused", fault.Args{"reference": f.d.Reference, "why": v.p.Fault(err)}).On(f.field(field))
}

// propose chooses the plain outcome for every file on the page that meets the
// conditions and for which nothing is chosen. It decides nothing.
func (v *sessionView) propose() {
	for i := range v.lines {
		f := &v.lines[i]
		if f.act == nil || f.rules == nil || f.rules.Eligible != programme.Yes || v.typed(f, "outcome") != "" {
			continue
		}
		if id := plainOutcome(f.act); id != "" {
			v.Form.Set(f.field("outcome"), id)
		}
	}
}

// plainOutcome is what is decided of a file that meets every condition: the
// outcome that demands eligibility, otherwise the first that needs no reason.
func plainOutcome(a *programme.Act) string {
	for _, o := range a.Outcomes {
		if o.Requires == programme.Yes {
			return o.ID
		}
	}
	for _, o := range a.Outcomes {
		if !o.NeedsReason {
			return o.ID
		}
	}
	return ""
}

// field is the name of a file's own field in the form.
func (l line) field(name string) string { return name + "." + l.Dossier.String() }

// typed is what was typed for a file.
func (v *sessionView) typed(f *line, name string) string { return v.FormValue(f.field(name)) }

// ruleForm is the files that wait, each with the choice of its outcome.
func (v *sessionView) ruleForm() g.Node {
	if len(v.lines) == 0 {
		return ui.Card("", nil, ui.Empty(v.p.T("sessions.all-ruled"), v.p.T("sessions.all-ruled-hint"), nil))
	}
	problems := ui.ProblemsOf(v.p, v.failed)
	rows := make([]g.Node, len(v.lines))
	for i := range v.lines {
		rows[i] = v.docket(&v.lines[i], problems)
	}
	return ui.TableCard(v.p.T("sessions.to-rule"), nil,
		h.Form(h.Class("s-docket"), h.Method("post"), h.Action(v.path()+"/rule"), g.Attr("novalidate"), ui.Guard(),
			g.If(v.FormValue("after") != "", ui.Hidden("after", v.FormValue("after"))),
			h.Div(h.Class("s-docket-bar"), ui.Submit(v.p.T("sessions.propose"), "propose", "1", false), h.Span(h.Class("s-note"), g.Text(v.p.T("sessions.propose-help")))),
			g.Group(rows),
			h.Div(h.Class("s-docket-bar"), ui.Submit(v.p.T("sessions.rule"), "", "", true))),
		v.pager())
}

// docket is one file: what it is, what is said of it, what is decided.
func (v *sessionView) docket(f *line, problems ui.Problems) g.Node {
	return h.Div(h.Class("s-docket-file"), h.Role("group"), g.Attr("aria-label", f.d.Reference),
		h.Div(
			h.Div(ui.Ltr(strconv.Itoa(f.Position)), g.Text(" "), f.link(), g.If(f.d.State != "", g.Group{g.Text(" "), v.stateBadge(v.def, f.d.State)})),
			h.Div(h.Strong(f.subject())), h.Div(h.Class("s-note"), g.Text(f.place()))),
		h.Div(
			h.Div(h.Class("s-note"), g.Text(v.p.T("sessions.rules-say"))), f.rulesText(),
			g.If(len(f.opinions) > 0, g.Group{h.Div(h.Class("s-note"), g.Text(v.p.T("sessions.opinion"))), f.opinionText()})),
		h.Div(v.rulingFields(f, problems)))
}

func (l line) link() g.Node {
	if l.d.OpenedOn.IsZero() {
		return g.Text(l.v.p.T("sessions.outside"))
	}
	return h.A(h.Href(dossierPath(l.d)), ui.Ltr(l.d.Reference))
}

// rulingFields are the choice, the reason and the recusals of one file.
func (v *sessionView) rulingFields(f *line, problems ui.Problems) g.Node {
	if f.act == nil {
		return h.P(h.Class("s-note"), g.Text(v.p.T("sessions.no-act")))
	}
	options := []ui.Option{}
	for _, o := range f.act.Outcomes {
		options = append(options, ui.Option{Value: o.ID, Label: v.say(o.Title)})
	}
	options = append(options, ui.Option{Label: v.p.T("sessions.not-now")})
	return g.Group{
		ui.Hidden(f.field("key"), v.keyOf(f).String()), ui.Hidden(f.field("seen"), plain(f.d.Seq)),
		ui.Radios(v.p, ui.Field{Name: f.field("outcome"), Label: v.say(f.act.Title), Value: v.typed(f, "outcome"), Error: problems.On(f.field("outcome"))}, options),
		ui.Input(v.p, ui.Field{Name: f.field("reason"), Label: v.p.T("sessions.reason"), Value: v.typed(f, "reason"), Error: problems.On(f.field("reason")), Optional: true}),
		v.recusals(f, problems),
	}
}

// recusals are the members present who take no part in the file.
func (v *sessionView) recusals(f *line, problems ui.Problems) g.Node {
	var options []ui.Option
	for i, m := range v.ses.Members {
		if m.Present {
			options = append(options, ui.Option{Value: strconv.Itoa(i), Label: m.Name})
		}
	}
	name := f.field("recused")
	wrong, chosen := problems.On(name), v.Form[name]
	return h.Details(h.Class("s-help"), g.If(wrong != "" || len(chosen) > 0, g.Attr("open")), h.Summary(g.Text(v.p.T("sessions.recuse"))),
		h.Div(ui.Checkboxes(v.p, ui.Field{Name: name, Label: v.p.T("sessions.recuse-who"), Error: wrong}, options, chosen)))
}
