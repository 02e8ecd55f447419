package ledger

import (
	"math/bits"
	"runtime"
	"slices"

	"sanad/fault"
)

// crowd is the postings of a view sorted into buckets: by a range of subjects,
// then by kind of cell and slot. The sums of one range of subjects fit into the
// processor's cache, and ranges are counted apart.
type crowd struct {
	*view
	bits    int     // of a subject's place in its range
	codes   int     // kinds times slots
	from    []int   // where each bucket begins, and where the last ends
	entries []int64 // quantity<<bits | place in the range
}

// mostBuckets bounds what a scatter writes to at once.
const mostBuckets = 1 << 14

// subjects counts, for each figure, the subjects whose quantities have a positive
// sum.
//
// Errors: ledger.overflow.
func (v *view) subjects(figures []int64) error {
	if len(v.kinds) == 2 && len(figures) == 1 {
		figures[0] = v.everybody()
		return nil
	}
	c := &crowd{view: v, codes: len(v.kinds) * v.days.slots, bits: min(17, max(12, bits.Len(uint(len(v.ids)))-3))}
	for c.ranges() > 1 && c.ranges()*c.codes > mostBuckets {
		c.bits++
	}
	if err := c.scatter(); err != nil {
		return err
	}
	kinds := v.kindsOf()
	counted := make([][]int64, runtime.GOMAXPROCS(0))
	sums := make([][]int64, len(counted))
	share(c.ranges(), func(worker, r int) {
		if counted[worker] == nil {
			counted[worker], sums[worker] = make([]int64, len(figures)), make([]int64, 1<<c.bits)
		}
		c.count(r, kinds, sums[worker], counted[worker])
	})
	for _, part := range counted {
		for i, n := range part {
			figures[i] += n
		}
	}
	return nil
}

func (c *crowd) ranges() int { return (len(c.ids)-1)>>c.bits + 1 }

// kindsOf are the kinds of cells of each group.
func (v *view) kindsOf() [][]int {
	of := make([][]int, v.Groups)
	for n, k := range v.kinds {
		for _, g := range k.groups {
			of[g] = append(of[g], n)
		}
	}
	return of
}

// scatter sorts by counting: how many each stretch has for each bucket, then
// where they go, then there.
func (c *crowd) scatter() error {
	work := c.stretches()
	buckets := c.ranges() * c.codes
	places, of := make([][]int, len(work)), make([][]uint32, len(work))
	share(len(work), func(_, piece int) {
		places[piece], of[piece] = make([]int, buckets+1), make([]uint32, work[piece].end-work[piece].from)
		c.find(work[piece], of[piece], places[piece])
	})
	c.from = make([]int, buckets+1)
	at := 0
	for b := range buckets {
		c.from[b] = at
		for _, p := range places {
			p[b], at = at, at+p[b]
		}
	}
	c.from[buckets] = at
	c.entries = make([]int64, at)
	lost := make([]bool, len(work))
	share(len(work), func(_, piece int) { lost[piece] = c.put(work[piece], of[piece], places[piece]) })
	if i := slices.Index(lost, true); i >= 0 {
		return fault.New(fault.Internal, "ledger.overflow", fault.Args{"programme": work[i].Programme, "measure": work[i].Measure})
	}
	return nil
}

// find says in which bucket each posting of a stretch goes, and counts them. The
// last is for those that do not count or name no subject.
func (c *crowd) find(s stretch, of []uint32, counts []int) {
	slot, none := c.days.slot[:1<<16], uint32(len(counts)-1)
	cell, day, subject := s.cell[s.from:s.end], s.day[s.from:s.end], s.subject[s.from:s.end]
	day, subject, of = day[:len(cell)], subject[:len(cell)], of[:len(cell)]
	for i, n := range cell {
		row, days, who := s.row[n], slot[day[i]], c.as(subject[i])
		b := who>>c.bits*uint32(c.codes) + row + days
		if row == 0 || days == 0 || who == 0 {
			b = none
		}
		of[i] = b
		counts[b]++
	}
}

