package ledger

import "runtime"

// everybody is subjects for a single figure, where sorting into buckets would
// cost more than it saves: each worker adds what it reads to a sum for each
// subject, and the workers' sums are put together at the end.
func (v *view) everybody() int64 {
	work := v.stretches()
	sums := make([][]int64, min(runtime.GOMAXPROCS(0), len(work)))
	share(len(work), func(worker, piece int) {
		if sums[worker] == nil {
			sums[worker] = make([]int64, len(v.ids))
		}
		v.credit(work[piece], sums[worker])
	})
	const length = 1 << 16
	positive := make([]int64, (len(v.ids)-1)/length+1)
	share(len(positive), func(_, piece int) {
		positive[piece] = countPositive(sums, piece*length, min((piece+1)*length, len(v.ids)))
	})
	var n int64
	for _, part := range positive {
		n += part
	}
	return n
}

// countPositive counts the subjects of a range whose sums, put together, are
// positive. Subject 0 stands for nobody.
func countPositive(sums [][]int64, from, end int) (n int64) {
	for who := max(from, 1); who < end; who++ {
		var sum int64
		for _, s := range sums {
			if s != nil {
				sum += s[who]
			}
		}
		n += sign(sum)
	}
	return n
}

// credit adds the quantities of a stretch to the sums of whom its subjects count
// as.
func (v *view) credit(s stretch, sums []int64) {
	switch q := &s.quantity; {
	case q.whole != nil:
		creditAll(v, s, q.whole[s.from:s.end], sums)
	case q.wide != nil:
		creditAll(v, s, q.wide[s.from:s.end], sums)
	default:
		creditAll(v, s, q.small[s.from:s.end], sums)
	}
}

func creditAll[Q int8 | int32 | int64](v *view, s stretch, quantity []Q, sums []int64) {
	slot, row := v.days.slot[:1<<16], s.row
	cell, day, subject := s.cell[s.from:s.end], s.day[s.from:s.end], s.subject[s.from:s.end]
	day, subject, quantity = day[:len(cell)], subject[:len(cell)], quantity[:len(cell)]
	for i, n := range cell {
		if row[n] != 0 && slot[day[i]] != 0 {
			sums[v.as(subject[i])] += int64(quantity[i])
		}
	}
}
