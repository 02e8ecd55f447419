package table_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sanad/fault"
	"sanad/sheet"
	"sanad/sheet/table"
)

func open(t *testing.T, data string, o table.Options) *table.File {
	t.Helper()
	f, err := table.Open(strings.NewReader(data), int64(len(data)), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shown writes all rows of a file as one text: cells by |, what is refused by
// its key.
func shown(f *table.File) string {
	var b strings.Builder
	for row, err := range f.Rows() {
		if err != nil {
			fmt.Fprintf(&b, "!%s\n", fault.KeyOf(err))
			break
		}
		fmt.Fprintf(&b, "%d:", row.Number)
		for i, c := range row.Cells {
			if i > 0 {
				b.WriteByte('|')
			}
			if b.WriteString(strings.ReplaceAll(c.Text, "\n", "⏎")); c.Fault != nil {
				b.WriteString("!" + c.Fault.Key)
			}
		}
		if row.Hidden {
			b.WriteString(" hidden")
		}
		if row.Fault != nil {
			b.WriteString(" !" + row.Fault.Key)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func names(f *table.File) string {
	var all []string
	for _, c := range f.Columns {
		all = append(all, c.Name)
	}
	return strings.Join(all, "|")
}

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingsAreWhatTheBytesSay(t *testing.T) {
	const arabic = "الاسم;النسب;Ville\nأحمد;بنعلي;Fès\nفاطمة;العلوي;Rabat\n"
	const french = "Nom;Prénom;Ville\nBENNANI;Élodie;MEKNÈS\nALAMI;José;Salé\nCRÉÉE;Zoé;Fès\n"
	for _, c := range []struct {
		name, data, text string
		want             table.Encoding
	}{
		{"utf-8", arabic, arabic, table.UTF8},
		{"utf-8 with its mark", "\xef\xbb\xbf" + arabic, arabic, table.UTF8},
		{"windows-1256", encoded(t, charmap.Windows1256, arabic), arabic, table.Windows1256},
		{"windows-1252", encoded(t, charmap.Windows1252, french), french, table.Windows1252},
		{"french of ms-dos", encoded(t, charmap.CodePage850, "Nom;Prénom\nBENNANI;Hélène\nALAMI;José\n"), "Nom;Prénom\nBENNANI;Hélène\nALAMI;José\n", table.IBM850},
		{"utf-16 little", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), arabic), arabic, table.UTF16LE},
		{"utf-16 big", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), arabic), arabic, table.UTF16BE},
	} {
		f := open(t, c.data, table.Options{})
		if f.Encoding != c.want {
			t.Errorf("%s: taken for %s", c.name, f.Encoding)
		}
		if got, want := names(f)+shown(f), names(open(t, c.text, table.Options{}))+shown(open(t, c.text, table.Options{})); got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
	wrong := open(t, encoded(t, charmap.Windows1256, arabic), table.Options{Encoding: table.UTF8})
	if !strings.Contains(shown(wrong), "!table.cell-unreadable") {
		t.Errorf("asked for a wrong encoding, it gives %q", shown(wrong))
	}
	if _, err := table.Open(strings.NewReader("a;b"), 3, table.Options{Encoding: "latin-5"}); fault.KeyOf(err) != "table.encoding-unknown" {
		t.Error(err)
	}
}

// rowsOf is what n equal rows read as.
func rowsOf(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d:1|2\n", i+2)
	}
	return b.String()
}

func TestRowsOfCSV(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"semicolons", "a;b\n1,5;2\n", "2:1,5|2\n"},
		{"commas", "a,b\nx,y\n", "2:x|y\n"},
		{"tabs and CRLF", "a\tb\r\nx\ty\r\n", "2:x|y\n"},
		{"bars, old line ends", "a|b\rx|y\r", "2:x|y\n"},
		{"sep line", "sep=;\na;b\nx;y\n", "3:x|y\n"},
		{"quotes", "a;b\n\"x;1\";\"say \"\"yes\"\"\"\n", "2:x;1|say \"yes\"\n"},
		{"line break in a cell", "a;b\n\"rue 1\nRabat\";2\nx;y\n", "2:rue 1⏎Rabat|2\n3:x|y\n"},
		{"quote within a text is a letter", "a;b\nrue \"A\";2\n", "2:rue \"A\"|2\n"},
		{"blank after a closing quote", "a;b\n\"x\" ;2\n", "2:x|2\n"},
		{"text after a closing quote", "a;b\n\"x\"y;2\nz;3\n", "2:xy|2 !table.quote-stray\n3:z|3\n"},
		{"never closed, far below", "a;b\n" + strings.Repeat("1;2\n", 100) + "\"x;2\nz;3\n", rowsOf(100) + "!table.quote-open\n"},
		{"too many cells", "a;b\nx;y;z\nu;v;;\n", "2:x|y !table.row-long\n3:u|v\n"},
		{"too few cells", "a;b;c\n1;2;3\nx;y\n", "2:1|2|3\n3:x|y| !table.row-short\n"},
		{"empty rows keep their number", "\n\na;b\n\n;\nx;y\n", "6:x|y\n"},
		{"no line end", "a;b\nx;y", "2:x|y\n"},
		{"kept zeros", "a;b\n=\"00123\";'=1+1\n", "2:00123|=1+1\n"},
		{"NUL", "a;b\nx\x00;y\n", "2:!table.cell-unreadable|y\n"},
		{"marks nobody sees", "a;b\n\u202bأحمد\u202c;\u00a0بن\u200c\u00a0 علي \u200f\n", "2:أحمد|بن علي\n"},
		{"opened wrongly and kept", "a;b\nØ£Ø\u00adÙ…Ø¯;JosÃ©\n", "2:!table.cell-broken|!table.cell-broken\n"},
		{"one column", "nom\nx\ny\n", "2:x\n3:y\n"},
		{"ten thousand letters", "a;b\n" + strings.Repeat("x", 10000) + ";y\n", "2:" + strings.Repeat("x", 10000) + "|y\n"},
		{"more letters than a cell has", "a;b\n" + strings.Repeat("م", 32768) + ";y\n", "2:!table.cell-long|y\n"},
		{"letters of Persian keyboards are kept", "a;b\nکریم;ﻣﺤﻤﺪ\n", "2:کریم|ﻣﺤﻤﺪ\n"},
	} {
		if got := shown(open(t, c.data, table.Options{})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Excel leaves out the separators of columns that are empty in sixteen rows.
func TestSeparatorsThatExcelLeavesOut(t *testing.T) {
	var b strings.Builder
	b.WriteString("a;b;c\n")
	for i := range 15 {
		fmt.Fprintf(&b, "%d;x;y\n", i)
	}
	for i := range 16 {
		fmt.Fprintf(&b, "%d;x\n", i)
	}
	if got := shown(open(t, b.String(), table.Options{})); strings.Contains(got, "!") || !strings.HasSuffix(got, "32:15|x|\n") {
		t.Errorf("a file as Excel writes it is refused: %s", got)
	}
	if got := shown(open(t, b.String()+"z;1\n", table.Options{})); !strings.Contains(got, "33:z|1| !table.row-short") {
		t.Errorf("a row that was cut at the end of the file passes: %s", got)
	}
}

func TestTheHead(t *testing.T) {
	for _, c := range []struct{ name, data, head, notices string }{
		{"first", "Nom;Prénom\nx;y\n", "1 Nom|Prénom", ""},
		{"below a title", "لائحة المستفيدين 2026;;;\n\nالاسم;النسب;السن;الجماعة\nأ;ب;3;ج\n", "3 الاسم|النسب|السن|الجماعة", "table.head-below"},
		{"repeated and empty", "nom;;nom\nx;y;z\n", "1 nom|B|nom (2)", "table.head-empty table.head-repeated"},
		{"data without names", "أحمد;1975;12\nعلي;1980;15\n", "1 أحمد|1975|12", "table.head-values"},
		{"a column without a name", "a;b\nx;y;z\n", "1 a|b|C", "table.head-empty"},
	} {
		f := open(t, c.data, table.Options{})
		var keys []string
		for _, n := range f.Notices {
			keys = append(keys, n.Key)
		}
		if got := fmt.Sprint(f.Head, " ", names(f)); got != c.head || strings.Join(keys, " ") != c.notices {
			t.Errorf("%s: %q with %v", c.name, got, keys)
		}
	}
	if f := open(t, "a;b\nc;d\n1;2\n", table.Options{Head: 2}); names(f) != "c|d" || shown(f) != "3:1|2\n" {
		t.Errorf("the asked head: %s %s", names(f), shown(f))
	}
}

func TestWhatIsNoTable(t *testing.T) {
	for name, want := range map[string]string{
		"":                            "table.empty",
		" \r\n\r\n":                   "table.empty",
		";;;\n;;;\n":                  "table.empty",
		"%PDF-1.4 …":                  "table.not-a-table",
		"<html><table>":               "table.not-a-table",
		"\xd0\xcf\x11\xe0\xa1\xb1":    "table.workbook-old",
		"a;b\n\"x;y\n":                "table.quote-open",
		"PK\x03\x04 half a ZIP":       "table.truncated",
		"\x7fELF\x02\x00\x00\x00\x00": "table.not-a-table",
	} {
		if _, err := table.Open(strings.NewReader(name), int64(len(name)), table.Options{}); fault.KeyOf(err) != want {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
	data := "a;b\n" + strings.Repeat("x", 2<<20)
	f, err := table.Open(strings.NewReader(data), int64(len(data)), table.Options{})
	if fault.KeyOf(err) != "table.row-endless" {
		t.Errorf("a row of two million letters: %v %v", f, err)
	}
}

// What sheet writes is read back as it was.
func TestNeutralTextsComeBack(t *testing.T) {
	for _, text := range []string{"=1+1", "+212600000000", "-5", "@x", "'quoted'", "plain"} {
		f := open(t, "a;b\n"+sheet.Neutral(text)+";y\n", table.Options{})
		if got := shown(f); got != "2:"+text+"|y\n" {
			t.Errorf("%q comes back as %q", text, got)
		}
	}
}

// A million rows pass through bounded memory: the file is made while it is read.
func TestALongFileIsStreamed(t *testing.T) {
	head, row := "nom;prenom\n", "BENALI;AHMED\n"
	r := &repeated{head: head, row: row, rows: 200_000}
	f, err := table.Open(r, r.size(), table.Options{Encoding: table.UTF8})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	mallocs := testing.AllocsPerRun(1, func() {
		rows = 0
		for _, err := range f.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rows++
		}
	})
	if rows != 200_000 {
		t.Errorf("%d rows", rows)
	}
	if per := mallocs / 200_000; per > 20 {
		t.Errorf("%.1f allocations a row", per)
	}
}

// repeated is a file of equal rows that exists nowhere.
type repeated struct {
	head, row string
	rows      int
}

func (r *repeated) size() int64 { return int64(len(r.head) + r.rows*len(r.row)) }

func (r *repeated) ReadAt(p []byte, at int64) (int, error) {
	for i := range p {
		switch pos := at + int64(i); {
		case pos >= r.size():
			return i, io.EOF
		case pos < int64(len(r.head)):
			p[i] = r.head[pos]
		default:
			p[i] = r.row[int(pos-int64(len(r.head)))%len(r.row)]
		}
	}
	return len(p), nil
}

// Whatever is written correctly is read as encoding/csv reads it.
func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{"a;b\nx;y\n", "a,b\n\"x\n\",y", "sep=|\na|b", "\"", "a;b\r\r\n;\"", "\xef\xbb\xbfa", "أ;ب\nج;د", "\xff\xfea\x00;\x00b\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := table.Open(bytes.NewReader(data), int64(len(data)), table.Options{})
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatalf("an error nobody prepared: %v", err)
			}
			return
		}
		last := file.Head
		for row, err := range file.Rows() {
			if err != nil {
				if fault.CodeOf(err) == fault.Internal {
					t.Fatalf("an error nobody prepared: %v", err)
				}
				break
			}
			if row.Number <= last || len(row.Cells) != len(file.Columns) {
				t.Fatalf("row %d after %d has %d cells", row.Number, last, len(row.Cells))
			}
			last = row.Number
			for _, c := range row.Cells {
				if c.Fault != nil && c.Text != "" || strings.ContainsAny(c.Text, "\x00\u202e\u200f") {
					t.Fatalf("a wrong value passes: %q", c.Text)
				}
				c.Date(table.Dates{})
				c.Decimal()
				c.Identifier()
			}
		}
	})
}

