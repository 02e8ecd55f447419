package names

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

var (
	//go:embed data/given_names.csv
	givenCSV string
	//go:embed data/family_names.csv
	familyCSV string
	//go:embed data/aliases.csv
	aliasesCSV string
	//go:embed data/nicknames.csv
	nicknamesCSV string
)

// Spelling is one name of the lists.
type Spelling struct {
	Arabic string
	Latin  []string // the usual spelling in Morocco first
	Sex    string   // F or M; empty for a family name
	Cohort string   // of a given name: old (born before about 1960), mid, young (after about 1990), all
}

// Given are the given names of the list.
func Given() []Spelling {
	var out []Spelling
	for _, row := range rows(givenCSV)[1:] {
		out = append(out, Spelling{row[0], strings.Split(row[2], "|"), row[1], row[3]})
	}
	return out
}

// Family are the family names of the list.
func Family() []Spelling {
	var out []Spelling
	for _, row := range rows(familyCSV)[1:] {
		out = append(out, Spelling{Arabic: row[0], Latin: strings.Split(row[1], "|")})
	}
	return out
}

// Aliases are given names in all their forms, a name to a row: first those whose
// likeness misleads, then short forms, then the list of Given.
func Aliases() [][]string {
	out := append(rows(aliasesCSV), rows(nicknamesCSV)...)
	for _, s := range Given() {
		out = append(out, append([]string{s.Arabic}, s.Latin...))
	}
	return out
}

// rows reads a list that is part of the program; a broken one is a defect that
// the first test meets.
func rows(text string) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	return all
}
