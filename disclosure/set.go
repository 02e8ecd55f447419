package disclosure

import "fmt"

// Set makes a Problem from cells that have names: what they count. Tables are
// linked by naming what they share alike.
type Set struct {
	Problem
	at   map[string]int
	said map[string]bool // sums, each once
	err  error
}

// Put adds a cell. A name that is there already is the same cell: it keeps the
// stricter of both thresholds, and what an earlier edition did to it.
func (s *Set) Put(name string, c Cell) {
	if s.at == nil {
		s.at = map[string]int{}
	}
	i, there := s.at[name]
	if !there {
		s.at[name] = len(s.Cells)
		s.Cells = append(s.Cells, c)
		return
	}
	old := &s.Cells[i]
	if old.Value != c.Value && s.err == nil {
		s.err = fmt.Errorf("disclosure: %s is %d and %d", name, old.Value, c.Value)
	}
	old.Threshold, old.Zeros = max(old.Threshold, c.Threshold), old.Zeros || c.Zeros
	old.Weight = max(old.Weight, c.Weight)
	switch {
	case old.State == Known || c.State == Known:
		old.State = Known
	case old.State == Hidden || c.State == Hidden:
		old.State = Hidden
	case c.State == Open: // printed somewhere
		old.State = Open
	}
}

// Sum says that a total is the sum of its parts. All must have been put.
func (s *Set) Sum(total string, parts ...string) {
	r := Relation{Total: s.find(total)}
	for _, part := range parts {
		r.Parts = append(r.Parts, s.find(part))
	}
	if key := fmt.Sprint(r); !s.said[key] {
		if s.said == nil {
			s.said = map[string]bool{}
		}
		s.said[key] = true
		s.Relations = append(s.Relations, r)
	}
}

func (s *Set) find(name string) int {
	i, ok := s.at[name]
	if !ok && s.err == nil {
		s.err = fmt.Errorf("disclosure: a sum names %s, which is no cell", name)
	}
	return i
}

// Has tells that a cell of this name was put.
func (s *Set) Has(name string) bool {
	_, ok := s.at[name]
	return ok
}

// At is the place of a named cell in Cells and in a Pattern; -1: there is none.
func (s *Set) At(name string) int {
	if i, ok := s.at[name]; ok {
		return i
	}
	return -1
}

// Value is the count of a named cell.
func (s *Set) Value(name string) int64 { return s.Cells[s.at[name]].Value }

// Protect chooses what to hide, see the function Protect. The answer tells by
// name whether a cell is hidden.
//
// Errors: two values for one name, a name that a sum alone has, and those of
// Protect.
func (s *Set) Protect() (Pattern, func(name string) bool, error) {
	if s.err != nil {
		return Pattern{}, nil, s.err
	}
	pattern, err := Protect(s.Problem)
	return pattern, func(name string) bool {
		i, ok := s.at[name]
		return ok && pattern.Hidden[i]
	}, err
}

// Before is what an earlier edition said of a cell.
type Before struct {
	Edition  string // its name
	Value    int64
	Hidden   bool
	Revision bool // of the same question: it would have said the same had the records been the same
	Grows    bool // what came since is added to it: the difference of both counts persons
}

// Earlier adds what an earlier edition said of a cell that was put, and gives
// the name under which that stands, for the sums of that edition.
//
// In a revision a figure that did not change is the same cell: printed then it
// is known, hidden then it stays hidden. Hidden then, it stays hidden changed
// too, since a revision changes little. When only the time between the editions
// differs, what came in between is a count of its own, as protected as the cell.
func (s *Set) Earlier(name string, b Before) string {
	now := s.Cells[s.find(name)]
	state := Known
	if b.Hidden {
		state = Hidden
	}
	if b.Revision && b.Value == now.Value {
		s.Put(name, Cell{Value: now.Value, State: state})
		return name
	}
	then, since := name+"@"+b.Edition, name+"-"+b.Edition
	s.Put(then, Cell{Value: b.Value, Threshold: now.Threshold, Zeros: now.Zeros, State: state})
	difference := Cell{Value: now.Value - b.Value, Signed: true, State: Implied}
	if b.Grows && !b.Revision && difference.Value >= 0 {
		difference.Signed, difference.Threshold = false, now.Threshold
	}
	s.Put(since, difference)
	s.Sum(name, then, since)
	if b.Revision && b.Hidden {
		s.Put(name, Cell{Value: now.Value, State: Hidden})
	}
	return then
}
