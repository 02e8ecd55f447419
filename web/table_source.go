package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/web/ui"
)

// statedLine is a figure of a document: the file that states it and its place in
// the file.
type statedLine struct {
	file   statistics.StatedFile
	figure statistics.StatedFigure
	day    calendar.Date
	known  calendar.Instant // since when it is known here
}

// readStated finds the files behind statements, each read once.
func readStated(ctx context.Context, q store.Q, list []ledger.Statement) ([]statedLine, error) {
	type event struct {
		stream store.ID
		seq    int64
	}
	files := map[event]statistics.StatedFile{}
	lines := make([]statedLine, 0, len(list))
	for _, s := range list {
		key := event{s.Posting.Stream, s.Posting.Seq}
		f, read := files[key]
		if !read {
			var err error
			if f, err = statistics.StatedBy(ctx, q, s); err != nil {
				return nil, err
			}
			files[key] = f
		}
		figure, _ := f.Figure(s)
		lines = append(lines, statedLine{f, figure, s.Day, s.Posting.RecordedAt})
	}
	slices.SortStableFunc(lines, func(a, b statedLine) int {
		return cmp.Or(cmp.Compare(a.file.Source, b.file.Source), cmp.Compare(a.file.File, b.file.File), cmp.Compare(a.figure.Line, b.figure.Line))
	})
	return lines, nil
}

// source is the document of an id; nil when the program does not know it.
func (v cellView) source(id string) *programme.Source {
	i := slices.IndexFunc(v.sources, func(s *programme.Source) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return v.sources[i]
}

// documents are the files behind a reported figure: which document, on which
// page, and the figures as they are printed there.
func (v cellView) documents(p *locale.Printer) g.Node {
	data := ui.TableData{Caption: p.T("tables.documents"), Columns: []ui.Column{{Head: p.T("tables.document")}, {Head: p.T("tables.page")},
		{Head: p.T("tables.place")}, {Head: p.T("tables.day")}, {Head: p.T("tables.printed"), Numeric: true}}}
	for _, line := range v.stated {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(v.documentTitle(p, line.file.Source)), pageOf(line.file.Page),
			ui.Node(g.Group{ui.Ltr(line.file.File), h.Div(h.Class("s-note"), g.Text(p.T("tables.line", "line", line.figure.Line)))}),
			ui.Date(p, line.day), ui.Identifier(line.figure.Text),
		}})
	}
	return ui.TableCard("", nil, ui.DataTable(data), v.printed(p), v.publishers(p))
}

func (v cellView) documentTitle(p *locale.Printer, id string) string {
	if s := v.source(id); s != nil {
		return s.Title.In(p.Lang())
	}
	return id
}

func pageOf(page string) ui.Cell {
	if page == "" {
		return ui.Gap(locale.NoValue)
	}
	return ui.Identifier(page)
}

// printed is what the document prints for this very cell where the figure is
// computed from others: a total. It is told whether they agree.
func (v cellView) printed(p *locale.Printer) g.Node {
	for _, line := range v.stated {
		text, ok := line.file.Prints(v.Row.Key, v.Column.Key)
		switch {
		case !ok || line.file.Table != v.Table.Name:
			continue
		case v.Column.Same(v.Cell, text):
			return h.P(h.Class("s-pad"), ui.Badge(ui.Good, p.T("tables.printed-same", "printed", text)))
		}
		return h.P(h.Class("s-pad"), ui.Badge(ui.Bad, p.T("tables.printed-differs", "printed", text, "computed", v.Column.Show(p, v.Cell))))
	}
	return nil
}

// publishers names who published the documents, and since when their figures are
// known here.
func (v cellView) publishers(p *locale.Printer) g.Node {
	var told []string
	var list []g.Node
	for _, line := range v.stated {
		s := v.source(line.file.Source)
		if s == nil || slices.Contains(told, s.ID) {
			continue
		}
		told = append(told, s.ID)
		list = append(list, h.P(h.Class("s-pad s-note"), g.Text(p.T("tables.published", "document", s.Title, "publisher", s.Publisher, "day", s.AsOf, "instant", line.known))))
	}
	return g.Group(list)
}

// Marks of where a figure comes from, in a table that holds both kinds. A figure
// without mark is of records.
const (
	reportedMark = "◆"
	bothMark     = "◈"
)

// mark tells where a figure comes from, where the table has figures of both
// origins.
func (v tableView) mark(p *locale.Printer, c statistics.Cell) g.Node {
	if !v.mixed() {
		return nil
	}
	switch c.Origin {
	case statistics.Reported:
		return originMark(reportedMark, p.T("tables.reported"))
	case statistics.Recorded | statistics.Reported:
		return originMark(bothMark, p.T("tables.both"))
	}
	return nil
}

func originMark(mark, words string) g.Node {
	return h.Span(h.Class("s-origin"), h.Title(words), h.Role("img"), h.Aria("label", words), g.Text(mark))
}

func (v tableView) mixed() bool {
	return v.result.Origins() == statistics.Recorded|statistics.Reported
}

// beside is what the other origin says of a figure: a check, never added.
func (v tableView) beside(p *locale.Printer, column statistics.Column, c statistics.Cell) g.Node {
	if c.Other == nil {
		return nil
	}
	key := "tables.beside-records"
	if c.Origin == statistics.Recorded {
		key = "tables.beside-documents"
	}
	return h.Div(h.Class("s-note"), g.Text(p.T(key, "value", column.Text(p, *c.Other))))
}

// footnoted are the numbers of the footnotes about a row, a column or a cell.
func (v tableView) footnoted(row, column string) g.Node {
	return g.Map(v.result.Footnotes(row, column), func(n int) g.Node { return h.Sup(h.Class("s-sup"), ui.Ltr("("+strconv.Itoa(n)+")")) })
}

// notes stand under the table: its footnotes, where its figures come from, and
// what the marks mean.
func (v tableView) notes(p *locale.Printer) g.Node {
	notes := v.result.Notes(p.Lang())
	if v.mixed() {
		notes = append(notes, reportedMark+" "+p.T("tables.reported"), bothMark+" "+p.T("tables.both"), p.T("tables.unmarked"))
	}
	if v.hasOther() {
		notes = append(notes, p.T("tables.beside"))
	}
	if len(notes) == 0 {
		return nil
	}
	return h.Ul(h.Class("s-notes"), g.Map(notes, func(note string) g.Node { return h.Li(g.Text(note)) }))
}

func (v tableView) hasOther() bool {
	return slices.ContainsFunc(v.result.Lines(), func(row statistics.Row) bool {
		return slices.ContainsFunc(row.Cells, func(c statistics.Cell) bool { return c.Other != nil })
	})
}
