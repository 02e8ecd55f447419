package linkage

import "math"

// Proposal is what a weight and its reasons amount to. Nothing merges by itself:
// even Same is a proposal to a person.
type Proposal uint8

// The proposals, from the weakest.
const (
	Apart Proposal = iota // two persons, for all that is known
	Look                  // somebody should look
	Same                  // one person, almost surely
)

// String is a word for files: apart, look, same.
func (p Proposal) String() string { return [...]string{"apart", "look", "same"}[p] }

// nearlySure is the probability from which a pair may be proposed as Same.
const nearlySure = 0.99

// Evidence is what one field says of a pair.
type Evidence struct {
	Kind   Kind
	Column string
	A, B   string // the values in their normal form; of several the first
	Level  string // "name-variant"; its words have the key "linkage.level.name-variant"
	Bits   float64
}

// Explanation is why two records are, or are not, of one person. The bits of its
// fields, of Prior and of Relatives add up to Bits.
type Explanation struct {
	Probability float64
	Bits        float64
	Prior       float64 // bits before anything is compared: most pairs are two persons
	Relatives   float64 // bits lost because relatives would agree like that too; 0 or less
	Twins       bool    // same family and birth, another given name: brothers or sisters
	Proposal    Proposal
	Fields      []Evidence
}

var levelWords = [kinds][]string{
	Given:    {"missing", "name-same", "name-variant", "name-close", "name-similar", "name-part", "name-different", "name-swapped"},
	Family:   {"missing", "name-same", "name-variant", "name-close", "name-similar", "name-part", "name-different", "name-swapped"},
	Name:     {"missing", "rest-rare", "rest-common", "rest-different"},
	Sex:      {"missing", "same", "different"},
	Birth:    {"missing", "same", "birth-slip", "birth-vague", "birth-two-parts", "birth-year", "birth-near", "different"},
	ID:       {"missing", "same", "one-edit", "two-edits", "different"},
	Place:    {"missing", "same", "close", "place-region", "different"},
	Postcode: {"missing", "same", "one-edit", "postcode-district", "postcode-area", "different"},
	Phone:    {"missing", "same", "one-edit", "different"},
	Category: {"missing", "same", "close", "different"},
}

// Levels are the words for the levels of a kind, level 0 first; the key of each
// is "linkage.level." and the word.
func (k Kind) Levels() []string { return levelWords[k] }

// Explainer explains pairs of a table. One goroutine uses one explainer.
type Explainer struct {
	judge
	t *Table
	m *Model
}

// NewExplainer makes an explainer by a model trained on the table.
func NewExplainer(t *Table, m *Model) *Explainer {
	return &Explainer{judge{newWeights(t, m, math.Inf(-1)), newComparer(t)}, t, m}
}

// Explain says what each field of two records adds to their weight.
func (e *Explainer) Explain(a, b uint32) Explanation {
	x, y := e.t.row(a), e.t.row(b)
	bits, p, _ := e.score(x, y, e.t.marksOf(a), e.t.marksOf(b))
	out := Explanation{Prior: e.m.priorBits(), Relatives: 0 - float64(e.kinship(p, x, y))}
	out.Bits = float64(bits) + out.Prior
	out.Probability = probability(out.Bits)
	for f := range e.t.fields {
		out.Fields = append(out.Fields, e.evidence(f, p.level(f), x, y))
	}
	out.Twins = e.twins(p)
	out.Proposal = out.proposal()
	return out
}

func (e *Explainer) evidence(f int, level uint8, x, y []uint32) Evidence {
	field := &e.t.fields[f]
	out := Evidence{Kind: field.kind, Column: field.column, Level: levelWords[field.kind][level]}
	out.A, out.B = e.t.valueOf(field, x), e.t.valueOf(field, y)
	out.Bits = float64(e.weights.fields[f].bits[level] + e.term(f, level, x, y))
	return out
}

func (t *Table) valueOf(f *field, row []uint32) string {
	for _, s := range f.slots {
		if row[s] != 0 {
			return string(t.slots[s].values.text(row[s]))
		}
	}
	return ""
}

// twins tells the pattern of brothers and sisters born on one day.
func (e *Explainer) twins(p pattern) bool {
	birth, ok := e.t.fieldOf(Birth)
	if !ok || e.given < 0 || e.family < 0 {
		return false
	}
	family := p.level(e.family)
	born := p.level(birth)
	return poor(p.level(e.given)) && family >= nameSame && family <= nameClose && (born == birthSame || born == birthVague)
}

// proposal keeps twins below Same whatever their sum.
func (x *Explanation) proposal() Proposal {
	switch {
	case x.Probability < Review:
		return Apart
	case x.Probability < nearlySure || x.Twins:
		return Look
	}
	return Same
}

// Matcher compares one record with candidates by a model trained before: the
// check while a clerk types. Its records are values in the order of its maps.
// It is safe for several goroutines.
type Matcher struct {
	maps  []Map
	model *Model
}

// NewMatcher makes a matcher for records of these columns.
//
// Errors: linkage.model, when the model was trained on other columns.
func NewMatcher(maps []Map, model *Model) (*Matcher, error) {
	if err := checkMap(maps); err != nil {
		return nil, err
	}
	return &Matcher{maps, model}, model.fits(newTable(maps))
}

// Compare explains each candidate against the record, in their order. What it
// says of one does not depend on the others, and is what an Explainer says of the
// two in the table that the model remembers.
func (m *Matcher) Compare(record []string, candidates [][]string) []Explanation {
	return m.each(record, candidates, func(e *Explainer, i uint32) Explanation { return e.Explain(0, i) })
}

// CompareTo is Compare with the record as the second of each pair: which of two
// stands first may matter in the last digit.
func (m *Matcher) CompareTo(candidates [][]string, record []string) []Explanation {
	return m.each(record, candidates, func(e *Explainer, i uint32) Explanation { return e.Explain(i, 0) })
}

func (m *Matcher) each(record []string, candidates [][]string, explain func(*Explainer, uint32) Explanation) []Explanation {
	t := newTable(m.maps)
	t.fill(record, candidates)
	t.soundAs(m.model)
	e := NewExplainer(t, m.model)
	out := make([]Explanation, len(candidates))
	for i := range candidates {
		out[i] = explain(e, uint32(i+1))
	}
	return out
}

// fill makes a table of a record and its candidates.
func (t *Table) fill(record []string, candidates [][]string) {
	c := &chunk{file: &file{truth: -1}, values: make([]*dictionary, len(t.slots))}
	for i := range t.maps {
		c.file.sources = append(c.file.sources, i)
	}
	for s := range c.values {
		c.values[s] = newDictionary()
	}
	p := newParser(t, ReadOptions{})
	p.add(c, record)
	for _, candidate := range candidates {
		p.add(c, candidate)
	}
	c.normalize(t)
	t.merge(c, nil)
	t.second = t.n
	for s := range t.slots {
		t.slots[s].few = true
	}
	t.prepare(1)
}
