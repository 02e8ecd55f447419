package linkage

import (
	"cmp"
	"slices"
)

// merge is two clusters that became one, and the weight at which they did.
type merge struct {
	a, b uint32  // a record of each
	bits float32 // with the prior; never above that of the merges it rests on
}

// forest is records joined in trees, for finding who is together.
type forest []uint32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = uint32(i)
	}
	return f
}

func (f forest) root(i uint32) uint32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

// join puts the trees of two records together, under the lower root.
func (f forest) join(a, b uint32) {
	a, b = f.root(a), f.root(b)
	f[max(a, b)] = min(a, b)
}

// flatten makes every record point to its root.
func (f forest) flatten() {
	for i := range f {
		f[i] = f[f[i]] // a parent is lower, so it points to its root already
	}
}

// cluster joins records that agree, the surest first, down to a weight with the
// prior: two clusters become one by what all pairs between them say, so that a
// chain of weak links does not hold two persons together. What is connected at
// all is worked on apart, component by component.
func cluster(t *Table, prior float32, pairs []Pair, apart [][2]uint32, lowest float32, workers int) []merge {
	together := newForest(t.n)
	for _, p := range pairs {
		if p.Bits+prior >= lowest {
			together.join(p.A, p.B)
		}
	}
	together.flatten()
	edges, from := byComponent(pairs, together)
	barred := map[[2]uint32]bool{}
	for _, p := range apart {
		barred[[2]uint32{min(p[0], p[1]), max(p[0], p[1])}] = true
	}
	parts := make([][]merge, len(from)-1)
	number := make([]int32, t.n)
	for i := range number {
		number[i] = -1
	}
	sures := newForest(t.n)
	parallel(len(parts), workers, func(_, i int) {
		own := edges[from[i]:from[i+1]]
		slices.SortFunc(own, inOrder)
		parts[i] = newComponent(own, prior, lowest, barred, number, sures).merge()
	})
	return slices.Concat(parts...)
}

// inOrder is the order of pairs by their records.
func inOrder(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) }

// byComponent gives the pairs within components, those of each side by side, and
// where each component begins.
func byComponent(pairs []Pair, together forest) (edges []Pair, from []int) {
	next := make([]int, len(together)+1) // where the next pair of a root goes
	for _, p := range pairs {
		if together[p.A] == together[p.B] {
			next[together[p.A]+1]++
		}
	}
	for root := range together {
		if next[root+1] > 0 {
			from = append(from, next[root])
		}
		next[root+1] += next[root]
	}
	edges = make([]Pair, next[len(together)])
	for _, p := range pairs {
		if root := together[p.A]; root == together[p.B] {
			edges[next[root]] = p
			next[root]++
		}
	}
	return edges, append(from, len(edges))
}

// link is what is known of the pairs between two clusters.
type link struct {
	sum, best float32
	count     int32
	barred    bool
}

// component is records that are connected, and the clusters they form.
type component struct {
	members []uint32 // records by local number
	size    []int32
	height  []float32
	links   []map[int32]link
	queue   queue
	lowest  float32 // weight below which nothing is merged
	version []int32
	merges  []merge
}

// What one pair may add to an average of two clusters, in bits: a pair that
// cannot be, or must be, does not outvote all others. A pair that no rule found
// or that fell below the floor counts as unlikely.
const (
	leastOfPair = -8
	mostOfPair  = 16
)

// sure is a weight at which two records are put together before all else, in
// bits with the prior: it takes most pairs off the work.
const sure = 30

// newComponent numbers the clusters that sure pairs make, and sums up the pairs
// between them. number has room for every record; components share it and no
// record is in two.
func newComponent(edges []Pair, prior, lowest float32, barred map[[2]uint32]bool, number []int32, together forest) *component {
	c := &component{lowest: lowest}
	if len(barred) == 0 {
		c.joinSure(edges, prior, together)
	}
	for _, e := range edges {
		for _, record := range []uint32{e.A, e.B} {
			root := together.root(record)
			if number[root] < 0 {
				number[root] = c.add(root)
			}
			if record != root && number[record] < 0 {
				number[record] = number[root]
				c.size[number[root]]++
			}
		}
	}
	for _, e := range edges {
		if a, b := number[e.A], number[e.B]; a != b {
			bits := e.Bits + prior
			l := link{sum: min(max(bits, leastOfPair), mostOfPair), best: bits, count: 1, barred: barred[[2]uint32{e.A, e.B}]}
			l = l.and(c.links[a][b])
			c.links[a][b], c.links[b][a] = l, l
		}
	}
	for a, links := range c.links {
		for b, l := range links {
			if int32(a) < b {
				c.push(int32(a), b, l)
			}
		}
	}
	return c
}

