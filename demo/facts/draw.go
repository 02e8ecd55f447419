package facts

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Options of a plan.
type Options struct {
	Seed  int64
	Scale float64 // by which the report's figures are multiplied; 0 stands for 1
}

// scaled is a figure of the report at this scale.
func (o Options) scaled(n int) int {
	if o.Scale == 0 {
		return n
	}
	return int(math.Round(float64(n) * o.Scale))
}

// draw is the source of random numbers of one system.
type draw struct{ *rand.Rand }

// drawn is a system's own stream: what one draws changes nothing for another.
func (o Options) drawn(system string) draw {
	h := fnv.New64a()
	h.Write([]byte(system))
	return draw{rand.New(rand.NewPCG(uint64(o.Seed), h.Sum64()))}
}

// chance is true percent times in a hundred.
func (d draw) chance(percent int) bool { return d.IntN(100) < percent }

// between is a whole number from least to most.
func (d draw) between(least, most int) int { return least + d.IntN(most-least+1) }

// oneOf is any of a list.
func oneOf[T any](d draw, list []T) T { return list[d.IntN(len(list))] }

func shuffle[T any](d draw, list []T) {
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// weighted is a place in a list of weights, each as often as it weighs.
func (d draw) weighted(weights []int) int {
	n := d.IntN(Sum(weights))
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// deal is a list that has its i-th value counts[i] times, in any order.
func deal[T any](d draw, values []T, counts []int) []T {
	var out []T
	for i, n := range counts {
		out = append(out, slices.Repeat(values[i:i+1], n)...)
	}
	shuffle(d, out)
	return out
}

// Sum adds up.
func Sum(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}

// Share splits n by weights so that the parts add up to n: whole parts first,
// then one each to the largest remainders, the first of equals. With weights that
// add up to n it gives the weights.
func Share(n int, weights []int) []int {
	all := Sum(weights)
	out, order := make([]int, len(weights)), make([]int, len(weights))
	if all == 0 {
		return out
	}
	for i, w := range weights {
		out[i], order[i] = n*w/all, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n*weights[b]%all, n*weights[a]%all) })
	for _, i := range order[:n-Sum(out)] {
		out[i]++
	}
	return out
}

// shareFrom is Share where each part is least at least; n must suffice.
func shareFrom(n, least int, weights []int) []int {
	out := Share(n-least*len(weights), weights)
	for i := range out {
		out[i] += least
	}
	return out
}

// spread draws weights around 100, for parts that are alike and not equal.
func (d draw) spread(n, percent int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 100 + d.between(-percent, percent)
	}
	return out
}

// scaledPart is n parts out of whole, to the nearest.
func scaledPart(n, part, whole int) int { return (2*n*part + whole) / (2 * whole) }

// sorted are the keys of a map in their order, so that going through it is the
// same each time.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// shareRound is Share in whole units, the rest going to the first.
func shareRound(n, unit int, weights []int) []int {
	out := Share(n/unit, weights)
	for i := range out {
		out[i] *= unit
	}
	out[0] += n % unit
	return out
}
