package table_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"sanad/fault"
	"sanad/sheet/table"
)

// excel is a workbook as another program writes it.
func excel(t *testing.T, fill func(f *excelize.File, sheet string)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f, "Sheet1")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func set(t *testing.T, f *excelize.File, sheet, cell string, values ...any) {
	t.Helper()
	if err := f.SetSheetRow(sheet, cell, &values); err != nil {
		t.Fatal(err)
	}
}

func TestCellsOfAWorkbookKeepTheirType(t *testing.T) {
	data := excel(t, func(f *excelize.File, s string) {
		set(t, f, s, "A1", "اسم", "CIN", "naissance", "montant", "vrai")
		set(t, f, s, "A2", "أحمد", 123456, time.Date(2015, 12, 31, 0, 0, 0, 0, time.UTC), 1234.5, true)
		set(t, f, s, "A3", "فاطمة", "00123", "31/12/2015", 0.1, false)
		set(t, f, s, "A5", "كريم", 1234567890123456, 42369, 5.05, nil)
		month, _ := f.NewStyle(&excelize.Style{NumFmt: 17})
		f.SetCellValue(s, "C6", 17654)
		f.SetCellStyle(s, "C6", "C6", month)
		f.SetCellValue(s, "A6", "a  b\u200f")
	})
	f := open(t, data, table.Options{})
	want := "2:أحمد|123456|2015-12-31|1234.5|1\n3:فاطمة|00123|31/12/2015|0.1|0\n5:كريم|1234567890123456|42369|5.05|\n6:a b||1948-05||\n"
	if got := shown(f); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	rows, _ := f.Sample(1)
	for i, kind := range []table.Kind{table.Text, table.Number, table.Day, table.Number, table.Bool} {
		if rows[0].Cells[i].Kind != kind {
			t.Errorf("cell %d is of kind %d, want %d", i, rows[0].Cells[i].Kind, kind)
		}
	}
	if names(f) != "اسم|CIN|naissance|montant|vrai" || f.Format != table.XLSX {
		t.Error(names(f), f.Format)
	}
}

