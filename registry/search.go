package registry

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
)

// Bounds of a search.
const (
	usualLimit  = 20
	maxLimit    = 50
	maxQuery    = 120 // letters
	maxWords    = 6
	most        = 500 // are read and compared by their letters
	firstBirths = 1880
)

// Query is what a clerk types into the one box, and the filters beside it.
type Query struct {
	Text      string // Arabic or Latin name in any order, an identifier, a birth year inside it
	BirthYear int    // 0: any; a year inside Text counts the same
	Sex       Sex    // empty: any
	Limit     int    // 0: 20; at most 50
}

// Found is the answer of a search: the likeliest first, without identifiers
// unless found by one. Total is how many there are, or, when More, how many were
// read of those there are; a clerk narrows a long answer by a year or another
// name, there is no next page to leaf through the poor.
type Found struct {
	Persons []Person
	Total   int
	More    bool
}

// ErrEmpty: the register is searched, not listed.
var ErrEmpty = fault.New(fault.Invalid, "registry.search-empty", nil)

// Search finds persons within the scope. A name matches by its skeleton, so that
// either script and usual spellings meet: one part from its beginning or by one
// of its words, the other anywhere; when few are found so, also with a slip. A
// record that was merged is found by its names and leads to the one that stands.
// A text that is an identifier finds its one holder.
//
// Errors: registry.search-empty when there is no name and no identifier,
// registry.search-long.
func Search(ctx context.Context, q store.Q, k *Keys, scope access.Scope, query Query) (Found, error) {
	text := strings.TrimSpace(query.Text)
	if n := len([]rune(text)); n > maxQuery {
		return Found{}, fault.New(fault.Invalid, "registry.search-long", fault.Args{"length": n, "limit": maxQuery}).On("q")
	}
	for _, kind := range kinds {
		if value, ok := normal(kind, text); ok {
			return searchIdentifier(ctx, q, scope, kind, k.hash(kind, value))
		}
	}
	words := strings.Fields(locale.Fold(strings.NewReplacer("ç", "s", "Ç", "S").Replace(text)))
	words, year := takeYear(words)
	if query.BirthYear == 0 {
		query.BirthYear = year
	}
	if len(words) == 0 {
		return Found{}, ErrEmpty.On("q")
	}
	words = untitled(words)
	list, err := soundsHeard(ctx, q)
	if err != nil {
		return Found{}, err
	}
	found := &search{q: q, scope: scope, query: query, typed: strings.Join(words, " "), seen: map[store.ID]bool{}}
	found.read(words, list)
	return found.run(ctx)
}

// takeYear finds a birth year among the words.
func takeYear(words []string) ([]string, int) {
	for i, word := range words {
		if year, err := strconv.Atoi(word); err == nil && len(word) == 4 && year >= firstBirths {
			return slices.Delete(slices.Clone(words), i, i+1), year
		}
	}
	return words, 0
}

// parts is one way to read the words as a given and a family name, in skeletons.
type parts struct{ given, family string }

// allVowels is the skeleton of a word without consonants.
var allVowels = locale.Skeleton("Aya")

// reading is one way to read the words: as a given and a family name in one or
// the other order, or as a single name, which either may be (second is nil).
type reading struct {
	first  meant
	second *meant
	typed  parts
}

// read finds what the words may mean, whichever comes first and of however many
// words either is.
func (s *search) read(words []string, list []heardSound) {
	words = words[:min(len(words), maxWords)]
	for i := 1; i < len(words); i++ {
		first, second := newTypedPart(words[:i]), newTypedPart(words[i:])
		m := second.among(list)
		s.readings = append(s.readings, reading{first.among(list), &m, parts{first.sound, second.sound}})
	}
	// Together, a word without consonants (Aya) would disappear beside the others.
	if len(words) == 1 || !slices.ContainsFunc(words, func(w string) bool { return locale.Skeleton(w) == allVowels }) {
		whole := newTypedPart(words)
		s.readings = append(s.readings, reading{first: whole.among(list), typed: parts{given: whole.sound}})
	}
}

func searchIdentifier(ctx context.Context, q store.Q, scope access.Scope, kind IdentifierKind, hash []byte) (Found, error) {
	e, err := findHash(ctx, q, kind, hash)
	if err != nil {
		return Found{}, ignoreNone(err)
	}
	p, err := Get(ctx, q, scope, e.ID)
	if err != nil {
		return Found{}, ignoreNone(err)
	}
	return Found{Persons: []Person{p}, Total: 1}, nil
}

// rank puts the names nearest to the typed letters first: the skeletons that
// found them confuse عمر and أمير.
func rank(persons []Person, typed string) {
	near, words := make(map[store.ID]int, len(persons)), strings.Fields(typed)
	for _, p := range persons {
		near[p.ID] = min(distance(p.Arabic, words), distance(p.Latin, words))
	}
	slices.SortStableFunc(persons, func(a, b Person) int { return near[a.ID] - near[b.ID] })
}

// distance counts the typed words that a name has not, less where a word of it
// begins so; 0 is every one of them and none besides.
func distance(n Name, words []string) int {
	own := strings.Fields(locale.Fold(n.String()))
	far := 0
	for _, word := range words {
		switch {
		case slices.Contains(own, word):
		case slices.ContainsFunc(own, func(o string) bool { return strings.HasPrefix(bare(o), bare(word)) }):
			far += 2
		default:
			far += 8
		}
	}
	if far == 0 && len(own) != len(words) {
		far = 1
	}
	return far
}

// bare is a folded word without its article.
func bare(word string) string {
	for _, article := range []string{"ال", "el"} {
		if rest, ok := strings.CutPrefix(word, article); ok && len(rest) > 3 {
			return rest
		}
	}
	return word
}

// births is the range of birth dates of a year.
func births(year int) (first, last calendar.Date) {
	return calendar.NewDate(year, 1, 1), calendar.NewDate(year, 12, 31)
}
