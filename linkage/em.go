package linkage

import (
	"math"
	"slices"
)

// The classes of pairs: of one person; of relatives, who share what a household
// shares and not what is a person's own; of others.
const (
	onePerson = iota
	relatives
	others
	classes
)

// setU takes u from the random pairs, less the pairs of one person and of
// relatives that are among them by the model as it is.
func (tr *trainer) setU() {
	for f := range tr.model.Fields {
		fm := &tr.model.Fields[f]
		n := len(fm.U)
		counts, all := make([]float64, n), 0.0
		for _, y := range tr.random {
			if level := y.pattern.level(f); level > 0 {
				counts[level] += y.count
				all += y.count
			}
		}
		for level := 1; level < n; level++ {
			seen := (counts[level] + 0.5) / (all + 0.5*float64(n-1))
			if level == 1 && len(tr.t.fields[f].slots) == 1 && fm.Kind != Name {
				seen = tr.exact[f]
			}
			fm.U[level] = max(seen-tr.model.Prior*fm.M[level]-tr.model.Relatives*fm.R[level], seen/20, 1e-7)
		}
		if personal(fm.Kind) {
			copy(fm.R[1:], ownOf(fm))
		}
	}
}

// personal tells that a kind is a person's own: what relatives reach on it is
// known beforehand and not learned, or else the records of one person that have
// an error there would pass for relatives.
func personal(k Kind) bool {
	return k == Given || k == ID || k == Name || k == Birth || k == Sex
}

// ownOf is what relatives reach on such a kind: what others do, but for births,
// where there are twins, and brothers and sisters of like ages.
func ownOf(fm *FieldModel) []float64 {
	if special := usualRelatives[fm.Kind]; special != nil {
		return special
	}
	return fm.U[1:]
}

// Rounds of expectation and maximisation, and the change below which they end.
const (
	rounds  = 40
	settled = 1e-4
	weight  = 20  // pairs that the usual values count for
	doubt   = 300 // pairs below which a rule's result counts less
)

// learned is what a rule's pairs gave.
type learned struct {
	model      *Model
	counts     [classes]float64
	likelihood float64 // of the patterns, natural logarithm
}

// seeRelatives decides whether the file has relatives at all. A class more
// always fits better; here it must earn the pairs it takes from those of one
// person. In a file without families it would take those with the most errors,
// and gain little by it.
func (tr *trainer) seeRelatives() {
	gains, taken := make([]float64, len(tr.groups)), make([]float64, len(tr.groups))
	parallel(len(tr.groups), tr.workers, func(_, i int) {
		if tr.groups[i].holdsGiven(tr.t) {
			return
		}
		with, without := tr.groups[i], tr.groups[i]
		a, b := tr.em(&with, true), tr.em(&without, false)
		gains[i] = max(0, a.likelihood-b.likelihood)
		taken[i] = max(0, b.counts[onePerson]-a.counts[onePerson])
	})
	gain, cost := 0.0, 0.0
	for i := range gains {
		gain += gains[i]
		cost += taken[i]
	}
	tr.kin = gain > worth*cost+weight
}

// worth is how much likelihood a pair taken from those of one person must bring.
const worth = 0.26

// learn runs EM on each rule's pairs and averages what they give, a rule with
// few pairs of a class counting less.
func (tr *trainer) learn() {
	results := make([]learned, len(tr.groups))
	parallel(len(tr.groups), tr.workers, func(_, i int) { results[i] = tr.em(&tr.groups[i], tr.kin) })
	var sums [others][][]float64
	for class := range sums {
		sums[class] = tr.model.zeros()
	}
	var most [others]float64
	for i, r := range results {
		g := &tr.groups[i]
		for class := range sums {
			most[class] = max(most[class], r.counts[class]*g.scale)
			trust := r.counts[class] / (r.counts[class] + doubt)
			for f := range r.model.Fields {
				if g.held>>f&1 == 1 {
					continue
				}
				for level, share := range r.model.Fields[f].of(class) {
					sums[class][f][level] += trust * share
				}
			}
		}
	}
	tr.take(&sums, most)
}

