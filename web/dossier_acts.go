package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/programme"
	"sanad/web/ui"
)

// acts is what the reader may do with the dossier now, each with its form.
func (v *dossierView) acts() g.Node {
	var forms []g.Node
	for _, a := range v.def.Workflow.From(v.d.State) {
		if a.Verb == programme.Correct || a.Verb == programme.Rank || a.From == nil || v.lacksItem(a) || !v.actor.HasAnyOf(v.d.Party, a.By, v.def.ID, v.d.Province) {
			continue
		}
		forms = append(forms, v.actForm(a))
	}
	if len(forms) == 0 {
		return ui.Card(v.p.T("file.acts"), nil, ui.Empty(v.p.T("file.no-acts"), v.p.T("file.no-acts-hint"), nil))
	}
	return ui.Card(v.p.T("file.acts"), nil, h.Div(h.Class("s-acts"), g.Group(forms)))
}

// lacksItem tells that an act asks for an open item of a track that has none.
func (v *dossierView) lacksItem(a *programme.Act) bool {
	return slices.ContainsFunc(a.Fields, func(f programme.Field) bool {
		return f.Type == programme.ItemField && f.Required && len(v.openItems(f.Of)) == 0
	})
}

// actForm is one act, folded until it is wanted. What a commission decides is
// decided on the page of its session.
func (v *dossierView) actForm(a *programme.Act) g.Node {
	title := a.Title.In(v.p.Lang())
	if a.Session != "" {
		return h.Details(h.Class("s-act"), h.Summary(h.Class("btn"), g.Text(title)), h.P(g.Text(v.p.T("file.in-session"))), h.P(ui.Link("/sessions", v.p.T("web.menu-sessions"))))
	}
	if a.Sheet != "" {
		return h.P(ui.LinkButton(sheetPath(v.d, a.ID), title, true))
	}
	key := v.newID().String()
	return h.Details(g.If(v.tried == a.ID, g.Attr("open")), h.Class("s-act"), h.ID("act-"+a.ID), h.Summary(h.Class("btn"), g.Text(title)),
		ui.FileForm(v.actPath(a.ID), key, v.actFields(a)...))
}

func (v *dossierView) actPath(id string) string { return dossierPath(v.d) + "/acts/" + id }

// formOf tells the fields of the page's forms apart. Those of the act that was
// tried keep their plain ids, to which the summary of errors links.
func (v *dossierView) formOf(act string) string {
	if v.tried == act {
		return ""
	}
	return act + "-"
}

// value is what was typed into the form of the act that was tried.
func (v *dossierView) value(act, name, otherwise string) string {
	if v.tried == act {
		return v.FormValue(name)
	}
	return otherwise
}

func (v *dossierView) actFields(a *programme.Act) []g.Node {
	problems := ui.Problems{}
	if v.tried == a.ID {
		problems = ui.ProblemsOf(v.p, v.failed)
	}
	fields := []g.Node{ui.Hidden("seen", plain(v.d.Seq)),
		ui.DateInput(v.p, ui.Field{Name: "on", In: v.formOf(a.ID), Label: v.p.T("file.on"), Value: v.value(a.ID, "on", ui.DateValue(v.s.DB.Today())), Error: problems.On("on")})}
	if len(a.Outcomes) > 0 {
		fields = append(fields, ui.Choices(v.p, ui.Field{Name: "outcome", In: v.formOf(a.ID), Label: v.p.T("file.outcome"), Value: v.value(a.ID, "outcome", ""), Error: problems.On("outcome")}, v.outcomes(a)))
	}
	fields = append(fields, v.actQuestions(a, problems)...)
	if a.Verb == programme.RequestCompletion {
		fields = append(fields, ui.Checkboxes(v.p, ui.Field{Name: "asked", In: v.formOf(a.ID), Label: v.p.T("file.asked"), Error: problems.On("asked")}, v.documentOptions(), v.Form["asked"]))
	}
	if a.Verb == programme.Complete {
		fields = append(fields, v.paperFields(a, problems)...)
	}
	return append(fields,
		ui.Textarea(v.p, ui.Field{Name: "reason", In: v.formOf(a.ID), Label: v.p.T("file.reason"), Value: v.value(a.ID, "reason", ""), Error: problems.On("reason"), Optional: !a.NeedsReason}, 3),
		ui.Actions(ui.Submit(a.Title.In(v.p.Lang()), "", "", true)))
}

func (v *dossierView) outcomes(a *programme.Act) []ui.Option {
	var out []ui.Option
	for _, o := range a.Outcomes {
		if len(o.By) == 0 || v.actor.HasAnyOf(v.d.Party, o.By, v.def.ID, v.d.Province) {
			out = append(out, ui.Option{Value: o.ID, Label: o.Title.In(v.p.Lang())})
		}
	}
	return out
}

func (v *dossierView) documentOptions() []ui.Option {
	out := make([]ui.Option, len(v.def.Form.Documents))
	for i, d := range v.def.Form.Documents {
		out[i] = ui.Option{Value: d.Key, Label: d.Label.In(v.p.Lang())}
	}
	return out
}

// paperFields take in the papers of a completion: seen, or scanned.
func (v *dossierView) paperFields(a *programme.Act, problems ui.Problems) []g.Node {
	out := []g.Node{ui.Checkboxes(v.p, ui.Field{Name: "paper", In: v.formOf(a.ID), Label: v.p.T("file.papers-seen")}, v.documentOptions(), v.Form["paper"])}
	for _, doc := range v.def.Form.Documents {
		if slices.Contains(v.asked(), doc.Key) {
			out = append(out, ui.FileInput(v.p, ui.Field{Name: "scan." + doc.Key, In: v.formOf(a.ID), Label: doc.Label.In(v.p.Lang()), Error: problems.On("paper." + doc.Key), Optional: true}, ".pdf,.jpg,.jpeg,.png"))
		}
	}
	return out
}

// asked are the papers that the last request for completion names.
func (v *dossierView) asked() []string {
	for _, m := range slices.Backward(v.history) {
		if m.CorrectedBy == 0 && len(m.Payload.Asked) > 0 {
			return m.Payload.Asked
		}
	}
	return nil
}
