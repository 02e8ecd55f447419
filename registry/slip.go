package registry

import (
	"context"
	"slices"
	"sync"

	"sanad/locale"
	"sanad/names"
	"sanad/store"
)

// enoughFound is how many answers a search needs before it looks no further.
const enoughFound = 10

// titles stand before a name in some papers and not in others.
var titles = map[string]bool{"مولاي": true, "لالة": true, "لاله": true, "سيدي": true, "moulay": true, "my": true, "lalla": true, "sidi": true, "si": true}

// untitled are the words without a title before the name.
func untitled(words []string) []string {
	if len(words) > 2 && titles[words[0]] {
		return words[1:]
	}
	return words
}

// otherSounds are, by the sound of a given name, those of its other forms in the
// lists of names where they sound unlike it (Med, Mohamed).
var otherSounds = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, group := range names.Aliases() {
		var sounds []string
		for _, name := range group {
			if s := locale.Skeleton(name); !slices.Contains(sounds, s) {
				sounds = append(sounds, s)
			}
		}
		for _, s := range sounds {
			for _, other := range sounds {
				if other != s && len(other) > 1 && !slices.Contains(out[s], other) {
					out[s] = append(out[s], other)
				}
			}
		}
	}
	return out
})

// slips adds those of whom one name sounds as typed, or as another form of it,
// and the other nearly so; then those of whom both do only nearly. It is asked
// only when few are found without.
func (s *search) slips(ctx context.Context) error {
	before := s.persons
	s.persons = nil
	for _, r := range s.readings {
		if r.second == nil {
			continue
		}
		a, b := r.first, *r.second
		for _, ways := range [][2][]string{{a.exact, b.near}, {a.near, b.exact}, {a.near, b.near}} {
			if err := s.pair(ctx, ways[0], ways[1], ""); err != nil {
				return err
			}
		}
	}
	far := make(map[store.ID]int, len(s.persons))
	for _, p := range s.persons {
		far[p.ID] = s.farBySound(p)
	}
	s.order()
	slices.SortStableFunc(s.persons, func(a, b Person) int { return far[a.ID] - far[b.ID] })
	s.persons = append(before, s.persons[:min(len(s.persons), enoughFound)]...)
	s.more = false // those further off were not asked for
	return nil
}

// farBySound is how many sounds lie between a person's names and those typed, in
// the way to read the words that comes nearest.
func (s *search) farBySound(p Person) int {
	best := len(locale.Skeleton(p.Arabic.String()+p.Latin.String())) + 1
	for _, n := range []Name{p.Arabic, p.Latin} {
		if n.IsZero() {
			continue
		}
		given, family := sound(n.Given), sound(n.Family)
		for _, r := range s.readings {
			t := r.typed
			best = min(best, apartBySound(given, t.given)+apartBySound(family, t.family), apartBySound(given, t.family)+apartBySound(family, t.given))
		}
	}
	return best
}

// apartBySound is 0 for another form of the name too.
func apartBySound(sound, typed string) int {
	if slices.Contains(otherSounds()[typed], sound) {
		return 0
	}
	return edits(sound, typed)
}

// edits is how many sounds are wrong, missing or more.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			same := before
			if a[i] != b[j] {
				same++
			}
			before = row[j+1]
			row[j+1] = min(same, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
