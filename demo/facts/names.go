package facts

import (
	"math/rand/v2"

	"sanad/names"
	"sanad/registry"
)

// Spelling is a name in Arabic and how Latin papers write it, the usual way first.
type Spelling = names.Spelling

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

var givenNames, familyNames = readGiven(), names.Family()

func readGiven() map[given][]Spelling {
	out := map[given][]Spelling{}
	for _, name := range names.Given() {
		for c, word := range []string{old: "old", mid: "mid", young: "young"} {
			if name.Cohort == word || name.Cohort == "all" {
				key := given{registry.Sex(name.Sex), cohort(c)}
				out[key] = append(out[key], name)
			}
		}
	}
	return out
}

// pick favours the names at the head of the list, as a population does.
func pick(rng *rand.Rand, list []Spelling) Spelling {
	u := rng.Float64()
	return list[int(u*u*float64(len(list)))]
}

// FamilyName draws a family name.
func FamilyName(rng *rand.Rand) Spelling { return pick(rng, familyNames) }

// inLatin is the usual spelling, one time in five another.
func inLatin(rng *rand.Rand, s Spelling) string {
	if rng.IntN(5) > 0 {
		return s.Latin[0]
	}
	return s.Latin[rng.IntN(len(s.Latin))]
}

// Named draws the two names of a person in both scripts.
func Named(rng *rand.Rand, sex registry.Sex, year int, family Spelling) (arabic, latin registry.Name) {
	first := pick(rng, givenNames[given{sex, cohortOf(year)}])
	return registry.Name{Given: first.Arabic, Family: family.Arabic}, registry.Name{Given: inLatin(rng, first), Family: inLatin(rng, family)}
}
