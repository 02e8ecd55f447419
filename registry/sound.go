package registry

import (
	"sync"

	"sanad/locale"
)

// sounds are a person's columns for search: the skeletons of the names in the
// first script they are written in, and of the Latin ones when these differ.
type sounds struct{ given, family, givenLatin, familyLatin string }

func (p Person) sounds() sounds {
	first := p.Arabic
	if first.IsZero() {
		first = p.Latin
	}
	s := sounds{given: sound(first.Given), family: sound(first.Family)}
	if p.Arabic.IsZero() || p.Latin.IsZero() {
		return s
	}
	given, family := sound(p.Latin.Given), sound(p.Latin.Family)
	if given != s.given || family != s.family {
		s.givenLatin, s.familyLatin = given, family
	}
	return s
}

// appendTo adds the values of keyColumns.
func (s sounds) appendTo(values []any) []any {
	values = append(values, []byte(s.given), []byte(s.family), s.given, s.family)
	if s.givenLatin == "" {
		return append(values, nil, nil, nil, nil)
	}
	return append(values, []byte(s.givenLatin), []byte(s.familyLatin), s.givenLatin, s.familyLatin)
}

// remembered keeps the sounds of names met before: a few hundred names make most
// of a population, and a load asks for each a thousand times.
var remembered = struct {
	sync.Mutex
	sounds map[string]string
}{sounds: map[string]string{}}

const maxRemembered = 10_000 // names, about a megabyte

func sound(name string) string {
	remembered.Lock()
	defer remembered.Unlock()
	if s, ok := remembered.sounds[name]; ok {
		return s
	}
	if len(remembered.sounds) >= maxRemembered {
		clear(remembered.sounds)
	}
	s := locale.Skeleton(name)
	remembered.sounds[name] = s
	return s
}
