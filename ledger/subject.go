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
type crowd[E int32 | int64] struct {
	*view
	bits    int   // of a subject's place in its range
	codes   int   // kinds times slots
	from    []int // where each bucket begins, and where the last ends
	entries []E   // quantity<<bits | place in the range
}

// mostBuckets bounds what a scatter writes to at once.
const mostBuckets = 1 << 14

// mostNarrow is how many bits of a subject's place leave room for a quantity of
// eight bits in an entry of 32.
const mostNarrow = 24

// subjects counts, for each figure, the subjects whose quantities have a positive
// sum.
//
// Errors: ledger.overflow.
func (v *view) subjects(figures []int64) error {
	if len(v.kinds) == 2 && len(figures) == 1 {
		figures[0] = v.everybody()
		return nil
	}
	codes, wide := len(v.kinds)*v.days.slots, min(17, max(12, bits.Len(uint(len(v.ids)))-3))
	for ranges := v.ranges(wide); ranges > 1 && ranges*codes > mostBuckets; ranges = v.ranges(wide) {
		wide++
	}
	// Half the bytes are half the time: most series count ones.
	if wide <= mostNarrow && !slices.ContainsFunc(v.parts, func(p part) bool { return p.quantity.wide != nil || p.quantity.whole != nil }) {
		return (&crowd[int32]{view: v, codes: codes, bits: wide}).subjects(figures)
	}
	return (&crowd[int64]{view: v, codes: codes, bits: wide}).subjects(figures)
}

func (c *crowd[E]) subjects(figures []int64) error {
	if err := c.scatter(); err != nil {
		return err
	}
	kinds := c.kindsOf()
	counted := make([][]int64, runtime.GOMAXPROCS(0))
	sums := make([][]int64, len(counted))
	share(c.ranges(c.bits), func(worker, r int) {
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

// ranges are how many ranges of subjects there are when their places take so many
// bits.
func (v *view) ranges(bits int) int { return (len(v.ids)-1)>>bits + 1 }

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
func (c *crowd[E]) scatter() error {
	work := c.stretches()
	buckets := c.ranges(c.bits) * c.codes
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
	c.entries = make([]E, at)
	lost := make([]bool, len(work))
	share(len(work), func(_, piece int) { lost[piece] = c.put(work[piece], of[piece], places[piece]) })
	if i := slices.Index(lost, true); i >= 0 {
		return fault.New(fault.Internal, "ledger.overflow", fault.Args{"programme": work[i].Programme, "measure": work[i].Measure})
	}
	return nil
}

// find says in which bucket each posting of a stretch goes, and counts them. The
// last is for those that do not count or name no subject.
func (c *crowd[E]) find(s stretch, of []uint32, counts []int) {
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
func (c *crowd[E]) put(s stretch, of []uint32, next []int) bool {
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

func putAll[E int32 | int64, Q int8 | int32 | int64](c *crowd[E], of, subject []uint32, quantity []Q, next []int) bool {
	none, low := uint32(len(next)-1), uint32(1)<<c.bits-1
	subject, quantity = subject[:len(of)], quantity[:len(of)]
	var lost E
	for i, b := range of {
		if b == none {
			continue
		}
		n := E(quantity[i])
		lost |= n ^ n<<c.bits>>c.bits
		c.entries[next[b]] = n<<c.bits | E(c.as(subject[i])&low)
		next[b]++
	}
	return lost != 0
}

// count adds to each figure the subjects of one range.
func (c *crowd[E]) count(r int, kinds [][]int, sums, figures []int64) {
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

func (c *crowd[E]) bucket(r, kind, slot int) []E {
	b := r*c.codes + kind*c.days.slots + slot
	return c.entries[c.from[b]:c.from[b+1]]
}

// addUp adds the quantities of a slot to the sums of their subjects, and says how
// many more sums are positive.
func (c *crowd[E]) addUp(r, slot int, kinds []int, sums []int64) int64 {
	var positive int64
	low := E(1)<<c.bits - 1
	for _, k := range kinds {
		for _, e := range c.bucket(r, k, slot) {
			sum := &sums[e&low]
			before := *sum
			*sum += int64(e >> c.bits)
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
func (c *crowd[E]) clear(r, first, end int, kinds []int, sums []int64) {
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
	low := E(1)<<c.bits - 1
	for slot := first; slot < end; slot++ {
		for _, k := range kinds {
			for _, e := range c.bucket(r, k, slot) {
				sums[e&low] = 0
			}
		}
	}
}
