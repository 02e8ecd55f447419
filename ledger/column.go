package ledger

import (
	"encoding/binary"
	"math"
	"sort"

	"sanad/calendar"
)

// columns are the postings of one series, in the order of recording. They only
// grow: a copy taken under the lock stays as it is while more is appended.
type columns struct {
	cells    []*Cell  // those of the series, in the order of their first postings
	numbers  []int64  // of the cells
	since    []uint32 // the first posting of each cell
	cell     []uint32
	day      []uint16 // after firstDay
	quantity quantities
	subject  []uint32 // 0: none
	stream   []uint32
	recorded instants
	weight   uint64 // the sum of the quantities without their signs; stays at the top
}

func (c *columns) append(cell uint32, subject, stream uint32, p Posting) {
	if int(cell) == len(c.since) {
		c.since = push(c.since, uint32(len(c.cell)))
	}
	c.cell = push(c.cell, cell)
	c.day = push(c.day, uint16(p.Day-firstDay))
	c.quantity.append(p.Quantity)
	c.subject = push(c.subject, subject)
	c.stream = push(c.stream, stream)
	c.recorded.append(p.RecordedAt)
	n := magnitude(p.Quantity)
	if c.weight += n; c.weight < n {
		c.weight = math.MaxUint64
	}
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// first is the columns of the first n postings, with the cells that were known
// then: a caller may make rows of the cells it meets.
func (c *columns) first(n int) columns {
	f := *c
	f.cells = c.cells[:sort.Search(len(c.since), func(i int) bool { return int(c.since[i]) >= n })]
	f.cell, f.day, f.subject, f.stream = c.cell[:n], c.day[:n], c.subject[:n], c.stream[:n]
	return f
}

func (c *columns) date(i int) calendar.Date { return firstDay + calendar.Date(c.day[i]) }

// push appends with an eighth of room to grow; append would take a quarter and
// more, of columns that fill the memory.
func push[T any](s []T, v T) []T {
	if len(s) == cap(s) {
		more := make([]T, len(s), len(s)+len(s)/8+32)
		copy(more, s)
		s = more
	}
	return append(s, v)
}

// quantities keeps numbers in as few bytes as the largest of them needs: most
// series count ones. One of the three holds all.
type quantities struct {
	small []int8
	wide  []int32
	whole []int64
}

func (q *quantities) append(n int64) {
	switch {
	case q.whole != nil:
	case n != int64(int32(n)):
		*q = quantities{whole: widened(widened([]int64(nil), q.small), q.wide)}
	case q.wide != nil:
	case n != int64(int8(n)):
		*q = quantities{wide: widened([]int32(nil), q.small)}
	}
	switch {
	case q.whole != nil:
		q.whole = push(q.whole, n)
	case q.wide != nil:
		q.wide = push(q.wide, int32(n))
	default:
		q.small = push(q.small, int8(n))
	}
}

// widened appends numbers to wider ones; the result is never nil.
func widened[W, N int8 | int32 | int64](to []W, from []N) []W {
	out := make([]W, len(to), len(to)+len(from)+32)
	copy(out, to)
	for _, n := range from {
		out = append(out, W(n))
	}
	return out
}

func (q *quantities) at(i int) int64 {
	switch {
	case q.whole != nil:
		return q.whole[i]
	case q.wide != nil:
		return int64(q.wide[i])
	}
	return int64(q.small[i])
}

// instants keeps a sequence that never falls: one of a block as it is, the
// others as their distance from the one before, which takes five bytes or less
// unless nothing happened for nine hours.
type instants struct {
	n     int
	last  calendar.Instant
	marks []mark
	gaps  []byte
}

// mark is where a block begins: its first instant, and its second's gap.
type mark struct {
	at  calendar.Instant
	gap int
}

const block = 256

func (t *instants) append(at calendar.Instant) {
	if t.n%block == 0 {
		t.marks = push(t.marks, mark{at, len(t.gaps)})
	} else {
		var b [binary.MaxVarintLen64]byte
		for _, g := range b[:binary.PutUvarint(b[:], uint64(at-t.last))] {
			t.gaps = push(t.gaps, g)
		}
	}
	t.last = at
	t.n++
}

// each calls f with the instants of a block and their places, until it says no.
func (t *instants) each(b int, f func(i int, at calendar.Instant) bool) {
	at, gaps := t.marks[b].at, t.gaps[t.marks[b].gap:]
	for i := b * block; i < min(t.n, (b+1)*block); i++ {
		if i > b*block {
			gap, n := binary.Uvarint(gaps)
			at, gaps = at+calendar.Instant(gap), gaps[n:]
		}
		if !f(i, at) {
			return
		}
	}
}

// known is how many are at or before an instant.
func (t *instants) known(on calendar.Instant) int {
	if t.n == 0 || on >= t.last {
		return t.n
	}
	b := sort.Search(len(t.marks), func(b int) bool { return t.marks[b].at > on }) - 1
	if b < 0 {
		return 0
	}
	n := b * block
	t.each(b, func(i int, at calendar.Instant) bool {
		if at <= on {
			n = i + 1
		}
		return at <= on
	})
	return n
}

func (t *instants) at(i int) calendar.Instant {
	var found calendar.Instant
	t.each(i/block, func(n int, at calendar.Instant) bool {
		found = at
		return n < i
	})
	return found
}
