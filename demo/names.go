package demo

import (
	_ "embed"
	"math/rand/v2"
	"strings"

	"sanad/registry"
)

//go:embed data/given_names.csv
var givenCSV string

//go:embed data/family_names.csv
var familyCSV string

// spelling is a name in Arabic and how Latin papers write it, the usual way first.
type spelling struct {
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

func readGiven() map[given][]spelling {
	out := map[given][]spelling{}
	for _, row := range records(givenCSV) {
		name := spelling{row[0], strings.Split(row[2], "|")}
		for c, word := range []string{old: "old", mid: "mid", young: "young"} {
			if row[3] == word || row[3] == "all" {
				key := given{registry.Sex(row[1]), cohort(c)}
				out[key] = append(out[key], name)
			}
		}
	}
	return out
}

func readFamily() []spelling {
	var out []spelling
	for _, row := range records(familyCSV) {
		out = append(out, spelling{row[0], strings.Split(row[1], "|")})
	}
	return out
}

// pick favours the names at the head of the list, as a population does.
func pick(rng *rand.Rand, names []spelling) spelling {
	u := rng.Float64()
	return names[int(u*u*float64(len(names)))]
}

// latin is the usual spelling, one time in five another.
func (s spelling) in(rng *rand.Rand) string {
	if rng.IntN(5) > 0 {
		return s.latin[0]
	}
	return s.latin[rng.IntN(len(s.latin))]
}

// named draws the two names of a person in both scripts.
func named(rng *rand.Rand, sex registry.Sex, year int, family spelling) (arabic, latin registry.Name) {
	first := pick(rng, givenNames[given{sex, cohortOf(year)}])
	return registry.Name{Given: first.arabic, Family: family.arabic}, registry.Name{Given: first.in(rng), Family: family.in(rng)}
}
