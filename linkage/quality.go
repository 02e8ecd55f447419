package linkage

import (
	"cmp"
	"slices"
)

// Score is how well a result agrees with the truth.
type Score struct {
	Threshold             float64 // probability
	Right, Given, All     float64 // pairs: rightly linked, linked, true
	Precision, Recall, F1 float64
}

func newScore(threshold, right, given, all float64) Score {
	s := Score{Threshold: threshold, Right: right, Given: given, All: all}
	if given > 0 {
		s.Precision = right / given
	}
	if all > 0 {
		s.Recall = right / all
	}
	if right > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
	return s
}

// truePairs is how many pairs of records belong to one entity.
func (t *Table) truePairs() float64 {
	first, second := make([]float64, t.people+1), make([]float64, t.people+1)
	for i, who := range t.truth {
		if i < t.second {
			first[who]++
		} else {
			second[who]++
		}
	}
	sum := 0.0
	for who := 1; who <= t.people; who++ {
		if t.linksTwo() {
			sum += first[who] * second[who]
		} else {
			sum += first[who] * (first[who] - 1) / 2
		}
	}
	return sum
}

func (t *Table) same(a, b uint32) bool { return t.truth[a] != 0 && t.truth[a] == t.truth[b] }

// step is a point at which a growing result can be judged: so many pairs linked
// and so many of them rightly, at a weight.
type step struct{ bits, right, given float64 }

// judgeSteps gives the score at a weight and the best there is. Steps fall in
// weight; those of one weight count together.
func judgeSteps(steps []step, all, chosen float64) (at, best Score) {
	at = newScore(probability(chosen), 0, 0, all)
	best = newScore(1, 0, 0, all)
	for i, s := range steps {
		if i+1 < len(steps) && steps[i+1].bits == s.bits {
			continue
		}
		now := newScore(probability(s.bits), s.right, s.given, all)
		if s.bits >= chosen {
			at = now
			at.Threshold = probability(chosen)
		}
		if now.F1 > best.F1 {
			best = now
		}
	}
	return at, best
}

// pairQuality judges the pairs, all of them counted against all true ones.
func (t *Table) pairQuality(pairs []Pair, prior, chosen float64) (at, best Score) {
	sorted := slices.Clone(pairs)
	slices.SortFunc(sorted, func(a, b Pair) int { return cmp.Compare(b.Bits, a.Bits) })
	steps, right := make([]step, 0, len(sorted)), 0.0
	for i, p := range sorted {
		if t.same(p.A, p.B) {
			right++
		}
		steps = append(steps, step{float64(p.Bits) + prior, right, float64(i + 1)})
	}
	return judgeSteps(steps, t.truePairs(), chosen)
}

// clusterQuality judges the clusters by the pairs within them.
func (t *Table) clusterQuality(merges []merge, chosen float64) (at, best Score) {
	sorted := slices.Clone(merges)
	slices.SortStableFunc(sorted, func(a, b merge) int { return cmp.Compare(b.bits, a.bits) })
	together := newForest(t.n)
	members := map[uint32]map[uint32]int{} // people in a cluster
	sizes := map[uint32]int{}
	of := func(root uint32) map[uint32]int {
		if members[root] == nil {
			members[root], sizes[root] = map[uint32]int{t.truth[root]: 1}, 1
		}
		return members[root]
	}
	steps, right, given := make([]step, 0, len(sorted)), 0.0, 0.0
	for _, m := range sorted {
		a, b := together.root(m.a), together.root(m.b)
		if a == b {
			continue
		}
		x, y := of(a), of(b)
		if len(x) < len(y) {
			a, b, x, y = b, a, y, x
		}
		given += float64(sizes[a]) * float64(sizes[b])
		for who, n := range y {
			if who != 0 {
				right += float64(n) * float64(x[who])
			}
			x[who] += n
		}
		sizes[a] += sizes[b]
		together[b] = a
		delete(members, b)
		steps = append(steps, step{float64(m.bits), right, given})
	}
	return judgeSteps(steps, t.truePairs(), chosen)
}
