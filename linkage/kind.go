package linkage

import (
	"slices"
	"strings"

	"sanad/fault"
)

// Kind says what a column holds, and with it how two of its values compare.
type Kind uint8

// The kinds of columns. Given and Family may stand twice, once for each script;
// the others may stand as often as a file has such columns.
const (
	Given    Kind = iota // given name, in any script
	Family               // family name, in any script
	Name                 // the whole name in one column
	Sex                  // two values, however they are written
	Birth                // date of birth, to the day, the month or the year
	ID                   // an identifier that belongs to one person
	Place                // a place by name or by code
	Postcode             // a code whose beginning names a wider area
	Phone                // a telephone number
	Category             // any other value that either is the same or is not
	kinds
)

var kindNames = [kinds]string{"given", "family", "name", "sex", "birth", "id", "place", "postcode", "phone", "category"}

// String is the word of the kind in --map.
func (k Kind) String() string { return kindNames[k] }

// KindNames are the words a mapping may use.
func KindNames() []string { return kindNames[:] }

// Map says which column is of which kind.
type Map struct {
	Kind   Kind
	Column string // name in the file's first line
}

// maxFields is how many comparisons a pattern holds: four bits each.
const maxFields = 16

// ParseMap reads "kind=column" pairs.
//
// Errors: linkage.map-shape, linkage.map-kind, linkage.map-twice,
// linkage.map-many, linkage.map-empty.
func ParseMap(pairs []string) ([]Map, error) {
	var out []Map
	for _, pair := range pairs {
		word, column, ok := strings.Cut(pair, "=")
		word, column = strings.TrimSpace(word), strings.TrimSpace(column)
		if !ok || column == "" {
			return nil, fault.New(fault.Invalid, "linkage.map-shape", fault.Args{"value": pair})
		}
		kind := slices.Index(kindNames[:], word)
		if kind < 0 {
			return nil, fault.New(fault.Invalid, "linkage.map-kind", fault.Args{"value": word, "kinds": strings.Join(kindNames[:], ", ")})
		}
		out = append(out, Map{Kind(kind), column})
	}
	return out, checkMap(out)
}

func checkMap(maps []Map) error {
	if len(maps) == 0 {
		return fault.New(fault.Invalid, "linkage.map-empty", nil)
	}
	if len(maps) > maxFields {
		return fault.New(fault.Invalid, "linkage.map-many", fault.Args{"count": len(maps), "limit": maxFields})
	}
	times := [kinds]int{}
	for i, m := range maps {
		times[m.Kind]++
		if slices.Contains(maps[:i], m) {
			return fault.New(fault.Invalid, "linkage.map-twice", fault.Args{"value": m.Kind.String() + "=" + m.Column})
		}
	}
	for kind, limit := range map[Kind]int{Given: 2, Family: 2, Name: 1} {
		if times[kind] > limit {
			return fault.New(fault.Invalid, "linkage.map-often", fault.Args{"kind": kind.String(), "count": times[kind], "limit": limit})
		}
	}
	return nil
}
