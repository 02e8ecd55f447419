package linkage

import "math/bits"

// longest is how many letters of a text are compared: one machine word.
const longest = 64

// measure compares two texts of at most 64 letters with one bit per letter
// (Hyyrö 2003; Jaro in the manner of rapidfuzz). Its table is cleared letter by
// letter after each use, so that a comparison allocates nothing. One goroutine
// uses one measure.
type measure struct{ at [256]uint64 }

func (m *measure) load(a []byte) {
	for i, c := range a {
		m.at[c] |= 1 << i
	}
}

func (m *measure) clear(a []byte) {
	for _, c := range a {
		m.at[c] = 0
	}
}

func clip(a []byte) []byte { return a[:min(len(a), longest)] }

// jaroWinkler is the Jaro similarity of two texts raised by their common
// beginning: 0 nothing in common, 1 equal. The raise (0.1 for each of the first
// four letters) is given above a Jaro of 0.7, as in Winkler's own program.
func (m *measure) jaroWinkler(a, b []byte) float64 {
	a, b = clip(a), clip(b)
	s := m.jaro(a, b)
	if s <= 0.7 {
		return s
	}
	prefix := 0
	for prefix < min(len(a), len(b), 4) && a[prefix] == b[prefix] {
		prefix++
	}
	return s + float64(prefix)*0.1*(1-s)
}

func (m *measure) jaro(a, b []byte) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	m.load(a)
	defer m.clear(a)
	inA, inB := m.matched(a, b)
	common := bits.OnesCount64(inA)
	if common == 0 {
		return 0
	}
	c := float64(common)
	half := m.transposed(b, inA, inB) / 2
	return (c/float64(len(a)) + c/float64(len(b)) + (c-float64(half))/c) / 3
}

// matched marks the letters of each text that have a partner near their own
// place in the other.
func (m *measure) matched(a, b []byte) (inA, inB uint64) {
	reach := max(len(a), len(b), 2)/2 - 1
	for j, c := range b {
		from, to := max(j-reach, 0), min(j+reach, len(a)-1)
		if from > to {
			continue
		}
		window := (^uint64(0) >> (63 - to)) &^ (1<<from - 1)
		if free := m.at[c] & window &^ inA; free != 0 {
			inA |= free & -free
			inB |= 1 << j
		}
	}
	return inA, inB
}

// transposed counts the matched letters that do not come in the same order.
func (m *measure) transposed(b []byte, inA, inB uint64) int {
	count := 0
	for ; inB != 0; inA, inB = inA&(inA-1), inB&(inB-1) {
		if first := inA & -inA; m.at[b[bits.TrailingZeros64(inB)]]&first == 0 {
			count++
		}
	}
	return count
}

// edits is the number of insertions, deletions, substitutions and exchanges of
// neighbours between two texts (optimal string alignment; Hyyrö's bit-vector).
func (m *measure) edits(a, b []byte) int {
	a, b = clip(a), clip(b)
	if len(a) == 0 {
		return len(b)
	}
	m.load(a)
	defer m.clear(a)
	last := uint64(1) << (len(a) - 1)
	positive, negative, diagonal, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	distance := len(a)
	for _, c := range b {
		match := m.at[c]
		exchange := (((^diagonal) & match) << 1) & before
		diagonal = (((match & positive) + positive) ^ positive) | match | negative | exchange
		up := negative | ^(diagonal | positive)
		down := diagonal & positive
		if up&last != 0 {
			distance++
		}
		if down&last != 0 {
			distance--
		}
		up = up<<1 | 1
		down <<= 1
		positive = down | ^(diagonal | up)
		negative = up & diagonal
		before = match
	}
	return distance
}

// within1 tells that one edit at most separates two texts, without a table:
// what is left between their common beginning and end must be one letter at
// most, or two neighbours exchanged.
func within1(a, b []byte) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// mark is how often a text has each character, of which those with the same last
// four bits pass for one, up to four times: as many bits of four as it occurs.
// Two texts that so many edits separate differ in twice as many bits at most.
type mark uint64

func markOf(a []byte) mark {
	m := mark(0)
	for _, c := range a {
		bit := mark(1) << (c & 15 * 4)
		for range 4 {
			if m&bit == 0 {
				m |= bit
				break
			}
			bit <<= 1
		}
	}
	return m
}

// apart tells that more edits than given separate the texts of two marks; false
// says nothing.
func apart(a, b mark, edits int) bool { return bits.OnesCount64(uint64(a^b)) > 2*edits }

// letterSet is which letters a text has, several to a bit.
type letterSet uint64

func setOf(a []byte) letterSet {
	set := letterSet(0)
	for _, c := range clip(a) {
		set |= 1 << (c & 63)
	}
	return set
}

// most is a bound that the Jaro-Winkler similarity of two texts cannot pass, by
// the letters that one has and the other lacks: most pairs of names need no
// measuring.
func most(a, b []byte, inA, inB letterSet) float64 {
	la, lb := min(len(a), longest), min(len(b), longest)
	if la == 0 || lb == 0 {
		return 1
	}
	common := min(la-bits.OnesCount64(uint64(inA&^inB)), lb-bits.OnesCount64(uint64(inB&^inA)))
	if common <= 0 {
		return 0
	}
	c := float64(common)
	s := (c/float64(la) + c/float64(lb) + 1) / 3
	if s <= 0.7 {
		return s
	}
	return s + 0.4*(1-s)
}
