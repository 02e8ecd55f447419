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
	places := make([][]int, len(work))
	share(len(work), func(_, piece int) {
		places[piece] = make([]int, buckets)
		c.each(work[piece], func(bucket, _ int, _ uint32) { places[piece][bucket]++ })
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
	share(len(work), func(_, piece int) {
		next := places[piece]
		q := &work[piece].quantity
		c.each(work[piece], func(bucket, i int, place uint32) {
			n := q.at(i)
			lost[piece] = lost[piece] || n<<c.bits>>c.bits != n
			c.entries[next[bucket]] = n<<c.bits | int64(place)
			next[bucket]++
		})
	})
	if i := slices.Index(lost, true); i >= 0 {
		return fault.New(fault.Internal, "ledger.overflow", fault.Args{"programme": work[i].Programme, "measure": work[i].Measure})
	}
	return nil
}

// each calls f for the postings of a stretch that count and name a subject.
func (c *crowd) each(s stretch, f func(bucket, i int, place uint32)) {
	slot, low := c.days.slot, uint32(1)<<c.bits-1
	for i := s.from; i < s.end; i++ {
		row, day, who := s.row[s.cell[i]], slot[s.day[i]], s.subject[i]
		if row == 0 || day == 0 || who == 0 {
			continue
		}
		if int(who) < len(c.root) && c.root[who] != 0 {
			who = c.root[who]
		}
		f(int(who>>c.bits)*c.codes+int(row+day), i, who&low)
	}
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

// clear forgets the sums of the slots that were added up.
func (c *crowd) clear(r, first, end int, kinds []int, sums []int64) {
	low := int64(1)<<c.bits - 1
	for slot := first; slot < end; slot++ {
		for _, k := range kinds {
			for _, e := range c.bucket(r, k, slot) {
				sums[e&low] = 0
			}
		}
	}
}
