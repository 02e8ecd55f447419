package web

import (
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/programme"
	"sanad/territory"
	"sanad/web/ui"
)

// questions are some of a programme's questions on a form: those of an
// application under "a.", those of an act under "f.".
type questions struct {
	*request
	prefix   string
	in       string // tells the ids of several forms of a page apart; may be empty
	form     typed  // what was typed, or what the form begins with
	many     func(name string) []string
	problems ui.Problems
	keys     bool                           // a choice in a row is keys to press, as on a sheet
	answers  programme.Answers              // of the dossier, for what a choice is among
	tracked  func(track string) []ui.Option // the open items of a track; nil where there are none
}

// name is a question's name on the form.
func (q *questions) name(key string) string { return q.prefix + key }

// rowName begins the names of a row's fields: "a.orphans.0.".
func (q *questions) rowName(list string, row int) string {
	return q.prefix + list + "." + strconv.Itoa(row) + "."
}

// rowsName holds how many rows a list has.
func (q *questions) rowsName(list string) string {
	if q.prefix == "a." {
		return "rows." + list
	}
	return "rows." + q.prefix + list
}

// rows is how many rows a list's table has.
func (q *questions) rows(list *programme.Field) int {
	most, set := list.Max.Number()
	if !set {
		most = listLimit
	}
	n, err := strconv.Atoi(q.form(q.rowsName(list.Key)))
	if err != nil {
		n = listRows
	}
	return max(0, min(n, int(most)))
}

// all are the questions in their order: lists as tables, the others in a grid.
func (q *questions) all(fields []*programme.Field) []g.Node {
	var body, grid []g.Node
	close := func() {
		if len(grid) > 0 {
			body, grid = append(body, ui.Grid(grid...)), nil
		}
	}
	for _, f := range fields {
		if f.Type == programme.ListField {
			close()
			body = append(body, q.table(f))
			continue
		}
		grid = append(grid, q.question(f))
	}
	close()
	return body
}

// question is one question outside lists.
func (q *questions) question(f *programme.Field) g.Node {
	name := q.name(f.Key)
	field := ui.Field{Name: name, In: q.in, Label: q.say(f.Label), Help: q.say(f.Help), Value: q.form(name), Error: q.problems.On(name)}
	if f.When.Text != "" && field.Help == "" {
		field.Help = q.p.T("intake.when-asked")
	}
	if f.Restricted && field.Help == "" {
		field.Help = q.p.T("file.restricted")
	}
	most, _ := f.Max.Number()
	switch f.Type {
	case programme.YesNoField:
		return ui.YesNo(q.p, field)
	case programme.ChoiceField, programme.ItemField, programme.PlaceField:
		return ui.Select(q.p, field, q.options(f))
	case programme.ChoicesField:
		field.Wide = true
		return ui.Checkboxes(q.p, field, q.options(f), q.many(name))
	case programme.DateField:
		return ui.DateInput(q.p, field)
	case programme.IntField, programme.MoneyField:
		return ui.NumberInput(q.p, field)
	case programme.PersonField, programme.OrganisationField, programme.EstablishmentField, programme.DossierField:
		return q.party(f, field)
	}
	if most > 200 {
		field.Wide = true
		return ui.Textarea(q.p, field, 4)
	}
	return ui.Input(q.p, field)
}

// party is a question that is answered by somebody in a register: a code, a
// number or a name is typed, and those at hand are suggested.
func (q *questions) party(f *programme.Field, field ui.Field) g.Node {
	if field.Help == "" {
		field.Help = q.p.T("file.type-" + string(f.Type))
	}
	list := q.suggestions(f)
	id := "list-" + q.in + field.Name
	field.Attrs = []g.Node{g.Attr("autocomplete", "off"), g.If(len(list) > 0, g.Attr("list", id))}
	return g.Group{ui.Input(q.p, field), suggested(id, list)}
}

// suggested is a list that the browser offers while somebody types.
func suggested(id string, list []string) g.Node {
	if len(list) == 0 {
		return nil
	}
	return h.DataList(h.ID(id), g.Map(list, func(s string) g.Node { return h.Option(h.Value(s)) }))
}

func (q *questions) options(f *programme.Field) []ui.Option {
	switch f.Type {
	case programme.YesNoField:
		return []ui.Option{{Value: "yes", Label: q.p.T("ui.yes")}, {Value: "no", Label: q.p.T("ui.no")}}
	case programme.ItemField:
		if q.tracked == nil {
			return nil
		}
		return q.tracked(f.Of)
	case programme.PlaceField:
		return q.places(f.Of)
	}
	var out []ui.Option
	for _, o := range f.Offered(q.answers).Options {
		out = append(out, ui.Option{Value: o.Code, Label: q.say(o.Label)})
	}
	return out
}

// places are the regions, the provinces, or both.
func (q *questions) places(level string) []ui.Option {
	var out []ui.Option
	for _, region := range territory.Regions() {
		if level != programme.Province {
			out = append(out, ui.Option{Value: region.Code, Label: q.p.T("web.region-of", "name", q.say(region.Name))})
		}
		if level == programme.Region {
			continue
		}
		out = append(out, q.provincesWhere(func(code string) bool { return territory.RegionOf(code) == region.Code })...)
	}
	return out
}

