package territory

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
)

// maxName bounds a commune's name, in letters; the longest has 34.
const maxName = 80

var required = []string{"code", "province_code", "name_ar", "name_fr", "kind"}

// ReadCommunes reads a CSV file in UTF-8, with or without a byte order mark. The
// first line names the columns: code, province_code, name_ar, name_fr, kind
// (urban or rural), and if wanted valid_from and valid_to; others are skipped.
//
// Errors, every one in the file, each with its line, column, value and remedy:
// territory.csv-invalid, territory.file-large, territory.file-empty,
// territory.column-missing, territory.code-invalid, territory.province-unknown,
// territory.province-other, territory.kind-unknown, territory.name-missing,
// territory.name-long, territory.name-invalid, territory.date-invalid,
// territory.dates-order, territory.code-twice.
func ReadCommunes(r io.Reader) ([]Commune, error) {
	f := csv.NewReader(limited(r))
	f.FieldsPerRecord = 0 // every line as long as the first
	header, err := f.Read()
	if err != nil {
		return nil, csvFault(err)
	}
	columns, err := findColumns(header)
	if err != nil {
		return nil, err
	}
	return readRows(f, columns)
}

func findColumns(header []string) (map[string]int, error) {
	columns := map[string]int{}
	for i, name := range header {
		columns[strings.TrimSpace(name)] = i
	}
	var faults fault.List
	for _, name := range required {
		if _, ok := columns[name]; !ok {
			faults.Add(fault.New(fault.Invalid, "territory.column-missing", fault.Args{"column": name}).On("line 1"))
		}
	}
	return columns, faults.Err()
}

func readRows(f *csv.Reader, columns map[string]int) ([]Commune, error) {
	var faults fault.List
	var communes []Commune
	lines := map[string]int{}
	for {
		record, err := f.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			faults.Add(csvFault(err))
			if !errors.Is(err, csv.ErrFieldCount) {
				break // what follows a broken quote cannot be told apart
			}
			continue
		}
		line, _ := f.FieldPos(0)
		row := row{line: line, record: record, columns: columns, faults: &faults}
		c := row.commune()
		if first, ok := lines[c.Code]; ok {
			row.refuse("code", "territory.code-twice", fault.Args{"first": first})
		}
		lines[c.Code] = line
		communes = append(communes, c)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if len(communes) == 0 {
		return nil, fault.New(fault.Invalid, "territory.file-empty", nil)
	}
	return communes, nil
}

func csvFault(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return fault.New(fault.Invalid, "territory.file-empty", nil)
	case errors.Is(err, errTooLarge):
		return fault.New(fault.TooLarge, "territory.file-large", fault.Args{"limit": maxImport >> 20})
	case errors.As(err, &parse):
		return fault.New(fault.Invalid, "territory.csv-invalid", fault.Args{"line": parse.Line, "column": parse.Column, "cause": parse.Err.Error()}).On("line " + strconv.Itoa(parse.Line))
	}
	return err
}

// row is a line of the file being read.
type row struct {
	line    int
	record  []string
	columns map[string]int
	faults  *fault.List
}

func (r row) value(column string) string {
	if i, ok := r.columns[column]; ok {
		return strings.TrimSpace(r.record[i])
	}
	return ""
}

func (r row) refuse(column, key string, more fault.Args) {
	args := fault.Args{"line": r.line, "column": column, "value": clip(r.value(column))}
	for k, v := range more {
		args[k] = v
	}
	r.faults.Add(fault.New(fault.Invalid, key, args).On("line " + strconv.Itoa(r.line)))
}

func (r row) commune() Commune {
	c := Commune{Code: r.value("code"), Province: r.value("province_code"), Kind: CommuneKind(r.value("kind")),
		Name: locale.Text{Ar: r.name("name_ar", unicode.Arabic), Fr: r.name("name_fr", unicode.Latin)},
		From: r.date("valid_from"), To: r.date("valid_to")}
	c.Name.En = c.Name.Fr
	if _, ok := ProvinceByCode(c.Province); !ok {
		r.refuse("province_code", "territory.province-unknown", nil)
	}
	switch {
	case !CommuneCode(c.Code):
		r.refuse("code", "territory.code-invalid", nil)
	case !strings.HasPrefix(c.Code, c.Province+"."):
		r.refuse("code", "territory.province-other", fault.Args{"province": clip(c.Province)})
	}
	if c.Kind != Urban && c.Kind != Rural {
		r.refuse("kind", "territory.kind-unknown", nil)
	}
	if c.To != 0 && c.To < c.From {
		r.refuse("valid_to", "territory.dates-order", fault.Args{"from": c.From})
	}
	return c
}

// name checks a name: there, in its script, not a paragraph, and without control
// characters, which could reorder the line it is shown in.
func (r row) name(column string, script *unicode.RangeTable) string {
	name := r.value(column)
	strange := func(c rune) bool {
		return c == utf8.RuneError || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || unicode.IsLetter(c) && !unicode.Is(script, c)
	}
	switch {
	case name == "":
		r.refuse(column, "territory.name-missing", nil)
	case utf8.RuneCountInString(name) > maxName:
		r.refuse(column, "territory.name-long", fault.Args{"limit": maxName})
	case strings.ContainsFunc(name, strange):
		r.refuse(column, "territory.name-invalid", nil)
	}
	return name
}

func (r row) date(column string) calendar.Date {
	text := r.value(column)
	if text == "" {
		return 0
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		r.refuse(column, "territory.date-invalid", nil)
	}
	return d
}

// clip keeps a refused value short enough to be told.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
