package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// The keys by which an item of a list of persons is registered. A list whose
// items have a question of type person is one; the register needs the rest.
const (
	itemGiven = "given_name"
	itemBirth = "birth"
	itemSex   = "sex"

	childrenFamily = "p.children_family"
)

// lists are the programme's questions that are answered by rows.
func (in *intake) lists() []*programme.Field {
	var out []*programme.Field
	for _, f := range in.def.Form.Fields() {
		if f.Type == programme.ListField {
			out = append(out, f)
		}
	}
	return out
}

// ofPersons tells that the items of a list are persons to be registered.
func ofPersons(list *programme.Field) bool { return itemPerson(list) != "" }

// itemPerson is the key of the question that holds the person's identifier, empty
// when the list has none.
func itemPerson(list *programme.Field) string {
	for _, f := range list.Fields {
		if f.Type == programme.PersonField {
			return f.Key
		}
	}
	return ""
}

// rowName begins the names of a row's fields: "a.orphans.0.".
func rowName(list string, row int) string { return "a." + list + "." + strconv.Itoa(row) + "." }

func sexCode(s registry.Sex) string {
	return map[registry.Sex]string{registry.Female: "f", registry.Male: "m"}[s]
}

func sexOf(code string) registry.Sex {
	return map[string]registry.Sex{"f": registry.Female, "m": registry.Male}[code]
}

// rows is how many rows a list's table has.
func (in *intake) rows(list *programme.Field) int {
	n, err := strconv.Atoi(in.form("rows." + list.Key))
	if err != nil {
		return listRows
	}
	most, set := list.Max.Number()
	if !set {
		most = listLimit
	}
	return max(0, min(n, int(most)))
}

// listLimit bounds a list without a limit of its own.
const listLimit = 50

// sectionCard is a group of questions.
func (in *intake) sectionCard(s *programme.Section, problems ui.Problems) g.Node {
	var body, fields []g.Node
	if help := in.say(s.Help); help != "" {
		body = append(body, h.P(h.Class("s-note"), g.Text(help)))
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Type == programme.ListField {
			body = append(body, in.table(f, problems))
			continue
		}
		fields = append(fields, in.question(f, problems))
	}
	if len(fields) > 0 {
		body = append(body, ui.Grid(fields...))
	}
	return ui.Card(in.say(s.Title), nil, body...)
}

// question is one question of the programme outside lists.
func (in *intake) question(f *programme.Field, problems ui.Problems) g.Node {
	name := "a." + f.Key
	field := ui.Field{Name: name, Label: in.say(f.Label), Help: in.say(f.Help), Value: in.form(name), Error: problems.On(name)}
	if f.When.Text != "" && field.Help == "" {
		field.Help = in.p.T("intake.when-asked")
	}
	switch f.Type {
	case programme.YesNoField:
		return ui.YesNo(in.p, field)
	case programme.ChoiceField:
		return ui.Select(in.p, field, in.options(f))
	case programme.DateField:
		return ui.DateInput(in.p, field)
	case programme.IntField, programme.MoneyField:
		return ui.NumberInput(in.p, field)
	}
	return ui.Input(in.p, field)
}

func (in *intake) options(f *programme.Field) []ui.Option {
	if f.Type == programme.YesNoField {
		return []ui.Option{{Value: "yes", Label: in.p.T("ui.yes")}, {Value: "no", Label: in.p.T("ui.no")}}
	}
	var out []ui.Option
	for _, o := range f.Options {
		out = append(out, ui.Option{Value: o.Code, Label: in.say(o.Label)})
	}
	return out
}

// table is a list: one row for each item, and a button for one row more.
func (in *intake) table(list *programme.Field, problems ui.Problems) g.Node {
	data := ui.TableData{Caption: in.say(list.Label), Columns: []ui.Column{{Head: in.p.T("intake.row")}}}
	for _, f := range list.Fields {
		if f.Type != programme.PersonField {
			data.Columns = append(data.Columns, ui.Column{Head: in.say(f.Label)})
		}
	}
	rows := in.rows(list)
	for i := range rows {
		data.Rows = append(data.Rows, ui.Row{Cells: in.row(list, i, problems)})
	}
	wrong := problems.On("a." + list.Key)
	return h.Div(h.ID(ui.FieldID("a."+list.Key)), h.Class("s-stack"), g.If(wrong != "", h.Div(h.Class("s-error"), g.Text(wrong))),
		ui.Hidden("rows."+list.Key, strconv.Itoa(rows)), ui.DataTable(data),
		ui.Actions(ui.Submit(in.p.T("intake.add-row"), "add_row", list.Key, false)))
}

func (in *intake) row(list *programme.Field, i int, problems ui.Problems) []ui.Cell {
	head := g.Group{g.Text(strconv.Itoa(i + 1))}
	var cells []ui.Cell
	for j := range list.Fields {
		f := &list.Fields[j]
		name := rowName(list.Key, i) + f.Key
		if f.Type == programme.PersonField {
			head = append(head, ui.Hidden(name, in.form(name)))
			continue
		}
		cells = append(cells, ui.Node(in.cell(f, name, in.say(f.Label)+" "+strconv.Itoa(i+1), problems.On(name))))
	}
	return append([]ui.Cell{ui.Node(head)}, cells...)
}

// cell is a question inside a row: its column's head is its visible label.
func (in *intake) cell(f *programme.Field, name, label, wrong string) g.Node {
	common := g.Group{h.ID(ui.FieldID(name)), h.Name(name), h.Aria("label", label)}
	if wrong != "" {
		common = append(common, h.Aria("invalid", "true"), h.Aria("describedby", ui.FieldID(name)+"-error"))
	}
	told := g.If(wrong != "", h.Div(h.Class("s-error"), h.ID(ui.FieldID(name)+"-error"), g.Text(wrong)))
	switch f.Type {
	case programme.YesNoField, programme.ChoiceField:
		value := in.form(name)
		return g.Group{cellLabel(label), h.Select(h.Class("form-select"), common, h.Option(h.Value(""), h.Aria("label", in.p.T("ui.unanswered")), g.Text(locale.NoValue)), g.Map(in.options(f), func(o ui.Option) g.Node {
			return h.Option(h.Value(o.Value), g.If(o.Value == value, h.Selected()), g.Text(o.Label))
		})), told}
	case programme.DateField:
		return g.Group{cellLabel(label), h.Input(h.Class("form-control"), common, h.Value(in.form(name)), h.Dir("ltr"), h.Placeholder(in.p.T("ui.date-hint")), g.Attr("size", "7"), g.Attr("autocomplete", "off")), told}
	}
	return g.Group{cellLabel(label), h.Input(h.Class("form-control"), common, h.Value(in.form(name)), h.Dir("auto"), g.Attr("size", "8"), g.Attr("autocomplete", "off")), told}
}

// cellLabel stands for the column's head where a phone shows each row as a block.
// Whoever does not see hears the control's own label.
func cellLabel(text string) g.Node {
	return h.Span(h.Class("s-cell-label"), h.Aria("hidden", "true"), g.Text(text))
}
