package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// Bdi isolates text whose direction is its own: a person's name, a title typed
// in any script.
func Bdi(text string) g.Node { return g.El("bdi", g.Text(text)) }

// Ltr isolates what always runs left to right: an identifier, a telephone, a
// bank account, a plain number, an e-mail.
func Ltr(text string) g.Node { return g.El("bdi", h.Dir("ltr"), g.Text(text)) }

// Tone is what a badge or a notice conveys besides its words.
type Tone string

// The tones. Colour never speaks alone: the words say it too.
const (
	Neutral Tone = "neutral"
	Waiting Tone = "waiting"
	Good    Tone = "good"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
)

// Badge shows a state in a word or two.
func Badge(tone Tone, label string) g.Node {
	return h.Span(h.Class("s-badge s-"+string(tone)), g.Text(label))
}

// Notice is a message in the page: what was done, or what to know.
func Notice(tone Tone, body ...g.Node) g.Node {
	role := "status"
	if tone == Bad {
		role = "alert"
	}
	return h.Div(h.Class("s-notice s-"+string(tone)), h.Role(role), g.Group(body))
}

// Help folds an explanation under its title.
func Help(title string, body ...g.Node) g.Node {
	return h.Details(h.Class("s-help"), h.Summary(g.Text(title)), h.Div(g.Group(body)))
}

// Empty says that there is nothing, why, and what to do; action may be nil.
func Empty(title, hint string, action g.Node) g.Node {
	return h.Div(h.Class("s-empty"), h.Strong(g.Text(title)),
		g.If(hint != "", h.Div(g.Text(hint))), g.If(action != nil, action))
}

// Link is a link in text.
func Link(path, label string) g.Node { return h.A(h.Href(path), g.Text(label)) }

// LinkButton is a link that looks like a button; primary for the one main
// action of a page.
func LinkButton(path, label string, primary bool) g.Node {
	return h.A(h.Class(buttonClass(primary)), h.Href(path), g.Text(label))
}

// Submit is a form's button. Name and value may be empty; they tell the server
// which of several buttons was pressed.
func Submit(label, name, value string, primary bool) g.Node {
	return h.Button(h.Type("submit"), h.Class(buttonClass(primary)),
		g.If(name != "", h.Name(name)), g.If(name != "", h.Value(value)), g.Text(label))
}

// OnEnter, as the first child of a form with several buttons, says which of them
// the Enter key presses in a field. A browser takes the first one.
func OnEnter(name, value string) g.Node {
	return h.Button(h.Type("submit"), h.Class("s-onenter"), g.Attr("tabindex", "-1"), h.Aria("hidden", "true"), h.Name(name), h.Value(value))
}

func buttonClass(primary bool) string {
	if primary {
		return "btn btn-primary"
	}
	return "btn"
}

// Print is a button that prints the page; shown only where a script runs.
func Print(p *locale.Printer) g.Node {
	return h.Button(h.Type("button"), h.Class("btn s-noprint"), g.Attr("data-print"), g.Text(p.T("ui.print")))
}