// table is a list: one row for each item, and a button for one row more.
func (q *questions) table(list *programme.Field) g.Node {
	named := itemGivenName(list)
	data := ui.TableData{Caption: q.say(list.Label), Columns: []ui.Column{{Head: q.p.T("intake.row")}}}
	for _, f := range list.Questions() {
		if f.Type != programme.PersonField || !named {
			data.Columns = append(data.Columns, ui.Column{Head: q.say(f.Label)})
		}
	}
	rows := q.rows(list)
	for i := range rows {
		data.Rows = append(data.Rows, ui.Row{Cells: q.row(list, i, named)})
	}
	wrong := q.problems.On(q.name(list.Key))
	return h.Div(h.ID(ui.FieldID(q.in+q.name(list.Key))), h.Class("s-stack"), g.If(wrong != "", h.Div(h.Class("s-error"), g.Text(wrong))),
		ui.Hidden(q.rowsName(list.Key), strconv.Itoa(rows)), ui.DataTable(data), q.rowSuggestions(list),
		ui.Actions(ui.Submit(q.p.T("intake.add-row"), "add_row", list.Key, false)))
}

// itemGivenName tells that the rows name persons to be registered with their own
// given name, birth and sex: their identifier travels unseen.
func itemGivenName(list *programme.Field) bool {
	return slices.ContainsFunc(list.Fields, func(f programme.Field) bool { return f.Key == itemGiven })
}

func (q *questions) row(list *programme.Field, i int, named bool) []ui.Cell {
	head := g.Group{g.Text(strconv.Itoa(i + 1))}
	var cells []ui.Cell
	for _, f := range list.Questions() {
		name := q.rowName(list.Key, i) + f.Key
		if f.Type == programme.PersonField && named {
			head = append(head, ui.Hidden(name, q.form(name)))
			continue
		}
		cells = append(cells, ui.Node(q.cell(list, f, name, q.say(f.Label)+" "+strconv.Itoa(i+1))))
	}
	return append([]ui.Cell{ui.Node(head)}, cells...)
}

// cell is a question inside a row: its column's head is its visible label.
func (q *questions) cell(list, f *programme.Field, name, label string) g.Node {
	id, wrong, seen := ui.FieldID(q.in+name), q.problems.On(name), label
	if q.keys { // the line is one block on a phone: its number is said once
		seen = q.say(f.Label)
	}
	common := g.Group{h.ID(id), h.Name(name), h.Aria("label", label)}
	if wrong != "" {
		common = append(common, h.Aria("invalid", "true"), h.Aria("describedby", id+"-error"))
	}
	told := g.If(wrong != "", h.Div(h.Class("s-error"), h.ID(id+"-error"), g.Text(wrong)))
	text := func(more ...g.Node) g.Node {
		return g.Group{cellLabel(seen), h.Input(h.Class("form-control"), common, h.Value(q.form(name)), g.Attr("autocomplete", "off"), g.Group(more)), told}
	}
	if q.keys && f.Type == programme.ChoiceField && len(f.Offered(q.answers).Options) <= mostKeys {
		return g.Group{cellLabel(seen), q.keyed(f, name, label, wrong), told}
	}
	switch f.Type {
	case programme.YesNoField, programme.ChoiceField, programme.ItemField, programme.PlaceField:
		value := q.form(name)
		return g.Group{cellLabel(seen), h.Select(h.Class("form-select"), common, h.Option(h.Value(""), h.Aria("label", q.p.T("ui.unanswered")), g.Text(locale.NoValue)), g.Map(q.options(f), func(o ui.Option) g.Node {
			return h.Option(h.Value(o.Value), g.If(o.Value == value, h.Selected()), g.Text(o.Label))
		})), told}
	case programme.ChoicesField:
		chosen := q.many(name)
		return g.Group{cellLabel(seen), h.Select(h.Class("form-select"), common, g.Attr("multiple"), g.Attr("size", "3"), g.Map(q.options(f), func(o ui.Option) g.Node {
			return h.Option(h.Value(o.Value), g.If(slices.Contains(chosen, o.Value), h.Selected()), g.Text(o.Label))
		})), told}
	case programme.DateField:
		return text(h.Dir("ltr"), h.Placeholder(q.p.T("ui.date-hint")), g.Attr("size", "7"))
	case programme.IntField, programme.MoneyField:
		return text(h.Dir("ltr"), g.Attr("inputmode", "decimal"), g.Attr("size", "6"))
	case programme.PersonField, programme.OrganisationField, programme.EstablishmentField, programme.DossierField:
		return text(h.Dir("auto"), g.Attr("size", "14"), g.Attr("list", "list-"+q.in+q.name(list.Key)+"."+f.Key))
	}
	return text(h.Dir("auto"), g.Attr("size", "8"))
}

// rowSuggestions are the suggestions of a list's columns, once for all its rows.
func (q *questions) rowSuggestions(list *programme.Field) g.Node {
	var out []g.Node
	for _, f := range list.Questions() {
		if f.Type.IsParty() {
			out = append(out, suggested("list-"+q.in+q.name(list.Key)+"."+f.Key, q.suggestions(f)))
		}
	}
	return g.Group(out)
}

// cellLabel stands for the column's head where a phone shows each row as a block.
// Whoever does not see hears the control's own label.
func cellLabel(text string) g.Node {
	return h.Span(h.Class("s-cell-label"), h.Aria("hidden", "true"), g.Text(text))
}
