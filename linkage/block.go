package linkage

import (
	"slices"
)

// An atom is a piece of a record that records of one person often share.
type atom uint8

const (
	atGiven    atom = iota // sound of the given name
	atFamily               // sound of the family name
	atBoth                 // sounds of both, in either order
	atBirth                // date of birth
	atYear                 // year of birth
	atMonthDay             // month and day of birth
	atValue                // the value of a field
	atDistrict             // the beginning of a postcode
	atHead                 // first half of an identifier
	atTail                 // second half of an identifier
	atInitials             // first letters of both names
)

// part is an atom of a field.
type part struct {
	atom  atom
	field int
}

// rule is a way to find candidates: records that agree on all its parts.
type rule struct {
	parts []part
	wide  bool // for rare values only: larger blocks are left out and not cut
}

// fields are those a rule holds equal, as bits.
func (r rule) fields(t *Table) uint32 {
	out := uint32(0)
	for _, p := range r.parts {
		out |= 1 << p.field
		if p.atom == atBoth || p.atom == atInitials {
			for i, f := range t.fields {
				if f.kind <= Family {
					out |= 1 << i
				}
			}
		}
	}
	return out
}

// piece is the part's value in a record, 0 when there is none.
func (t *Table) piece(p part, row []uint32) uint32 {
	f := &t.fields[p.field]
	switch p.atom {
	case atGiven, atFamily:
		return t.soundOf(f, row)
	case atBoth:
		return t.bothSounds(row, t.soundOf)
	case atInitials:
		return t.bothSounds(row, t.initialOf)
	}
	s := &t.slots[f.slots[0]]
	id := row[f.slots[0]]
	if id == 0 || p.atom == atValue {
		return id
	}
	switch p.atom {
	case atBirth:
		if s.days[id].monthDay()&0xff == 0 {
			return 0
		}
		return uint32(s.days[id])
	case atYear:
		return uint32(s.days[id].year())
	case atMonthDay:
		if s.days[id].vague() {
			return 0
		}
		return uint32(s.days[id].monthDay())
	}
	text := s.values.text(id)
	switch {
	case p.atom == atDistrict:
		return hashBytes(district(text)) | 1
	case len(text) < 5:
		return 0
	case p.atom == atHead:
		return hashBytes(text[:len(text)/2]) | 1
	}
	return hashBytes(text[len(text)/2:]) | 1
}

func (t *Table) soundOf(f *field, row []uint32) uint32 {
	for _, s := range f.slots {
		if id := row[s]; id != 0 {
			return t.sounds[id]
		}
	}
	return 0
}

func (t *Table) initialOf(f *field, row []uint32) uint32 {
	for _, s := range f.slots {
		if id := row[s]; id != 0 && len(t.names[id].skeleton) > 0 {
			return uint32(t.names[id].skeleton[0]) + 1
		}
	}
	return 0
}

