package registry

import "sanad/calendar"

// passKey is what decides whether two records are compared by a pass over what
// was written since the last one, which finds them by the register's indexes. A
// pass over the whole finds more ways to look than an index has; it keeps the
// pairs that meet here, so that the queue does not depend on which pass came when.
type passKey struct {
	heard   [2]soundNumbers
	birth   calendar.Date
	commune uint32 // 0: not known
}

// soundNumbers are the sounds of a given and a family name as numbers; 0 is none.
type soundNumbers struct{ given, family uint32 }

// passKey is a person's; it numbers the sounds and communes it meets.
func (p Person) passKey(numbers map[string]uint32) passKey {
	number := func(sound string) uint32 {
		n, ok := numbers[sound]
		if !ok {
			n = uint32(len(numbers))
			numbers[sound] = n
		}
		return n
	}
	k := passKey{birth: p.Birth.On, commune: number(p.Commune)}
	for i, s := range p.heard() {
		k.heard[i] = soundNumbers{number(s.given), number(s.family)}
	}
	return k
}

// heard are the sounds of a person's names as the register has them, of each
// script where they differ.
func (p Person) heard() []parts {
	s := p.sounds()
	out := []parts{{s.given, s.family}}
	if s.givenLatin != "" {
		out = append(out, parts{s.givenLatin, s.familyLatin})
	}
	return out
}

// meets: both names sound the same, in either order; or they were born on one day
// (or the day with its month exchanged), and one of the names or the commune is
// the same; or in one year and commune, with one of the names the same. Few pairs of one
// person that linkage finds meet in none of these ways (TestFewPairsMeetNowhere).
func (k passKey) meets(o passKey) bool {
	near := k.birth == o.birth || exchanged(k.birth) == o.birth
	home := k.commune != 0 && k.commune == o.commune
	if near && home {
		return true
	}
	home = home && k.birth.Year() == o.birth.Year()
	for _, a := range k.heard {
		for _, b := range o.heard {
			given, family := a.given != 0 && a.given == b.given, a.family != 0 && a.family == b.family
			if given && family || (near || home) && (given || family) ||
				a.given != 0 && a.family != 0 && a.given == b.family && a.family == b.given {
				return true
			}
		}
	}
	return false
}
