package linkage

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"sanad/fault"
)

// Source is a CSV file: a name for messages, and its bytes.
type Source struct {
	Name string
	io.Reader
}

// ReadOptions say what is read beside the values to compare.
type ReadOptions struct {
	Truth        string         // column with the true entity of a row; empty for none
	TruthPattern *regexp.Regexp // what is the entity in the first column, when no column has it
	Keys         bool           // keep the first column, to name rows in what is written
	Workers      int            // goroutines; the result does not depend on it
}

// Sizes of what is read at a time, in bytes. A row longer than maxRow is a quote
// that nobody closed.
const (
	chunkSize = 1 << 20
	maxRow    = 16 << 20
)

// Read reads one file of records, or two to link. Columns are found by their
// names in the first line; the separator is the one that line has most of.
//
// Errors: linkage.file-empty, linkage.column-missing, linkage.column-twice,
// linkage.csv-invalid, linkage.csv-columns, linkage.row-long, linkage.not-utf8.
func Read(maps []Map, o ReadOptions, sources ...Source) (*Table, error) {
	t := newTable(maps)
	people := newDictionary()
	for i, source := range sources {
		before := t.n
		if err := t.read(source, people, o); err != nil {
			return nil, err
		}
		if t.n == before {
			return nil, fault.New(fault.Invalid, "linkage.file-empty", fault.Args{"file": source.Name})
		}
		if i == 0 {
			t.second = t.n
		}
	}
	if o.Truth == "" && o.TruthPattern == nil {
		t.truth = nil
	}
	t.people = people.size() - 1
	t.prepare(o.Workers)
	return t, nil
}

func (t *Table) read(source Source, people *dictionary, o ReadOptions) error {
	in := &splitter{in: source.Reader, name: source.Name}
	f, err := in.header(t.maps, o)
	if err != nil {
		return err
	}
	ordered, jobs := make(chan *chunk, 2*o.Workers+1), make(chan *chunk)
	stop := make(chan struct{})
	var group sync.WaitGroup
	defer group.Wait()
	defer close(stop)
	for range max(o.Workers, 1) {
		group.Go(func() {
			p := newParser(t, o)
			for c := range jobs {
				p.parse(c)
			}
		})
	}
	group.Go(func() { in.feed(f, ordered, jobs, stop) })
	for c := range ordered {
		<-c.done
		if c.err != nil {
			return c.err
		}
		t.merge(c, people)
	}
	return nil
}

// feed hands out chunks: each to a worker, and all in their order.
func (s *splitter) feed(f *file, ordered, jobs chan<- *chunk, stop <-chan struct{}) {
	defer close(ordered)
	defer close(jobs)
	for {
		c := &chunk{file: f, line: s.line, done: make(chan struct{})}
		c.text, c.err = s.next()
		if c.err == io.EOF {
			return
		}
		if c.err != nil {
			close(c.done)
			ordered <- c
			return
		}
		select {
		case ordered <- c:
		case <-stop:
			return
		}
		select {
		case jobs <- c:
		case <-stop:
			return
		}
	}
}

// splitter cuts a file into chunks at the ends of rows: at line breaks that are
// not within quotes.
type splitter struct {
	in   io.Reader
	name string
	rest []byte
	line int // lines handed out
	end  bool
}

// next is the next chunk; io.EOF after the last.
func (s *splitter) next() ([]byte, error) {
	text := make([]byte, 0, chunkSize+len(s.rest))
	text = append(text, s.rest...)
	s.rest = nil
	for {
		if !s.end {
			n, err := io.ReadFull(s.in, text[len(text):cap(text)])
			text = text[:len(text)+n]
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				s.end = true
			} else if err != nil {
				return nil, err
			}
		}
		cut := len(text)
		if !s.end {
			cut = lastRow(text)
		}
		switch {
		case len(text) == 0:
			return nil, io.EOF
		case cut > 0:
			s.rest = bytes.Clone(text[cut:])
			s.line += bytes.Count(text[:cut], []byte("\n"))
			return text[:cut], nil
		case len(text) > maxRow:
			return nil, fault.New(fault.Invalid, "linkage.row-long", fault.Args{"file": s.name, "line": s.line + 1, "limit": maxRow >> 20})
		}
		text = slices.Grow(text, max(min(len(text), maxRow+1-len(text)), 1))
	}
}

// lastRow is where the last complete row of a text ends, 0 when none does.
func lastRow(text []byte) int {
	quoted := bytes.Count(text, []byte(`"`))%2 == 1
	for end := len(text); end > 0; {
		at := bytes.LastIndexAny(text[:end], "\"\n")
		switch {
		case at < 0:
			return 0
		case text[at] == '"':
			quoted = !quoted
		case !quoted:
			return at + 1
		}
		end = at
	}
	return 0
}

// header reads the first line and finds the columns in it.
func (s *splitter) header(maps []Map, o ReadOptions) (*file, error) {
	first, err := s.firstLine()
	if err != nil {
		return nil, err
	}
	f := &file{name: s.name, comma: separator(first), truth: -1}
	r := csv.NewReader(bytes.NewReader(first))
	r.Comma, r.TrimLeadingSpace = f.comma, f.comma != '\t'
	names, err := r.Read()
	if err != nil {
		return nil, (&chunk{file: f}).malformed(err)
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	f.columns = len(names)
	for _, m := range maps {
		at, err := f.find(names, m.Column)
		if err != nil {
			return nil, err
		}
		f.sources = append(f.sources, at)
	}
	switch {
	case o.Truth != "":
		f.truth, err = f.find(names, o.Truth)
	case o.TruthPattern != nil:
		f.truth = 0
	}
	return f, err
}

// firstLine is the first line that is not blank.
func (s *splitter) firstLine() ([]byte, error) {
	var text []byte
	line := 1
	for len(text) == 0 {
		read, err := s.next()
		if err == io.EOF {
			return nil, fault.New(fault.Invalid, "linkage.file-empty", fault.Args{"file": s.name})
		}
		if err != nil {
			return nil, err
		}
		read = bytes.TrimPrefix(read, []byte("\ufeff"))
		text = bytes.TrimLeft(read, "\r\n")
		line += bytes.Count(read[:len(read)-len(text)], []byte("\n"))
	}
	s.line = line
	if at := bytes.IndexByte(text, '\n'); at >= 0 {
		s.rest = slices.Concat(text[at+1:], s.rest)
		text = text[:at+1]
	}
	if bytes.IndexByte(text, 0) >= 0 { // UTF-16
		return nil, fault.New(fault.Invalid, "linkage.not-utf8", fault.Args{"file": s.name, "line": s.line})
	}
	return text, nil
}

func separator(line []byte) rune {
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func (f *file) find(names []string, column string) (int, error) {
	at := slices.Index(names, column)
	if at < 0 {
		return 0, fault.New(fault.Invalid, "linkage.column-missing", fault.Args{"file": f.name, "column": column, "columns": strings.Join(names, ", ")})
	}
	if slices.Contains(names[at+1:], column) {
		return 0, fault.New(fault.Invalid, "linkage.column-twice", fault.Args{"file": f.name, "column": column})
	}
	return at, nil
}
