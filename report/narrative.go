package report

import (
	"sanad/calendar"
	"sanad/locale"
	"sanad/programme"
)

// Narrative is the text of a report, read and checked.
type Narrative struct {
	programme.At
	Name      string              // "outcome-2021"
	Title     locale.Text         `key:"title,need"`
	Publisher locale.Text         `key:"publisher,need"`
	AsOf      calendar.Date       `key:"as-of,need"` // the last day that counts, unless another is asked for
	Files     []string            `key:"chapters,need"`
	Nouns     map[string][]string `key:"nouns"` // what figures count in running text, each with the units it fits; their words are in the messages
	Blocks    []Block             `key:"blocks"`
	Chapters  []Section
	Hash      string // of all its files, sha256 in hex
}

// Section is a heading and what stands under it. A chapter is one.
type Section struct {
	programme.At
	ID       string      `key:"id"`     // anchor; of a chapter, the name of its file
	System   string      `key:"system"` // code of the system that it is about: "W1"
	Title    locale.Text `key:"title,need"`
	Blocks   []Block     `key:"blocks"`
	Sections []Section   `key:"sections"`

	file string
}

// Block is one thing in a section: exactly one of its fields is set.
type Block struct {
	programme.At
	Text    *Prose   `key:"text"`
	List    []Prose  `key:"list"`
	Table   string   `key:"table"`
	Chart   *Chart   `key:"chart"`
	Map     *Map     `key:"map"`
	Figures []string `key:"figures"` // shown large, each under its title
}

// Chart is a drawing of columns of a table, of one unit.
type Chart struct {
	programme.At
	Table   string   `key:"table,need"`
	Kind    string   `key:"kind,need"` // bar, line or pyramid
	Columns []string `key:"columns,need"`
}

// Map is a drawing of one column of a table over the regions.
type Map struct {
	programme.At
	Table  string `key:"table,need"`
	Column string `key:"column,need"`
}

// Prose is a paragraph in three languages.
type Prose struct {
	programme.At
	Ar string `key:"ar,need"`
	Fr string `key:"fr,need"`
	En string `key:"en,need"`

	parts map[locale.Lang][]part
}

// walk visits the sections in the order of reading, with their numbers: "1.2".
func (n *Narrative) walk(visit func(s *Section, level int)) { walk(n.Chapters, 1, visit) }

func walk(sections []Section, level int, visit func(*Section, int)) {
	for i := range sections {
		visit(&sections[i], level)
		walk(sections[i].Sections, level+1, visit)
	}
}

// blocks visits every block in the order of reading, with the file it is in.
func (n *Narrative) blocks(visit func(file string, b *Block)) {
	for i := range n.Blocks {
		visit(headFile, &n.Blocks[i])
	}
	n.walk(func(s *Section, _ int) {
		for i := range s.Blocks {
			visit(s.file, &s.Blocks[i])
		}
	})
}

// Tables are the names of its tables, each once, in the order of reading.
func (n *Narrative) Tables() []string {
	var names []string
	n.blocks(func(_ string, b *Block) {
		switch {
		case b.Table != "":
			names = append(names, b.Table)
		case b.Chart != nil:
			names = append(names, b.Chart.Table)
		case b.Map != nil:
			names = append(names, b.Map.Table)
		}
	})
	return once(names)
}

// FigureNames are the figures that it says, each once, in the order of reading.
func (n *Narrative) FigureNames() []string {
	var names []string
	n.blocks(func(_ string, b *Block) {
		names = append(names, b.Figures...)
		for _, prose := range b.prose() {
			for _, p := range prose.parts[locale.Arabic] {
				if p.figure != "" && p.figure != asOf {
					names = append(names, p.figure)
				}
			}
		}
	})
	return once(names)
}

func (b *Block) prose() []*Prose {
	if b.Text != nil {
		return []*Prose{b.Text}
	}
	out := make([]*Prose, len(b.List))
	for i := range b.List {
		out[i] = &b.List[i]
	}
	return out
}

func once(names []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