func TestWhatAWorkbookHides(t *testing.T) {
	data := excel(t, func(f *excelize.File, s string) {
		set(t, f, s, "A1", "هذه ورقة مخفية")
		for _, name := range []string{"فارغة", "غلاف", "لائحة"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		set(t, f, "غلاف", "A1", "لوائح الدعم")
		set(t, f, "غلاف", "A2", "السنة", 2026)
		set(t, f, "لائحة", "A1", "a", "b", "c")
		set(t, f, "لائحة", "A2", 1, 2, 3)
		set(t, f, "لائحة", "A3", 4, 5, 6)
		f.SetRowVisible("لائحة", 3, false)
		f.SetColVisible("لائحة", "B", false)
		f.SetSheetVisible("فارغة", true)
		f.SetActiveSheet(1)
		if err := f.SetSheetVisible(s, false); err != nil {
			t.Fatal(err)
		}
	})
	f := open(t, data, table.Options{})
	if f.Sheet != "لائحة" || len(f.Sheets) != 4 || !f.Sheets[0].Hidden {
		t.Errorf("it reads %q of %+v", f.Sheet, f.Sheets)
	}
	if got := shown(f); got != "2:1|2|3\n3:4|5|6 hidden\n" {
		t.Error(got)
	}
	if len(f.Notices) != 1 || f.Notices[0].Key != "table.rows-hidden" || f.Notices[0].Args["rows"] != 1 {
		t.Errorf("nothing says that a row is hidden: %v", f.Notices)
	}
	if f.Columns[0].Hidden || !f.Columns[1].Hidden {
		t.Errorf("%+v", f.Columns)
	}
	if f := open(t, data, table.Options{Sheet: "Sheet1"}); f.Sheet != "Sheet1" {
		t.Error(f.Sheet)
	}
	if _, err := table.Open(strings.NewReader(data), int64(len(data)), table.Options{Sheet: "x"}); fault.KeyOf(err) != "table.sheet-unknown" {
		t.Error(err)
	}
}

func TestCellsThatAreNoValue(t *testing.T) {
	data := excel(t, func(f *excelize.File, s string) {
		set(t, f, s, "A1", "a", "b")
		set(t, f, s, "A2", "x", 1)
		set(t, f, s, "A3", nil, 2)
		f.MergeCell(s, "A2", "A3")
		f.SetCellFormula(s, "B4", "SUM(B2:B3)")
		set(t, f, s, "A4", "y")
		set(t, f, s, "A5", strings.Repeat("م", 10000), "=not a formula")
	})
	want := "2:x|1\n3:!table.cell-merged|2\n4:y|!table.cell-formula\n5:" + strings.Repeat("م", 10000) + "|=not a formula\n"
	if got := shown(open(t, data, table.Options{})); got != want {
		t.Error(got)
	}
}

// parts is a workbook made by hand, for what no program writes.
func parts(t *testing.T, sheet string, more map[string]string) string {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="/xl/s.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="t.xml"/><Relationship Id="r3" Type="http://x/styles" Target="y.xml"/></Relationships>`,
		"xl/t.xml":                   `<sst><si><t>a</t></si><si><r><t>b</t></r><r><t>c_x000D_d</t></r><rPh><t>z</t></rPh></si></sst>`,
		"xl/y.xml":                   `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-40C]d\ mmmm\ yyyy"/><numFmt numFmtId="165" formatCode="0 &quot;dirhams&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/s.xml":                   sheet,
	}
	for name, text := range more {
		all[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range all {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	begin = `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`
	end   = `</sheetData></worksheet>`
)

func TestXMLOfASheet(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"1904", `<row r="2"><c r="A2" s="1"><v>40907</v></c><c r="B2" s="2"><v>40907</v></c></row>`, "2:2015-12-31|40907\n"},
		{"no places given", `<row><c><v>1</v></c><c><v>2</v></c></row>`, "2:1|2\n"},
		{"inline, string of a formula, date, error", `<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2" t="str"><f>A1</f><v>y</v></c></row><row r="3"><c r="A3" t="d"><v>2015-12-31T00:00:00</v></c><c r="B3" t="e"><v>#N/A</v></c></row>`, "2:x|y\n3:2015-12-31|!table.cell-error\n"},
		{"an exponent", `<row r="2"><c r="A2"><v>1.23E+15</v></c><c r="B2"><v>5.0499999999999998</v></c></row>`, "2:1230000000000000|5.05\n"},
		{"small and negative", `<row r="2"><c r="A2"><v>-1.5E-3</v></c><c r="B2"><v>0.30000000000000004</v></c></row>`, "2:-0.0015|0.3\n"},
		{"not a number", `<row r="2"><c r="A2"><v>12x</v></c><c r="B2"><v>NaN</v></c></row>`, "2:!table.number-unreadable|!table.number-unreadable\n"},
		{"the day that never was", `<row r="2"><c r="A2" s="1"><v>-1</v></c></row>`, "2:!table.date-impossible|\n"},
		{"rows backwards", `<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>`, "5:1|\n!table.malformed\n"},
		{"one place twice", `<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>`, "!table.malformed\n"},
		{"a text that is not there", `<row r="2"><c t="s"><v>99</v></c></row>`, "!table.malformed\n"},
		{"beyond the columns", `<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>`, "!table.malformed\n"},
	} {
		f, err := table.Open(strings.NewReader(parts(t, begin+c.rows+end, nil)), int64(len(parts(t, begin+c.rows+end, nil))), table.Options{})
		got := "!" + fault.KeyOf(err) + "\n"
		if err == nil {
			got = shown(f)
			if names(f) != "a|bc d" {
				t.Errorf("%s: the head is %q", c.name, names(f))
			}
		}
		if got != c.want && !(strings.HasSuffix(c.want, "!table.malformed\n") && got == "!table.malformed\n") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWorkbooksThatAreNotWhole(t *testing.T) {
	whole := excel(t, func(f *excelize.File, s string) {
		for i := range 200 {
			set(t, f, s, fmt.Sprintf("A%d", i+1), fmt.Sprintf("x%d", i*7919), i)
		}
	})
	for cut := 40; cut < len(whole); cut += len(whole) / 17 {
		if f, err := table.Open(strings.NewReader(whole[:cut]), int64(cut), table.Options{}); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("cut at %d of %d: %v %v", cut, len(whole), f, err)
		}
	}
	for _, c := range []struct {
		name, want string
		sheet      string
		more       map[string]string
	}{
		{"rows that do not end", "table.truncated", begin + `<row r="2"><c><v>1</v></c></row>`, nil},
		{"no rows element", "table.truncated", `<worksheet/>`, nil},
		{"broken XML", "table.malformed", begin + `<row r="2"><c><v>1</v</c></row>` + end, nil},
		{"another kind of file", "table.workbook-other", "", map[string]string{"_rels/.rels": `<x/>`}},
		{"entities", "table.malformed", `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + begin + `<row r="2"><c t="str"><v>&a;</v></c></row>` + end, nil},
		{"one endless text", "table.too-large", begin + `<row r="2"><c t="str"><v>` + strings.Repeat("a", 3<<20) + `</v></c></row>` + end, nil},
		{"texts without end", "table.too-large", begin + end, map[string]string{"xl/t.xml": `<sst><si><t>` + strings.Repeat("<b/>x", 1<<20+1) + `</t></si></sst>`}},
		{"a small part that is large", "table.too-large", begin + end, map[string]string{"xl/y.xml": `<styleSheet>` + strings.Repeat("<xf/>       ", 2<<20)}},
	} {
		data := parts(t, c.sheet, c.more)
		f, err := table.Open(strings.NewReader(data), int64(len(data)), table.Options{})
		if err == nil {
			for _, e := range f.Rows() {
				err = e
			}
		}
		if fault.KeyOf(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// A sheet nested a million deep costs time, not memory: no stack is kept.
func TestADeepSheet(t *testing.T) {
	data := parts(t, begin+strings.Repeat("<x>", 1<<20)+end, nil)
	if got := shown(open(t, data, table.Options{})); got != "" {
		t.Error(got)
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add(begin + `<row r="2"><c r="A2" s="1"><v>40907</v></c></row>` + end)
	f.Add(begin + `<row><c t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`)
	f.Add(`<worksheet><cols><col min="1" max="9" hidden="1"/></cols><sheetData/></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		data := parts(t, sheet, nil)
		file, err := table.Open(strings.NewReader(data), int64(len(data)), table.Options{})
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatalf("an error nobody prepared: %v", err)
			}
			return
		}
		for row, err := range file.Rows() {
			if err != nil && fault.CodeOf(err) == fault.Internal {
				t.Fatalf("an error nobody prepared: %v", err)
			}
			if err == nil && len(row.Cells) != len(file.Columns) {
				t.Fatalf("%d cells", len(row.Cells))
			}
		}
	})
}

func BenchmarkReadXLSX(b *testing.B) {
	f := excelize.NewFile()
	defer f.Close()
	w, _ := f.NewStreamWriter("Sheet1")
	for i := range 50_000 {
		w.SetRow(fmt.Sprintf("A%d", i+1), []any{"BENALI", fmt.Sprint("AHMED", i), i, "31/12/2015", "الرباط"})
	}
	w.Flush()
	var data bytes.Buffer
	f.Write(&data)
	for b.Loop() {
		file, err := table.Open(bytes.NewReader(data.Bytes()), int64(data.Len()), table.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range file.Rows() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(50_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