// as is whom a subject counts as.
func (v *view) as(who uint32) uint32 {
	if int(who) < len(v.root) && v.root[who] != 0 {
		return v.root[who]
	}
	return who
}

// put writes the entries of a stretch where they go; true when a quantity is too
// large for its entry.
func (c *crowd) put(s stretch, of []uint32, next []int) bool {
	subject := s.subject[s.from:s.end]
	switch q := &s.quantity; {
	case q.whole != nil:
		return putAll(c, of, subject, q.whole[s.from:s.end], next)
	case q.wide != nil:
		return putAll(c, of, subject, q.wide[s.from:s.end], next)
	default:
		return putAll(c, of, subject, q.small[s.from:s.end], next)
	}
}

func putAll[Q int8 | int32 | int64](c *crowd, of, subject []uint32, quantity []Q, next []int) bool {
	none, low := uint32(len(next)-1), uint32(1)<<c.bits-1
	subject, quantity = subject[:len(of)], quantity[:len(of)]
	var lost int64
	for i, b := range of {
		if b == none {
			continue
		}
		n := int64(quantity[i])
		lost |= n ^ n<<c.bits>>c.bits
		c.entries[next[b]] = n<<c.bits | int64(c.as(subject[i])&low)
		next[b]++
	}
	return lost != 0
}

// count adds to each figure the subjects of one range.
func (c *crowd) count(r int, kinds [][]int, sums, figures []int64) {
	for first, ends := range c.starts() {
		for g, of := range kinds {
			var positive int64
			slot := first
			for _, e := range ends {
				for ; slot < e.slot; slot++ {
					positive += c.addUp(r, slot, of, sums)
				}
				figures[g*len(c.Periods)+e.period] += positive
			}
			c.clear(r, first, slot, of, sums)
		}
	}
}

// ending is a period that ends before a slot.
type ending struct{ slot, period int }

// starts are the periods by the slot they begin with, in the order of their
// ends: what counts to the first end counts to all.
func (v *view) starts() map[int][]ending {
	starts := map[int][]ending{}
	for p, r := range v.days.runs {
		starts[r.first] = append(starts[r.first], ending{r.end, p})
	}
	for _, ends := range starts {
		slices.SortFunc(ends, func(a, b ending) int { return a.slot - b.slot })
	}
	return starts
}

func (c *crowd) bucket(r, kind, slot int) []int64 {
	b := r*c.codes + kind*c.days.slots + slot
	return c.entries[c.from[b]:c.from[b+1]]
}

// addUp adds the quantities of a slot to the sums of their subjects, and says how
// many more sums are positive.
func (c *crowd) addUp(r, slot int, kinds []int, sums []int64) int64 {
	var positive int64
	low := int64(1)<<c.bits - 1
	for _, k := range kinds {
		for _, e := range c.bucket(r, k, slot) {
			sum := &sums[e&low]
			before := *sum
			*sum += e >> c.bits
			positive += sign(*sum) - sign(before)
		}
	}
	return positive
}

// sign is 1 for a positive number and 0 for others, without a branch that would
// be foretold wrongly half of the time.
func sign(n int64) int64 { return int64(uint64(-n) >> 63 &^ (uint64(n) >> 63)) }

// clear forgets the sums of the slots that were added up: one by one where they
// are few.
func (c *crowd) clear(r, first, end int, kinds []int, sums []int64) {
	n := 0
	for slot := first; slot < end; slot++ {
		for _, k := range kinds {
			n += len(c.bucket(r, k, slot))
		}
	}
	if n > len(sums)/16 {
		clear(sums)
		return
	}
	low := int64(1)<<c.bits - 1
	for slot := first; slot < end; slot++ {
		for _, k := range kinds {
			for _, e := range c.bucket(r, k, slot) {
				sums[e&low] = 0
			}
		}
	}
}
