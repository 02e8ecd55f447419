package demo

import (
	"math/rand/v2"
	"slices"

	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/registry"
	"sanad/store"
)

// household is what is drawn of a widow and her children, from which both the
// register and the answers are written.
type household struct {
	family   registry.Family
	children []child // in the order of family.Children
	diedOn   calendar.Date
}

// child is what the form asks of a child beside what the register has.
type child struct {
	disabled bool
	enrolled bool
}

// bounds of the rules that the people are drawn around.
const (
	ageMax    = 21
	schoolAge = 6
)

// draw makes the household of a file. rng is the file's own, so that a file's
// people do not hang on those of the others.
func (p *plan) draw(n int32, rng *rand.Rand, party store.ID) household {
	f := &p.files[n]
	h := household{}
	husband := facts.FamilyName(rng)
	province := p.provinces[f.province].Code
	births := f.births(rng)
	for _, b := range births {
		h.add(rng, f, b, husband, province)
	}
	youngest, oldest := births[0].on, births[len(births)-1].on
	h.diedOn = min(youngest.AddDays(int(rng.Float64()*float64(f.opened-youngest))), f.opened.AddDays(-7))
	year := oldest.AddDays(-365 * (18 + rng.IntN(15))).Year()
	year = max(min(year, f.opened.Year()-22), f.opened.Year()-75)
	h.family.Mother = mother(rng, year, province, party)
	h.family.Mother.Identifiers = []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(p.card(n))}}
	h.family.Husband = registry.Relative{DiedOn: h.diedOn}
	h.family.Husband.Arabic, h.family.Husband.Latin = facts.Named(rng, registry.Male, year-5, husband)
	h.family.Married = min(oldest, h.diedOn).AddDays(-300 - rng.IntN(900))
	return h
}

func mother(rng *rand.Rand, year int, province string, id store.ID) registry.Draft {
	d := registry.Draft{ID: id, Sex: registry.Female, Province: province}
	d.Arabic, d.Latin = facts.Named(rng, registry.Female, year, facts.FamilyName(rng))
	d.Birth = calendar.Birth{On: calendar.NewDate(year, 1, 1+rng.IntN(365)), Precision: calendar.ByDay}
	if year < 1970 && rng.IntN(100) < 20 { // many older papers know the year alone
		d.Birth = calendar.Birth{On: calendar.NewDate(year, 1, 1), Precision: calendar.ByYear}
	}
	return d
}

// card spreads the numbers of identity cards; 7,919 and a million have no common
// divisor, so no number comes twice.
func (p *plan) card(n int32) int { return (int(n)*7919 + int(p.seed%1_000_000)) % 1_000_000 }

// birth is a child to be.
type birth struct {
	on       calendar.Date
	entitled bool
	disabled bool
}

// births draws the children of a file, the youngest first: as many as give a
// right, and now and then an elder one who does not.
func (f *file) births(rng *rand.Rand) []birth {
	entitled := f.ground != noOrphan
	out := make([]birth, f.orphans)
	for i := range out {
		out[i] = birth{entitled: entitled}
		switch {
		case !entitled:
			out[i].on = f.bornWithin(rng, 17*365, 27*365)
		case rng.IntN(200) == 0:
			out[i].on, out[i].disabled = f.bornWithin(rng, 22*365, 34*365), true
		default:
			out[i].on, out[i].disabled = f.bornWithin(rng, 200, 19*365), rng.IntN(100) < 3
		}
	}
	if entitled && rng.IntN(100) < 6 {
		out = append(out, birth{on: f.bornWithin(rng, 22*365, 27*365)})
	}
	slices.SortFunc(out, func(a, b birth) int { return int(b.on - a.on) })
	return out
}

// bornWithin draws a birth so many days before the deposit. Whoever comes to
// school age, or of age, between the deposit and the decision would change what
// the form asks or what the rules say: such a birthday is moved out of the way.
func (f *file) bornWithin(rng *rand.Rand, least, most int) calendar.Date {
	on := f.opened.AddDays(-least - rng.IntN(most-least))
	for _, age := range []int{schoolAge, ageMax} {
		if b := on.AddYears(age); b > f.opened && b <= f.last {
			on = on.AddDays(int(f.opened-b) - 2) // two days to spare for leap years
		}
	}
	return on
}

func (h *household) add(rng *rand.Rand, f *file, b birth, family facts.Spelling, province string) {
	d := registry.Draft{ID: drawID(rng, f.registered()), Sex: registry.Female, Province: province, Birth: calendar.Birth{On: b.on, Precision: calendar.ByDay}}
	if rng.IntN(100) < 51 {
		d.Sex = registry.Male
	}
	d.Arabic, d.Latin = facts.Named(rng, d.Sex, b.on.Year(), family)
	h.family.Children = append(h.family.Children, d)
	h.children = append(h.children, child{disabled: b.disabled, enrolled: b.entitled && !b.disabled})
}

// registered is the instant at which a file's identifiers are made.
func (f *file) registered() calendar.Instant { return calendar.StartOf(f.recorded) + 9*hour }

func drawID(rng *rand.Rand, at calendar.Instant) store.ID {
	return store.MakeID(at, rng.Uint64(), rng.Uint64())
}
