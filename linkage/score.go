package linkage

import (
	"math"
	"slices"
)

// Pair is two records that may be of one person.
type Pair struct {
	A, B    uint32  // numbers of the records, the lower first
	Bits    float32 // weight of what they agree and disagree on, without the prior
	pattern pattern
}

// weights are a model made ready for adding up.
type weights struct {
	t      *Table
	fields []fieldWeights
	order  []int   // of fields left open: identifiers, which cost least and settle most, first
	floor  float32 // below which a pair is not kept
	kin    float64 // how many pairs of relatives there are for each of others
}

type fieldWeights struct {
	far   uint8 // level of values that more than edits separate, 0 for none
	edits int
	bits  [16]float32
	kin   [16]float32 // the same for relatives against others
	best  float32     // of levels other than the same value
	terms [][]float32 // by place in field.slots: what a value's frequency adds when it is the same
}

func newWeights(t *Table, m *Model, floor float64) *weights {
	w := &weights{t: t, floor: float32(floor), kin: m.Relatives}
	for f := range t.fields {
		fm := &m.Fields[f]
		fw := fieldWeights{best: float32(math.Inf(-1))}
		for level := range fm.M {
			fw.bits[level] = float32(fm.Bits(uint8(level)))
			if level > 0 {
				fw.kin[level] = float32(min(max(math.Log2(fm.R[level]/fm.U[level]), mostAgainst), mostFor))
			}
			if level > 1 && !(level == nameSwapped && fm.Kind <= Family) {
				fw.best = max(fw.best, fw.bits[level])
			}
		}
		fw.far, fw.edits = farthest(fm.Kind)
		for _, s := range t.fields[f].slots {
			fw.terms = append(fw.terms, t.slots[s].terms(fm))
		}
		w.fields = append(w.fields, fw)
	}
	for _, own := range []bool{true, false} {
		for f, fw := range w.fields {
			if (fw.far != 0) == own {
				w.order = append(w.order, f)
			}
		}
	}
	return w
}

// Bounds of what a value's frequency may add, in bits.
const (
	mostRare   = 7
	mostCommon = -7
)

// terms are the bits that agreeing on a value adds to agreeing on any: many for
// a rare one. An identifier that many records hold is none.
func (s *slot) terms(fm *FieldModel) []float32 {
	out := make([]float32, s.values.size())
	if s.kind == Name || s.kind == Sex {
		return out
	}
	count, held, usual := s.frequencies(fm)
	for id := 1; id < len(out); id++ {
		f := count(uint32(id)) / held
		switch {
		case s.kind != ID && s.kind != Phone:
			out[id] = float32(min(max(math.Log2(usual/f), mostCommon), mostRare))
		case f*held > crowd && (fm.Records > 0 || !s.few):
			out[id] = float32(min(0, math.Log2(fm.U[1]/f)))
		}
	}
	return out
}

// frequencies give how many of the records that have a value have this one, and
// how often two of them have the same: in the file the model was trained on,
// when it kept that, or else in this one.
func (s *slot) frequencies(fm *FieldModel) (count func(uint32) float64, held, usual float64) {
	if fm.Records > 0 {
		return func(id uint32) float64 { return max(fm.Common[string(s.values.text(id))], 1) }, fm.Records, fm.Usual
	}
	held, usual = s.collision()
	return func(id uint32) float64 { return float64(s.count[id]) }, held, usual
}

// collision is how many records have a value, and how often two of them have
// the same one.
func (s *slot) collision() (held, usual float64) {
	same := 0.0
	for _, c := range s.count[1:] {
		held += float64(c)
		same += float64(c) * float64(c)
	}
	return held, same / max(held*held, 1)
}

// crowd is how many records may hold an identifier of one person.
const crowd = 20

// judge scores pairs. It first adds what costs nothing (same value, no value),
// and measures texts only while the pair can still reach the floor.
type judge struct {
	*weights
	*comparer
}

