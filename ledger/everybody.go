package ledger

import (
	"math"
	"runtime"
)

// everybody is subjects for a single figure, where sorting into buckets would
// cost more than it saves: each worker adds what it reads to a sum for each
// subject, and the workers' sums are put together at the end.
func (v *view) everybody() int64 {
	var weight uint64
	for _, p := range v.parts {
		weight += p.weight
	}
	if weight <= math.MaxInt32 { // the sums of twice as many subjects fit into the cache
		return everybody[int32](v)
	}
	return everybody[int64](v)
}

func everybody[S int32 | int64](v *view) int64 {
	sums := make([][]S, runtime.GOMAXPROCS(0))
	times := v.postings()>>17 + 1
	share(times, func(worker, time int) {
		if sums[worker] == nil {
			sums[worker] = make([]S, len(v.ids))
		}
		// The same stretch of time of each series, one after the other: an act posts to
		// several, so that its subject's sum is still in the cache.
		for n := range v.parts {
			p := &v.parts[n]
			credit(v, stretch{p, len(p.cell) * time / times, len(p.cell) * (time + 1) / times}, sums[worker])
		}
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

// postings is how many postings the view has.
func (v *view) postings() (n int) {
	for _, p := range v.parts {
		n += len(p.cell)
	}
	return n
}

// countPositive counts the subjects of a range whose sums, put together, are
// positive. Subject 0 stands for nobody.
func countPositive[S int32 | int64](sums [][]S, from, end int) (n int64) {
	for who := max(from, 1); who < end; who++ {
		var sum int64
		for _, s := range sums {
			if s != nil {
				sum += int64(s[who])
			}
		}
		n += sign(sum)
	}
	return n
}

// credit adds the quantities of a stretch to the sums of whom its subjects count
// as.
func credit[S int32 | int64](v *view, s stretch, sums []S) {
	switch q := &s.quantity; {
	case q.whole != nil:
		creditAll(v, s, q.whole[s.from:s.end], sums)
	case q.wide != nil:
		creditAll(v, s, q.wide[s.from:s.end], sums)
	default:
		creditAll(v, s, q.small[s.from:s.end], sums)
	}
}

func creditAll[Q int8 | int32 | int64, S int32 | int64](v *view, s stretch, quantity []Q, sums []S) {
	slot, row := v.days.slot[:1<<16], s.row
	cell, day, subject := s.cell[s.from:s.end], s.day[s.from:s.end], s.subject[s.from:s.end]
	day, subject, quantity = day[:len(cell)], subject[:len(cell)], quantity[:len(cell)]
	for i, n := range cell {
		if row[n] != 0 && slot[day[i]] != 0 {
			sums[v.as(subject[i])] += S(quantity[i])
		}
	}
}
