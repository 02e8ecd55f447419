package report

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
)

//go:embed outcome-2021
var narratives embed.FS

// Files are the narratives that the product carries, a folder each.
var Files fs.FS = narratives

const headFile = "report.yaml"

// Set are the narratives that were loaded.
type Set struct{ list []*Narrative }

// All are the narratives in the order of their names.
func (s *Set) All() []*Narrative { return s.list }

// Find finds a narrative by name.
//
// Errors: report.unknown on "report".
func (s *Set) Find(name string) (*Narrative, error) {
	var names []string
	for _, n := range s.list {
		if n.Name == name {
			return n, nil
		}
		names = append(names, n.Name)
	}
	return nil, fault.New(fault.NotFound, "report.unknown", fault.Args{"report": name, "reports": names}).On("report")
}

// Load reads and checks every narrative of fsys against the tables and figures
// of the programmes.
//
// Errors: programme.Problems, holding every mistake of every file.
func Load(fsys fs.FS, set *programme.Set) (*Set, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("the reports cannot be listed: %w", err)
	}
	out, problems := &Set{}, programme.Problems{}
	for _, e := range entries { // ReadDir sorts by name
		if e.IsDir() {
			c := &checker{set: set, folder: e.Name(), sections: map[string]bool{}, tables: map[string]bool{}}
			out.list = append(out.list, c.load(fsys))
			problems = append(problems, c.problems...)
		}
	}
	if len(problems) > 0 {
		return nil, slices.Compact(problems.Sorted()) // a mistake in three languages is one
	}
	return out, nil
}

// checker reads one folder and gathers what is wrong in it.
type checker struct {
	set      *programme.Set
	folder   string
	problems programme.Problems
	sections map[string]bool
	tables   map[string]bool // that are printed
	nouns    map[string][]string
}

func (c *checker) say(file string, line int, remedy, text string, args ...any) {
	c.problems = append(c.problems, programme.Problem{File: c.path(file), Line: max(line, 1), Text: fmt.Sprintf(text, args...), Remedy: remedy})
}

func (c *checker) path(file string) string { return "report/" + c.folder + "/" + file }

func (c *checker) load(fsys fs.FS) *Narrative {
	n := &Narrative{Name: c.folder}
	sum := sha256.New()
	c.read(fsys, headFile, n, sum)
	for _, id := range n.Files {
		s := Section{ID: id, file: id + ".yaml"}
		c.read(fsys, s.file, &s, sum)
		s.ID = id
		own(&s)
		n.Chapters = append(n.Chapters, s)
	}
	n.Hash = hex.EncodeToString(sum.Sum(nil))
	c.unknownFiles(fsys, n)
	if len(c.problems) == 0 { // what is not well read would only be told twice
		c.check(n)
	}
	return n
}

func (c *checker) read(fsys fs.FS, file string, out any, sum interface{ Write([]byte) (int, error) }) {
	data, err := fs.ReadFile(fsys, c.folder+"/"+file)
	if err != nil {
		c.say(file, 1, "add the file, or take it out of chapters", "the file cannot be read: %v", err)
		return
	}
	fmt.Fprintf(sum, "%s %d\n%s", file, len(data), data)
	c.problems = append(c.problems, programme.Decode(c.path(file), data, out)...)
}

// own tells every section of a chapter which file it is in.
func own(s *Section) {
	for i := range s.Sections {
		s.Sections[i].file = s.file
		own(&s.Sections[i])
	}
}

func (c *checker) unknownFiles(fsys fs.FS, n *Narrative) {
	entries, err := fs.ReadDir(fsys, c.folder)
	if err != nil {
		return // the head could not be read either, and that is told
	}
	for _, e := range entries {
		if id, yaml := strings.CutSuffix(e.Name(), ".yaml"); e.Name() != headFile && !(yaml && slices.Contains(n.Files, id)) {
			c.say(e.Name(), 1, "name it in chapters of report.yaml, or remove it", "no chapter is in the file")
		}
	}
}

func (c *checker) check(n *Narrative) {
	c.nouns = n.Nouns
	for noun := range n.Nouns {
		if !locale.For(locale.Arabic).Has(nounKey(noun)) {
			c.say(headFile, 1, "add "+nounKey(noun)+" to locale/messages/report.*.json", "the noun %q has no words", noun)
		}
	}
	n.walk(func(s *Section, level int) { c.section(s, level) })
	n.blocks(c.block)
}

func (c *checker) section(s *Section, level int) {
	switch {
	case s.ID == "" || strings.Trim(s.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		c.say(s.file, s.Line(), "write small letters, digits and -", "the section has no id that an address can hold: %q", s.ID)
	case c.sections[s.ID]:
		c.say(s.file, s.Line(), "rename one of the two", "another section has the id %q", s.ID)
	case level > 3:
		c.say(s.file, s.Line(), "move it out by a level", "the section %q lies deeper than three levels", s.ID)
	case len(s.Blocks) == 0 && len(s.Sections) == 0:
		c.say(s.file, s.Line(), "write it, or take it out", "the section %q is empty", s.ID)
	}
	c.sections[s.ID] = true
}

func (c *checker) block(file string, b *Block) {
	kinds := 0
	for _, set := range []bool{b.Text != nil, len(b.List) > 0, b.Table != "", b.Chart != nil, b.Map != nil, len(b.Figures) > 0} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		c.say(file, b.Line(), "write exactly one of text, list, table, chart, map and figures", "the block is %d things", kinds)
		return
	}
	for _, prose := range b.prose() {
		prose.compile(c, file)
	}
	for _, name := range b.Figures {
		c.figure(file, b.Line(), part{figure: name})
	}
	switch {
	case b.Table != "":
		c.table(file, b)
	case b.Chart != nil:
		c.chart(file, b.Chart)
	case b.Map != nil:
		c.drawn(file, b.Map.Line(), b.Map.Table, b.Map.Column)
	}
}

func (c *checker) table(file string, b *Block) {
	if c.tables[b.Table] {
		c.say(file, b.Line(), "keep one of the two", "the table %q is printed twice", b.Table)
	}
	c.tables[b.Table] = true
	c.drawn(file, b.Line(), b.Table)
}

func (c *checker) chart(file string, ch *Chart) {
	if !slices.Contains([]string{"bar", "line", "pyramid"}, ch.Kind) {
		c.say(file, ch.Line(), "use one of: bar, line, pyramid", "%q is no chart", ch.Kind)
	}
	if ch.Kind == "pyramid" && len(ch.Columns) != 2 {
		c.say(file, ch.Line(), "name two columns", "a pyramid of %d columns", len(ch.Columns))
	}
	c.drawn(file, ch.Line(), ch.Table, ch.Columns...)
}

// drawn checks that a table is known and has the columns, all of one unit. The
// columns of a pivot are known when it is computed: their name begins with the
// column that the pivot repeats, or is total.
func (c *checker) drawn(file string, line int, name string, columns ...string) {
	def, table, ok := c.set.Table(name)
	if !ok {
		c.say(file, line, "name a table; `sanad tables` lists them", "there is no table %q", name)
		return
	}
	var unit programme.Unit
	for _, key := range columns {
		col := table.Column(key)
		if col == nil && table.Pivot != nil {
			continue
		}
		if col == nil {
			c.say(file, line, "name a column of the table", "the table %s has no column %q", name, key)
			continue
		}
		of := def.Ledger.Measure(col.Measure).Unit
		if col.Kind == programme.Distinct {
			of = table.Unit
		}
		if unit != "" && of != unit {
			c.say(file, line, "draw each unit on its own", "the columns of table %s count %s and %s", name, unit, of)
		}
		unit = of
	}
}
