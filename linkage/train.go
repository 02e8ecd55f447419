package linkage

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// tally is how many pairs show a pattern.
type tally struct {
	pattern pattern
	count   float64
}

// tallies are sorted by pattern, so that sums over them do not depend on who
// counted what first.
func sortedTallies(parts []map[pattern]int) []tally {
	all := map[pattern]int{}
	for _, part := range parts {
		for p, n := range part {
			all[p] += n
		}
	}
	out := make([]tally, 0, len(all))
	for p, n := range all {
		out = append(out, tally{p, float64(n)})
	}
	slices.SortFunc(out, func(a, b tally) int { return cmp.Compare(a.pattern, b.pattern) })
	return out
}

// How many pairs training looks at.
const (
	randomPairs = 400_000 // at most
	randomLeast = 40_000
	randomEach  = 4 // more for each record
	rulePairs   = 20_000
	pieces      = 64 // of random pairs, each drawn from its own seed
)

// trainer learns a model from a table and its blocks.
type trainer struct {
	t       *Table
	x       *index
	workers int
	model   *Model
	random  []tally
	exact   []float64 // of each field: part of all pairs with the same value
	groups  []group
	kin     bool // whether there are relatives
}

// group is the pairs of one rule, for learning the fields the rule leaves free.
type group struct {
	held    uint32
	tallies []tally
	scale   float64          // pairs of the rule for each one counted
	share   [classes]float64 // part of them that is of each class
}

// train learns a model. u comes from random pairs; m and r from the pairs of
// each rule, where the fields that the rule holds equal say nothing, and the
// results are averaged (as in Splink). Nothing depends on the number of workers.
func train(t *Table, x *index, workers int) *Model {
	tr := &trainer{t: t, x: x, workers: workers, model: newModel(t)}
	tr.countRandom()
	tr.countRules()
	tr.setU()
	tr.seeRelatives()
	for range 3 {
		tr.learn()
		tr.setU()
	}
	return tr.model
}

func (tr *trainer) countRandom() {
	n := uint64(tr.t.n)
	parts := make([]map[pattern]int, pieces)
	each := min(randomPairs, randomLeast+randomEach*tr.t.n) / pieces
	comparers := make([]*comparer, tr.workers+1)
	parallel(pieces, tr.workers, func(w, i int) {
		if comparers[w] == nil {
			comparers[w] = newComparer(tr.t)
		}
		rng := rand.New(rand.NewPCG(uint64(i), 20260101))
		counts := map[pattern]int{}
		for range each {
			a, b := rng.Uint64N(n), rng.Uint64N(n)
			if tr.t.linksTwo() {
				a, b = rng.Uint64N(uint64(tr.t.second)), uint64(tr.t.second)+rng.Uint64N(n-uint64(tr.t.second))
			}
			if a != b {
				counts[comparers[w].pattern(tr.t.row(uint32(a)), tr.t.row(uint32(b)))]++
			}
		}
		parts[i] = counts
	})
	tr.random = sortedTallies(parts)
	for f := range tr.t.fields {
		tr.exact = append(tr.exact, tr.t.collision(f))
	}
}

// collision is the part of pairs with a value on both sides that have the same
// one: no sampling is needed for it.
func (t *Table) collision(f int) float64 {
	pairs, all := 0.0, 0.0
	for _, s := range t.fields[f].slots {
		held := 0.0
		for id, c := range t.slots[s].count {
			if id > 0 {
				pairs += float64(c) * float64(c-min(c, 1))
				held += float64(c)
			}
		}
		all += held * (held - 1)
	}
	return pairs / max(all, 1)
}

func (tr *trainer) countRules() {
	for i, b := range tr.x.rules {
		if i < len(tr.x.rules) && len(b.rule.parts) > 1 || b.rule.parts[0].atom == atValue {
			tr.groups = append(tr.groups, group{held: b.rule.fields(tr.t)})
			tr.groups[len(tr.groups)-1].scale = float64(i)
		}
	}
	parallel(len(tr.groups), tr.workers, func(_, i int) {
		g := &tr.groups[i]
		g.count(tr.t, tr.x.rules[int(g.scale)])
	})
	tr.groups = slices.DeleteFunc(tr.groups, func(g group) bool { return len(g.tallies) == 0 })
}

// count looks at every so many'th block of a rule that was not cut.
func (g *group) count(t *Table, b *blocks) {
	c := newComparer(t)
	step := max(int(b.pairs/rulePairs), 1)
	counts := map[pattern]int{}
	seen := 0
	for block := 0; block < len(b.refined); block += step {
		if b.refined[block] || seen > 2*rulePairs {
			continue
		}
		ids := b.ids[b.starts[block]:b.starts[block+1]]
		for i, x := range ids {
			for _, y := range ids[i+1:] {
				if t.linksTwo() && (int(x) < t.second) == (int(y) < t.second) {
					continue
				}
				counts[c.pattern(t.row(x), t.row(y)).without(g.held)]++
				seen++
			}
		}
	}
	g.tallies = sortedTallies([]map[pattern]int{counts})
	g.scale = b.pairs / max(float64(seen), 1)
}