// score gives the weight of a pair and its pattern; ok is false when the weight
// is below the floor. The marks are those of the fields that have them.
func (j *judge) score(a, b []uint32, marksA, marksB []mark) (bits float32, p pattern, ok bool) {
	open, marked := uint32(0), 0
	for f := range j.weights.fields {
		fw := &j.weights.fields[f]
		field := &j.weights.t.fields[f]
		if len(field.slots) > 1 || field.kind == Name {
			if !j.quick(f, field, a, b, &bits, &p) {
				bits += max(fw.best, fw.bits[1])
				open |= 1 << f
			}
			continue
		}
		x, y := a[field.slots[0]], b[field.slots[0]]
		far := false
		if fw.far != 0 {
			far = apart(marksA[marked], marksB[marked], fw.edits)
			marked++
		}
		switch {
		case x == 0 || y == 0:
		case x == y:
			bits += fw.bits[1] + fw.terms[0][x]
			p |= 1 << (4 * f)
		case far:
			bits += fw.bits[fw.far]
			p = p.with(f, fw.far)
		case field.kind == Birth || field.kind == Sex:
			level := j.unequal(field.kind, field.slots[0], x, y)
			bits += fw.bits[level]
			p = p.with(f, level)
		default:
			bits += fw.best
			open |= 1 << f
		}
	}
	if j.given >= 0 && j.family >= 0 && open>>j.given&open>>j.family&1 == 1 && j.swapped(a, b) {
		for _, f := range []int{j.given, j.family} {
			bits += j.weights.fields[f].bits[nameSwapped] - j.assumed(f)
			p = p.with(f, nameSwapped)
			open &^= 1 << f
		}
	}
	if bits < j.floor {
		return bits, p, false
	}
	return j.close(open, bits, p, a, b)
}

// assumed is what an open field has been counted with: the most it can give.
func (j *judge) assumed(f int) float32 {
	fw := &j.weights.fields[f]
	if field := &j.weights.t.fields[f]; len(field.slots) > 1 || field.kind == Name {
		return max(fw.best, fw.bits[1])
	}
	return fw.best
}

// quick decides a field of several slots when one of them has the same value.
func (j *judge) quick(f int, field *field, a, b []uint32, bits *float32, p *pattern) bool {
	if field.kind == Name {
		return false
	}
	for _, s := range field.slots {
		if a[s] != 0 && a[s] == b[s] {
			*bits += j.weights.fields[f].bits[1] + j.term(f, 1, a, b)
			*p |= 1 << (4 * f)
			return true
		}
	}
	return false
}

// close measures the open fields one by one.
func (j *judge) close(open uint32, bits float32, p pattern, a, b []uint32) (float32, pattern, bool) {
	for _, f := range j.order {
		if open>>f&1 == 0 {
			continue
		}
		level := j.level(f, a, b)
		bits += j.weights.fields[f].bits[level] - j.assumed(f)
		if bits < j.floor {
			return bits, p, false
		}
		p = p.with(f, level)
	}
	bits -= j.kinship(p, a, b)
	return bits, p, bits >= j.floor
}

// kinship is what a weight loses because relatives would agree like that too,
// in bits: log2 of how much likelier the pattern is when some of the others are
// relatives.
func (j *judge) kinship(p pattern, a, b []uint32) float32 {
	if j.kin == 0 || j.given < 0 {
		return 0
	}
	sum := float32(0)
	for f := range j.weights.fields {
		fw := &j.weights.fields[f]
		level := p.level(f)
		sum += fw.kin[level]
		if !personal(j.weights.t.fields[f].kind) {
			sum += j.term(f, level, a, b)
		}
	}
	return float32(math.Log2(1 + j.kin*math.Exp2(float64(sum))))
}

// term is what the frequency of a value that both have adds.
func (j *judge) term(f int, level uint8, a, b []uint32) float32 {
	if level != 1 {
		return 0
	}
	best, same := float32(0), false
	for i, s := range j.weights.t.fields[f].slots {
		if a[s] == 0 || a[s] != b[s] {
			continue
		}
		if term := j.weights.fields[f].terms[i][a[s]]; !same || term > best {
			best, same = term, true
		}
	}
	return best
}

// task is a run of blocks of one rule.
type task struct{ rule, from, to int }

// taskPairs is about how many pairs a worker takes at a time.
const taskPairs = 200_000

