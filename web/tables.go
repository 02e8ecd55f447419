package web

import (
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/locale"
	"sanad/programme"
	"sanad/web/ui"
)

// tables is the page of all tables.
func tables(s *Server, r *request) error {
	c := catalogue{programmes: s.Programmes.All(), words: r.URL.Query().Get("q"), checks: r.actor.Holds(access.EditionsRead)}
	frame := r.frame()
	frame.Actions = s.reportButtons(r)
	return r.show(tablesPage(r.p, frame, c))
}

// catalogue is what the page of all tables shows.
type catalogue struct {
	programmes []*programme.Definition
	words      string // searched for, as typed
	checks     bool   // the reader may see what does not reconcile
}

// tablesPage lists the tables of every programme; a search keeps those whose
// title, columns or code hold every word.
func tablesPage(p *locale.Printer, frame ui.PageData, c catalogue) g.Node {
	frame.Title, frame.Lead = p.T("statistics.tables"), p.T("statistics.tables-lead")
	if c.checks {
		frame.Actions = append(frame.Actions, ui.LinkButton(checksPath, p.T("tables.checks"), false))
	}
	body := []g.Node{c.search(p)}
	found := false
	for _, def := range c.programmes {
		if list := c.matching(def); len(list) > 0 {
			found = true
			body = append(body, tableList(p, def, list))
		}
	}
	if !found {
		body = append(body, ui.Empty(p.T("statistics.search-none", "words", c.words), p.T("statistics.search-none-hint"), ui.LinkButton(tablesPath, p.T("ui.clear"), false)))
	}
	return ui.Page(frame, body...)
}

func (c catalogue) search(p *locale.Printer) g.Node {
	clear := ""
	if c.words != "" {
		clear = tablesPath
	}
	return h.Div(h.Class("card"), ui.Filters(p, tablesPath, clear,
		ui.Input(p, ui.Field{Name: "q", Label: p.T("statistics.search"), Value: c.words, Attrs: []g.Node{h.Type("search")}})))
}

// matching are the tables of a programme that the search keeps.
func (c catalogue) matching(def *programme.Definition) []programme.Table {
	var list []programme.Table
	for _, t := range def.Tables {
		if holdsEvery(tableWords(def, t), locale.Fold(c.words)) {
			list = append(list, t)
		}
	}
	return list
}

// tableWords is everything a table can be found by, in all languages.
func tableWords(def *programme.Definition, t programme.Table) string {
	words := []string{t.Name, t.Title.Ar, t.Title.Fr, t.Title.En, def.Title.Ar, def.Title.Fr, def.Title.En}
	words = append(words, def.Codes...)
	for _, c := range t.Columns {
		words = append(words, c.Title.Ar, c.Title.Fr, c.Title.En)
	}
	return locale.Fold(strings.Join(words, " "))
}

func holdsEvery(text, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func tableList(p *locale.Printer, def *programme.Definition, list []programme.Table) g.Node {
	data := ui.TableData{Caption: def.Title.In(p.Lang()),
		Columns: []ui.Column{{Head: p.T("statistics.table")}, {Head: p.T("statistics.by")}, {Head: p.T("statistics.columns")}, {Head: p.T("statistics.name")}}}
	for _, t := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(t.Title.In(p.Lang())).To(tablePath(t.Name, nil)),
			ui.Text(dimensionNames(p, def, t.By)),
			ui.Text(columnTitles(p, t)),
			ui.Identifier(t.Name),
		}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func columnTitles(p *locale.Printer, t programme.Table) string {
	var titles []string
	for _, c := range t.Columns {
		titles = append(titles, c.Title.In(p.Lang()))
	}
	return p.List(titles)
}

// Addresses of the tables. Their parameters are named as the command line names
// its flags.
const tablesPath = "/tables"

func tablePath(name string, query url.Values) string {
	return withQuery(tablesPath+"/"+url.PathEscape(name), query)
}

func tableFilePath(name, ending string, query url.Values) string {
	return withQuery(tablesPath+"/"+url.PathEscape(name)+"/"+fileStem+ending, query)
}

func tableCellPath(name, column, row string, query url.Values) string {
	return withQuery(tablesPath+"/"+url.PathEscape(name)+"/cell/"+url.PathEscape(column)+"/"+url.PathEscape(row), query)
}

func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
