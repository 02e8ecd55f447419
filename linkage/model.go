package linkage

import (
	"math"

	"sanad/fault"
)

// Model is what a training learned: for each field how often records of one
// person, and of two, reach each level (Fellegi and Sunter 1969).
type Model struct {
	Fields []FieldModel
	// Prior is the probability that two records drawn at random belong to one
	// person.
	Prior float64
	// Relatives is the probability that they belong to two of one household or
	// family.
	Relatives float64
	// Sounds are, of Latin names that the table heard beside an Arabic one, the
	// skeleton of that where it is another than their own.
	Sounds map[string]string `json:",omitempty"`
}

// FieldModel is a field's part of a model. Level 0 is no evidence.
type FieldModel struct {
	Kind   Kind
	Column string
	M      []float64 // of two records of one person: the part that reaches the level
	R      []float64 // of two records of relatives
	U      []float64 // of two records of others
	// What the values of the file were, for judging records outside of it: how
	// many records had one, how often two had the same, and in how many each of
	// the common ones stood. A rare one counts as once.
	Records float64            `json:",omitempty"`
	Usual   float64            `json:",omitempty"`
	Common  map[string]float64 `json:",omitempty"`
}

// often is how many records in a million a value must stand in to be kept.
const often = 200

// Remember keeps the frequencies of a table in the model, and the sounds that it
// learned, so that it can judge records that are not of that table (NewMatcher)
// as it judges those that are. Identifiers are not kept, and of telephones those
// that are nobody's own: more than a household has.
func (m *Model) Remember(t *Table) {
	for f := range m.Fields {
		fm := &m.Fields[f]
		if fm.Kind == ID || fm.Kind == Name {
			continue
		}
		fm.Common = map[string]float64{}
		for _, at := range t.fields[f].slots {
			s := &t.slots[at]
			held, usual := s.collision()
			fm.Records, fm.Usual = max(fm.Records, held), max(fm.Usual, usual)
			for id := 1; id < s.values.size(); id++ {
				if n := float64(s.count[id]); n > 1 && (fm.Kind != Phone && n*1e6 > often*held || fm.Kind == Phone && n > crowd) {
					text := string(s.values.text(uint32(id)))
					fm.Common[text] = max(fm.Common[text], n)
				}
			}
		}
	}
	m.Sounds = t.learnedSounds()
}

// fits tells that a model is of a table's columns.
func (m *Model) fits(t *Table) error {
	ok := len(m.Fields) == len(t.fields)
	for f := range m.Fields {
		ok = ok && m.Fields[f].Kind == t.fields[f].kind
	}
	if !ok {
		return fault.New(fault.Invalid, "linkage.model", nil)
	}
	return nil
}

// Bounds of what one field may say, in bits, so that no single field decides
// what all others deny.
const (
	mostFor     = 20
	mostAgainst = -12
)

// Bits are the weight of a level: log2 of how much more often one person's
// records reach it than two persons'.
func (f *FieldModel) Bits(level uint8) float64 {
	if level == 0 {
		return 0
	}
	return min(max(math.Log2(f.M[level]/f.U[level]), mostAgainst), mostFor)
}

func (m *Model) priorBits() float64 { return math.Log2(m.Prior / (1 - m.Prior)) }

// probability that a weight in bits, with the prior, gives.
func probability(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// bitsOf is the weight at which a probability is reached.
func bitsOf(p float64) float64 { return math.Log2(p / (1 - p)) }

// usual are the m that training begins with, and stays near where a file shows
// too little: of records that clerks type twice. From level 1.
var usual = [kinds][]float64{
	Given:    {.80, .06, .06, .02, .02, .035, .005},
	Family:   {.80, .06, .06, .02, .02, .035, .005},
	Name:     {.35, .25, .40},
	Sex:      {.97, .03},
	Birth:    {.82, .08, .02, .03, .02, .02, .01},
	ID:       {.85, .07, .02, .06},
	Place:    {.75, .06, .07, .12},
	Postcode: {.75, .05, .08, .05, .07},
	Phone:    {.70, .05, .25},
	Category: {.75, .05, .20},
}

// usualRelatives are the same of two relatives, where they differ from others.
var usualRelatives = [kinds][]float64{
	Family:   {.75, .08, .08, .02, .02, .04, .01},
	Sex:      {.50, .50},
	Birth:    {.01, .005, .005, .02, .03, .12, .81},
	Place:    {.70, .05, .10, .15},
	Postcode: {.60, .05, .15, .10, .10},
	Phone:    {.50, .02, .48},
	Category: {.30, .05, .65},
}

// usualOf are the usual parts of a class; a kind on which relatives are like
// others keeps what it learned from those.
func usualOf(class int, k Kind) []float64 {
	if class == relatives && usualRelatives[k] != nil {
		return usualRelatives[k]
	}
	return usual[k]
}

func newModel(t *Table) *Model {
	m := &Model{Prior: 1 / max(float64(t.n), 2)}
	for _, f := range t.fields {
		m.Fields = append(m.Fields, FieldModel{Kind: f.kind, Column: f.column, M: append([]float64{0}, usual[f.kind]...), R: append([]float64{0}, usualOf(relatives, f.kind)...), U: make([]float64, levels[f.kind])})
	}
	return m
}
