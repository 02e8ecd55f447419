package programme

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one mistake in a definition: where it is, what is wrong and what
// to do. It is written for the author of the definition, in English.
type Problem struct {
	File   string // "programmes/widows-support/rules.yaml"
	Line   int    // from 1
	Text   string
	Remedy string
}

// String is "file:line: text; remedy".
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s; %s", p.File, p.Line, p.Text, p.Remedy)
}

// Problems are all the mistakes of all folders, in the order of file and line.
type Problems []Problem

// Error is one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].File != ps[j].File {
			return ps[i].File < ps[j].File
		}
		return ps[i].Line < ps[j].Line
	})
	return ps
}

// at is the line a piece of a definition begins on; the reader sets it, so that
// a check made long after decoding can still point at the text.
type at struct{ line int }

func (a *at) setLine(n int) { a.line = n }

type lined interface{ setLine(n int) }

// page gathers the problems of one file.
type page struct {
	file     string
	problems *Problems
}

func (p page) say(line int, remedy, text string, args ...any) {
	if line < 1 {
		line = 1
	}
	*p.problems = append(*p.problems, Problem{File: p.file, Line: line, Text: fmt.Sprintf(text, args...), Remedy: remedy})
}

// unique refuses an id that is malformed or was seen before.
func (p page) unique(seen map[string]bool, line int, what, id string) {
	switch {
	case id == "":
		return // already told as a missing key
	case !isName(id):
		p.say(line, "use small letters, digits and _ (or - in names of tables), starting with a letter or digit", "%s %q is not a name", what, id)
	case seen[id]:
		p.say(line, "rename one of the two", "%s %q is defined twice", what, id)
	}
	seen[id] = true
}

// oneOf refuses a word outside a vocabulary; an empty word is not checked.
func (p page) oneOf(line int, what, word string, words ...string) {
	if word == "" {
		return
	}
	for _, w := range words {
		if w == word {
			return
		}
	}
	p.say(line, "use one of: "+strings.Join(words, ", "), "%s %q is not known", what, word)
}

func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		if !letter && (i == 0 || r != '_' && r != '-') {
			return false
		}
	}
	return s != ""
}

// isIdentifier tells that s can be named in an expression.
func isIdentifier(s string) bool {
	return isName(s) && !strings.Contains(s, "-") && (s[0] < '0' || s[0] > '9')
}
