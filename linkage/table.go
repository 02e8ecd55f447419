package linkage

import "strings"

// Table is the records to compare: each value a number of its dictionary, the
// values of a record side by side, so that comparing two of them touches two
// pieces of memory.
type Table struct {
	maps      []Map
	fields    []field
	slots     []slot
	marked    []int    // slots of identifiers and telephone numbers
	marks     []mark   // of those, for each record side by side
	rows      []uint32 // len(slots) numbers for each record
	n         int
	second    int // first record of the second file; n when there is none
	names     []name
	skeletons *dictionary       // of the names, and the sounds they learned
	sounds    []uint32          // of each name, side by side for candidates and swapped names
	words     map[uint32]uint32 // how many records hold a word of the rest of a whole name
	truth     []uint32          // entity of each record, from 1; nil when not known
	people    int               // distinct entities of truth
	keys      keys
	Notes     []Note // what a reader of the result should know
}

// Note is a remark about a column: the key of its words, and what they name.
type Note struct {
	Key    string
	Column string
	Value  string
}

// field is one comparison: its kind and where its values stand in a row.
type field struct {
	kind   Kind
	column string
	slots  []int
}

// slot is one place in a row.
type slot struct {
	kind   Kind
	values *dictionary
	count  []uint32 // how many records hold each value
	days   []day
	places []place
	few    bool       // the table is of a few records: what many of them hold says nothing
	words  [][]uint32 // of the rest of a whole name
}

// Len is the number of records.
func (t *Table) Len() int { return t.n }

// Second is the number of the first record of the second file; Len when there
// is none.
func (t *Table) Second() int { return t.second }

func (t *Table) row(i uint32) []uint32 {
	w := len(t.slots)
	return t.rows[int(i)*w : int(i)*w+w : int(i)*w+w]
}

// marksOf are those of a record.
func (t *Table) marksOf(i uint32) []mark {
	w := len(t.marked)
	return t.marks[int(i)*w : int(i)*w+w : int(i)*w+w]
}

// linksTwo tells that records of one file are linked to those of another.
func (t *Table) linksTwo() bool { return t.second < t.n }

// pairs is how many pairs of records there are.
func (t *Table) pairs() float64 {
	if t.linksTwo() {
		return float64(t.second) * float64(t.n-t.second)
	}
	return float64(t.n) * float64(t.n-1) / 2
}

// newTable lays out the slots of a row. Given and family names come first; a
// whole name gives them when nothing else does, and its other words a slot.
func newTable(maps []Map) *Table {
	t := &Table{maps: maps}
	names := newDictionary()
	for _, kind := range []Kind{Given, Family} {
		columns := columnsOf(maps, kind)
		if len(columns) == 0 {
			columns = columnsOf(maps, Name)
		}
		if len(columns) == 0 {
			continue
		}
		f := field{kind: kind, column: strings.Join(columns, ", ")}
		for range columns {
			f.slots = append(f.slots, t.addSlot(kind, names))
		}
		t.fields = append(t.fields, f)
	}
	for _, m := range maps {
		if m.Kind > Family {
			at := t.addSlot(m.Kind, newDictionary())
			t.fields = append(t.fields, field{m.Kind, m.Column, []int{at}})
			if far, _ := farthest(m.Kind); far != 0 {
				t.marked = append(t.marked, at)
			}
		}
	}
	return t
}

func (t *Table) addSlot(kind Kind, values *dictionary) int {
	t.slots = append(t.slots, slot{kind: kind, values: values})
	return len(t.slots) - 1
}

func columnsOf(maps []Map, kind Kind) []string {
	var out []string
	for _, m := range maps {
		if m.Kind == kind {
			out = append(out, m.Column)
		}
	}
	return out
}

// fieldOf is the first comparison of a kind.
func (t *Table) fieldOf(kind Kind) (at int, ok bool) {
	for i, f := range t.fields {
		if f.kind == kind {
			return i, true
		}
	}
	return 0, false
}

// keys are texts in one piece, in an order: the values of a file's first column,
// which name its rows in what is written out, or normal forms.
type keys struct {
	bytes []byte
	ends  []uint64
}

func (k *keys) add(text []byte) {
	k.bytes = append(k.bytes, text...)
	k.ends = append(k.ends, uint64(len(k.bytes)))
}

// Key is the value of the first column of a record; empty when the table was
// read without.
func (t *Table) Key(i uint32) string {
	if int(i) >= len(t.keys.ends) {
		return ""
	}
	return t.keys.at(int(i))
}

// at is the i-th text.
func (k *keys) at(i int) string {
	from := uint64(0)
	if i > 0 {
		from = k.ends[i-1]
	}
	return string(k.bytes[from:k.ends[i]])
}
