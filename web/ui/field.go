package ui

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/locale"
)

// Field is what every kind of field needs. Value is shown exactly as it was
// typed, right or wrong: nothing typed is lost.
type Field struct {
	Name     string // of the form value; the element's id is FieldID(In + Name)
	In       string // where a page has several forms with fields of one name: tells their ids apart; may be empty
	Label    string
	Help     string // at most a line; may be empty
	Value    string
	Error    string // Problems.On(Name); may be empty
	Optional bool   // said beside the label: most fields are required
	Ltr      bool   // an identifier, a telephone, a code
	Wide     bool   // takes a whole line of a Grid
	Attrs    []g.Node
}

// FieldID is the id of the element that a form value is typed in.
func FieldID(name string) string { return "f-" + name }

func (f Field) id() string { return FieldID(f.In + f.Name) }

// Option is a choice of a Select, a Choices or a Checkboxes.
type Option struct {
	Value string
	Label string
	Group string // of a Select: what it stands under with its neighbours of the same group; may be empty
}

// Input is a line of text. Attrs may add a type, inputmode, autocomplete.
func Input(p *locale.Printer, f Field) g.Node {
	return wrap(p, f, h.Input(h.Class("form-control"), common(f), h.Value(f.Value), direction(f), g.Group(f.Attrs)))
}

// Textarea is text of several lines.
func Textarea(p *locale.Printer, f Field, rows int) g.Node {
	return wrap(p, f, h.Textarea(h.Class("form-control"), common(f), h.Rows(strconv.Itoa(rows)), direction(f), g.Group(f.Attrs), g.Text(f.Value)))
}

// DateInput is a day typed as 02/07/2021; a birth date may be 1948 or 05/1948.
// It is text and not a date picker: a picker follows the browser's language,
// and cannot say that only the year is known.
func DateInput(p *locale.Printer, f Field) g.Node {
	f.Ltr = true
	if f.Help == "" {
		f.Help = p.T("ui.date-hint")
	}
	f.Attrs = append([]g.Node{g.Attr("autocomplete", "off")}, f.Attrs...)
	return Input(p, f)
}

// DateValue is a day as a DateInput shows it: "02/07/2021"; empty for none.
func DateValue(d calendar.Date) string {
	iso := d.String()
	if iso == "" {
		return ""
	}
	return iso[8:] + "/" + iso[5:7] + "/" + iso[:4]
}

// NumberInput is a whole number or an amount, typed with any digits.
func NumberInput(p *locale.Printer, f Field) g.Node {
	f.Ltr = true
	f.Attrs = append([]g.Node{g.Attr("inputmode", "decimal"), g.Attr("autocomplete", "off")}, f.Attrs...)
	return Input(p, f)
}

// FileInput sends a file; accept is a list such as ".csv,.xlsx".
func FileInput(p *locale.Printer, f Field, accept string) g.Node {
	return wrap(p, f, h.Input(h.Type("file"), h.Class("form-control"), common(f), g.If(accept != "", h.Accept(accept)), g.Group(f.Attrs)))
}

// Select is a list to choose from. It begins with an empty choice: the first
// option is never taken for an answer.
func Select(p *locale.Printer, f Field, options []Option) g.Node {
	return wrap(p, f, h.Select(h.Class("form-select"), common(f), g.Group(f.Attrs),
		h.Option(h.Value(""), g.Text(p.T("ui.choose"))),
		g.Group(grouped(options, f.Value))))
}

// grouped are the choices of a list, neighbours of one group under its name.
func grouped(options []Option, chosen string) []g.Node {
	var out, within []g.Node
	for i, o := range options {
		node := h.Option(h.Value(o.Value), g.If(o.Value == chosen, h.Selected()), g.Text(o.Label))
		if o.Group == "" {
			out = append(out, node)
			continue
		}
		within = append(within, node)
		if i+1 == len(options) || options[i+1].Group != o.Group {
			out = append(out, h.OptGroup(g.Attr("label", o.Group), g.Group(within)))
			within = nil
		}
	}
	return out
}

