package web

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/programme"
	"sanad/web/ui"
)

const programmesPath = "/programmes"

func programmePath(d *programme.Definition) string { return programmesPath + "/" + d.ID }

// programmeList is the page of every programme of this installation.
func programmeList(s *Server, r *request) error {
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("work.programmes"), r.p.T("work.programmes-lead")
	frame.Actions = []g.Node{ui.LinkButton(textsPath, r.p.T("texts.title"), false)}
	data := ui.TableData{Caption: r.p.T("work.programmes"), Columns: []ui.Column{{Head: r.p.T("work.programme")}, {Head: r.p.T("work.purpose")},
		{Head: r.p.T("work.fund")}, {Head: r.p.T("work.codes")}, {Head: r.p.T("work.version"), Numeric: true}}}
	for _, d := range s.Programmes.All() {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(d.Title)).To(programmePath(d)), ui.Text(r.say(d.Purpose)),
			ui.Text(r.say(d.Fund)), ui.Identifier(strings.Join(d.Codes, ", ")), ui.Number(r.p, int64(d.Version))}})
	}
	return r.show(ui.Page(frame, ui.TableCard("", nil, ui.DataTable(data))))
}

// definition is the page of one programme: everything that decides, as the
// program itself reads it.
func definition(s *Server, r *request) error {
	d, err := s.Programmes.Get(r.PathValue("programme"))
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.say(d.Title), r.say(d.Purpose)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("work.programmes"), Path: programmesPath}, {Label: r.say(d.Title)}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	followed, err := r.followed()
	if err != nil {
		return err
	}
	body := []g.Node{r.programmeHead(d), r.legalCard(d, followed)}
	if d.Runs() {
		body = append(body, r.stateCard(d), r.actCard(d), r.clockCard(d), r.questionCards(d), r.documentCard(d),
			r.parameterCard(d), r.conditionCards(d), r.derivedCard(d), r.caseCard(d))
	}
	return r.show(ui.Page(frame, append(body, r.tablesCard(d))...))
}

func (r *request) programmeHead(d *programme.Definition) g.Node {
	list := []ui.Definition{{Term: r.p.T("work.fund"), Body: g.Text(r.say(d.Fund))}}
	if d.Runs() {
		list = append(list, ui.Definition{Term: r.p.T("work.subject"), Body: g.Text(r.p.T("work.subject-" + d.Subject))},
			ui.Definition{Term: r.p.T("work.records-since"), Body: g.Text(r.p.Date(d.RecordsSince))})
	}
	return ui.Card(r.p.T("work.about"), nil, ui.Definitions(append(list,
		ui.Definition{Term: r.p.T("work.codes"), Body: ui.Ltr(strings.Join(d.Codes, ", "))},
		ui.Definition{Term: r.p.T("work.version"), Body: ui.Ltr(r.p.Number(int64(d.Version)))},
		ui.Definition{Term: r.p.T("work.hash"), Body: h.Code(ui.Ltr(d.Hash))})...))
}

// toConfirm marks what was not read in an official text.
func (r *request) toConfirm(confirm bool) g.Node {
	if !confirm {
		return nil
	}
	return g.Group{g.Text(" "), ui.Badge(ui.Warn, r.p.T("web.to-confirm"))}
}

func (r *request) legalCard(d *programme.Definition, followed map[string]bool) g.Node {
	var laws []g.Node
	for _, l := range d.Legal {
		source := g.Node(g.Text(locale.NoValue))
		if l.URL != "" {
			source = h.A(h.Href(l.URL), h.Rel("noreferrer"), ui.Ltr(l.URL))
		}
		laws = append(laws, h.H3(g.Text(r.say(l.Title)), r.toConfirm(l.Confirm)),
			ui.Definitions(
				ui.Definition{Term: r.p.T("work.law-number"), Body: r.textLink(followed, l)},
				ui.Definition{Term: r.p.T("work.signed"), Body: r.dayOrGap(l.Signed.IsZero(), r.p.Date(l.Signed))},
				ui.Definition{Term: r.p.T("work.published"), Body: r.published(l)},
				ui.Definition{Term: r.p.T("work.source"), Body: source}),
			h.Ul(g.Map(l.Articles, func(a programme.Article) g.Node {
				return h.Li(r.articleNumber(a), g.Text(r.say(a.Text)), r.toConfirm(a.Confirm))
			})))
	}
	return ui.Card(r.p.T("work.legal"), nil, laws...)
}

func (r *request) dayOrGap(none bool, day string) g.Node {
	if none {
		return g.Text(locale.NoValue)
	}
	return g.Text(day)
}

func (r *request) published(l programme.Legal) g.Node {
	return g.Group{r.dayOrGap(l.Published.IsZero(), r.p.Date(l.Published)),
		g.If(l.Gazette != "", g.Group{g.Text(" – " + r.p.T("work.gazette") + " "), ui.Ltr(l.Gazette)})}
}

func (r *request) articleNumber(a programme.Article) g.Node {
	if a.Number == "" {
		return nil
	}
	return g.Group{g.Text(r.p.T("web.article") + " "), ui.Ltr(a.Number), g.Text(": ")}
}

// tablesCard leads to the tables that the programme publishes.
func (r *request) tablesCard(d *programme.Definition) g.Node {
	return ui.Card(r.p.T("statistics.tables"), nil, h.Ul(g.Map(d.Tables, func(t programme.Table) g.Node {
		return h.Li(ui.Link(tablePath(t.Name, nil), r.say(t.Title)))
	})))
}
