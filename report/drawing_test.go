package report_test

import (
	"slices"
	"strings"
	"testing"

	"sanad/locale"
	"sanad/programme"
	"sanad/report"
	"sanad/statistics"
	"sanad/web/ui"
)

func title(text string) locale.Text { return locale.Text{Ar: text, Fr: text, En: text} }

func line(key string, values ...int64) statistics.Row {
	row := statistics.Row{Key: key, Title: title(key)}
	for _, v := range values {
		row.Cells = append(row.Cells, statistics.Cell{Value: v})
	}
	return row
}

// bands is a table of ages whose columns repeat for every code of a dimension.
func bands(pivot string, codes ...string) *statistics.Result {
	def := &programme.Definition{Ledger: programme.Ledger{Dimensions: []programme.Dimension{{ID: "band", Of: programme.Age, Title: title("band")}, {ID: "season", Begins: "10-01", Title: title("season")}}}}
	r := &statistics.Result{Programme: def, By: "band", Table: &programme.Table{Name: "t", Title: title("t"), Unit: programme.Dossiers, By: []string{"band"}, Chart: []string{"total"},
		Columns: []programme.Column{{Key: "cases"}}, Pivot: &programme.Pivot{By: pivot}}}
	for _, code := range append(codes, statistics.Total) {
		r.Columns = append(r.Columns, statistics.Column{Key: code, Of: "cases", Unit: programme.Dossiers, Group: code, Title: title(code), GroupTitle: title(code)})
	}
	r.Rows = []statistics.Row{line("20-40", 5, 6, 11), line("<20", 1, 2, 3), line("80+", 7, 8, 15), line(statistics.Unassigned, 9, 9, 18)}
	r.Total = line(statistics.Total, 22, 25, 47)
	return r
}

func kinds(list []report.Drawing) []ui.ChartKind {
	var out []ui.ChartKind
	for _, d := range list {
		out = append(out, d.Plot.Kind)
	}
	return out
}

// Ages by sex stand back to back, the oldest at the top, and whoever has no age
// in the table alone.
func TestAgesBySexAreAPyramid(t *testing.T) {
	list := report.Drawings(locale.For(locale.English), bands(programme.Sex, "F", "M"))
	if !slices.Equal(kinds(list), []ui.ChartKind{ui.Pyramid}) {
		t.Fatalf("drawn as %v", kinds(list))
	}
	var rows []string
	for _, row := range list[0].Plot.Rows {
		rows = append(rows, row.Label)
		if len(row.Values) != 2 {
			t.Errorf("%s has %d sides", row.Label, len(row.Values))
		}
	}
	if got := strings.Join(rows, " "); got != "80+ 20-40 <20" {
		t.Errorf("from the top: %s", got)
	}
}

// Where the columns are periods, every row is a line through them.
func TestPeriodsAreLines(t *testing.T) {
	list := report.Drawings(locale.For(locale.English), bands("season", "2019-2020", "2020-2021"))
	if !slices.Equal(kinds(list), []ui.ChartKind{ui.Bars, ui.Lines}) {
		t.Fatalf("drawn as %v", kinds(list))
	}
	pl := list[1].Plot
	if len(pl.Series) != 4 || len(pl.Rows) != 2 || pl.Rows[1].Label != "2020-2021" || pl.Rows[1].Values[2].N != 8 {
		t.Errorf("%+v", pl)
	}
}

// Where most is withheld, nothing is drawn.
func TestWhatIsWithheldIsNotDrawn(t *testing.T) {
	r := bands(programme.Sex, "F", "M")
	for n := range r.Rows[:2] {
		for i := range r.Rows[n].Cells {
			r.Rows[n].Cells[i] = statistics.Cell{State: statistics.Suppressed}
		}
	}
	if list := report.Drawings(locale.For(locale.English), r); len(list) != 0 {
		t.Errorf("drawn as %v", kinds(list))
	}
}
