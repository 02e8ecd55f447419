package report

import (
	"cmp"
	"slices"

	"sanad/locale"
	"sanad/programme"
	"sanad/sheet"
	"sanad/statistics"
	"sanad/web/ui"
)

// Drawing is a plot of a table, under its title.
type Drawing struct {
	Title string
	Plot  ui.Plot
}

// What is drawn at most: more bars or lines make no chart that anybody reads.
const (
	mostBars  = 30
	mostLines = 6
)

// Drawings are what a page shows of a table beside its figures: the columns that
// its definition names, as a line where rows are periods, as a pyramid where rows
// are ages and columns sexes, as bars otherwise; a line a row where columns are
// periods; and a map where rows are places.
func Drawings(p *locale.Printer, r *statistics.Result) []Drawing {
	t := Sheet(p, r)
	var out []Drawing
	rows := len(leaves(t)) // a plot leaves out those without figures
	add := func(title string, pl ui.Plot, of, least, most int) {
		if len(pl.Rows) >= least && len(pl.Rows) <= most && tells(pl, of) {
			pl.Label = title
			out = append(out, Drawing{title, pl})
		}
	}
	if len(r.Table.Chart) > 0 {
		pl := Plot(p, r, t, ui.Bars, r.Table.Chart...)
		switch women, men := sexes(r); {
		case r.Programme.Ledger.IsPeriod(r.By):
			pl.Kind = ui.Lines
			add(p.T("statistics.chart"), pl, rows, 2, len(pl.Rows))
		case ages(r) && women != "" && men != "":
			pl = Plot(p, r, t, ui.Pyramid, women, men)
			oldestFirst(t, &pl)
			add(p.T("figures.pyramid"), pl, rows, 2, mostBars)
		default:
			add(p.T("statistics.chart"), pl, rows, 1, mostBars)
		}
		pl = overTime(r, t)
		add(p.T("figures.over-time"), pl, len(pl.Rows), 2, mostBars)
	}
	kind, places := placeMaps[r.By]
	if i := r.Column(r.Table.Map); places && i >= 0 && ui.MapsAvailable() {
		add(p.T("statistics.map", "column", r.Columns[i].Title), Plot(p, r, t, kind, r.Table.Map), rows, 1, 100)
	}
	return out
}

// tells that a drawing of so many rows is of figures and not, for the most part,
// of what is withheld or not stated.
func tells(pl ui.Plot, rows int) bool {
	given := 0
	for _, row := range pl.Rows {
		for _, v := range row.Values {
			if v.Given {
				given++
			}
		}
	}
	return given*2 > rows*max(len(pl.Series), 1)
}

var placeMaps = map[string]ui.ChartKind{programme.Region: ui.RegionMap, programme.Province: ui.ProvinceMap}

// ages tells that the rows are ages or bands of them.
func ages(r *statistics.Result) bool {
	d := r.Programme.Ledger.Dimension(r.By)
	return r.By == programme.Age || d != nil && d.Of == programme.Age
}

// sexes are the columns of women and of men that count the same; empty where
// there is no such pair.
func sexes(r *statistics.Result) (women, men string) {
	of := func(code string) string {
		for _, c := range r.Columns {
			def := r.Table.Column(c.Of)
			pivoted := r.Table.Pivot != nil && r.Table.Pivot.By == programme.Sex && c.Group == code
			if pivoted || def != nil && slices.Equal(def.Where[programme.Sex], []string{code}) {
				return c.Key
			}
		}
		return ""
	}
	return of("F"), of("M")
}

// oldestFirst puts the oldest at the top, as a pyramid stands; whose age is not
// known stands in the table alone.
func oldestFirst(t *sheet.Table, pl *ui.Plot) {
	low := map[string]int{}
	for _, row := range t.Rows {
		if band, ok := programme.ParseBand(row.Key); ok {
			low[row.Title] = band.Low
		}
	}
	pl.Rows = slices.DeleteFunc(pl.Rows, func(row ui.PlotRow) bool { _, known := low[row.Label]; return !known })
	slices.SortStableFunc(pl.Rows, func(a, b ui.PlotRow) int { return cmp.Compare(low[b.Label], low[a.Label]) })
}

// overTime is a line a row through the periods of the pivot; without rows where
// columns are no periods, or lines were too many.
func overTime(r *statistics.Result, t *sheet.Table) ui.Plot {
	pl := ui.Plot{Kind: ui.Lines}
	rows := leaves(t)
	if r.Table.Pivot == nil || !r.Programme.Ledger.IsPeriod(r.Table.Pivot.By) || len(rows) > mostLines {
		return pl
	}
	for _, row := range rows {
		pl.Series = append(pl.Series, row.Title)
	}
	for i, c := range r.Columns {
		if c.Group == statistics.Total || c.Of != r.Table.Columns[0].Key {
			continue
		}
		point := ui.PlotRow{Label: t.Columns[i].Title}
		if t.Columns[i].Group != "" {
			point.Label = t.Columns[i].Group
		}
		for _, row := range rows {
			point.Values = append(point.Values, plotted(row.Cells[i], t.Columns[i]))
		}
		pl.Rows = append(pl.Rows, point)
	}
	return pl
}

// Plot is a drawing of columns of a table, given by their keys: of the rows
// that are no totals, in whole units.
func Plot(p *locale.Printer, r *statistics.Result, t *sheet.Table, kind ui.ChartKind, columns ...string) ui.Plot {
	pl := ui.Plot{Kind: kind, Label: t.Title}
	var places []int
	for _, key := range columns {
		if i := r.Column(key); i >= 0 {
			places = append(places, i)
			pl.Series = append(pl.Series, columnName(r, t, key))
		}
	}
	for _, row := range leaves(t) {
		drawn := ui.PlotRow{Code: row.Code, Label: row.Title}
		given := false
		for _, i := range places {
			v := plotted(row.Cells[i], t.Columns[i])
			given = given || v.Given
			drawn.Values = append(drawn.Values, v)
		}
		if given {
			pl.Rows = append(pl.Rows, drawn)
		}
	}
	return pl
}

func plotted(c sheet.Cell, col sheet.Column) ui.PlotValue {
	return ui.PlotValue{N: whole(c.Value, col.Digits), Given: c.Has()}
}

// whole is a value without its decimals, which no drawing shows.
func whole(v int64, digits int) int64 {
	unit := pow10(digits)
	if v < 0 {
		return -whole(-v, digits)
	}
	return (v + unit/2) / unit
}

// columnName is what a column is called where it stands alone.
func columnName(r *statistics.Result, t *sheet.Table, key string) string {
	c := t.Columns[max(r.Column(key), 0)]
	if c.Group != "" {
		return c.Group + ": " + c.Title
	}
	return c.Title
}
