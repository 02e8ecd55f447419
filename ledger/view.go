package ledger

import (
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// view is a question over what is in memory: the prefixes that it may see. The
// cells that count alike (in the same groups, with the same value) are one kind
// of cell; kind 0 does not count.
type view struct {
	*Question
	days    calendarOf
	parts   []part
	kinds   []kind
	root    []uint32 // whom a merged subject counts as, 0: itself; may be shorter
	ids     []store.ID
	parties []uint32
	who     uint32 // the one subject that is asked about; 0: none
}

// kind is what cells have in common.
type kind struct {
	groups []int
	value  int // which of the values, for Values
}

// part is one series of a view.
type part struct {
	Series
	columns          // as long as what is known
	row     []uint32 // of each cell: where the slots of its kind begin
}

// view takes what a question sees. Columns only grow, so it may be read without
// the lock while more is added.
func (m *memory) view(q Question, scope access.Scope) *view {
	v := &view{Question: &q, days: slotted(q.Periods)}
	m.RLock()
	for _, s := range q.Series {
		if all, ok := m.series[s]; ok {
			v.parts = append(v.parts, part{Series: s, columns: m.seen(all, &q)})
		}
	}
	v.ids, v.parties, v.who = m.ids.ids, m.parties, m.ids.known(q.Subject)
	v.root = m.rootsKnown(q.merged())
	m.RUnlock()
	v.sort(scope)
	for _, k := range v.kinds {
		for _, g := range k.groups {
			v.Groups = max(v.Groups, g+1)
		}
	}
	return v
}

// sort finds the kind of each cell.
func (v *view) sort(scope access.Scope) {
	v.kinds = []kind{{}}
	numbers, values := map[string]uint32{}, map[string]int{}
	var groups []int
	var key []byte
	for n := range v.parts {
		p := &v.parts[n]
		p.row = make([]uint32, len(p.cells))
		for i, c := range p.cells {
			groups = v.groups(c, scope, groups[:0])
			if len(groups) == 0 {
				continue
			}
			value := v.valueOf(c, values)
			key = binary.AppendUvarint(key[:0], uint64(value))
			for _, g := range groups {
				key = binary.AppendUvarint(key, uint64(g))
			}
			number, ok := numbers[string(key)]
			if !ok {
				number = uint32(len(v.kinds))
				numbers[string(key)] = number
				v.kinds = append(v.kinds, kind{slices.Clone(groups), value})
			}
			p.row[i] = number * uint32(v.days.slots)
		}
	}
}

// groups are the groups of a cell, each once; none for a cell that does not count.
func (q *Question) groups(c *Cell, scope access.Scope, to []int) []int {
	if q.Origin != "" && c.Origin != q.Origin || !scope.Allows(c.Programme, c.Province()) || q.Count == Values && q.Value(c) == "" {
		return to
	}
	to = q.Group(c, to)
	slices.Sort(to)
	return slices.Compact(to)
}

// valueOf numbers the values met.
func (q *Question) valueOf(c *Cell, numbers map[string]int) int {
	if q.Count != Values {
		return 0
	}
	value := q.Value(c)
	if _, ok := numbers[value]; !ok {
		numbers[value] = len(numbers)
	}
	return numbers[value]
}

// check refuses a question whose sums could leave an int64: nothing that a
// ministry counts comes near, so a sum that might is a mistake.
//
// Errors: ledger.overflow.
func (v *view) check() error {
	left := uint64(math.MaxInt64)
	for _, p := range v.parts {
		if p.weight > left {
			return fault.New(fault.Internal, "ledger.overflow", fault.Args{"programme": p.Programme, "measure": p.Measure})
		}
		left -= p.weight
	}
	return nil
}

func (v *view) answer() (a Answer, err error) {
	a = Answer{view: v, figures: make([]int64, v.Groups*len(v.Periods))}
	switch v.Count {
	case Quantities:
		if v.Subject.IsZero() {
			v.sum(a.figures)
		} else {
			v.sumOf(v.who, a.figures)
		}
	case Values:
		v.values(a.figures)
	case Subjects:
		err = v.subjects(a.figures)
	}
	return a, err
}

// latest is when the last posting was recorded that is in a group and a period.
func (v *view) latest() calendar.Instant {
	var latest calendar.Instant
	for n := range v.parts {
		p := &v.parts[n]
		for i := len(p.cell) - 1; i >= 0; i-- {
			if p.row[p.cell[i]] != 0 && v.days.slot[p.day[i]] != 0 {
				latest = max(latest, p.recorded.at(i))
				break
			}
		}
	}
	return latest
}

// span is the first and the last day of the postings that are in a group.
func (v *view) span() (first, last calendar.Date) {
	low, high := uint16(math.MaxUint16), uint16(0)
	none := true
	for _, p := range v.parts {
		for i, c := range p.cell {
			if p.row[c] != 0 {
				low, high, none = min(low, p.day[i]), max(high, p.day[i]), false
			}
		}
	}
	if none {
		return 0, 0
	}
	return firstDay + calendar.Date(low), firstDay + calendar.Date(high)
}

// calendarOf cuts time where a period begins or has ended. The days between two
// cuts, a slot, are in the same periods, so that a period is a run of slots.
// Slot 0 is the days of no period.
type calendarOf struct {
	slot  []uint32 // of each day after firstDay
	slots int
	runs  []run // of each period
}

// run is the slots from first up to, not including, end.
type run struct{ first, end int }

func slotted(periods []Period) calendarOf {
	var cuts []int
	for _, p := range periods {
		from, end := p.bounds()
		cuts = append(cuts, from, end)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	c := calendarOf{slot: make([]uint32, 1<<16), slots: len(cuts) + 1}
	covered := make([]bool, c.slots)
	for _, p := range periods {
		from, end := p.bounds()
		first, _ := slices.BinarySearch(cuts, from)
		last, _ := slices.BinarySearch(cuts, end)
		r := run{first + 1, max(first, last) + 1}
		c.runs = append(c.runs, r)
		for s := r.first; s < r.end; s++ {
			covered[s] = true
		}
	}
	for i, cut := range cuts[:max(0, len(cuts)-1)] {
		if covered[i+1] {
			for day := cut; day < cuts[i+1]; day++ {
				c.slot[day] = uint32(i + 1)
			}
		}
	}
	return c
}

// bounds are the first day of a period and the one after its last, counted from
// firstDay and within what the ledger keeps.
func (p Period) bounds() (from, end int) {
	if !p.From.IsZero() {
		from = min(max(0, int(p.From-firstDay)), 1<<16)
	}
	return from, min(max(0, int(p.To-firstDay)+1), 1<<16)
}

// stretch is some postings of a part, for one worker.
type stretch struct {
	*part
	from, end int
}

// stretches cuts the postings into pieces that workers take one by one.
func (v *view) stretches() []stretch {
	const length = 1 << 18
	var out []stretch
	for n := range v.parts {
		p := &v.parts[n]
		for from := 0; from < len(p.cell); from += length {
			out = append(out, stretch{p, from, min(from+length, len(p.cell))})
		}
	}
	return out
}

// share lets workers do n pieces of work; each worker has a number from 0.
func share(n int, work func(worker, piece int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			work(0, i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(w, i)
			}
		})
	}
	wait.Wait()
}