// YesNo is a question with three answers: yes, no, and not answered, which is
// where it starts and can return to. The values are "yes", "no" and "".
func YesNo(p *locale.Printer, f Field) g.Node {
	return Choices(p, f, []Option{{Value: "yes", Label: p.T("ui.yes")}, {Value: "no", Label: p.T("ui.no")}})
}

// Choices is one choice among a few, all visible, the last being no answer.
func Choices(p *locale.Printer, f Field, options []Option) g.Node {
	all := append(append([]Option{}, options...), Option{Label: p.T("ui.unanswered")})
	return choices(p, f, all, "radio", func(value string) bool { return value == f.Value })
}

// Radios are one choice among a few, where an option of their own says what no
// choice means.
func Radios(p *locale.Printer, f Field, options []Option) g.Node {
	return choices(p, f, options, "radio", func(value string) bool { return value == f.Value })
}

// Checkboxes are any number of choices; values are those chosen.
func Checkboxes(p *locale.Printer, f Field, options []Option, values []string) g.Node {
	chosen := map[string]bool{}
	for _, v := range values {
		chosen[v] = true
	}
	return choices(p, f, options, "checkbox", func(value string) bool { return chosen[value] })
}

func choices(p *locale.Printer, f Field, options []Option, kind string, chosen func(string) bool) g.Node {
	boxes := make([]g.Node, len(options))
	for i, o := range options {
		id := f.id()
		if i > 0 { // the first carries the field's id, for the summary's link
			id += "-" + strconv.Itoa(i)
		}
		boxes[i] = h.Label(g.If(o.Value == "", h.Class("s-unanswered")),
			h.Input(h.Type(kind), h.ID(id), h.Name(f.Name), h.Value(o.Value), g.If(chosen(o.Value), h.Checked())),
			h.Span(g.Text(o.Label)))
	}
	return h.FieldSet(h.Class(fieldClass(f)), described(f),
		h.Legend(label(p, f)), notes(f), h.Div(h.Class("s-choices"), g.Group(boxes)))
}

// wrap sets the label, the help and the error above the control, where a phone's
// keyboard does not hide them.
func wrap(p *locale.Printer, f Field, control g.Node) g.Node {
	return h.Div(h.Class(fieldClass(f)), h.Label(h.For(f.id()), label(p, f)), notes(f), control)
}

func fieldClass(f Field) string {
	if f.Wide {
		return "s-field s-wide"
	}
	return "s-field"
}

func label(p *locale.Printer, f Field) g.Node {
	return g.Group{g.Text(f.Label), g.If(f.Optional, h.Span(h.Class("s-optional"), g.Text(" ("+p.T("ui.optional")+")")))}
}

func notes(f Field) g.Node {
	return g.Group{
		g.If(f.Help != "", h.Div(h.Class("s-hint"), h.ID(f.id()+"-help"), g.Text(f.Help))),
		g.If(f.Error != "", h.Div(h.Class("s-error"), h.ID(f.id()+"-error"), g.Text(f.Error))),
	}
}

func common(f Field) g.Node {
	return g.Group{h.ID(f.id()), h.Name(f.Name), described(f)}
}

func described(f Field) g.Node {
	ids := ""
	if f.Help != "" {
		ids = f.id() + "-help"
	}
	if f.Error != "" {
		ids += " " + f.id() + "-error"
	}
	return g.Group{
		g.If(ids != "", g.Attr("aria-describedby", ids)),
		g.If(f.Error != "", g.Attr("aria-invalid", "true")),
	}
}

// direction lets free text find its own direction and holds identifiers to
// theirs: dir=auto guesses wrongly for "AB123".
func direction(f Field) g.Node {
	if f.Ltr {
		return h.Dir("ltr")
	}
	return h.Dir("auto")
}
