package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sanad/fault"
	"sanad/sheet"
)

// winter is a table with all that a table can have: groups, levels, a total,
// money, a percentage, a suppressed cell, a title that tries to be a formula.
func winter() *sheet.Table {
	return &sheet.Table{
		Name: "07-cold-wave-by-sex", Lang: "ar-MA", RTL: true, Title: "الحالات المسجلة حسب الجنس", Lead: "إلى غاية 02 يوليوز 2021",
		Head: sheet.Head{Key: "season", Title: "الموسم"},
		Columns: []sheet.Column{
			{Key: "cases", Title: "الحالات", Unit: "أشخاص"},
			{Key: "female", Title: "إناث", Group: "=2+3", Unit: "أشخاص"},
			{Key: "female_share", Title: "النسبة", Group: "=2+3", Digits: 2, Percent: true, Derived: true},
			{Key: "cost", Title: "الكلفة", Unit: "دراهم", Digits: 2},
		},
		Rows: []sheet.Row{
			{Key: "2020-2021", Title: "2020-2021", Cells: []sheet.Cell{{Value: 2342}, {Value: 243}, {Value: 1038}, {Value: -303933301}}},
			{Key: "north", Title: "=cmd|' /C calc'!A0", Level: 1, Cells: []sheet.Cell{{Value: 12, State: sheet.Reported}, {State: sheet.Suppressed}, {State: sheet.Suppressed}, {Value: 5}}},
			{Key: "=north", Title: "الشمال", Level: 1, Cells: []sheet.Cell{{Value: 7}, {State: sheet.Missing}, {State: sheet.Missing}, {Value: 0}}},
			{Key: "total", Title: "المجموع", Total: true, Cells: []sheet.Cell{{Value: 2361}, {Value: 250}, {Value: 1059}, {Value: 123}}},
		},
		Notes: []string{"+ملاحظة"},
		About: []sheet.Fact{{Label: "المصدر", Text: "سند"}, {Label: "بصمة التعريف", Text: "0f3a"}},
	}
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(tables ...*sheet.Table) func(io.Writer) error {
	return sheet.Workbook{Title: "الحصيلة", Creator: "سند", Created: "2021-07-02T22:59:59Z", Tables: tables}.WriteXLSX
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// at finds a cell by what its row and its column are headed with.
func at(t *testing.T, f *excelize.File, name, row string, column int) string {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range rows {
		if len(cells) > 0 && cells[0] == row {
			address, _ := excelize.CoordinatesToCellName(column, i+1)
			return address
		}
	}
	t.Fatalf("no row %q in %v", row, rows)
	return ""
}

func TestAWorkbookHasNumbersAndRunsFromTheRight(t *testing.T) {
	const name = "07-cold-wave-by-sex"
	f := open(t, written(t, workbook(winter())))
	view, err := f.GetSheetView(name, 0)
	if err != nil || view.RightToLeft == nil || !*view.RightToLeft {
		t.Errorf("the sheet does not run from right to left: %+v, %v", view, err)
	}
	for _, want := range []struct {
		row         string
		column      int
		raw, format string
		kind        excelize.CellType
	}{
		{"2020-2021", 2, "2342", "#,##0", excelize.CellTypeUnset},
		{"2020-2021", 4, "0.1038", "0.00%", excelize.CellTypeUnset},
		{"2020-2021", 5, "-3039333.01", "#,##0.00", excelize.CellTypeUnset},
		{"=cmd|' /C calc'!A0", 3, "x", "", excelize.CellTypeSharedString},
	} {
		cell := at(t, f, name, want.row, want.column)
		raw, _ := f.GetCellValue(name, cell, excelize.Options{RawCellValue: true})
		kind, _ := f.GetCellType(name, cell)
		if raw != want.raw || kind != want.kind {
			t.Errorf("%s %q is %q of type %v, want %q of type %v", cell, want.row, raw, kind, want.raw, want.kind)
		}
		id, _ := f.GetCellStyle(name, cell)
		st, err := f.GetStyle(id)
		if err != nil || want.format != "" && (st.CustomNumFmt == nil || *st.CustomNumFmt != want.format) {
			t.Errorf("%s is not formatted as %q: %+v, %v", cell, want.format, st, err)
		}
	}
	panes, err := f.GetPanes(name)
	if err != nil || !panes.Freeze || panes.XSplit != 1 || panes.YSplit != 5 {
		t.Errorf("the heads do not stay: %+v, %v", panes, err)
	}
	if names := f.GetDefinedName(); len(names) != 1 || names[0].RefersTo != "'07-cold-wave-by-sex'!$4:$5" {
		t.Errorf("the heads are not repeated in print: %+v", names)
	}
}

// No text of a file may run when it is opened: a name that somebody typed is
// in the hands of whoever typed it.
func TestNothingInAFileRuns(t *testing.T) {
	data := written(t, workbook(winter()))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r)
		if bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<f ")) {
			t.Errorf("%s holds a formula", file.Name)
		}
	}
	records, err := csv.NewReader(bytes.NewReader(written(t, winter().WriteCSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if records[3][0] != "'=north" {
		t.Errorf("a key that begins as a formula stands as %q", records[3][0])
	}
	for text, want := range map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'=1", "\n=1": "'\n=1", " =1": "' =1", "＝1": "'＝1", "a=1": "a=1", "": "",
		"a\u202eb": "ab", "سند": "سند",
	} {
		if got := sheet.Neutral(text); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCSVIsForMachines(t *testing.T) {
	got := string(written(t, winter().WriteCSV))
	want := "season,cases,female,cost\n2020-2021,2342,243,-3039333.01\nnorth,12,x,0.05\n'=north,7,,0.00\ntotal,2361,250,1.23\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Rows within rows have their level and what gathers them beside their key.
func TestCSVOfRowsWithinRows(t *testing.T) {
	table := winter()
	table.Keys = []sheet.Head{{Key: "level"}, {Key: "key"}, {Key: "season"}}
	for i := range table.Rows {
		table.Rows[i].Keys = []string{"level", table.Rows[i].Key, "=up"}
	}
	if got := string(written(t, table.WriteCSV)); !strings.HasPrefix(got, "level,key,season,cases,female,cost\nlevel,2020-2021,'=up,2342,") {
		t.Errorf("got %s", got)
	}
	if got := string(written(t, func(w io.Writer) error { return table.WriteCSVW(w, "a.csv") })); !strings.Contains(got, `"primaryKey": [
      "level",
      "key",
      "season"
    ]`) {
		t.Errorf("got %s", got)
	}
}

// The description fits the file: as many columns, under the same heads.
func TestCSVWDescribesTheCSV(t *testing.T) {
	table := winter()
	var d struct {
		Context []any  `json:"@context"`
		URL     string `json:"url"`
		Schema  struct {
			Columns []struct {
				Titles   string
				Label    string `json:"rdfs:label"`
				Datatype any
				Null     []string
			} `json:"columns"`
		} `json:"tableSchema"`
	}
	data := written(t, func(w io.Writer) error { return table.WriteCSVW(w, "07-cold-wave-by-sex.csv") })
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(written(t, table.WriteCSV)), "\n")
	var titles []string
	for _, c := range d.Schema.Columns {
		titles = append(titles, c.Titles)
	}
	if strings.Join(titles, ",") != head || d.URL != "07-cold-wave-by-sex.csv" || d.Context[0] != "http://www.w3.org/ns/csvw" {
		t.Errorf("%s describes another file than %q", data, head)
	}
	if money, ok := d.Schema.Columns[3].Datatype.(map[string]any); !ok || money["base"] != "decimal" || d.Schema.Columns[1].Datatype != "integer" {
		t.Errorf("types: %v", d.Schema.Columns)
	}
}

func TestJSONStat(t *testing.T) {
	var d struct {
		Version   string
		Class     string
		ID        []string
		Size      []int
		Value     []*json.Number
		Status    map[string]string
		Dimension map[string]struct {
			Category struct {
				Index []string
				Child map[string][]string
				Unit  map[string]struct{ Decimals int }
			}
		}
	}
	if err := json.Unmarshal(written(t, winter().WriteJSONStat), &d); err != nil {
		t.Fatal(err)
	}
	if d.Version != "2.0" || d.Class != "dataset" || len(d.Value) != d.Size[0]*d.Size[1] || len(d.ID) != len(d.Size) {
		t.Fatalf("%+v is no JSON-stat 2.0 dataset", d)
	}
	if d.Value[2].String() != "10.38" || d.Value[5] != nil || d.Status["5"] != "x" || d.Status["4"] != "r" || d.Status["9"] != ".." {
		t.Errorf("values %v, status %v", d.Value, d.Status)
	}
	if got := d.Dimension["season"].Category.Child["2020-2021"]; len(got) != 2 {
		t.Errorf("rows within the season: %v", got)
	}
	if d.Dimension["measure"].Category.Unit["cost"].Decimals != 2 {
		t.Errorf("the cost has no decimals: %+v", d.Dimension["measure"])
	}
}

func TestTheSameTableGivesTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"xlsx": workbook(winter(), winter()), "csv": winter().WriteCSV, "json": winter().WriteJSONStat,
		"csvw": func(w io.Writer) error { return winter().WriteCSVW(w, "a.csv") },
	} {
		first := written(t, write)
		for range 20 {
			if !bytes.Equal(written(t, write), first) {
				t.Fatalf("%s differs from one writing to the next", name)
			}
		}
	}
}

func TestSheetsOfTheSameNameAreKeptApart(t *testing.T) {
	long := winter()
	long.Name = "03-institutions-by-region-category-and-more"
	other := *long
	f := open(t, written(t, workbook(long, &other, winter())))
	names := f.GetSheetList()
	if len(names) != 3 || names[0] == names[1] || len([]rune(names[1])) > 31 {
		t.Errorf("sheets %q", names)
	}
}

// A sum that a spreadsheet would round is no sum.
func TestAFigureThatWouldChangeIsRefused(t *testing.T) {
	table := winter()
	table.Rows[0].Cells[3].Value = 1_000_000_000_000_001
	err := workbook(table)(io.Discard)
	if fault.KeyOf(err) != "sheet.too-exact" {
		t.Errorf("got %v", err)
	}
}
