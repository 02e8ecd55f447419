package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/dossier"
	"sanad/programme"
	"sanad/web/ui"
)

// timelineMoments is how many events the page of a dossier shows unless asked for
// all: somebody whom teams meet every night has thousands.
const timelineMoments = 100

// timeline is what happened to the dossier, the newest first, with when it took
// place, when it was recorded, by whom, and what was taken back.
func (v *dossierView) timeline() g.Node {
	var older g.Node
	earlier := v.earlier()
	if earlier > 0 {
		older = h.P(ui.Link(dossierPath(v.d)+"?timeline=all", v.p.Count("file.earlier", int64(earlier))))
	}
	var moments []ui.Moment
	for _, m := range slices.Backward(v.history[earlier:]) {
		moments = append(moments, ui.Moment{
			When:  v.p.Date(m.On),
			Title: v.momentTitle(m),
			By:    v.p.T("file.recorded", "name", v.actorName(m.Actor), "instant", m.RecordedAt),
			Body:  v.momentBody(m),
			Gone:  m.CorrectedBy != 0,
		})
	}
	return ui.Card(v.p.T("file.timeline"), nil, ui.Timeline(moments...), older)
}

// earlier is how many of the oldest events the page leaves out.
func (v *dossierView) earlier() int {
	if v.URL.Query().Get("timeline") == "all" {
		return 0
	}
	return max(0, len(v.history)-timelineMoments)
}

func (v *dossierView) momentTitle(m dossier.Moment) string {
	if m.Corrects != 0 {
		return v.p.T("file.correction-of", "number", m.Corrects, "act", v.actTitle(v.history[m.Corrects-1]))
	}
	return plain(m.Seq) + ". " + v.actTitle(m)
}

// actTitle is an act's name with its outcome.
func (v *dossierView) actTitle(m dossier.Moment) string {
	a, ok := v.def.Workflow.Act(dossier.ActOf(m.Event))
	if !ok {
		return dossier.ActOf(m.Event)
	}
	title := a.Title.In(v.p.Lang())
	if o := a.Outcome(m.Payload.Outcome); o != nil {
		title += v.p.T("file.colon") + o.Title.In(v.p.Lang())
	}
	return title
}

func (v *dossierView) momentBody(m dossier.Moment) g.Node {
	var parts []g.Node
	if m.CorrectedBy != 0 {
		parts = append(parts, ui.Badge(ui.Warn, v.p.T("file.corrected-by", "number", m.CorrectedBy)))
	}
	if m.Reason != "" {
		parts = append(parts, h.P(ui.Bdi(m.Reason)))
	}
	if body := v.written(m); body != nil {
		parts = append(parts, body)
	}
	if len(m.Payload.Asked) > 0 {
		parts = append(parts, h.P(g.Text(v.p.T("file.asked")+v.p.T("file.colon")+v.p.List(v.paperNames(m.Payload.Asked)))))
	}
	if !m.Payload.Session.IsZero() {
		parts = append(parts, h.P(ui.Link("/sessions/"+m.Payload.Commission.String()+"/"+m.Payload.Session.String(), v.p.T("file.session"))))
	}
	if form := v.correctForm(m); form != nil {
		parts = append(parts, form)
	}
	if len(parts) == 0 {
		return nil
	}
	return g.Group(parts)
}

func (v *dossierView) paperNames(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = key
		if d := v.def.Form.Document(key); d != nil {
			out[i] = d.Label.In(v.p.Lang())
		} else if f := v.def.Form.Field(key); f != nil {
			out[i] = f.Label.In(v.p.Lang())
		}
	}
	return out
}

// correctForm takes an act back, for who may, while nothing later rests on it.
func (v *dossierView) correctForm(m dossier.Moment) g.Node {
	a := v.correcting()
	target, ok := v.def.Workflow.Act(dossier.ActOf(m.Event))
	if a == nil || !ok || m.Seq != lastStanding(v.history) || !dossier.MayCorrect(v.def, v.actor, target, v.d.Province) {
		return nil
	}
	problems := ui.Problems{}
	if v.tried == a.ID {
		problems = ui.ProblemsOf(v.p, v.failed)
	}
	return h.Details(g.If(v.tried == a.ID, g.Attr("open")), h.Class("s-act"), h.ID("correct-"+plain(m.Seq)), h.Summary(h.Class("btn btn-sm"), g.Text(v.p.T("file.correct"))),
		ui.FileForm(v.actPath(a.ID), v.newID().String(),
			ui.Hidden("seen", plain(v.d.Seq)), ui.Hidden("corrects", plain(m.Seq)),
			h.P(g.Text(v.p.T("file.correct-hint"))),
			ui.DateInput(v.p, ui.Field{Name: "on", In: v.formOf(a.ID), Label: v.p.T("file.on"), Value: v.value(a.ID, "on", ui.DateValue(v.s.DB.Today())), Error: problems.On("on")}),
			ui.Textarea(v.p, ui.Field{Name: "reason", In: v.formOf(a.ID), Label: v.p.T("file.reason"), Value: v.value(a.ID, "reason", ""), Error: problems.On("reason")}, 2),
			ui.Actions(ui.Submit(v.p.T("file.correct"), "", "", false))))
}

// correcting is the workflow's act of correction, nil for who may not use it.
func (v *dossierView) correcting() *programme.Act {
	for i := range v.def.Workflow.Acts {
		a := &v.def.Workflow.Acts[i]
		if a.Verb == programme.Correct && v.actor.HasAny(a.By, v.def.ID, v.d.Province) {
			return a
		}
	}
	return nil
}

// lastStanding is the number of the newest event that counts, 0 when none does.
func lastStanding(history []dossier.Moment) int64 {
	for _, m := range slices.Backward(history) {
		if m.Corrects == 0 && m.CorrectedBy == 0 {
			return m.Seq
		}
	}
	return 0
}
