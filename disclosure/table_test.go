package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"sanad/disclosure"
)

// cube is a table of any number of dimensions, each a tree: the margins are the
// nodes above the leaves. Its cells are named by a node of each dimension, so
// that tables with nodes in common are linked.
type cube struct {
	name string
	dims []tree
}

// tree is a dimension: the parts of each node. The first is the whole.
type tree struct {
	nodes []string
	parts map[string][]string
}

// flat is a whole with so many parts; deep is one whose parts have parts.
func flat(name string, n int) tree { return deep(name, n, 0) }

func deep(name string, n, below int) tree {
	t := tree{nodes: []string{"*"}, parts: map[string][]string{}}
	for i := range n {
		part := fmt.Sprint(name, i)
		t.nodes, t.parts["*"] = append(t.nodes, part), append(t.parts["*"], part)
		for j := range below {
			small := fmt.Sprint(part, ".", j)
			t.nodes, t.parts[part] = append(t.nodes, small), append(t.parts[part], small)
		}
	}
	return t
}

func (t tree) leaf(node string) bool { return len(t.parts[node]) == 0 }

// cells are the names of all cells: every combination of nodes.
func (c cube) cells() [][]string {
	list := [][]string{{}}
	for _, d := range c.dims {
		var next [][]string
		for _, head := range list {
			for _, node := range d.nodes {
				next = append(next, append(append([]string{}, head...), node))
			}
		}
		list = next
	}
	return list
}

func (c cube) key(nodes []string) string { return c.name + strings.Join(nodes, "|") }

// sums calls yield with every sum of the table.
func (c cube) sums(yield func(total string, parts []string)) {
	for _, nodes := range c.cells() {
		for i, d := range c.dims {
			var parts []string
			for _, part := range d.parts[nodes[i]] {
				at := append([]string{}, nodes...)
				at[i] = part
				parts = append(parts, c.key(at))
			}
			if parts != nil {
				yield(c.key(nodes), parts)
			}
		}
	}
}

// counts are the values of a table's leaves; the others follow.
type counts map[string]int64

// draw fills a table's leaves: most are small, as in a table of persons.
func (c cube) draw(r *rand.Rand) counts {
	out := counts{}
	for _, nodes := range c.cells() {
		if c.leaves(nodes) {
			out[c.key(nodes)] = draw(r)
		}
	}
	return out
}

func draw(r *rand.Rand) int64 {
	switch r.IntN(10) {
	case 0, 1:
		return 0
	case 2, 3:
		return 1 + r.Int64N(4)
	case 4:
		return 1000 + r.Int64N(5000)
	}
	return 5 + r.Int64N(80)
}

func (c cube) leaves(nodes []string) bool {
	for i, d := range c.dims {
		if !d.leaf(nodes[i]) {
			return false
		}
	}
	return true
}

// value of a cell is what its leaves add up to.
func (c cube) value(of counts, nodes []string) int64 {
	for i, d := range c.dims {
		if d.leaf(nodes[i]) {
			continue
		}
		var sum int64
		for _, part := range d.parts[nodes[i]] {
			at := append([]string{}, nodes...)
			at[i] = part
			sum += c.value(of, at)
		}
		return sum
	}
	return of[c.key(nodes)]
}

// put adds the table to a set.
func (c cube) put(s *disclosure.Set, of counts, threshold int64) {
	for _, nodes := range c.cells() {
		s.Put(c.key(nodes), disclosure.Cell{Value: c.value(of, nodes), Threshold: threshold})
	}
	c.sums(func(total string, parts []string) { s.Sum(total, parts...) })
}

// earlier adds what an earlier edition printed of the table.
func (c cube) earlier(s *disclosure.Set, of counts, hidden func(string) bool, revision bool) {
	stands := map[string]string{}
	for _, nodes := range c.cells() {
		key := c.key(nodes)
		stands[key] = s.Earlier(key, disclosure.Before{Edition: "1", Value: c.value(of, nodes), Hidden: hidden(key), Revision: revision, Grows: true})
	}
	c.sums(func(total string, parts []string) {
		then := make([]string, len(parts))
		for i, part := range parts {
			then[i] = stands[part]
		}
		s.Sum(stands[total], then...)
	})
}
