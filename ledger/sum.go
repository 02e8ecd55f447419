package ledger

import "runtime"

// sums adds the quantities of every kind of cell in every slot: one pass, no
// branch, whatever the groups and periods are.
func (v *view) sums() []int64 {
	size := len(v.kinds) * v.days.slots
	work := v.stretches()
	totals := make([][]int64, runtime.GOMAXPROCS(0))
	share(len(work), func(worker, piece int) {
		if totals[worker] == nil {
			totals[worker] = make([]int64, size)
		}
		work[piece].addTo(totals[worker], v.days.slot)
	})
	sum := make([]int64, size)
	for _, part := range totals {
		for i, n := range part {
			sum[i] += n
		}
	}
	return sum
}

func (s stretch) addTo(totals []int64, slot []uint32) {
	cell, day := s.cell[s.from:s.end], s.day[s.from:s.end]
	switch q := &s.quantity; {
	case q.whole != nil:
		addUp(totals, s.row, slot, cell, day, q.whole[s.from:s.end])
	case q.wide != nil:
		addUp(totals, s.row, slot, cell, day, q.wide[s.from:s.end])
	default:
		addUp(totals, s.row, slot, cell, day, q.small[s.from:s.end])
	}
}

// addUp is the loop that the speed of every additive table is made of.
func addUp[Q int8 | int32 | int64](totals []int64, row, slot, cell []uint32, day []uint16, quantity []Q) {
	slot = slot[:1<<16] // so that no day needs a check
	day, quantity = day[:len(cell)], quantity[:len(cell)]
	for i, c := range cell {
		totals[row[c]+slot[day[i]]] += int64(quantity[i])
	}
}

// sum gives each figure the quantities of its cells in its days.
func (v *view) sum(figures []int64) {
	totals := v.sums()
	for n, k := range v.kinds {
		row := totals[n*v.days.slots : (n+1)*v.days.slots]
		for p, r := range v.days.runs {
			var sum int64
			for _, q := range row[r.first:r.end] {
				sum += q
			}
			for _, g := range k.groups {
				figures[g*len(v.Periods)+p] += sum
			}
		}
	}
}

// sumOf gives each figure the quantities of one subject. Merges do not count:
// what is asked about is an institution or another thing that is never merged.
func (v *view) sumOf(who uint32, figures []int64) {
	if who == 0 {
		return
	}
	for _, p := range v.parts {
		for i, of := range p.subject {
			slot := v.days.slot[p.day[i]]
			if of != who || p.row[p.cell[i]] == 0 || slot == 0 {
				continue
			}
			for n, r := range v.days.runs {
				if int(slot) < r.first || int(slot) >= r.end {
					continue
				}
				for _, g := range v.kinds[int(p.row[p.cell[i]])/v.days.slots].groups {
					figures[g*len(v.Periods)+n] += p.quantity.at(i)
				}
			}
		}
	}
}

// values counts, for each figure, the values whose quantities have a positive sum.
func (v *view) values(figures []int64) {
	type valued struct{ figure, value int }
	sums := map[valued]int64{}
	totals := v.sums()
	for n, k := range v.kinds {
		row := totals[n*v.days.slots : (n+1)*v.days.slots]
		for p, r := range v.days.runs {
			var sum int64
			for _, q := range row[r.first:r.end] {
				sum += q
			}
			for _, g := range k.groups {
				sums[valued{g*len(v.Periods) + p, k.value}] += sum
			}
		}
	}
	for s, n := range sums {
		if n > 0 {
			figures[s.figure]++
		}
	}
}
