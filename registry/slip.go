package registry

import (
	"context"
	"slices"
	"strings"
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

// otherForms are the ways to read the words with another form of the given name.
func otherForms(all []parts) []parts {
	var out []parts
	for _, p := range all {
		if p.family == "" {
			continue
		}
		for _, other := range otherSounds()[p.given] {
			out = append(out, parts{other, p.family})
		}
	}
	return out
}

// slips adds those of whom one name sounds as typed, or as another form of it,
// and the other nearly so: one sound wrong, missing or added. It is asked only
// when few are found without.
func (s search) slips(ctx context.Context, q store.Q, typed string, found Found) (Found, error) {
	w := s.near()
	if w == nil {
		return found, nil
	}
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" order by person.birth_on, person.party_id limit "+w.Arg(candidates), w.Args()...)
	if err != nil {
		return found, err
	}
	list = slices.DeleteFunc(list, func(p Person) bool {
		return slices.ContainsFunc(found.Persons, func(o Person) bool { return o.ID == p.ID })
	})
	far := make(map[store.ID]int, len(list))
	for _, p := range list {
		far[p.ID] = s.farBySound(p)
	}
	rank(list, typed)
	slices.SortStableFunc(list, func(a, b Person) int { return far[a.ID] - far[b.ID] })
	list = list[:min(len(list), enoughFound)]
	found.Total += len(list)
	found.Persons = append(found.Persons, list...)
	return found, nil
}

// near is the condition of slips; nil when one word alone was typed.
func (s search) near() *store.Where {
	var alternatives []string
	var args []any
	add := func(lead, other, exact, slipped string) {
		patterns := oneWrong(slipped)
		if exact == "" || len(patterns) == 0 {
			return
		}
		alternatives = append(alternatives, "("+lead+" = ? and ("+other+" like ?"+strings.Repeat(" or "+other+" like ?", len(patterns)-1)+"))")
		args = append(args, []byte(exact))
		for _, p := range patterns {
			args = append(args, p)
		}
	}
	for _, p := range append(otherForms(s.parts), s.parts...) {
		for _, script := range []string{"", "_latin"} {
			add("person.given_key"+script, "person.family_sound"+script, p.given, p.family)
			add("person.family_key"+script, "person.given_sound"+script, p.family, p.given)
		}
	}
	if len(alternatives) == 0 {
		return nil
	}
	w := &store.Where{}
	w.And(strings.Join(alternatives, " or "), args...)
	s.narrow(w)
	return w
}

// oneWrong are the patterns of a sound with one of its parts wrong, missing or
// more; of a sound of two or less, the sound itself.
func oneWrong(sound string) []string {
	if len(sound) == 0 {
		return nil
	}
	if len(sound) < 3 {
		return []string{sound}
	}
	var out []string
	for i := range len(sound) {
		out = append(out, sound[:i]+"%"+sound[i+1:])
	}
	return out
}

// farBySound is how many sounds lie between a person's names and those typed, in
// the way to read the words that comes nearest.
func (s search) farBySound(p Person) int {
	best := len(locale.Skeleton(p.Arabic.String()+p.Latin.String())) + 1
	for _, n := range []Name{p.Arabic, p.Latin} {
		if n.IsZero() {
			continue
		}
		given, family := sound(n.Given), sound(n.Family)
		for _, typed := range append(otherForms(s.parts), s.parts...) {
			best = min(best, edits(given, typed.given)+edits(family, typed.family))
		}
	}
	return best
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
