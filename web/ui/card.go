package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// Card is a titled box with its body inside a margin; the title may be empty.
func Card(title string, actions []g.Node, body ...g.Node) g.Node {
	return h.Section(h.Class("card"), cardHead(title, actions), h.Div(h.Class("card-body"), under(title, body)))
}

// TableCard is a box whose body (a DataTable, Filters, a Pager, a Plot)
// reaches its edges.
func TableCard(title string, actions []g.Node, body ...g.Node) g.Node {
	return h.Section(h.Class("card"), cardHead(title, actions), under(title, body))
}

func cardHead(title string, actions []g.Node) g.Node {
	if title == "" && len(actions) == 0 {
		return nil
	}
	return h.Div(h.Class("card-header"), h.H2(h.Class("card-title"), g.Text(title)),
		g.If(len(actions) > 0, h.Div(h.Class("s-actions"), g.Group(actions))))
}

// Stat is one figure of a row of figures.
type Stat struct {
	Label  string
	Number string // written by a Printer
	Note   string // unit, date or share; may be empty
	Path   string // where the figure is followed back; may be empty
}

// StatCard shows a figure with its label.
func StatCard(s Stat) g.Node {
	body := g.Group{
		h.Div(h.Class("s-stat-label"), g.Text(s.Label)),
		h.Div(h.Class("s-stat-number"), Bdi(s.Number)),
		g.If(s.Note != "", h.Div(h.Class("s-stat-note"), Bdi(s.Note))),
	}
	if s.Path == "" {
		return h.Div(h.Class("card s-stat"), body)
	}
	return h.Div(h.Class("card s-stat"), h.A(h.Href(s.Path), body))
}

// Stats sets figures side by side, two by two on a phone.
func Stats(stats ...Stat) g.Node {
	return h.Div(h.Class("s-stats"), g.Map(stats, StatCard))
}

// Figures sets figures side by side in a line of text's height and a half: for
// lists in which each row has a few.
func Figures(stats ...Stat) g.Node {
	return h.Dl(h.Class("s-figures"), g.Map(stats, func(s Stat) g.Node {
		number := Bdi(s.Number)
		if s.Path != "" {
			number = h.A(h.Href(s.Path), number)
		}
		return h.Div(h.Dt(g.Text(s.Label)), h.Dd(number))
	}))
}

// TwoColumns sets boxes side by side where the window is wide enough.
func TwoColumns(boxes ...g.Node) g.Node { return h.Div(h.Class("s-two"), g.Group(boxes)) }

// Definition is a term and what stands for it.
type Definition struct {
	Term string
	Body g.Node // nil shows that nothing is known
}

// Definitions is a list of terms: the summary of a record.
func Definitions(list ...Definition) g.Node {
	return h.Dl(h.Class("s-list"), g.Map(list, func(d Definition) g.Node {
		if d.Body == nil {
			d.Body = g.Text(locale.NoValue)
		}
		return g.Group{h.Dt(g.Text(d.Term)), h.Dd(d.Body)}
	}))
}

// Moment is an entry of a timeline.
type Moment struct {
	When  string // the day it took place, written by a Printer
	Title string
	By    string // who, and the instant it was recorded; may be empty
	Body  g.Node // details; may be nil
	Gone  bool   // taken back since: its title is struck through
}

// Timeline tells what happened, in the order given.
func Timeline(moments ...Moment) g.Node {
	return h.Ol(h.Class("s-timeline"), g.Map(moments, func(m Moment) g.Node {
		return h.Li(
			h.Div(h.Class("s-when"), g.Text(m.When)),
			h.Div(h.Class("s-what"), momentTitle(m)),
			g.If(m.Body != nil, h.Div(m.Body)),
			g.If(m.By != "", h.Div(h.Class("s-note"), g.Text(m.By))))
	}))
}

func momentTitle(m Moment) g.Node {
	if m.Gone {
		return h.Del(g.Text(m.Title))
	}
	return g.Text(m.Title)
}

// Tab is a link of a Tabs row.
type Tab struct {
	Label   string
	Path    string
	Current bool
}

// Tabs are pages of one thing. Each is a page of its own, so that it can be
// linked to and needs no script.
func Tabs(label string, tabs ...Tab) g.Node {
	return h.Nav(h.Class("s-tabs"), g.Attr("aria-label", label), g.Map(tabs, func(t Tab) g.Node {
		return h.A(h.Href(t.Path), g.If(t.Current, g.Attr("aria-current", "page")), g.Text(t.Label))
	}))
}
