package ui

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// mostKeys is how many taps have a key of their own: 1 to 9.
const mostKeys = 9

// Taps are any number of choices as large buttons, for a thumb in the street or a
// hand on the keyboard: each is one tap, and the first nine are one digit each
// while nothing is being typed.
func Taps(p *locale.Printer, f Field, options []Option) g.Node {
	boxes := make([]g.Node, len(options))
	for i, o := range options {
		id, digit := f.id(), ""
		if i > 0 {
			id += "-" + strconv.Itoa(i)
		}
		if i < mostKeys {
			digit = strconv.Itoa(i + 1)
		}
		boxes[i] = h.Label(h.Input(h.Type("checkbox"), h.ID(id), h.Name(f.Name), h.Value(o.Value), g.If(digit != "", g.Attr("data-key", digit))),
			h.Span(g.If(digit != "", h.Kbd(h.Aria("hidden", "true"), g.Text(digit))), g.Text(o.Label)))
	}
	return h.FieldSet(h.Class(fieldClass(f)), described(f), h.Legend(label(p, f)), notes(f), h.Div(h.Class("s-taps"), g.Group(boxes)))
}
