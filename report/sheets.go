package report

import (
	"slices"
	"strconv"

	"sanad/locale"
	"sanad/programme"
	"sanad/sheet"
	"sanad/statistics"
)

// Sheet lays a table out for a reader: what every page and file of it shows.
func Sheet(p *locale.Printer, r *statistics.Result) *sheet.Table {
	t := &sheet.Table{Name: r.Table.Name, Lang: p.Tag(), RTL: p.Dir() == "rtl", Title: r.Table.Title.In(p.Lang()), Lead: r.Dates(p),
		Unit: statistics.UnitName(p, r.Table.Unit),
		Head: sheet.Head{Key: r.By, Title: statistics.DimensionName(p, r.Programme, r.By)}, Across: acrossHead(p, r)}
	if keys := r.KeyColumns(); len(keys) > 1 {
		titles := []string{p.T("report.level"), t.Head.Title, statistics.DimensionName(p, r.Programme, keys[2])}
		for i, key := range keys {
			t.Keys = append(t.Keys, sheet.Head{Key: key, Title: titles[i]})
		}
	}
	for _, c := range r.Columns {
		t.Columns = append(t.Columns, columnOf(p, r, c))
	}
	for _, s := range r.Table.Shares {
		t.Columns = append(t.Columns, sheet.Column{Key: s.Key, Title: s.Title.In(p.Lang()), Digits: s.Digits, Percent: true, Derived: true})
	}
	for _, row := range r.Lines() {
		t.Rows = append(t.Rows, rowOf(p, r, row))
	}
	if r.Table.Across != nil && len(r.Across) > 0 {
		t.Rows = append(t.Rows, acrossOf(p, r))
	}
	t.Notes, t.About = notesOf(p, r), aboutOf(p, r)
	return t
}

// Book is the workbook of one table.
func Book(p *locale.Printer, r *statistics.Result, t *sheet.Table) sheet.Workbook {
	return sheet.Workbook{Title: t.Title, Creator: p.T("ui.product"), Created: r.KnownOn.Time().Format("2006-01-02T15:04:05Z"), Tables: []*sheet.Table{t}}
}

// acrossHead is what the columns are: codes of the pivot where it repeats one
// column, the columns of the definition otherwise.
func acrossHead(p *locale.Printer, r *statistics.Result) sheet.Head {
	if v := r.Table.Pivot; v != nil && len(r.Table.Columns) == 1 {
		return sheet.Head{Key: v.By, Title: statistics.DimensionName(p, r.Programme, v.By)}
	}
	return sheet.Head{Key: "column", Title: p.T("figures.column")}
}

func columnOf(p *locale.Printer, r *statistics.Result, c statistics.Column) sheet.Column {
	out := sheet.Column{Key: c.Key, Title: c.Title.In(p.Lang()), Digits: c.Digits, Total: c.Group == statistics.Total}
	if c.Unit != r.Table.Unit && c.Unit != programme.Centimes { // titles of money say so
		out.Unit = statistics.UnitName(p, c.Unit)
	}
	if group := c.GroupTitle.In(p.Lang()); c.Group != "" && group != out.Title {
		out.Group = group
	}
	return out
}

func rowOf(p *locale.Printer, r *statistics.Result, row statistics.Row) sheet.Row {
	out := sheet.Row{Key: row.Key, Code: row.Code, Title: row.Title.In(p.Lang()), Total: row.Key == statistics.Total}
	if keys := r.KeysOf(row); len(keys) > 1 {
		out.Keys = keys
	}
	if row.Parent != "" {
		out.Level = 1
	}
	out.Title += footmarks(r, row.Key, "")
	for i, c := range row.Cells {
		out.Cells = append(out.Cells, cellOf(r, row, c, r.Columns[i]))
	}
	for i, s := range row.Shares {
		out.Cells = append(out.Cells, shareOf(s, r.Table.Shares[i].Digits))
	}
	return out
}

