package web

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/fault"
	"sanad/imports"
	"sanad/locale"
	tabular "sanad/sheet/table"
	"sanad/store"
	"sanad/web/ui"
)

func columnsPath(id store.ID) string { return importPath(id) + "/columns" }

// Of the words of a coded column so many are shown; a column with more is
// hardly one of codes.
const (
	mostWords = 12
	wordRows  = 20_000 // rows looked through for them
)

// columnsView is the page that says what the columns of a file are.
type columnsView struct {
	*request
	i        imports.Import
	pre      imports.Preview
	fields   []imports.Field
	m        imports.Mapping // as it is shown: proposed, or typed
	words    map[string][]string
	problems ui.Problems
}

// importColumns shows each column with a few of its values beside the choice of
// what it holds.
func importColumns(_ *Server, r *request) error {
	v, err := r.columnsOf(r.query)
	if err != nil {
		return err
	}
	return v.show(nil)
}

// columnsOf reads an import's file as value says that it is written.
func (r *request) columnsOf(value func(string) string) (*columnsView, error) {
	i, err := r.importOf()
	if err != nil {
		return nil, err
	}
	v := &columnsView{request: r, i: i, words: map[string][]string{}}
	read := readOptions(value)
	if v.pre, err = r.s.Imports.Preview(r.Context(), r.actor, i.ID, read); err != nil {
		return nil, err
	}
	v.fields, err = r.s.Imports.Fields(i.Kind, i.Programme)
	v.m = v.pre.Proposed
	return v, err
}

// readOptions are what somebody says of a file's writing, "tab" for the
// separator that no form can send.
func readOptions(value func(string) string) tabular.Options {
	o := tabular.Options{Encoding: tabular.Encoding(value("encoding")), Sheet: value("sheet"), Head: int(number(value("head")))}
	switch sep := []rune(value("separator")); {
	case string(sep) == "tab":
		o.Separator = '\t'
	case len(sep) == 1:
		o.Separator = sep[0]
	}
	return o
}

func separatorName(sep rune) string {
	if sep == '\t' {
		return "tab"
	}
	if sep == 0 {
		return ""
	}
	return string(sep)
}

// fieldOf is the field that a column holds, empty when none.
func (v *columnsView) fieldOf(c tabular.Column) string {
	for _, f := range v.fields {
		if v.m.Columns[f.Key] == c.Name {
			return f.Key
		}
	}
	return ""
}

func (v *columnsView) field(key string) (imports.Field, bool) {
	n := slices.IndexFunc(v.fields, func(f imports.Field) bool { return f.Key == key })
	if n < 0 {
		return imports.Field{}, false
	}
	return v.fields[n], true
}

// show is the page; what was refused comes back as it was chosen.
func (v *columnsView) show(failed error) error {
	failed = v.beside(failed)
	v.problems = ui.ProblemsOf(v.p, failed)
	frame := v.frame()
	frame.Path, frame.Title, frame.Lead = columnsPath(v.i.ID), v.p.T("importing.columns"), v.i.Name+" – "+v.i.Source
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("importing.title"), Path: importsPath}, {Label: v.i.Name, Path: importPath(v.i.ID)}, {Label: frame.Title}}
	how := ""
	switch {
	case v.i.State != imports.Arrived: // what somebody chose
	case v.pre.Known:
		how = v.p.T("importing.proposed-known") + " "
	default:
		how = v.p.T("importing.proposed") + " "
	}
	form := []g.Node{ui.Guard(), ui.OnEnter("then", "check"), ui.Hidden("seen", plain(v.i.Seq))}
	for name, value := range v.reading() {
		form = append(form, g.If(value != "", ui.Hidden(name, value)))
	}
	var columns []g.Node
	for _, c := range v.pre.File.Columns {
		columns = append(columns, v.column(c))
	}
	form = append(form, ui.Card(v.p.T("importing.columns"), nil, h.P(h.Class("s-note"), g.Text(how+v.p.T("importing.columns-note"))), h.Div(h.Class("s-columns"), g.Group(columns))), v.fixed(),
		ui.Actions(ui.Submit(v.p.T("importing.check"), "then", "check", true), ui.Submit(v.p.T("importing.refresh"), "then", "refresh", false), ui.LinkButton(importPath(v.i.ID), v.p.T("importing.back"), false)))
	return v.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(v.p, failed), v.notices(), v.readingCard(), ui.Form("post", columnsPath(v.i.ID), v.newID().String(), form...)))
}

