package disclosure

import (
	"cmp"
	"container/heap"
	"maps"
	"slices"
)

// search finds moves: changes of hidden cells, one of them given, that break no
// sum. It begins with the given cell changed by one and mends a broken sum with
// one other cell at a time, the cheapest beginnings first.
type search struct {
	*view
	weight []int64
	hidden []bool // the pattern under way

	reach, inside []way
	broken        []int64  // by sum, for one node at a time
	touched       []int    // of them
	changes       []Change // of the node
	mending       []Change // that may come next
}

// way is how a search goes about it.
type way struct {
	extend bool  // may hide more cells
	totals bool  // a total costs no more than another cell
	upward bool  // goes through totals alone: always there, and hides the most
	greed  int64 // weight of a broken sum: the more, the faster and the less careful
	most   int   // beginnings to look at before giving up
}

func newSearch(v *view, hidden []bool) search {
	s := search{view: v, weight: v.weights(), hidden: hidden, broken: make([]int64, len(v.Relations))}
	s.reach = []way{
		{extend: true, greed: fresh / 2, most: 4000},
		{extend: true, totals: true, greed: 4 * fresh, most: 4000},
		{extend: true, totals: true, upward: true, greed: 4 * fresh, most: 4000},
	}
	// Thinning fails most of the time: giving up early loses a cell in a thousand.
	s.inside = []way{{greed: 2, most: 300}}
	return s
}

// move changes a cell by exactly `by`, and others so that all sums hold, never
// the cell `without`. It goes in steps when no single move is large enough.
func (s *search) move(cell int, by int64, without int, ways []way) ([]Change, bool) {
	off := map[int]int64{}
	sign := cmp.Compare(by, 0)
	for left := by * int64(sign); left > 0; {
		step, found := int64(0), []Change(nil)
		for _, way := range ways {
			for step = left; step > 0 && found == nil; step /= 2 {
				if found = s.find(cell, int64(sign), step, without, off, way); found != nil {
					break
				}
			}
			if found != nil {
				break
			}
		}
		if found == nil {
			return nil, false
		}
		for _, c := range found {
			off[c.Cell] += c.By * step
		}
		left -= step
	}
	var out []Change
	for _, c := range slices.Sorted(maps.Keys(off)) {
		if off[c] != 0 {
			out = append(out, Change{c, off[c]})
		}
	}
	return out, true
}

// node is a beginning of a move: the one before and one more cell.
type node struct {
	before *node
	change Change
	cost   int64 // of the cells hidden so far
	guess  int64 // cost and what the sums still broken may cost
	seq    int   // to break ties the same way every time
}

// find is one move by single units, each taken `step` times on top of what was
// moved before; nil when the way gives up.
func (s *search) find(cell int, sign, step int64, without int, off map[int]int64, way way) []Change {
	first := &node{change: Change{cell, sign}}
	queue := nodes{first}
	made := 0
	for looked := 0; len(queue) > 0 && looked < way.most; looked++ {
		n := heap.Pop(&queue).(*node)
		s.take(n)
		sum := s.narrowest()
		if sum < 0 {
			return slices.Clone(s.changes)
		}
		for _, next := range s.mends(sum, way) {
			if !s.may(next, step, without, off, way) {
				continue
			}
			made++
			child := &node{before: n, change: next, cost: n.cost + s.price(next.Cell, way), seq: made}
			child.guess = child.cost + way.greed*int64(s.brokenAfter(next))
			heap.Push(&queue, child)
		}
	}
	return nil
}

// take notes the changes of a node, and by how much they break each sum.
func (s *search) take(n *node) {
	for _, r := range s.touched {
		s.broken[r] = 0
	}
	s.touched, s.changes = s.touched[:0], s.changes[:0]
	for ; n != nil; n = n.before {
		s.changes = append(s.changes, n.change)
		for _, r := range s.of[n.change.Cell] {
			if !slices.Contains(s.touched, r) {
				s.touched = append(s.touched, r)
			}
			s.broken[r] += s.effect(r, n.change)
		}
	}
}

// effect is what a change does to the parts of a sum less its total.
func (s *search) effect(r int, c Change) int64 {
	if s.Relations[r].Total == c.Cell {
		return -c.By
	}
	return c.By
}

// narrowest is the broken sum with the fewest cells: mending it first leaves the
// least to try. -1: none is broken.
func (s *search) narrowest() int {
	best := -1
	for _, r := range s.touched {
		if s.broken[r] != 0 && (best < 0 || len(s.Relations[r].Parts) < len(s.Relations[best].Parts)) {
			best = r
		}
	}
	return best
}

// mends are the changes of single cells that would mend a sum.
func (s *search) mends(r int, way way) []Change {
	by, sum := s.broken[r], s.Relations[r]
	s.mending = append(s.mending[:0], Change{sum.Total, by})
	if way.upward && !has(s.changes, sum.Total) {
		return s.mending
	}
	for _, c := range sum.Parts {
		s.mending = append(s.mending, Change{c, -by})
	}
	return s.mending
}

// may tells that a change can be part of the move.
func (s *search) may(c Change, step int64, without int, off map[int]int64, way way) bool {
	cell := s.Cells[c.Cell]
	switch {
	case c.Cell == without || !cell.movable():
		return false
	case !s.hidden[c.Cell] && !way.extend:
		return false
	case !cell.Signed && cell.Value+off[c.Cell]+step*c.By < 0:
		return false
	}
	return !has(s.changes, c.Cell)
}

func has(changes []Change, cell int) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Cell == cell })
}

// price is what touching a cell costs: hardly anything once it is hidden.
func (s *search) price(cell int, way way) int64 {
	switch {
	case s.hidden[cell]:
		return 1
	case way.totals:
		return fresh
	}
	return s.weight[cell]
}

// brokenAfter counts the sums that are broken once a change is added.
func (s *search) brokenAfter(c Change) int {
	n := 0
	for _, r := range s.touched {
		if s.broken[r] != 0 {
			n++
		}
	}
	for _, r := range s.of[c.Cell] {
		was, is := s.broken[r] != 0, s.broken[r]+s.effect(r, c) != 0
		switch {
		case was && !is:
			n--
		case !was && is:
			n++
		}
	}
	return n
}

// nodes is a queue, the cheapest guess first.
type nodes []*node

func (q nodes) Len() int { return len(q) }
func (q nodes) Less(i, j int) bool {
	if q[i].guess != q[j].guess {
		return q[i].guess < q[j].guess
	}
	return q[i].seq < q[j].seq
}
func (q nodes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *nodes) Push(x any)   { *q = append(*q, x.(*node)) }
func (q *nodes) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
