package web

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

const textsPath = "/texts"

// textRoutes are those of the legal texts.
func textRoutes() []Route {
	return []Route{
		{http.MethodGet, textsPath, Access(access.ProgrammesRead), texts},
		{http.MethodGet, textsPath + "/{number}", Access(access.ProgrammesRead), legalText},
	}
}

// lawful: legal texts are about nobody, and public.
var lawful = access.System("the register of legal texts")

// mostTexts is how many texts the board shows; a ministry has some dozens.
const mostTexts = 200

// textView is a legal text as its pages show it: a dossier of the programme whose
// dossiers are the texts (programme.Definition.Law).
type textView struct {
	*dossierView
	number string
}

// legalTexts reads the texts that are followed, the newest first; with a number,
// that one alone.
func (r *request) legalTexts(number string) ([]*textView, error) {
	var out []*textView
	for _, def := range r.s.Programmes.Running() {
		if def.Law == "" {
			continue
		}
		list, err := dossier.List(r.Context(), r.s.DB, lawful, dossier.Filter{Programme: def.ID}, dossier.Page{Limit: mostTexts})
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			answers, err := dossier.Answers(r.Context(), r.s.DB, d)
			if err != nil {
				return nil, err
			}
			if n := answers.Text(def.Law); number == "" || n == number {
				out = append(out, &textView{&dossierView{request: r, def: def, d: d, answers: answers}, n})
			}
		}
	}
	return out, nil
}

// texts is the board: each text, where it stands, what it still calls for, and how
// many programmes rest on it.
func texts(s *Server, r *request) error {
	list, err := r.legalTexts("")
	if err != nil {
		return err
	}
	data := ui.TableData{Caption: r.p.T("texts.title"), Columns: []ui.Column{{Head: r.p.T("texts.text")}, {Head: r.p.T("file.state")}, {Head: r.p.T("texts.stages")},
		{Head: r.p.T("texts.due"), Numeric: true}, {Head: r.p.T("texts.programmes"), Numeric: true}},
		Empty: ui.Empty(r.p.T("texts.none"), r.p.T("texts.none-hint"), nil)}
	for _, v := range list {
		if err := v.fill(s); err != nil {
			return err
		}
		due := ui.Gap("–")
		if open, all := v.outstanding(); all > 0 {
			due = ui.Node(ui.Badge(toneOf(open), r.p.T("texts.due-of", "open", open, "all", all)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Node(g.Group{h.A(h.Href(textsPath+"/"+v.number), ui.Ltr(v.number)), h.Div(g.Text(v.d.Label))}),
			ui.Node(r.stateBadge(v.def, v.d.State)), ui.Node(v.way()), due, ui.Number(r.p, int64(len(v.resting())))}})
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("texts.title"), r.p.T("texts.lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("work.programmes"), Path: programmesPath}, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.show(ui.Page(frame, ui.TableCard("", nil, ui.DataTable(data), ui.Pager(r.p, ui.PagerData{Total: int64(len(list))}))))
}

func toneOf(open int) ui.Tone {
	if open > 0 {
		return ui.Waiting
	}
	return ui.Good
}

// outstanding is how many implementing texts are still due, of how many.
func (v *textView) outstanding() (open, all int) {
	for _, i := range v.items {
		if all++; v.def.Workflow.IsOpen(i) {
			open++
		}
	}
	return open, all
}

// resting are the programmes that rest on the text.
func (v *textView) resting() []*programme.Definition {
	var out []*programme.Definition
	for _, d := range v.s.Programmes.All() {
		if _, rests := d.RestsOn(v.number); rests {
			out = append(out, d)
		}
	}
	return out
}

// legalText is one text: its stages, what it calls for, the rules that rest on it.
func legalText(s *Server, r *request) error {
	list, err := r.legalTexts(r.PathValue("number"))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return store.ErrNotFound
	}
	v := list[0]
	if err := v.fill(s); err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = v.d.Label, r.p.T("texts.lead-one", "number", v.number)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("texts.title"), Path: textsPath}, {Label: v.number}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	if r.actor.Can(access.DossiersRead, v.def.ID, v.d.Province) {
		frame.Actions = append(frame.Actions, ui.LinkButton(dossierPath(v.d), r.p.T("texts.file"), false))
	}
	return r.show(ui.Page(frame, ui.Card(r.p.T("texts.about"), nil, h.P(r.stateBadge(v.def, v.d.State)), v.answerList(v.def.Form.Fields(), v.answers)),
		v.stageCard(), v.itemCard(), v.ruleCard()))
}