// beside puts what is wrong with a field beside the column it was chosen for, or
// the first one where no column was.
func (v *columnsView) beside(failed error) error {
	var f *fault.Error
	if !errors.As(failed, &f) {
		return failed
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	var l fault.List
	for _, part := range parts {
		if _, is := v.field(part.Field); is {
			at := 0
			for _, c := range v.pre.File.Columns {
				if v.fieldOf(c) == part.Field {
					at = c.Index
				}
			}
			part = part.On("c." + strconv.Itoa(at))
		}
		l.Add(part)
	}
	return l.Err()
}

// notices are what the reader of the file wants looked at.
func (v *columnsView) notices() g.Node {
	list := v.pre.Notices
	if len(list) == 0 {
		return nil
	}
	return ui.Notice(ui.Warn, h.Ul(h.Class("s-plain"), g.Map(list, func(n *fault.Error) g.Node { return h.Li(g.Text(v.p.Fault(n))) })))
}

// reading are the options of the page's own address or form, to travel on.
func (v *columnsView) reading() map[string]string {
	o := v.m.Read
	head := ""
	if o.Head > 0 {
		head = strconv.Itoa(o.Head)
	}
	return map[string]string{"encoding": string(o.Encoding), "separator": separatorName(o.Separator), "sheet": o.Sheet, "head": head}
}

// readingCard says how the file was read and lets it be read otherwise.
func (v *columnsView) readingCard() g.Node {
	f := v.pre.File
	var fields []g.Node
	if f.Format == tabular.CSV {
		var encodings, separators []ui.Option
		for _, e := range tabular.Encodings {
			encodings = append(encodings, ui.Option{Value: string(e), Label: v.p.T("importing.encoding-" + string(e))})
		}
		for _, sep := range tabular.Separators {
			name := separatorName(sep)
			separators = append(separators, ui.Option{Value: name, Label: v.p.T("importing.separator-" + map[rune]string{';': "semicolon", ',': "comma", '\t': "tab", '|': "bar"}[sep])})
		}
		help := ""
		if f.Guessed {
			help = v.p.T("importing.guessed")
		}
		fields = append(fields, ui.Select(v.p, ui.Field{Name: "encoding", In: "read-", Label: v.p.T("importing.encoding"), Help: help, Value: string(f.Encoding)}, encodings),
			ui.Select(v.p, ui.Field{Name: "separator", In: "read-", Label: v.p.T("importing.separator"), Value: separatorName(f.Separator)}, separators))
	} else if len(f.Sheets) > 1 {
		var sheets []ui.Option
		for _, s := range f.Sheets {
			label := s.Name
			if s.Hidden {
				label += " (" + v.p.T("importing.hidden") + ")"
			}
			sheets = append(sheets, ui.Option{Value: s.Name, Label: label})
		}
		fields = append(fields, ui.Select(v.p, ui.Field{Name: "sheet", In: "read-", Label: v.p.T("importing.sheet"), Value: f.Sheet}, sheets))
	}
	fields = append(fields, ui.NumberInput(v.p, ui.Field{Name: "head", In: "read-", Label: v.p.T("importing.head"), Value: strconv.Itoa(f.Head)}))
	return ui.Card(v.p.T("importing.reading"), nil, ui.Form("get", columnsPath(v.i.ID), "", ui.Grid(append(fields, ui.Actions(ui.Submit(v.p.T("importing.read-again"), "", "", false)))...)))
}

// column is a column of the file: its name, its first values, what it holds, and
// how that is written.
func (v *columnsView) column(c tabular.Column) g.Node {
	chosen := v.fieldOf(c)
	n := strconv.Itoa(c.Index)
	label := h.Div(h.Class("s-column"), h.Strong(ui.Bdi(c.Name)), h.Span(h.Class("s-note"), g.Text(" ("+v.p.T("importing.letter", "letter", c.Letter)), g.If(c.Hidden, g.Text(" – "+v.p.T("importing.hidden"))), g.Text(")")),
		h.Div(h.Class("s-note"), v.samples(c.Index)))
	parts := []g.Node{label, v.fieldSelect("c."+n, v.p.T("importing.holds"), chosen, g.Attr("aria-label", v.p.T("importing.holds")+": "+c.Name))}
	if f, ok := v.field(chosen); ok {
		parts = append(parts, v.written(f, n)...)
		parts = append(parts, v.wordFields(f, c)...)
	}
	return ui.Grid(parts...)
}

// samples are a column's first values in a line.
func (v *columnsView) samples(column int) g.Node {
	var out g.Group
	for n, s := range v.pre.Sample[column] {
		out = append(out, g.If(n > 0, g.Text(" · ")), ui.Bdi(cmp.Or(clipped(s), locale.NoValue)))
	}
	return out
}

// fieldSelect offers the fields in their groups.
func (v *columnsView) fieldSelect(name, label, chosen string, more ...g.Node) g.Node {
	var options []ui.Option
	for _, f := range v.fields {
		text := v.say(f.Label)
		if f.Required {
			text += " *"
		}
		options = append(options, ui.Option{Value: f.Key, Label: text, Group: v.p.T("importing.group-" + f.Group)})
	}
	return ui.Select(v.p, ui.Field{Name: name, Label: label, Value: chosen, Error: v.problems.On(name), Attrs: more}, options)
}

// writings are the ways to write a date that a mapping chooses among.
var writings = []string{"day-first", "month-first", "two-digits", "1900", "1904"}

func writingOf(d tabular.Dates) string {
	switch {
	case d.Serial == tabular.Since1900:
		return "1900"
	case d.Serial == tabular.Since1904:
		return "1904"
	case d.Newest != 0:
		return "two-digits"
	case d.Order == tabular.MonthFirst:
		return "month-first"
	}
	return "day-first"
}

// datesOf are the dates that a choice means; a year of two digits is the last
// such year until today.
func (r *request) datesOf(writing string) tabular.Dates {
	switch writing {
	case "month-first":
		return tabular.Dates{Order: tabular.MonthFirst}
	case "two-digits":
		return tabular.Dates{Newest: r.today()}
	case "1900":
		return tabular.Dates{Serial: tabular.Since1900}
	case "1904":
		return tabular.Dates{Serial: tabular.Since1904}
	}
	return tabular.Dates{}
}

// written asks how the dates of a column are written.
func (v *columnsView) written(f imports.Field, n string) []g.Node {
	if !f.Date {
		return nil
	}
	var options []ui.Option
	for _, w := range writings {
		options = append(options, ui.Option{Value: w, Label: v.p.T("importing.dates-" + w)})
	}
	return []g.Node{ui.Select(v.p, ui.Field{Name: "d." + n, Label: v.p.T("importing.dates"), Value: writingOf(v.m.Dates[f.Key])}, options)}
}

// wordFields show the words of a column of codes beside what each will mean.
func (v *columnsView) wordFields(f imports.Field, c tabular.Column) []g.Node {
	if len(f.Codes) == 0 {
		return nil
	}
	words, err := v.pre.File.Distinct(c.Index, wordRows, mostWords+1)
	if err != nil || len(words) > mostWords { // more words than codes could be; the dry run names each that it does not know
		return nil
	}
	var options []ui.Option
	for _, o := range f.Codes {
		options = append(options, ui.Option{Value: o.Code, Label: v.say(o.Label)})
	}
	var out []g.Node
	for k, word := range words {
		name := "w." + strconv.Itoa(c.Index) + "." + strconv.Itoa(k)
		code := v.meaning(f, word)
		out = append(out, h.Div(ui.Hidden("v"+name[1:], word), ui.Select(v.p, ui.Field{Name: name, Label: v.p.T("importing.word", "word", clipped(word)), Value: code}, options)))
	}
	return out
}

// meaning is what a word will be taken for.
func (v *columnsView) meaning(f imports.Field, word string) string {
	for said, code := range v.m.Words[f.Key] {
		if locale.Fold(said) == locale.Fold(word) {
			return code
		}
	}
	code, _ := f.Meaning(word)
	return code
}

// fixed are values that stand for all rows, where no column holds them.
func (v *columnsView) fixed() g.Node {
	var lines []g.Node
	add := func(n int, field, value string) {
		name := strconv.Itoa(n)
		lines = append(lines, ui.Grid(v.fieldSelect("x."+name, v.p.T("importing.holds"), field), ui.Input(v.p, ui.Field{Name: "y." + name, Label: v.p.T("importing.fixed-value"), Value: value, Optional: true})))
	}
	n := 0
	for _, f := range v.fields {
		if value := v.m.Fixed[f.Key]; value != "" {
			add(n, f.Key, value)
			n++
		}
	}
	for range 2 {
		add(n, "", "")
		n++
	}
	return ui.Card(v.p.T("importing.fixed"), nil, h.P(h.Class("s-note"), g.Text(v.p.T("importing.fixed-note"))), h.Div(h.Class("s-stack"), g.Group(lines)))
}

// checkImport takes what was said of the columns and asks for the dry run.
func checkImport(s *Server, r *request) error {
	v, err := r.columnsOf(r.FormValue)
	if err != nil {
		return err
	}
	wrong := v.take()
	if r.FormValue("then") == "refresh" {
		return v.show(nil)
	}
	if wrong == nil {
		wrong = s.Imports.Check(r.Context(), imports.Request{Key: r.key(), Actor: r.actor, Import: v.i.ID, Seen: number(r.FormValue("seen"))}, v.m)
	}
	switch {
	case wrong == nil:
		return see(importPath(v.i.ID))
	case mendable(wrong):
		return v.show(wrong)
	}
	return wrong
}

// take reads the mapping from the form.
//
// Errors: importing.twice.
func (v *columnsView) take() error {
	m := imports.Mapping{Columns: map[string]string{}, Fixed: map[string]string{}, Dates: map[string]tabular.Dates{}, Words: map[string]map[string]string{}, Read: v.m.Read}
	var l fault.List
	twice := func(key, name string) bool {
		f, _ := v.field(key)
		if m.Columns[key] == "" && m.Fixed[key] == "" {
			return false
		}
		l.Add(fault.New(fault.Invalid, "importing.twice", fault.Args{"field": f.Label}).On(name))
		return true
	}
	for _, c := range v.pre.File.Columns {
		n := strconv.Itoa(c.Index)
		key := v.FormValue("c." + n)
		if _, known := v.field(key); !known || twice(key, "c."+n) {
			continue
		}
		m.Columns[key] = c.Name
		if d := v.datesOf(v.FormValue("d." + n)); d != (tabular.Dates{}) {
			m.Dates[key] = d
		}
		if words := v.typedWords(key, n); len(words) > 0 {
			m.Words[key] = words
		}
	}
	for n := 0; v.Form.Has("x." + strconv.Itoa(n)); n++ {
		name := strconv.Itoa(n)
		key, value := v.FormValue("x."+name), strings.TrimSpace(v.FormValue("y."+name))
		if _, known := v.field(key); known && value != "" && !twice(key, "x."+name) {
			m.Fixed[key] = value
		}
	}
	v.m = m
	return l.Err()
}

// typedWords are the meanings chosen for a column's words, beside those that an
// earlier file of the source had.
func (v *columnsView) typedWords(key, column string) map[string]string {
	words := map[string]string{}
	for word, code := range v.pre.Proposed.Words[key] {
		words[locale.Fold(word)] = code
	}
	f, _ := v.field(key)
	for k := range mostWords {
		name := column + "." + strconv.Itoa(k)
		word, code := v.FormValue("v."+name), v.FormValue("w."+name)
		if word == "" {
			continue
		}
		if usual, _ := f.Meaning(word); code == usual || code == "" {
			delete(words, locale.Fold(word))
			continue
		}
		words[locale.Fold(word)] = code
	}
	return words
}