func (tr *trainer) take(sums *[others][][]float64, most [others]float64) {
	for f := range tr.model.Fields {
		fm := &tr.model.Fields[f]
		take(fm.M, sums[onePerson][f])
		if !personal(fm.Kind) {
			take(fm.R, sums[relatives][f])
		}
	}
	if pairs := tr.t.pairs(); most[onePerson] > 0 {
		tr.model.Prior = min(max(most[onePerson]/pairs, 1e-12), 0.5)
		tr.model.Relatives = min(most[relatives]/pairs, 0.5)
	}
}

// zeros has a place for each level of each field.
func (m *Model) zeros() [][]float64 {
	out := make([][]float64, len(m.Fields))
	for f := range out {
		out[f] = make([]float64, len(m.Fields[f].M))
	}
	return out
}

// of is what a class reaches of each level.
func (f *FieldModel) of(class int) []float64 { return [classes][]float64{f.M, f.R, f.U}[class] }

// take makes parts of sums; what was there stays where nothing was learned.
func take(parts, sums []float64) {
	all := 0.0
	for _, s := range sums {
		all += s
	}
	if all < 1e-9 {
		return
	}
	for level := 1; level < len(sums); level++ {
		parts[level] = max(sums[level]/all, 1e-5)
	}
}

// em learns m and r from the pairs of a group, with u as it is.
func (tr *trainer) em(g *group, kin bool) (out learned) {
	out.model = &Model{}
	for _, fm := range tr.model.Fields {
		fm.M, fm.R = slices.Clone(fm.M), slices.Clone(fm.R)
		out.model.Fields = append(out.model.Fields, fm)
	}
	if g.share[others] == 0 {
		g.share = [classes]float64{0.2, 0.1, 0.7}
	}
	if !kin || g.holdsGiven(tr.t) { // relatives differ in it, so that there are none
		g.share[relatives] = 0
	}
	for range rounds {
		before := g.share
		out.counts, out.likelihood = out.model.step(g)
		if math.Abs(before[onePerson]-g.share[onePerson])+math.Abs(before[relatives]-g.share[relatives]) < settled {
			break
		}
	}
	return out
}

func (g *group) holdsGiven(t *Table) bool {
	at, ok := t.fieldOf(Given)
	return !ok || g.held>>at&1 == 1
}

// step is one round: what each pattern is likely to be, then m and r from that.
func (m *Model) step(g *group) (counts [classes]float64, likelihood float64) {
	var bits [classes][][]float64
	var sums [others][][]float64
	for class := range bits {
		bits[class] = m.zeros()
		for f := range m.Fields {
			for level, share := range m.Fields[f].of(class) {
				if level > 0 {
					bits[class][f][level] = math.Log2(share)
				}
			}
		}
	}
	for class := range sums {
		sums[class] = m.zeros()
		for f := range m.Fields {
			for level := range m.Fields[f].M[1:] {
				sums[class][f][level+1] = weight * usualOf(class, m.Fields[f].Kind)[level]
			}
		}
	}
	all := 0.0
	for _, y := range g.tallies {
		expected, sum := g.expect(y, &bits)
		all += y.count
		likelihood += y.count * math.Log(sum)
		for class, n := range expected {
			counts[class] += n
			for f := range m.Fields {
				if class < others {
					sums[class][f][y.pattern.level(f)] += n
				}
			}
		}
	}
	for class := range counts {
		g.share[class] = counts[class] / max(all, 1)
	}
	for f := range m.Fields {
		if g.held>>f&1 == 0 {
			sums[onePerson][f][0], sums[relatives][f][0] = 0, 0
			take(m.Fields[f].M, sums[onePerson][f])
			if !personal(m.Fields[f].Kind) {
				take(m.Fields[f].R, sums[relatives][f])
			}
		}
	}
	return counts, likelihood
}

// expect divides the pairs of a pattern among the classes; sum is how likely
// the pattern is.
func (g *group) expect(y tally, bits *[classes][][]float64) (out [classes]float64, sum float64) {
	for class := range out {
		exponent := 0.0
		for f := range bits[class] {
			exponent += bits[class][f][y.pattern.level(f)]
		}
		out[class] = g.share[class] * math.Exp2(exponent)
		sum += out[class]
	}
	sum = max(sum, math.SmallestNonzeroFloat64)
	for class := range out {
		out[class] *= y.count / sum
	}
	return out, sum
}