func cellOf(r *statistics.Result, row statistics.Row, c statistics.Cell, col statistics.Column) sheet.Cell {
	switch {
	case c.State == statistics.NotStated:
		return sheet.Cell{State: sheet.Missing}
	case c.State == statistics.Suppressed:
		return sheet.Cell{State: sheet.Suppressed}
	}
	out := sheet.Cell{Value: inDigits(c.Value, col), Mark: footmarks(r, row.Key, col.Key)}
	if c.Origin == statistics.Reported {
		out.State = sheet.Reported
	}
	return out
}

// inDigits is a value with as many decimals as its column shows.
func inDigits(v int64, c statistics.Column) int64 {
	if c.Unit == programme.Centimes && c.Digits == 0 {
		return wholeDirhams(v)
	}
	return v
}

func shareOf(s statistics.Share, digits int) sheet.Cell {
	n, ok := locale.Hundred(s.Num, s.Den, digits)
	if !ok {
		return sheet.Cell{State: sheet.Missing, Mark: locale.NoValue}
	}
	return sheet.Cell{Value: n}
}

// acrossOf is the line of percentages under the total.
func acrossOf(p *locale.Printer, r *statistics.Result) sheet.Row {
	row := sheet.Row{Key: "across", Title: r.Table.Across.Title.In(p.Lang()), Derived: true, Percent: true, Digits: r.Table.Across.Digits}
	for _, s := range r.Across {
		row.Cells = append(row.Cells, shareOf(s, r.Table.Across.Digits))
	}
	for range r.Table.Shares {
		row.Cells = append(row.Cells, sheet.Cell{State: sheet.Missing, Mark: " "})
	}
	return row
}

// footmarks are the numbers of the footnotes about a row or a cell, as "(1)".
func footmarks(r *statistics.Result, row, column string) string {
	text := ""
	for _, n := range r.Footnotes(row, column) {
		text += " (" + strconv.Itoa(n) + ")"
	}
	return text
}

// notesOf is what stands under a table: its note, its footnotes, what its marks
// mean, and where its figures come from.
func notesOf(p *locale.Printer, r *statistics.Result) []string {
	var out []string
	if r.Table.Note.Complete() {
		out = append(out, r.Table.Note.In(p.Lang()))
	}
	for i, f := range r.Table.Footnotes {
		out = append(out, "("+strconv.Itoa(i+1)+") "+f.Text.In(p.Lang()))
	}
	states := map[statistics.State]bool{}
	for _, row := range r.Lines() {
		for _, c := range row.Cells {
			states[c.State] = true
		}
	}
	if states[statistics.NotStated] {
		out = append(out, p.T("report.mark-not-stated", "mark", statistics.NotStatedMark))
	}
	if states[statistics.Suppressed] {
		out = append(out, p.T("report.mark-suppressed", "mark", statistics.SuppressedMark))
	}
	return out
}

func aboutOf(p *locale.Printer, r *statistics.Result) []sheet.Fact {
	origin := "report.origin-recorded"
	switch r.Origins() {
	case statistics.Reported:
		origin = "report.origin-reported"
	case statistics.Reported | statistics.Recorded:
		origin = "report.origin-both"
	}
	facts := []sheet.Fact{
		{Label: p.T("report.source"), Text: p.T(origin)},
		{Label: p.T("statistics.unit"), Text: statistics.UnitName(p, r.Table.Unit)},
		{Label: p.T("statistics.as-of"), Text: p.Date(r.AsOf)},
	}
	if r.KnownOn != 0 {
		facts = append(facts, sheet.Fact{Label: p.T("statistics.known-on"), Text: r.KnownOn.String()})
	}
	return append(facts, sheet.Fact{Label: p.T("statistics.definition"), Text: r.DefinitionHash})
}

// leaves are the rows that a chart draws: no totals, and of rows within rows the
// inner ones.
func leaves(t *sheet.Table) []sheet.Row {
	deepest := 0
	for _, row := range t.Rows {
		deepest = max(deepest, row.Level)
	}
	return slices.DeleteFunc(slices.Clone(t.Rows), func(row sheet.Row) bool {
		return row.Total || row.Derived || row.Level < deepest
	})
}
