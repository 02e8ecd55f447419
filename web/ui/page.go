package ui

import (
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/web/assets"
)

// User is who is signed in, as the top bar shows it.
type User struct {
	Name string
	Role string // in the reader's language
	Path string // the page of the account; empty for none
}

// NavItem is an entry of the menu.
type NavItem struct {
	Label   string
	Path    string
	Current bool
}

// Crumb is a step of the way from the home page; the last has no Path.
type Crumb struct{ Label, Path string }

// Flash is the outcome of what the reader just did.
type Flash struct {
	Tone Tone
	Text string
}

// PageData is what the frame of a page needs.
type PageData struct {
	Lang        locale.Lang
	Title       string     // the page's heading and the window's title
	Lead        string     // one line under the heading, or empty
	Path        string     // of this page, for the language switch
	Query       url.Values // of this page, kept by the language switch
	User        *User      // nil when nobody is signed in
	Nav         []NavItem
	Breadcrumbs []Crumb
	Actions     []g.Node // beside the heading
	Flash       *Flash
	Demo        string // that the data are invented, said on every page; empty when they are not
	Narrow      bool   // a column for reading or for one question
	SignOut     string // where the sign-out form posts; empty for none
	Home        string // where the product's name leads; "/" when empty
}

// Page is a whole HTML document.
func Page(d PageData, body ...g.Node) g.Node {
	p := locale.For(d.Lang)
	return h.Doctype(h.HTML(h.Lang(p.Tag()), h.Dir(p.Dir()),
		head(p, d),
		h.Body(
			h.A(h.Class("s-skip"), h.Href("#main"), g.Text(p.T("ui.skip"))),
			g.If(d.Demo != "", h.Div(h.Class("s-demo"), g.Text(d.Demo))),
			g.If(!assets.Available(), h.P(h.Role("status"), g.Text(p.T("ui.no-assets")))),
			bar(p, d),
			h.Main(h.ID("main"), h.Class("container-xl s-page"), g.Attr("tabindex", "-1"),
				h.Div(h.Class(width(d)), heading(p, d), flash(d.Flash), h.Div(h.Class("s-stack"), g.Group(body)))),
			foot(p),
		),
	))
}

func width(d PageData) string {
	if d.Narrow {
		return "s-narrow"
	}
	return "s-full"
}

func head(p *locale.Printer, d PageData) g.Node {
	sheet := "app-ltr.css"
	if p.Dir() == "rtl" {
		sheet = "app-rtl.css"
	}
	return h.Head(
		h.Meta(h.Charset("utf-8")),
		h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
		h.Meta(h.Name("referrer"), h.Content("same-origin")),
		// htmx would add its own style sheet; ours has those two rules.
		h.Meta(h.Name("htmx-config"), h.Content(`{"includeIndicatorCSS":false}`)),
		h.TitleEl(g.Text(d.Title+" – "+p.T("ui.product"))),
		g.If(assets.Available(), g.Group{
			h.Link(h.Rel("icon"), h.Href(assets.Path("icon.svg"))),
			h.Link(h.Rel("stylesheet"), h.Href(assets.Path(sheet))),
			h.Script(h.Src(assets.Path("app.js")), h.Defer()),
		}),
	)
}

func bar(p *locale.Printer, d PageData) g.Node {
	home := d.Home
	if home == "" {
		home = "/"
	}
	return h.Header(h.Class("s-bar"), h.Div(h.Class("container-xl s-bar-in"),
		h.A(h.Class("s-brand"), h.Href(home), g.Text(p.T("ui.product"))),
		// Only its state is used: on a phone it opens the menu and the tools.
		h.Details(h.Class("s-menu-open"), g.Attr("data-panel"), h.Summary(g.Text(p.T("ui.menu")))),
		h.Nav(h.Class("s-nav"), g.Attr("aria-label", p.T("ui.menu")), h.Ul(g.Map(d.Nav, navItem))),
		h.Div(h.Class("s-tools"), languages(p, d), user(p, d)),
	))
}

func navItem(item NavItem) g.Node {
	return h.Li(h.A(h.Href(item.Path), g.If(item.Current, g.Attr("aria-current", "page")), g.Text(item.Label)))
}

func languages(p *locale.Printer, d PageData) g.Node {
	return h.Div(h.Class("s-langs"), h.Role("group"), g.Attr("aria-label", p.T("ui.language")),
		g.Map(locale.Languages, func(lang locale.Lang) g.Node {
			if lang == p.Lang() {
				return h.Span(g.Attr("aria-current", "true"), h.Lang(lang.Tag()), g.Text(lang.Name()))
			}
			return h.A(h.Href(withLang(d, lang)), h.Lang(lang.Tag()), g.Attr("hreflang", lang.Tag()), g.Text(lang.Name()))
		}))
}

func withLang(d PageData, lang locale.Lang) string {
	query := url.Values{}
	for name, values := range d.Query {
		query[name] = values
	}
	query.Set("lang", string(lang))
	return d.Path + "?" + query.Encode()
}

func user(p *locale.Printer, d PageData) g.Node {
	if d.User == nil {
		return nil
	}
	name := Bdi(d.User.Name)
	if d.User.Path != "" {
		name = h.A(h.Href(d.User.Path), name)
	}
	return g.Group{
		h.Div(h.Class("s-user"), name, h.Small(g.Text(d.User.Role))),
		g.If(d.SignOut != "", h.Form(h.Method("post"), h.Action(d.SignOut),
			h.Button(h.Type("submit"), h.Class("btn btn-sm"), g.Text(p.T("ui.sign-out"))))),
	}
}

func heading(p *locale.Printer, d PageData) g.Node {
	return g.Group{
		breadcrumbs(p, d.Breadcrumbs),
		h.Div(h.Class("s-head"),
			h.Div(h.H1(g.Text(d.Title)), g.If(d.Lead != "", h.P(g.Text(d.Lead)))),
			g.If(len(d.Actions) > 0, h.Div(h.Class("s-actions"), g.Group(d.Actions)))),
	}
}

func breadcrumbs(p *locale.Printer, crumbs []Crumb) g.Node {
	if len(crumbs) == 0 {
		return nil
	}
	return h.Nav(h.Class("s-crumbs"), g.Attr("aria-label", p.T("ui.breadcrumbs")),
		h.Ol(g.Map(crumbs, func(c Crumb) g.Node {
			if c.Path == "" {
				return h.Li(g.Attr("aria-current", "page"), Bdi(c.Label))
			}
			return h.Li(h.A(h.Href(c.Path), Bdi(c.Label)))
		})))
}

func flash(f *Flash) g.Node {
	if f == nil {
		return nil
	}
	return Notice(f.Tone, g.Text(f.Text))
}

func foot(p *locale.Printer) g.Node {
	return h.Footer(h.Class("s-foot"), h.Div(h.Class("container-xl"),
		g.Text(p.T("ui.product-long")),
		g.If(assets.Available(), g.Group{g.Text(" · "), h.A(h.Href(assets.Path("licences.txt")), g.Text(p.T("ui.licences")))})))
}
