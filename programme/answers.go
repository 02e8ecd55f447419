package programme

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"

	"sanad/fault"
)

// State is which of its three values an answer has.
type State string

// The states of an answer.
const (
	Answered   State = "answered"
	Unanswered State = "unanswered" // asked, nothing given: null
	NotAsked   State = "not-asked"  // its condition was false: no key
)

// Answers are what a dossier answers to its programme's form. Values are bool,
// int64, string (dates in ISO, codes, identifiers), nil, []any of map[string]any.
// The zero value has no answer. Answers are not changed once made.
type Answers struct{ values map[string]any }

// NewAnswers takes values as given; Form.Check makes them canonical.
func NewAnswers(values map[string]any) Answers { return Answers{values: values} }

// ParseAnswers reads the JSON of answers. Numbers must be whole.
//
// Errors: programme.answers-malformed.
func ParseAnswers(data []byte) (Answers, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var m map[string]any
	err := dec.Decode(&m)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = fault.New(fault.Invalid, "programme.answers-malformed", nil)
		}
	}
	if err == nil {
		err = wholeNumbers(m)
	}
	if err != nil {
		return Answers{}, fault.New(fault.Invalid, "programme.answers-malformed", nil).Because(err)
	}
	return Answers{values: m}, nil
}

// wholeNumbers replaces json.Number by int64, throughout.
func wholeNumbers(v any) error {
	switch x := v.(type) {
	case map[string]any:
		for k, item := range x {
			n, err := whole(item)
			if err != nil {
				return err
			}
			x[k] = n
		}
	case []any:
		for i, item := range x {
			n, err := whole(item)
			if err != nil {
				return err
			}
			x[i] = n
		}
	}
	return nil
}

func whole(v any) (any, error) {
	if n, ok := v.(json.Number); ok {
		return strconv.ParseInt(n.String(), 10, 64)
	}
	return v, wholeNumbers(v)
}

// MarshalJSON is the canonical form: keys sorted, no blanks, no escapes that
// JSON does not require. Same answers, same bytes.
func (a Answers) MarshalJSON() ([]byte, error) {
	values := a.values
	if values == nil {
		values = map[string]any{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(values)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// UnmarshalJSON reads what ParseAnswers reads.
func (a *Answers) UnmarshalJSON(data []byte) error {
	parsed, err := ParseAnswers(data)
	*a = parsed
	return err
}

// Get is the value of an answer and its state.
func (a Answers) Get(key string) (any, State) {
	v, asked := a.values[key]
	switch {
	case !asked:
		return nil, NotAsked
	case v == nil:
		return nil, Unanswered
	}
	return v, Answered
}

// Text is the answer as text, empty unless it is one.
func (a Answers) Text(key string) string {
	s, _ := a.values[key].(string)
	return s
}

// List is the items of a list answer; none unless it is one.
func (a Answers) List(key string) []Answers {
	items, _ := a.values[key].([]any)
	out := make([]Answers, 0, len(items))
	for _, item := range items {
		m, _ := item.(map[string]any)
		out = append(out, Answers{values: m})
	}
	return out
}

// IsZero tells that no question was asked.
func (a Answers) IsZero() bool { return len(a.values) == 0 }

// Keys are the questions asked, sorted.
func (a Answers) Keys() []string { return slices.Sorted(maps.Keys(a.values)) }

// With is a copy with one answer changed.
func (a Answers) With(key string, value any) Answers {
	m := maps.Clone(a.values)
	if m == nil {
		m = map[string]any{}
	}
	m[key] = value
	return Answers{values: m}
}
