package web

import (
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/money"
	"sanad/programme"
	"sanad/web/ui"
)

// formula is an expression as the program computes it.
func formula(x programme.Expr) g.Node { return h.Code(h.Dir("ltr"), g.Text(x.Text)) }

// questionCards are the questions of the form, section by section.
func (r *request) questionCards(d *programme.Definition) g.Node {
	return g.Map(d.Form.Sections, func(s programme.Section) g.Node {
		data := ui.TableData{Caption: r.p.T("work.section", "title", s.Title), Columns: []ui.Column{{Head: r.p.T("work.question")}, {Head: r.p.T("work.answer")}, {Head: r.p.T("work.asked-when")}}}
		for i := range s.Fields {
			data.Rows = append(data.Rows, r.questionRows(&s.Fields[i])...)
		}
		return ui.TableCard("", nil, ui.DataTable(data))
	})
}

// questionRows are a question and, for a list, those of its items.
func (r *request) questionRows(f *programme.Field) []ui.Row {
	answer := g.Group{g.Text(r.p.T("work.type-" + string(f.Type))), g.If(f.Required, g.Text(" – "+r.p.T("work.required")))}
	if len(f.Options) > 0 {
		answer = append(answer, h.Div(h.Class("s-note"), g.Text(r.optionTitles(f))))
	}
	rows := []ui.Row{{Cells: []ui.Cell{ui.Text(r.say(f.Label)), ui.Node(answer), r.when(f.When)}}}
	for i := range f.Fields {
		inner := r.questionRows(&f.Fields[i])
		inner[0].Cells[0] = ui.Text("↳ " + r.say(f.Fields[i].Label))
		rows = append(rows, inner...)
	}
	return rows
}

func (r *request) optionTitles(f *programme.Field) string {
	var titles []string
	for _, o := range f.Options {
		titles = append(titles, r.say(o.Label))
	}
	return r.p.List(titles)
}

func (r *request) when(x programme.Expr) ui.Cell {
	if x.IsZero() {
		return ui.Text(r.p.T("work.always"))
	}
	return ui.Node(formula(x))
}

func (r *request) documentCard(d *programme.Definition) g.Node {
	if len(d.Form.Documents) == 0 {
		return nil
	}
	data := ui.TableData{Caption: r.p.T("work.documents"), Columns: []ui.Column{{Head: r.p.T("work.document")}, {Head: r.p.T("work.needed")}, {Head: r.p.T("work.asked-when")}, {Head: r.p.T("work.formats")}}}
	for _, doc := range d.Form.Documents {
		needed := r.p.T("work.not-needed")
		if doc.Required {
			needed = r.p.T("work.required")
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(doc.Label)), ui.Text(needed), r.when(doc.When), unbroken(ui.Ltr(strings.Join(doc.Formats, ", ")))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// parameterCard lists every value of every parameter with its first day, a line
// each: a value that ended is still the law of its days.
func (r *request) parameterCard(d *programme.Definition) g.Node {
	if len(d.Rules.Parameters) == 0 {
		return nil
	}
	data := ui.TableData{Caption: r.p.T("work.parameters"), Columns: []ui.Column{{Head: r.p.T("work.parameter")}, {Head: r.p.T("work.value")}, {Head: r.p.T("work.holds-from")}, {Head: r.p.T("work.source")}, {Head: r.p.T("work.code")}}}
	for _, m := range d.Rules.Parameters {
		for _, v := range m.Values {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(m.Title)), unbroken(g.Text(r.quantity(m.Unit, v.Value))), unbroken(g.Text(r.p.Date(v.From))), ui.Node(r.valueSource(d, v)), ui.Identifier("p." + m.ID)}})
		}
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (r *request) valueSource(d *programme.Definition, v programme.Value) g.Node {
	source := g.Group{}
	if v.Legal != "" {
		source = append(source, r.article(d, v.Legal))
	}
	if v.Confirm {
		source = append(source, ui.Badge(ui.Warn, r.p.T("web.to-confirm")))
	}
	if v.Note != "" {
		source = append(source, h.Div(h.Class("s-note"), h.Dir("auto"), g.Text(v.Note)))
	}
	return source
}