func (x *index) tasks(t *Table) []task {
	var out []task
	for r, b := range x.rules {
		pairs, from := 0.0, 0
		for block := range b.refined {
			n := float64(b.starts[block+1] - b.starts[block])
			if pairs += n * n / 2; pairs >= taskPairs {
				out = append(out, task{r, from, block + 1})
				pairs, from = 0, block+1
			}
		}
		if from < len(b.refined) {
			out = append(out, task{r, from, len(b.refined)})
		}
	}
	return out
}

// found is what scoring the candidates gives.
type found struct {
	pairs      []Pair
	candidates int // pairs compared
	trueOnes   int // of one entity among them, when the truth is known
}

// score compares all candidates, each once, and keeps those that reach the
// floor, in an order that does not depend on the workers.
func (x *index) score(t *Table, m *Model, floor float64, workers int) found {
	w := newWeights(t, m, floor)
	tasks := x.tasks(t)
	parts := make([]found, len(tasks))
	scanners := make([]*scanner, workers+1)
	parallel(len(tasks), workers, func(worker, i int) {
		if scanners[worker] == nil {
			scanners[worker] = &scanner{judge: judge{w, newComparer(t)}, t: t, x: x}
		}
		parts[i] = scanners[worker].scan(tasks[i])
	})
	var all found
	size := 0
	for i := range parts {
		size += len(parts[i].pairs)
	}
	all.pairs = make([]Pair, 0, size)
	for i := range parts {
		all.pairs = append(all.pairs, parts[i].pairs...)
		all.candidates += parts[i].candidates
		all.trueOnes += parts[i].trueOnes
		parts[i].pairs = nil
	}
	return all
}

// scanner walks through blocks with their records copied side by side.
type scanner struct {
	judge
	t      *Table
	x      *index
	rows   []uint32
	marks  []mark
	blocks []uint32
	truth  []uint32
	out    found
}

func (s *scanner) scan(k task) found {
	s.out = found{}
	b := s.x.rules[k.rule]
	for block := k.from; block < k.to; block++ {
		ids := b.ids[b.starts[block]:b.starts[block+1]]
		s.gather(ids, k.rule)
		s.block(ids, k.rule)
	}
	s.out.pairs = slices.Clip(s.out.pairs)
	return s.out
}

func (s *scanner) gather(ids []uint32, rule int) {
	s.rows, s.marks, s.blocks, s.truth = s.rows[:0], s.marks[:0], s.blocks[:0], s.truth[:0]
	rules := len(s.x.rules)
	for _, id := range ids {
		s.rows = append(s.rows, s.t.row(id)...)
		s.marks = append(s.marks, s.t.marksOf(id)...)
		at := int(id) * rules
		s.blocks = append(s.blocks, s.x.blockOf[at:at+rule]...)
		if s.t.truth != nil {
			s.truth = append(s.truth, s.t.truth[id])
		}
	}
}

func (s *scanner) block(ids []uint32, rule int) {
	width, marked := len(s.t.slots), len(s.t.marked)
	linked := s.t.linksTwo()
	for i := range ids {
		a, marks, before := s.rows[i*width:(i+1)*width], s.marks[i*marked:(i+1)*marked], s.blocks[i*rule:(i+1)*rule]
		for k := i + 1; k < len(ids); k++ {
			if linked && (int(ids[i]) < s.t.second) == (int(ids[k]) < s.t.second) || met(before, s.blocks[k*rule:(k+1)*rule]) {
				continue
			}
			s.out.candidates++
			if s.t.truth != nil && s.truth[i] == s.truth[k] && s.truth[i] != 0 {
				s.out.trueOnes++
			}
			if bits, p, ok := s.score(a, s.rows[k*width:(k+1)*width], marks, s.marks[k*marked:(k+1)*marked]); ok {
				x, y := ids[i], ids[k]
				s.out.pairs = append(s.out.pairs, Pair{min(x, y), max(x, y), bits, p})
			}
		}
	}
}

// met tells that an earlier rule has had the two in one block.
func met(a, b []uint32) bool {
	for i, x := range a {
		if x != 0 && x == b[i] {
			return true
		}
	}
	return false
}