// stage is a step of a text's way.
type stage struct {
	dossier.Moment
	act   *programme.Act
	title string
}

// stages are the steps of the text that stand, the first before the others.
func (v *textView) stages() []stage {
	var out []stage
	for _, m := range v.history {
		a, ok := v.def.Workflow.Act(dossier.ActOf(m.Event))
		if !ok || m.CorrectedBy != 0 || a.Stay || a.From == nil || a.Verb == programme.Correct {
			continue
		}
		step := stage{m, a, v.say(a.Title)}
		if o := a.Outcome(m.Payload.Outcome); o != nil {
			step.title = v.say(o.Title)
		}
		out = append(out, step)
	}
	return out
}

// way is the stages of a text with their days, short.
func (v *textView) way() g.Node {
	return h.Ul(h.Class("s-plain"), g.Map(v.stages(), func(x stage) g.Node {
		return h.Li(h.Class("s-note"), g.Text(x.title+" – "), h.Span(h.Class("text-nowrap"), g.Text(v.p.Date(x.On))))
	}))
}

// stageCard is the way of the text with what was noted at each stage.
func (v *textView) stageCard() g.Node {
	data := ui.TableData{ID: "stages", Caption: v.p.T("texts.stages"), Columns: []ui.Column{{Head: v.p.T("texts.day")}, {Head: v.p.T("texts.stage")}, {Head: v.p.T("texts.note")}}}
	for _, x := range v.stages() {
		note := g.Node(nil)
		if x.Payload.Fields != nil {
			note = v.answerList(x.act.Questions(), *x.Payload.Fields)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Date(v.p, x.On), ui.Text(x.title), ui.Node(note)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// ruleCard is which rules of which programmes rest on which article.
func (v *textView) ruleCard() g.Node {
	data := ui.TableData{ID: "rules", Caption: v.p.T("texts.rules"), Columns: []ui.Column{{Head: v.p.T("work.programme")}, {Head: v.p.T("texts.provision")}, {Head: v.p.T("texts.kind")}, {Head: v.p.T("texts.rule")}},
		Empty: ui.Empty(v.p.T("texts.no-rules"), v.p.T("texts.no-rules-hint"), nil)}
	for _, d := range v.resting() {
		name := ui.Text(v.say(d.Title)).To(programmePath(d))
		cited := d.Citations(v.number)
		for _, c := range cited {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{name, ui.Node(v.provision(c.Article)), ui.Text(v.p.T("texts.kind-" + c.Kind)), ui.Text(v.say(c.Title))}})
		}
		if len(cited) == 0 {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{name, ui.Text(v.p.T("texts.whole")), ui.Gap("–"), ui.Gap("–")}})
		}
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (v *textView) provision(a programme.Article) g.Node {
	if a.ID == "" {
		return g.Text(v.p.T("texts.whole"))
	}
	return g.Group{v.articleNumber(a), g.Text(v.say(a.Text)), v.toConfirm(a.Confirm)}
}

// textLink leads from a programme's law to its text, where it is followed.
func (r *request) textLink(followed map[string]bool, l programme.Legal) g.Node {
	if !followed[l.Ref] {
		return ui.Ltr(l.Ref)
	}
	return ui.Link(textsPath+"/"+l.Ref, l.Ref)
}

// followed are the numbers of the texts that are followed.
func (r *request) followed() (map[string]bool, error) {
	list, err := r.legalTexts("")
	out := map[string]bool{}
	for _, v := range list {
		out[v.number] = true
	}
	return out, err
}
