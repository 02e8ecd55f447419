package programme

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"sanad/calendar"
)

// RowText is the part of the answers that the rules read, as canonical JSON:
// what a decision rested on, and what must be asked again when the law changes.
// Names are not in it.
func (p *Plan) RowText(a Answers) string {
	values := map[string]any{}
	for _, s := range p.scalars {
		if v, asked := a.values[s.key]; asked {
			values[s.key] = v
		}
	}
	for _, l := range p.lists {
		if items, asked := a.values[l.key]; asked {
			values[l.key] = factsOf(l, items)
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(values) // strings, whole numbers, booleans and lists of them
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

func factsOf(l listSlot, answer any) any {
	items, ok := answer.([]any)
	if !ok {
		return nil
	}
	out := make([]any, len(items))
	for i, item := range items {
		from, _ := item.(map[string]any)
		to := map[string]any{}
		for _, s := range l.fields {
			if v, asked := from[s.key]; asked {
				to[s.key] = v
			}
		}
		out[i] = to
	}
	return out
}

// errFacts is a text that is no canonical JSON of facts.
var errFacts = errors.New("programme: the facts are malformed")

// Read fills f from a text that RowText made; f's memory is used again. A
// reader of its own, because a population is read in seconds and the general
// one takes twenty times as long.
func (p *Plan) Read(text string, f *Row) error {
	f.text = text
	f.scalars = filled(f.scalars, len(p.scalars))
	f.asked = slices.Grow(f.asked[:0], len(p.lists))[:len(p.lists)]
	f.lists = slices.Grow(f.lists[:0], len(p.lists))[:len(p.lists)]
	for i := range f.lists {
		f.lists[i], f.asked[i] = f.lists[i][:0], false
	}
	r := factsReader{text: text}
	r.object(func(key string) {
		if i := slotIndex(p.scalars, key); i >= 0 {
			f.scalars[i] = r.value(&p.scalars[i])
			return
		}
		for i := range p.lists {
			if p.lists[i].key == key {
				f.asked[i] = r.list(&p.lists[i], &f.lists[i])
				return
			}
		}
		r.skip()
	})
	if r.failed || r.at != len(text) {
		return errFacts
	}
	return nil
}

func filled(values []int64, n int) []int64 {
	values = values[:0]
	for range n {
		values = append(values, missingFact)
	}
	return values
}

// factsReader walks canonical JSON: no blanks, whole numbers.
type factsReader struct {
	text   string
	at     int
	failed bool
}

func (r *factsReader) next() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *factsReader) take(b byte) bool {
	if r.next() != b {
		return false
	}
	r.at++
	return true
}

func (r *factsReader) fail() { r.failed, r.at = true, len(r.text) }

// object reads {"key":value,…}; each must consume the value.
func (r *factsReader) object(each func(key string)) {
	if !r.take('{') {
		r.fail()
		return
	}
	if r.take('}') {
		return
	}
	for !r.failed {
		key := r.str()
		if !r.take(':') {
			r.fail()
			return
		}
		each(key)
		if r.take('}') {
			return
		}
		if !r.take(',') {
			r.fail()
		}
	}
}

// list reads the items of a list; false when it is null.
func (r *factsReader) list(l *listSlot, out *[]int64) bool {
	if r.next() == 'n' {
		r.skip()
		return false
	}
	if !r.take('[') {
		r.fail()
		return false
	}
	if r.take(']') {
		return true
	}
	for !r.failed {
		from := len(*out)
		*out = append(*out, missingRow[:min(len(l.fields), len(missingRow))]...)
		for len(*out) < from+len(l.fields) {
			*out = append(*out, missingFact)
		}
		r.object(func(key string) {
			if i := slotIndex(l.fields, key); i >= 0 {
				(*out)[from+i] = r.value(&l.fields[i])
				return
			}
			r.skip()
		})
		if r.take(']') {
			return true
		}
		if !r.take(',') {
			r.fail()
		}
	}
	return true
}

var missingRow = filled(nil, 16)

// value reads one answer as its slot holds it.
func (r *factsReader) value(s *slot) int64 {
	switch c := r.next(); {
	case c == 't':
		r.skip()
		return 1
	case c == 'f':
		r.skip()
		return 0
	case c == '"':
		return s.coded(r.str())
	case c == '-' || c >= '0' && c <= '9':
		from := r.at
		r.skip()
		n, err := strconv.ParseInt(r.text[from:r.at], 10, 64)
		if err != nil {
			r.fail()
		}
		return n
	}
	r.skip()
	return missingFact
}

// coded is a text as the rules compare it: a day or the place of a code.
func (s *slot) coded(text string) int64 {
	if s.codes != nil {
		if i, ok := s.codes[text]; ok {
			return int64(i)
		}
		return -1
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return int64(d)
	}
	return missingFact
}

// str reads a text; one with an escape is read by the library.
func (r *factsReader) str() string {
	from := r.at
	if !r.take('"') {
		r.fail()
		return ""
	}
	escaped := false
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case '\\':
			escaped = true
			r.at += 2
		case '"':
			r.at++
			if !escaped {
				return r.text[from+1 : r.at-1]
			}
			var s string
			if json.Unmarshal([]byte(r.text[from:r.at]), &s) != nil {
				r.fail()
			}
			return s
		default:
			r.at++
		}
	}
	r.fail()
	return ""
}

// skip passes over any value.
func (r *factsReader) skip() {
	switch r.next() {
	case '"':
		r.str()
	case '{':
		r.object(func(string) { r.skip() })
	case '[':
		r.at++
		for !r.failed && !r.take(']') {
			r.skip()
			r.take(',')
		}
	default:
		from := r.at
		for r.at < len(r.text) && r.text[r.at] != ',' && r.text[r.at] != '}' && r.text[r.at] != ']' {
			r.at++
		}
		if r.at == from {
			r.fail()
		}
	}
}