func (c *component) joinSure(edges []Pair, prior float32, together forest) {
	for _, e := range edges {
		if e.Bits+prior >= sure && together.root(e.A) != together.root(e.B) {
			together.join(e.A, e.B)
			c.merges = append(c.merges, merge{e.A, e.B, sure})
		}
	}
}

func (c *component) add(record uint32) int32 {
	c.members = append(c.members, record)
	c.links = append(c.links, map[int32]link{})
	c.size = append(c.size, 1)
	c.height = append(c.height, sure)
	c.version = append(c.version, 0)
	return int32(len(c.members) - 1)
}

// and is two links taken together; one without pairs changes nothing.
func (l link) and(o link) link {
	if o.count == 0 {
		return l
	}
	return link{l.sum + o.sum, max(l.best, o.best), l.count + o.count, l.barred || o.barred}
}

// bestShare is how much of the linkage of two clusters is their best pair, the
// rest being the average.
const bestShare = 0.35

func (c *component) bits(a, b int32, l link) float32 {
	all := float32(c.size[a]) * float32(c.size[b])
	if all == 1 {
		return l.best
	}
	average := (l.sum + (all-float32(l.count))*leastOfPair) / all
	return bestShare*min(l.best, mostOfPair) + (1-bestShare)*average
}

func (c *component) push(a, b int32, l link) {
	if bits := c.bits(a, b, l); bits >= c.lowest && !l.barred {
		c.queue.push(candidate{bits, min(a, b), max(a, b), c.version[a] + c.version[b]})
	}
}

// merge joins the best two clusters again and again.
func (c *component) merge() []merge {
	for len(c.queue) > 0 {
		next := c.queue.pop()
		a, b := next.a, next.b
		if c.size[a] == 0 || c.size[b] == 0 || next.version != c.version[a]+c.version[b] {
			continue
		}
		bits := min(next.bits, c.height[a], c.height[b])
		c.merges = append(c.merges, merge{c.members[a], c.members[b], bits})
		c.join(a, b, bits)
	}
	return c.merges
}

// join makes b a part of a.
func (c *component) join(a, b int32, bits float32) {
	if len(c.links[a]) < len(c.links[b]) {
		a, b = b, a
	}
	delete(c.links[a], b)
	delete(c.links[b], a)
	for other, l := range c.links[b] {
		l = l.and(c.links[a][other])
		c.links[a][other], c.links[other][a] = l, l
		delete(c.links[other], b)
	}
	c.size[a] += c.size[b]
	c.size[b], c.links[b] = 0, nil
	c.height[a] = bits
	c.version[a]++
	for other, l := range c.links[a] {
		c.push(a, other, l)
	}
}

// candidate is two clusters that may become one.
type candidate struct {
	bits    float32
	a, b    int32
	version int32
}

// before tells which of two candidates goes first; ties go to the lower numbers,
// so that the order of maps changes nothing.
func (x candidate) before(y candidate) bool {
	if x.bits != y.bits {
		return x.bits > y.bits
	}
	return x.a < y.a || x.a == y.a && x.b < y.b
}

// queue is a heap with the best candidate on top. It is not container/heap,
// whose interfaces cost half of the time of clustering.
type queue []candidate

func (q *queue) push(x candidate) {
	*q = append(*q, x)
	h := *q
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *queue) pop() candidate {
	h := *q
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	*q = h
	for i := 0; ; {
		best := i
		for down := 2*i + 1; down <= 2*i+2 && down < last; down++ {
			if h[down].before(h[best]) {
				best = down
			}
		}
		if best == i {
			return top
		}
		h[i], h[best] = h[best], h[i]
		i = best
	}
}

// clustersAt are the clusters of two and more at a weight, each sorted, in the
// order of their first records.
func clustersAt(n int, merges []merge, lowest float64) [][]uint32 {
	together := newForest(n)
	for _, m := range merges {
		if float64(m.bits) >= lowest {
			together.join(m.a, m.b)
		}
	}
	place := map[uint32]int{}
	var out [][]uint32
	for i := range together {
		if root := together.root(uint32(i)); root != uint32(i) {
			if _, ok := place[root]; !ok {
				place[root] = len(out)
				out = append(out, []uint32{root})
			}
			out[place[root]] = append(out[place[root]], uint32(i))
		}
	}
	slices.SortFunc(out, func(a, b []uint32) int { return cmp.Compare(a[0], b[0]) })
	return out
}
