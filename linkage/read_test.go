package linkage_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/fault"
	"sanad/linkage"
)

func still() calendar.Instant { return 0 }

func read(text string, mapping ...string) (*linkage.Table, error) {
	maps, err := linkage.ParseMap(mapping)
	if err != nil {
		return nil, err
	}
	return linkage.Read(maps, linkage.ReadOptions{Workers: 2, Keys: true}, linkage.Source{Name: "f.csv", Reader: strings.NewReader(text)})
}

func TestReadRefuses(t *testing.T) {
	many := strings.Split(strings.Repeat("place=a,", 17), ",")[:17]
	for _, c := range []struct {
		name, text string
		mapping    []string
		key        string
		line       int
	}{
		{"no equals sign", "a\nx\n", []string{"given"}, "linkage.map-shape", 0},
		{"an unknown kind", "a\nx\n", []string{"giwen=a"}, "linkage.map-kind", 0},
		{"nothing", "a\nx\n", nil, "linkage.map-empty", 0},
		{"too many", "a\nx\n", many, "linkage.map-many", 0},
		{"the same twice", "a\nx\n", []string{"given=a", "given=a"}, "linkage.map-twice", 0},
		{"three given names", "a,b,c\nx,y,z\n", []string{"given=a", "given=b", "given=c"}, "linkage.map-often", 0},
		{"an empty file", "", []string{"given=a"}, "linkage.file-empty", 0},
		{"a blank line alone", "\n", []string{"given=a"}, "linkage.file-empty", 0},
		{"a row too short after blank lines", "\n\r\na,b\nx,y\nx\n", []string{"given=a"}, "linkage.csv-columns", 5},
		{"a first line alone", "a,b\n", []string{"given=a"}, "linkage.file-empty", 0},
		{"a column that is not there", "a,b\nx,y\n", []string{"given=c"}, "linkage.column-missing", 0},
		{"a column twice", "a,a\nx,y\n", []string{"given=a"}, "linkage.column-twice", 0},
		{"a row too short", "a,b\nx,y\nx\n", []string{"given=a"}, "linkage.csv-columns", 3},
		{"a quote inside", "a,b\nx,y\nx\"x,y\n", []string{"given=a"}, "linkage.csv-invalid", 3},
		{"a quote never closed", "a,b\nx,y\n\"x,y\nx,y\n", []string{"given=a"}, "linkage.csv-invalid", 3},
		{"a row without end", "a,b\nx,y\n\"" + strings.Repeat("x,y\n", 5<<20), []string{"given=a"}, "linkage.row-long", 3},
		{"Windows-1256", "a,b\nx,y\n\xe3\xcd\xe3\xcf,y\n", []string{"given=a"}, "linkage.not-utf8", 3},
		{"UTF-16", "a\x00,\x00b\x00\n\x00x\x00", []string{"given=a"}, "linkage.not-utf8", 1},
	} {
		_, err := read(c.text, c.mapping...)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
			continue
		}
		if c.line > 0 && f.Args["line"] != c.line {
			t.Errorf("%s: line %v, want %d", c.name, f.Args["line"], c.line)
		}
	}
}

func TestReadUnderstands(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"semicolons", "key;g\n1;Anna\n2;Anna\n"},
		{"tabs", "key\tg\n1\tAnna\n2\tAnna\n"},
		{"blanks after commas", "key, g\n1, Anna\n2, Anna\n"},
		{"a byte order mark", "\ufeffkey,g\n1,Anna\n2,Anna\n"},
		{"Windows line ends", "key,g\r\n1,Anna\r\n2,Anna\r\n"},
		{"quotes and line breaks in them", "key,g\n1,\"Anna\n\"\n2,\"Anna\"\n"},
		{"no last line end", "key,g\n1,Anna\n2,Anna"},
		{"blank lines before", "\n\r\nkey,g\n1,Anna\n2,Anna\n"},
		{"blank lines", "key,g\n1,Anna\n\n2,Anna\n\n"},
	} {
		table, err := read(c.text, "given=g")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if table.Len() != 2 || table.Key(0) != "1" || table.Key(1) != "2" {
			t.Errorf("%s: %d records, keys %q %q", c.name, table.Len(), table.Key(0), table.Key(1))
		}
	}
}

// Chunks end at rows, wherever in a file they end.
func TestLongFilesAreCutAtRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("key,g,note\n")
	const n = 120_000
	for i := range n {
		b.WriteString("k,Anna,\"a \"\"quoted\"\" note,\nof two lines\"\n")
		if i == n/2 {
			b.WriteString("k,Berta," + strings.Repeat("x", 3<<20) + "\n")
		}
	}
	table, err := read(b.String(), "given=g")
	if err != nil || table.Len() != n+1 {
		t.Fatalf("%v records, %v", table, err)
	}
	b.WriteString("broken\n")
	_, err = read(b.String(), "given=g")
	var f *fault.Error
	if !errors.As(err, &f) || f.Args["line"] != 2*n+3 {
		t.Errorf("the broken line is %d: %v", 2*n+3, err)
	}
}

func TestNotes(t *testing.T) {
	table, err := read("a,b,c\nx,,z\ny,,z\n", "given=a", "family=b", "category=c")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, n := range table.Notes {
		keys[n.Column] = n.Key
	}
	if keys["b"] != "linkage.note-empty" || keys["c"] != "linkage.note-constant" || keys["a"] != "" {
		t.Errorf("notes %v", table.Notes)
	}
}

func TestTruthOfAPattern(t *testing.T) {
	text := "id, g\nrec-1-org, Anna\nrec-1-dup-0, Anna\nrec-2-org, Berta\nother, Carl\nother, Carl\n"
	_, r := run(t, "given=g", linkage.ReadOptions{TruthPattern: regexp.MustCompile(`rec-(\d+)-`)}, []byte(text))
	if r.Quality.TruePairs != 1 {
		t.Errorf("%v true pairs, want 1: whoever matches nothing is nobody's like", r.Quality.TruePairs)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("key,g,b\n1,Anna,1970-01-02\n2,Anna,02/01/1970\n")
	f.Add("a;b\n\"x\n;\"\"\";y\n")
	f.Add("\ufeffa\tb\r\nمحمد\t١٩٧٠\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		first, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
		column := strings.TrimSpace(strings.FieldsFunc(first+"x", func(r rune) bool { return strings.ContainsRune(",;\t|\r", r) })[0])
		table, err := read(text, "name="+column, "birth="+column, "place="+column)
		if err != nil {
			var f *fault.Error
			if !errors.As(err, &f) {
				t.Errorf("an error that nobody can mend: %v", err)
			}
			return
		}
		linkage.Link(table, linkage.Options{Threshold: 0.5, Workers: 1, Clock: still})
	})
}
