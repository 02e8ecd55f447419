package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// KeyField is the name of the hidden field with the idempotency key: the same
// form sent twice is done once.
const KeyField = "idempotency_key"

// Form is a form; a post carries the idempotency key the server made for it
// (empty for a get).
func Form(method, action, key string, body ...g.Node) g.Node {
	return h.Form(h.Class("s-form"), h.Method(method), h.Action(action), g.Attr("novalidate"),
		g.If(key != "", Hidden(KeyField, key)), g.Group(body))
}

// FileForm is a Form that sends files, and asks before it is left half filled.
func FileForm(action, key string, body ...g.Node) g.Node {
	return Form("post", action, key, append([]g.Node{g.Attr("enctype", "multipart/form-data")}, body...)...)
}

// Guard, as a child of a Form, asks before leaving what was typed.
func Guard() g.Node { return g.Attr("data-guard") }

// Hidden is a value that travels with a form.
func Hidden(name, value string) g.Node {
	return h.Input(h.Type("hidden"), h.Name(name), h.Value(value))
}

// Grid sets fields side by side: the dense form of a clerk.
func Grid(fields ...g.Node) g.Node { return h.Div(h.Class("s-grid"), g.Group(fields)) }

// Fieldset groups fields under a title.
func Fieldset(title string, fields ...g.Node) g.Node {
	return h.FieldSet(h.Class("s-field"), h.Legend(g.Text(title)), Grid(fields...))
}

// Actions is the row of buttons that ends a form.
func Actions(buttons ...g.Node) g.Node { return h.Div(h.Class("s-actions"), g.Group(buttons)) }

// Filters is the form above a list: a get, so that the address keeps it.
// Clear is the address without filters.
func Filters(p *locale.Printer, action, clear string, fields ...g.Node) g.Node {
	return h.Form(h.Class("s-filters"), h.Method("get"), h.Action(action), h.Role("search"),
		g.Group(fields),
		h.Div(h.Class("s-actions"),
			Submit(p.T("ui.filter"), "", "", true),
			g.If(clear != "", LinkButton(clear, p.T("ui.clear"), false))))
}

// Confirmation is a button that asks before it acts, without a script.
type Confirmation struct {
	Button   string // what the closed button says
	Question string // what will happen, and whether it can be undone
	Yes      string // what the acting button says: the verb, never "OK"
	Action   string
	Key      string   // idempotency key
	Fields   []g.Node // a reason, for instance
	Danger   bool
	Main     bool // the page's main action
	Open     bool // shown already: what was typed was refused
}

// Confirm shows a Confirmation.
func Confirm(p *locale.Printer, c Confirmation) g.Node {
	class := "btn btn-primary"
	if c.Danger {
		class = "btn btn-danger"
	}
	return h.Details(h.Class("s-panel"), g.Attr("data-panel"), g.If(c.Open, g.Attr("open")),
		h.Summary(h.Class(buttonClass(c.Main)), g.Text(c.Button)),
		h.Div(Form("post", c.Action, c.Key,
			h.P(g.Text(c.Question)),
			g.Group(c.Fields),
			h.Div(h.Class("d-flex gap-2"),
				h.Button(h.Type("submit"), h.Class(class), g.Text(c.Yes)),
				h.Button(h.Type("button"), h.Class("btn"), g.Attr("data-close"), g.Text(p.T("ui.cancel")))))))
}