func FuzzWrittenCSVComesBack(f *testing.F) {
	f.Add("x", "y;\"z\"", "1\n2")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, s := range []string{a, b, c} {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r > '~' }) || strings.HasPrefix(s, "'") || strings.HasPrefix(s, "=") {
				return
			}
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma = ';'
		w.WriteAll([][]string{{"h1", "h2", "h3", "h4"}, {a, b, c, "end"}, {"1", "2", "3", "4"}})
		r := open(t, file.String(), table.Options{Encoding: table.UTF8, Separator: ';', Head: 1})
		rows, err := r.Sample(3)
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %d rows, %v", file.String(), len(rows), err)
		}
		var raw []string
		for _, cell := range rows[0].Cells {
			raw = append(raw, cell.Raw)
		}
		if want := []string{a, b, c, "end"}; !slices.Equal(raw, want) {
			t.Fatalf("%q, want %q", raw, want)
		}
	})
}

func BenchmarkReadCSV(b *testing.B) {
	r := &repeated{head: "رقم;الاسم;النسب;الجنس;تاريخ الازدياد;CIN\n", row: "17;أمينة;العلوي;أنثى;12/03/1975;ZZ940001\n", rows: 100_000}
	data := make([]byte, r.size())
	if _, err := r.ReadAt(data, 0); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f, err := table.Open(bytes.NewReader(data), r.size(), table.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range f.Rows() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
