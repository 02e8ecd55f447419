package programme

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/locale"
)

// Source is a document whose figures are imported: which files hold them, which
// tables they have the shape of, on which page each was printed, and what was
// printed beside the figures. The figures are in the files, never here.
type Source struct {
	at
	ID        string        `key:"id,need"`
	Title     locale.Text   `key:"title,need"`
	Publisher locale.Text   `key:"publisher,need"`
	AsOf      calendar.Date `key:"as_of,need"` // the day up to which the document counts, unless a file says otherwise
	Files     []SourceFile  `key:"files,need"`
	Printed   []PrintedText `key:"printed"` // figures of running text that no file holds
	Remarks   []Remark      `key:"remarks"` // what the document gets wrong in words
}

// SourceFile is a CSV file of the document: either a table, whose columns and
// rows have the keys of the published table of that name, or figures by name.
type SourceFile struct {
	at
	File    string                       `key:"file,need"`
	Page    string                       `key:"page"` // of the document, "14" or "22-23"; empty when it is not known
	Table   string                       `key:"table"`
	Labels  []string                     `key:"labels"`  // columns of words, which are not read
	Days    map[string]calendar.Date     `key:"days"`    // by period: the day up to which it is counted; its last day otherwise
	Shares  map[string]map[string]string `key:"shares"`  // printed percentages, by share of the table and row
	Across  map[string]string            `key:"across"`  // printed percentages of the line under the total, by column
	Figures *FigureColumns               `key:"figures"` // the file holds figures by name
	States  map[string]calendar.Date     `key:"states"`  // figures the file alone states, with the day they count for
	Repeats []string                     `key:"repeats"` // figures that tables give too: held against them, and not counted again
}

// FigureColumns are the columns of a file of figures.
type FigureColumns struct {
	at
	Name  string `key:"name,need"`
	Value string `key:"value,need"`
	Unit  string `key:"unit,need"` // MAD, %, or any other word for what is counted
}

// PrintedText is a figure as running text prints it.
type PrintedText struct {
	at
	Figure string `key:"figure,need"`
	Text   string `key:"text,need"` // "11.98"
	Page   string `key:"page"`
}

// Remark is something a reader of the document must know.
type Remark struct {
	at
	Page string      `key:"page"`
	Text locale.Text `key:"text,need"`
}

// LoadSources reads and checks every document of fsys, one YAML file each.
//
// Errors: Problems, holding every mistake of every file.
func (s *Set) LoadSources(fsys fs.FS) ([]*Source, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("sources cannot be listed: %w", err)
	}
	var out []*Source
	problems := Problems{}
	for _, name := range names {
		p := page{file: "sources/" + name, problems: &problems}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			p.say(1, "add the file", "the file cannot be read: %v", err)
			continue
		}
		src := &Source{}
		before := len(problems)
		if (reader{p}).read(data, src); len(problems) == before {
			s.checkSource(p, src, strings.TrimSuffix(name, ".yaml"))
		}
		out = append(out, src)
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	return out, nil
}

func (s *Set) checkSource(p page, src *Source, name string) {
	if src.ID != name {
		p.say(src.line, "give the file and the id the same name", "the id %q is not the file's name %q", src.ID, name)
	}
	files := map[string]bool{}
	for i := range src.Files {
		f := &src.Files[i]
		if files[f.File] || strings.ContainsAny(f.File, `/\`) {
			p.say(f.line, "name each file once, without a folder", "the file %q is named twice or lies elsewhere", f.File)
		}
		files[f.File] = true
		if (f.Table == "") == (f.Figures == nil) {
			p.say(f.line, "write either table or figures", "the file %s is neither a table nor figures, or both", f.File)
			continue
		}
		if f.Table != "" {
			s.checkTableFile(p, f)
			continue
		}
		s.checkFigureFile(p, f)
	}
	for _, t := range src.Printed {
		s.refersFigure(p, t.line, "a printed figure", t.Figure)
		checkPrinted(p, t.line, t.Text)
	}
}

func (s *Set) checkTableFile(p page, f *SourceFile) {
	_, t, ok := s.Table(f.Table)
	if !ok {
		p.say(f.line, "name a table of a tables.yaml", "the file %s has the shape of the table %q, which is not defined", f.File, f.Table)
		return
	}
	if len(f.States) > 0 || len(f.Repeats) > 0 {
		p.say(f.line, "leave states and repeats to files of figures", "the table file %s names figures", f.File)
	}
	for key, rows := range f.Shares {
		if !slices.ContainsFunc(t.Shares, func(x Share) bool { return x.Key == key }) {
			p.say(f.line, "name a share of the table", "%s prints the share %q, which table %s does not have", f.File, key, t.Name)
		}
		for _, text := range rows {
			checkPrinted(p, f.line, text)
		}
	}
	if len(f.Across) > 0 && t.Across == nil {
		p.say(f.line, "add across to the table", "%s prints a line of percentages, which table %s does not have", f.File, t.Name)
	}
	for _, text := range f.Across {
		checkPrinted(p, f.line, text)
	}
}

func (s *Set) checkFigureFile(p page, f *SourceFile) {
	for name := range f.States {
		if fig := s.refersFigure(p, f.line, f.File, name); fig != nil && (fig.Measure == "" || !fig.Where.single()) {
			p.say(f.line, "state the figures it is made of, or write it under repeats", "%s states %s, which is made of others or of several codes", f.File, name)
		}
	}
	for _, name := range f.Repeats {
		s.refersFigure(p, f.line, f.File, name)
		if _, both := f.States[name]; both {
			p.say(f.line, "keep one of the two", "%s both states and repeats %s", f.File, name)
		}
	}
}

func (s *Set) refersFigure(p page, line int, what, name string) *Figure {
	_, f, ok := s.Figure(name)
	if !ok {
		p.say(line, "name a figure of a tables.yaml", "%s names %q, which is no figure", what, name)
	}
	return f
}

// single tells that each dimension has one code, as a cell has.
func (w Where) single() bool {
	for _, codes := range w {
		if len(codes) != 1 {
			return false
		}
	}
	return true
}

// checkPrinted refuses what is no decimal number with a point.
func checkPrinted(p page, line int, text string) {
	digits := strings.TrimPrefix(text, "-")
	whole, part, point := strings.Cut(digits, ".")
	if whole == "" || point && part == "" || strings.Trim(whole+part, "0123456789") != "" {
		p.say(line, "write it like 10.88", "%q is no number as printed", text)
	}
}
