package imports

import (
	"maps"
	"slices"
	"strings"

	"sanad/fault"
	"sanad/locale"
	"sanad/sheet/table"
)

// Mapping says what the columns of a source's files hold. It is kept with each
// import, and the last of a source is proposed for its next file.
type Mapping struct {
	Columns map[string]string            `json:"columns"`         // field: name of the column
	Fixed   map[string]string            `json:"fixed,omitempty"` // field: one value for all rows
	Dates   map[string]table.Dates       `json:"dates,omitempty"` // field: how its dates are written; usual in Morocco unless said
	Words   map[string]map[string]string `json:"words,omitempty"` // field: word of the file: code (Field.Codes); usual words are known
	Read    table.Options                `json:"read,omitzero"`   // what the bytes did not say
}

// has tells that rows give a field.
func (m Mapping) has(field string) bool { return m.Columns[field] != "" || m.Fixed[field] != "" }

// either tells that rows give a field or one that will do for it.
func (m Mapping) either(field string) bool {
	return m.has(field) || slices.ContainsFunc(standIns[field], m.has)
}

// check holds a mapping against the fields of its kind and the file's columns.
//
// Errors, on the field: imports.field-unknown, imports.column-unknown,
// imports.field-missing, imports.code-unknown, imports.who-missing.
func (m Mapping) check(kind Kind, fields []Field, columns []table.Column) error {
	var l fault.List
	known := map[string]Field{}
	for _, f := range fields {
		known[f.Key] = f
		if f.Required && !m.either(f.Key) {
			l.Add(fault.New(fault.Invalid, "imports.field-missing", fault.Args{"field": f.Label}).On(f.Key))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
		name := m.Columns[field]
		switch _, ok := known[field]; {
		case !ok:
			l.Add(fault.New(fault.Invalid, "imports.field-unknown", fault.Args{"value": field}).On(field))
		case name != "" && !slices.ContainsFunc(columns, func(c table.Column) bool { return c.Name == name }):
			l.Add(fault.New(fault.Invalid, "imports.column-unknown", fault.Args{"value": name, "field": known[field].Label}).On(field))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(m.Fixed)) {
		if _, ok := known[field]; !ok {
			l.Add(fault.New(fault.Invalid, "imports.field-unknown", fault.Args{"value": field}).On(field))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(m.Words)) {
		l.Add(checkWords(known[field], m.Words[field]))
	}
	if kind == Applications && !slices.ContainsFunc([]string{personField, "cin", "idcs", "massar"}, m.has) && !(m.either("given") && m.either("family")) {
		l.Add(fault.New(fault.Invalid, "imports.who-missing", nil).On(personField))
	}
	return l.Err()
}

// checkWords refuses a word that is said to mean a code that there is not.
func checkWords(f Field, words map[string]string) error {
	for _, word := range slices.Sorted(maps.Keys(words)) {
		code := words[word]
		if code != "" && !slices.ContainsFunc(f.codes(), func(c string) bool { return c == code }) {
			return fault.New(fault.Invalid, "imports.code-unknown", fault.Args{"value": code, "word": word, "codes": f.codes()}).On(f.Key)
		}
	}
	return nil
}

func (f Field) codes() []string {
	out := make([]string, len(f.Codes))
	for i, c := range f.Codes {
		out[i] = c.Code
	}
	return out
}

// folded is the mapping with its words as they are compared.
func (m Mapping) folded() Mapping {
	words := map[string]map[string]string{}
	for field, meant := range m.Words {
		words[field] = map[string]string{}
		for word, code := range meant {
			words[field][locale.Fold(word)] = code
		}
	}
	m.Words = words
	return m
}

// ParseMapping reads what a command line says: "field=column" for each column.
//
// Errors: imports.map-malformed.
func ParseMapping(pairs []string) (Mapping, error) {
	m := Mapping{Columns: map[string]string{}}
	for _, pair := range pairs {
		field, column, ok := strings.Cut(pair, "=")
		if !ok || field == "" || column == "" {
			return Mapping{}, fault.New(fault.Invalid, "imports.map-malformed", fault.Args{"value": pair}).On("map")
		}
		m.Columns[strings.TrimSpace(field)] = strings.TrimSpace(column)
	}
	return m, nil
}
