package linkage

import (
	"cmp"
	"slices"
)

// assign keeps of the pairs between two files those in which no record stands
// twice, so that their weights above the lowest add up to the most there is. Pairs that
// have a record in common form small groups; each is solved by itself: exactly
// up to a size, from the best pair down above it.
func assign(pairs []Pair, n int, prior, lowest float64) []Pair {
	var likely []Pair
	together := newForest(n)
	for _, p := range pairs {
		if float64(p.Bits)+prior >= lowest {
			likely = append(likely, p)
			together.join(p.A, p.B)
		}
	}
	together.flatten()
	slices.SortFunc(likely, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(together[a.A], together[b.A]), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	var out []Pair
	for from := 0; from < len(likely); {
		to := from + 1
		for to < len(likely) && together[likely[to].A] == together[likely[from].A] {
			to++
		}
		out = append(out, choose(likely[from:to], lowest-prior)...)
		from = to
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out
}

// exactly is how many pairs of a group are solved exactly: the cost doubles with
// each.
const exactly = 16

func choose(pairs []Pair, lowest float64) []Pair {
	if len(pairs) == 1 {
		return pairs
	}
	sorted := slices.Clone(pairs)
	slices.SortStableFunc(sorted, func(a, b Pair) int { return cmp.Compare(b.Bits, a.Bits) })
	if len(sorted) > exactly {
		return greedy(sorted)
	}
	s := search{pairs: sorted, lowest: lowest, used: map[uint32]bool{}}
	s.try(0, 0)
	return s.best
}

func greedy(sorted []Pair) []Pair {
	used := map[uint32]bool{}
	var out []Pair
	for _, p := range sorted {
		if !used[p.A] && !used[p.B] {
			used[p.A], used[p.B] = true, true
			out = append(out, p)
		}
	}
	return out
}

// search tries every choice of pairs without a record in common.
type search struct {
	pairs  []Pair
	lowest float64
	used   map[uint32]bool
	now    []Pair
	best   []Pair
	weight float64
}

func (s *search) try(i int, weight float64) {
	if i == len(s.pairs) {
		if weight > s.weight {
			s.weight, s.best = weight, slices.Clone(s.now)
		}
		return
	}
	p := s.pairs[i]
	if !s.used[p.A] && !s.used[p.B] {
		s.used[p.A], s.used[p.B] = true, true
		s.now = append(s.now, p)
		s.try(i+1, weight+float64(p.Bits)-s.lowest)
		s.now = s.now[:len(s.now)-1]
		s.used[p.A], s.used[p.B] = false, false
	}
	s.try(i+1, weight)
}