// bothSounds joins what two names give, whichever stands first.
func (t *Table) bothSounds(row []uint32, of func(*field, []uint32) uint32) uint32 {
	g, hasGiven := t.fieldOf(Given)
	f, hasFamily := t.fieldOf(Family)
	if !hasGiven || !hasFamily {
		return 0
	}
	a, b := of(&t.fields[g], row), of(&t.fields[f], row)
	if a == 0 || b == 0 {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	return (a*0x9e3779b1 ^ b) | 1
}

// key joins the pieces of a record; no key when one is missing.
func (t *Table) key(parts []part, row []uint32) (key uint64, ok bool) {
	for _, p := range parts {
		piece := t.piece(p, row)
		if piece == 0 {
			return 0, false
		}
		key = mix(key, piece)
	}
	return key, true
}

func mix(key uint64, piece uint32) uint64 {
	key = (key ^ uint64(piece)) * 0x9e3779b97f4a7c15
	return key ^ key>>29
}

// rules are the ways to find candidates that a table's columns allow, the most
// certain first: a pair is counted with the first that finds it.
func (t *Table) rules() []rule {
	var out []rule
	wide := false
	add := func(parts ...part) { out = append(out, rule{parts, wide}) }
	each := func(atom atom, kinds ...Kind) []part {
		var parts []part
		for i, f := range t.fields {
			if slices.Contains(kinds, f.kind) {
				parts = append(parts, part{atom, i})
			}
		}
		return parts
	}
	given, family, birth := each(atGiven, Given), each(atFamily, Family), each(atBirth, Birth)
	year, monthDay, both := each(atYear, Birth), each(atMonthDay, Birth), each(atBoth, Given)
	if len(family) == 0 {
		both = nil
	}
	places, own := each(atValue, Place, Postcode), each(atValue, ID, Phone)
	cross := func(lists ...[]part) { product(lists, nil, add) }
	cross(own)
	cross(both, year)
	cross(family, birth)
	cross(given, birth)
	cross(places, birth)
	cross(given, family, places)
	cross(family, places, year)
	cross(given, places, year)
	cross(each(atDistrict, Postcode), family, given)
	cross(each(atInitials, Given), monthDay)
	cross(each(atHead, ID), year)
	cross(each(atTail, ID), year)
	cross(both)
	cross(family, each(atValue, Place, Postcode))
	cross(given, each(atValue, Postcode))
	cross(family, monthDay)
	cross(given, monthDay)
	wide = len(out) > 0
	districts, others := each(atDistrict, Postcode), each(atValue, Category, Name)
	cross(family, year)
	cross(given, year)
	cross(family, districts)
	cross(given, districts)
	cross(given, each(atValue, Place))
	cross(districts, year)
	cross(each(atValue, Place), year)
	cross(family, others)
	for _, single := range [][]part{birth, family, given, places, others} {
		cross(single)
	}
	return out[:min(len(out), maxRules)]
}

// maxRules bounds the memory for blocks: four bytes a record and rule.
const maxRules = 40

// product calls add with every choice of one part from each list.
func product(lists [][]part, chosen []part, add func(...part)) {
	if len(lists) == 0 {
		add(slices.Clone(chosen)...)
		return
	}
	for _, p := range lists[0] {
		product(lists[1:], append(chosen, p), add)
	}
}

// blocks are the records of a rule, those with one key together.
type blocks struct {
	rule    rule
	ids     []uint32
	starts  []uint32 // of each block in ids, and the end of the last
	refined []bool   // made by cutting a larger one
	pairs   float64  // within the blocks
	lost    float64  // pairs that agree on the rule but were cut apart
}

// finest are the pieces by which blocks that are too large are cut, in order.
func (t *Table) finest() []part {
	var out []part
	for _, want := range []struct {
		atom atom
		kind Kind
	}{{atYear, Birth}, {atGiven, Given}, {atFamily, Family}, {atValue, Postcode}, {atValue, Place}, {atBirth, Birth}, {atValue, Sex}, {atValue, Category}, {atValue, ID}, {atValue, Phone}} {
		for i, f := range t.fields {
			if f.kind == want.kind {
				out = append(out, part{want.atom, i})
			}
		}
	}
	return out
}

// block finds the blocks of a rule with at most about budget pairs.
func (t *Table) block(r rule, budget float64) *blocks {
	e := t.entries(r)
	e.sort()
	b := &blocks{rule: r}
	least := smallestCap
	if r.wide {
		least = 1
	}
	limit := t.cap(e, budget, least)
	finest := t.finest()
	for from := 0; from < len(e.ids); {
		to := e.run(from)
		if !r.wide || to-from <= limit {
			t.place(b, e.ids[from:to], limit, finest, false)
		}
		from = to
	}
	b.starts = append(b.starts, uint32(len(b.ids)))
	b.ids = slices.Clip(b.ids)
	return b
}

func (t *Table) entries(r rule) *entries {
	e := &entries{keys: make([]uint64, 0, t.n), ids: make([]uint32, 0, t.n)}
	for i := range t.n {
		if key, ok := t.key(r.parts, t.row(uint32(i))); ok {
			e.keys = append(e.keys, key&keyMask)
			e.ids = append(e.ids, uint32(i))
		}
	}
	return e
}

// place adds one block, cut into smaller ones when it is over the limit.
func (t *Table) place(b *blocks, ids []uint32, limit int, finest []part, refined bool) {
	pairs := t.pairsIn(ids)
	switch {
	case pairs == 0:
	case len(ids) <= limit:
		b.starts = append(b.starts, uint32(len(b.ids)))
		b.refined = append(b.refined, refined)
		b.ids = append(b.ids, ids...)
		b.pairs += pairs
	case len(finest) == 0:
		b.lost += pairs
		for from := 0; from < len(ids); from += limit {
			piece := ids[from:min(from+limit, len(ids))]
			b.lost -= t.pairsIn(piece)
			t.place(b, piece, limit, nil, true)
		}
	default:
		t.cut(b, ids, limit, finest)
	}
}

// cut divides a block by the next piece; records without it stay together.
func (t *Table) cut(b *blocks, ids []uint32, limit int, finest []part) {
	sorted := slices.Clone(ids)
	piece := func(id uint32) uint32 { return t.piece(finest[0], t.row(id)) }
	slices.SortFunc(sorted, func(x, y uint32) int {
		if px, py := piece(x), piece(y); px != py {
			return int(int64(px) - int64(py))
		}
		return int(int64(x) - int64(y))
	})
	b.lost += t.pairsIn(ids)
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && piece(sorted[to]) == piece(sorted[from]) {
			to++
		}
		b.lost -= t.pairsIn(sorted[from:to])
		t.place(b, sorted[from:to], limit, finest[1:], true)
		from = to
	}
}

