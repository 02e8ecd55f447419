package facts

import (
	"math/rand/v2"
	"strings"

	"sanad/registry"
)

// Spelling is a name in Arabic and how Latin papers write it, the usual way first.
type Spelling struct {
	arabic string
	latin  []string
}

// cohort is when a given name was in use.
type cohort uint8

const (
	old   cohort = iota // born before 1960
	mid                 // 1960 to 1990
	young               // later
)

func cohortOf(year int) cohort {
	switch {
	case year < 1960:
		return old
	case year <= 1990:
		return mid
	}
	return young
}

type given struct {
	sex    registry.Sex
	cohort cohort
}

var givenNames, familyNames = readGiven(), readFamily()

func readGiven() map[given][]Spelling {
	out := map[given][]Spelling{}
	for _, row := range records("given_names.csv") {
		name := Spelling{row[0], strings.Split(row[2], "|")}
		for c, word := range []string{old: "old", mid: "mid", young: "young"} {
			if row[3] == word || row[3] == "all" {
				key := given{registry.Sex(row[1]), cohort(c)}
				out[key] = append(out[key], name)
			}
		}
	}
	return out
}

func readFamily() []Spelling {
	var out []Spelling
	for _, row := range records("family_names.csv") {
		out = append(out, Spelling{row[0], strings.Split(row[1], "|")})
	}
	return out
}

// pick favours the names at the head of the list, as a population does.
func pick(rng *rand.Rand, names []Spelling) Spelling {
	u := rng.Float64()
	return names[int(u*u*float64(len(names)))]
}

// FamilyName draws a family name.
func FamilyName(rng *rand.Rand) Spelling { return pick(rng, familyNames) }

// latin is the usual spelling, one time in five another.
func (s Spelling) in(rng *rand.Rand) string {
	if rng.IntN(5) > 0 {
		return s.latin[0]
	}
	return s.latin[rng.IntN(len(s.latin))]
}

// Named draws the two names of a person in both scripts.
func Named(rng *rand.Rand, sex registry.Sex, year int, family Spelling) (arabic, latin registry.Name) {
	first := pick(rng, givenNames[given{sex, cohortOf(year)}])
	return registry.Name{Given: first.arabic, Family: family.arabic}, registry.Name{Given: first.in(rng), Family: family.in(rng)}
}