// conditionCards are the conditions of the dossier, and those each item of a
// list has to meet on its own.
func (r *request) conditionCards(d *programme.Definition) g.Node {
	return g.Group{r.conditionTable(d, r.p.T("work.conditions"), d.Rules.Conditions),
		g.Map(d.Rules.Items, func(c programme.ItemCheck) g.Node {
			return r.conditionTable(d, r.p.T("work.item-conditions", "title", c.Title), c.Conditions)
		})}
}

func (r *request) conditionTable(d *programme.Definition, caption string, list []programme.Condition) g.Node {
	if len(list) == 0 {
		return nil
	}
	data := ui.TableData{Caption: caption, Columns: []ui.Column{{Head: r.p.T("work.condition")}, {Head: r.p.T("work.source")}, {Head: r.p.T("work.refusal-says")}, {Head: r.p.T("work.expression")}}}
	for _, c := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(c.Title)), ui.Node(r.article(d, c.Legal)), ui.Text(r.say(c.Because)), ui.Node(formula(c.Expr))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// derivedCard shows what is computed on the way, and the amount.
func (r *request) derivedCard(d *programme.Definition) g.Node {
	var list []ui.Definition
	for _, v := range d.Rules.Derive {
		list = append(list, ui.Definition{Term: r.say(v.Title), Body: h.Code(h.Dir("ltr"), g.Text(v.ID+" = "+v.Expr.Text))})
	}
	if a := d.Rules.Amount; a != nil {
		list = append(list, ui.Definition{Term: r.p.T("work.amount-" + a.Per), Body: formula(a.Expr)})
	}
	if len(list) == 0 {
		return nil
	}
	return ui.Card(r.p.T("work.computed"), nil, ui.Definitions(list...))
}

// caseCard runs the cases that the programme carries with it: the reader sees
// that the rules give what they are said to give.
func (r *request) caseCard(d *programme.Definition) g.Node {
	if len(d.Cases) == 0 {
		return nil // its scenarios ran when it was read
	}
	data := ui.TableData{Caption: r.p.T("work.cases"), Columns: []ui.Column{{Head: r.p.T("work.case")}, {Head: r.p.T("work.case-day")}, {Head: r.p.T("work.expected")}, {Head: r.p.T("work.result")}}}
	passed := 0
	for _, c := range d.Cases {
		result := g.Node(ui.Badge(ui.Good, r.p.T("work.passed")))
		if err := d.Run(c); err != nil {
			result = g.Group{ui.Badge(ui.Bad, r.p.T("work.failed")), h.Div(h.Class("s-note"), ui.Ltr(err.Error()))}
		} else {
			passed++
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(c.Name), unbroken(g.Text(r.p.Date(c.On))), ui.Node(r.expected(d, c)), ui.Node(result)}})
	}
	tone := ui.Good
	if passed < len(d.Cases) {
		tone = ui.Bad
	}
	return ui.TableCard(r.p.T("work.tests"), []g.Node{ui.Badge(tone, r.p.T("work.passed-of", "passed", passed, "cases", len(d.Cases)))}, ui.DataTable(data))
}

// expected is what a case has to give.
func (r *request) expected(d *programme.Definition, c programme.Case) g.Node {
	if c.Expect == nil {
		return g.Group{g.Text(r.p.T("work.expects-error") + " "), h.Code(ui.Ltr(c.Error))}
	}
	var parts []string
	for _, id := range slices.Concat(c.Expect.Refuse, c.Expect.Missing) {
		parts = append(parts, r.partTitle(d, id))
	}
	out := g.Group{g.Text(r.p.T("work.eligible-" + string(c.Expect.Eligible)))}
	if c.Expect.Amount != 0 {
		out = append(out, g.Text(": "), ui.Bdi(r.p.Money(money.Amount(c.Expect.Amount))))
	}
	if len(parts) > 0 {
		out = append(out, h.Div(h.Class("s-note"), g.Text(r.p.T("work.because-of", "what", r.p.List(parts)))))
	}
	return out
}

// partTitle is what people call a condition or a question.
func (r *request) partTitle(d *programme.Definition, id string) string {
	if c, ok := d.Rules.Condition(id); ok {
		return r.say(c.Title)
	}
	if f := d.Form.Field(id); f != nil {
		return r.say(f.Label)
	}
	return locale.NoValue + " " + id
}