// pairsIn is how many pairs a block gives: between its two files when there are
// two.
func (t *Table) pairsIn(ids []uint32) float64 {
	n := float64(len(ids))
	if !t.linksTwo() {
		return n * (n - 1) / 2
	}
	first := 0.0
	for _, id := range ids {
		if int(id) < t.second {
			first++
		}
	}
	return first * (n - first)
}

// Bounds of the size of a block.
const (
	smallestCap = 16
	largestCap  = 2000
)

// cap is the largest size of a block with which a rule stays within its budget.
func (t *Table) cap(e *entries, budget float64, least int) int {
	of := make([]int, largestCap+1) // how many blocks have a size
	for from := 0; from < len(e.ids); {
		to := e.run(from)
		of[min(to-from, largestCap)]++
		from = to
	}
	pairs := 0.0
	for size := 2; size <= largestCap; size++ {
		pairs += float64(of[size]) * float64(size) * float64(size-1) / 2
		if pairs > budget {
			return max(size-1, least)
		}
	}
	return largestCap
}

// keyMask keeps as much of a key as three passes of sorting read. Of a million keys
// some sixty then meet another, which costs comparisons and nothing else.

const keyMask = 1<<33 - 1

// entries are keys and the records that have them.
type entries struct {
	keys []uint64
	ids  []uint32
}

// run is where the records with the key at from end.
func (e *entries) run(from int) int {
	to := from + 1
	for to < len(e.keys) && e.keys[to] == e.keys[from] {
		to++
	}
	return to
}

// sort orders by key, then by record: a radix sort, which keeps the order of
// what is equal.
func (e *entries) sort() {
	const digit = 11
	keys, ids := make([]uint64, len(e.keys)), make([]uint32, len(e.ids))
	for shift := 0; shift < 33; shift += digit {
		var at [1 << digit]uint32
		for _, k := range e.keys {
			at[k>>shift&(1<<digit-1)]++
		}
		sum := uint32(0)
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for i, k := range e.keys {
			to := &at[k>>shift&(1<<digit-1)]
			keys[*to], ids[*to] = k, e.ids[i]
			*to++
		}
		e.keys, keys = keys, e.keys
		e.ids, ids = ids, e.ids
	}
}

// budget is how many pairs all rules may compare together: more for each record
// in a small file, where it costs nothing.
func (t *Table) budget() float64 {
	return 3e6 + 30*float64(t.n)
}

// index is the blocks of all rules.
type index struct {
	rules   []*blocks
	blockOf []uint32 // of each record by rule, from 1; 0 is none
}

// index finds the blocks of all rules. The wide ones share what the others
// leave of the budget.
func (t *Table) index(workers int) *index {
	rules := t.rules()
	x := &index{rules: make([]*blocks, len(rules)), blockOf: make([]uint32, t.n*len(rules))}
	narrow := slices.IndexFunc(rules, func(r rule) bool { return r.wide })
	if narrow < 0 {
		narrow = len(rules)
	}
	left := t.budget()
	for _, span := range [][2]int{{0, narrow}, {narrow, len(rules)}} {
		each := left / float64(max(span[1]-span[0], 1))
		parallel(span[1]-span[0], workers, func(_, i int) { x.build(t, rules, span[0]+i, each) })
		for _, b := range x.rules[span[0]:span[1]] {
			left = max(0, left-b.pairs)
		}
	}
	return x
}

func (x *index) build(t *Table, rules []rule, i int, budget float64) {
	b := t.block(rules[i], budget)
	x.rules[i] = b
	for block := 1; block < len(b.starts); block++ {
		for _, id := range b.ids[b.starts[block-1]:b.starts[block]] {
			x.blockOf[int(id)*len(rules)+i] = uint32(block)
		}
	}
}

// lost is how many pairs agree on a rule and were not compared with it, because
// their block was over the cap. Another rule may have found them.
func (x *index) lost() float64 {
	sum := 0.0
	for _, b := range x.rules {
		sum += b.lost
	}
	return sum
}

// missed estimates which part of the pairs of one person no rule found, from how
// many only one rule found and how many two did (Chao 1987). Rules that depend on
// one another make it a lower bound.
func (x *index) missed(pairs []Pair, prior float64) float64 {
	var once, two, all float64
	rules := len(x.rules)
	for _, p := range pairs {
		if probability(float64(p.Bits)+prior) < certain {
			continue
		}
		found := 0
		for r := range rules {
			if block := x.blockOf[int(p.A)*rules+r]; block != 0 && block == x.blockOf[int(p.B)*rules+r] {
				found++
			}
		}
		all++
		switch found {
		case 1:
			once++
		case 2:
			two++
		}
	}
	unseen := once * max(once-1, 0) / (2 * (two + 1))
	return unseen / max(all+unseen, 1)
}

// certain is the probability from which a pair counts for that estimate.
const certain = 0.95
