package linkage

// pattern is the level of each field, four bits each, the first field lowest.
type pattern uint64

func (p pattern) level(field int) uint8 { return uint8(p >> (4 * field) & 15) }

func (p pattern) with(field int, level uint8) pattern { return p | pattern(level)<<(4*field) }

// without takes the fields of a mask out: no evidence.
func (p pattern) without(fields uint32) pattern {
	for f := 0; f < maxFields; f++ {
		if fields>>f&1 == 1 {
			p &^= 15 << (4 * f)
		}
	}
	return p
}

// remembers is how many comparisons of texts a comparer keeps: what fits into
// the second cache of a core. A population has few names, so that the same two
// meet again and again.
const (
	rememberBits = 17
	remembers    = 1 << rememberBits
)

// memo is a comparison remembered: its place and the rest of its scattered pair
// of values (which together are the pair itself), its slot, and the level found.
type memo uint64

func (m memo) level() uint8 { return uint8(m) }

// comparer compares records of a table. One goroutine uses one comparer; what
// it remembers changes its speed and no result.
type comparer struct {
	t *Table
	measure
	memos         []memo
	given, family int // fields, -1 when there is none
}

func newComparer(t *Table) *comparer {
	c := &comparer{t: t, memos: make([]memo, remembers), given: -1, family: -1}
	if at, ok := t.fieldOf(Given); ok {
		c.given = at
	}
	if at, ok := t.fieldOf(Family); ok {
		c.family = at
	}
	return c
}

// pattern compares two records field by field.
func (c *comparer) pattern(a, b []uint32) pattern {
	p := pattern(0)
	swapped := c.swapped(a, b)
	for f := range c.t.fields {
		if swapped && c.t.fields[f].kind <= Family {
			p = p.with(f, nameSwapped)
		} else {
			p = p.with(f, c.level(f, a, b))
		}
	}
	return p
}

func poor(level uint8) bool { return level == namePart || level == nameDifferent }

// swapped sees that given and family name have changed places: each sounds like
// the other record's other name, and neither like its own.
func (c *comparer) swapped(a, b []uint32) bool {
	if c.given < 0 || c.family < 0 {
		return false
	}
	given, family := &c.t.fields[c.given], &c.t.fields[c.family]
	return c.sounds(given, family, a, b) && c.sounds(family, given, a, b) && !c.sounds(given, given, a, b)
}

// sounds tells that a name of one record sounds like one of the other.
func (c *comparer) sounds(fa, fb *field, a, b []uint32) bool {
	for _, x := range fa.slots {
		for _, y := range fb.slots {
			if a[x] != 0 && b[y] != 0 && (a[x] == b[y] || c.t.sounds[a[x]] == c.t.sounds[b[y]]) {
				return true
			}
		}
	}
	return false
}

// level compares one field; 0 when one of the records has no value.
func (c *comparer) level(f int, a, b []uint32) uint8 {
	field := &c.t.fields[f]
	if field.kind <= Family {
		return c.nameLevel(field, a, b)
	}
	slot := field.slots[0]
	x, y := a[slot], b[slot]
	if field.kind == Name {
		return c.restLevel(slot, a, b)
	}
	if x == 0 || y == 0 {
		return 0
	}
	if x == y {
		return 1
	}
	return c.unequal(field.kind, slot, x, y)
}

func (c *comparer) unequal(kind Kind, slot int, x, y uint32) uint8 {
	s := &c.t.slots[slot]
	switch kind {
	case Sex:
		return 2
	case Birth:
		return compareBirths(s.days[x], s.days[y])
	case Postcode:
		return comparePostcodes(s.values.text(x), s.values.text(y))
	case Phone:
		return comparePhones(s.values.text(x), s.values.text(y))
	case ID:
		return compareIDs(&c.measure, s.values.text(x), s.values.text(y))
	}
	at, known := c.memo(slot, x, y)
	if known.level() == 0 {
		if kind == Place {
			known |= memo(comparePlaces(&c.measure, &s.places[x], &s.places[y]))
		} else {
			known |= memo(compareCategories(&c.measure, s.values.text(x), s.values.text(y)))
		}
		*at = known
	}
	return known.level()
}

// memo is the place for a comparison and what is known of it: the level is 0
// when it is to be made and then kept.
func (c *comparer) memo(slot int, x, y uint32) (*memo, memo) {
	if x > y {
		x, y = y, x
	}
	scattered := (uint64(x)<<32 | uint64(y)) * 0x9e3779b97f4a7c15 // an odd factor loses nothing
	at := &c.memos[scattered>>(64-rememberBits)]
	wanted := memo(scattered<<rememberBits&^0xffff | uint64(slot)<<8)
	if *at&^0xff == wanted {
		return at, *at
	}
	return at, wanted
}

// nameLevel is the best level of two names: column by column where both records
// have a value, across columns where they have none in common.
func (c *comparer) nameLevel(f *field, a, b []uint32) uint8 {
	best := uint8(0)
	for _, s := range f.slots {
		if x, y := a[s], b[s]; x != 0 && y != 0 {
			best = better(best, c.names(x, y))
		}
	}
	if best != 0 || len(f.slots) == 1 {
		return best
	}
	for _, sa := range f.slots {
		for _, sb := range f.slots {
			if x, y := a[sa], b[sb]; sa != sb && x != 0 && y != 0 {
				best = better(best, c.names(x, y))
			}
		}
	}
	return best
}

// better is the better of two levels, of which 0 is none.
func better(a, b uint8) uint8 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func (c *comparer) names(x, y uint32) uint8 {
	if x == y {
		return nameSame
	}
	at, known := c.memo(0, x, y)
	if known.level() == 0 {
		known |= memo(compareNames(&c.measure, &c.t.names[x], &c.t.names[y]))
		*at = known
	}
	return known.level()
}

// restLevel compares what two whole names have beside given and family name:
// with one another, and with the names of the other.
func (c *comparer) restLevel(slot int, a, b []uint32) uint8 {
	s := &c.t.slots[slot]
	x, y := s.words[a[slot]], s.words[b[slot]]
	best := uint8(0)
	if len(x) > 0 && len(y) > 0 {
		best = restDifferent
	}
	note := func(word uint32) {
		level := uint8(restCommon)
		if c.t.rareWord(word) {
			level = restRare
		}
		if best == 0 || level < best {
			best = level
		}
	}
	for _, w := range x {
		if has(y, w) || c.inNames(w, b) {
			note(w)
		}
	}
	for _, w := range y {
		if c.inNames(w, a) {
			note(w)
		}
	}
	return best
}

func has(words []uint32, word uint32) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

func (c *comparer) inNames(word uint32, row []uint32) bool {
	for f := range c.t.fields {
		if c.t.fields[f].kind > Family {
			break
		}
		for _, s := range c.t.fields[f].slots {
			if id := row[s]; id != 0 && has(c.t.names[id].words, word) {
				return true
			}
		}
	}
	return false
}

// commonWord is the part of records from which a word of names is common.
const commonWord = 500

func (t *Table) rareWord(word uint32) bool {
	return int(t.words[word])*commonWord <= t.n
}
