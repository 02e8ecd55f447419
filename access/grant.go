package access

import (
	"strings"

	"sanad/fault"
	"sanad/store"
)

// EveryProgramme in a Grant stands for all programmes, those to come included.
const EveryProgramme = "*"

// Grant gives a role for a programme in a territory, or to a party for its own
// files alone.
type Grant struct {
	Role      Role     `json:"role"`
	Programme string   `json:"programme"`      // a programme's code, or "*" for every programme
	Territory string   `json:"territory"`      // "" the whole country, "01" a region, "01.511" a province
	Party     store.ID `json:"party,omitzero"` // whose files alone; zero for a grant of an office
}

// Covers tells that the grant reaches a thing of a programme in a territory.
// Programme "" is a thing that belongs to none (a person); territory "" is a
// thing of the whole country, reached only by a grant for the whole country. A
// grant limited to a party reaches nothing that is not said to be the party's.
func (g Grant) Covers(programme, territory string) bool {
	return g.CoversOf(store.ID{}, programme, territory)
}

// CoversOf is Covers for a thing of a party.
func (g Grant) CoversOf(party store.ID, programme, territory string) bool {
	return g.coversProgramme(programme) && g.coversTerritory(territory) && (g.Party.IsZero() || g.Party == party)
}

func (g Grant) coversProgramme(programme string) bool {
	return programme == "" || g.Programme == EveryProgramme || g.Programme == programme
}

// coversTerritory: the dot keeps region "01" from covering a region "011".
func (g Grant) coversTerritory(territory string) bool {
	return g.Territory == "" || g.Territory == territory || strings.HasPrefix(territory, g.Territory+".")
}

// Check tells that the grant can exist: a known role, a programme named, a
// territory in the form of a code. That the codes exist is for whoever has the
// registers of programmes and territories.
//
// Errors: access.role-unknown, access.programme-missing, access.territory-invalid,
// access.party-missing, access.party-not-asked.
func (g Grant) Check() error {
	var l fault.List
	if !g.Role.Valid() {
		l.Add(fault.New(fault.Invalid, "access.role-unknown", fault.Args{"value": string(g.Role)}).On("role"))
	}
	if g.Programme == "" {
		l.Add(fault.New(fault.Invalid, "access.programme-missing", nil).On("programme"))
	}
	if !isTerritory(g.Territory) {
		l.Add(fault.New(fault.Invalid, "access.territory-invalid", fault.Args{"value": g.Territory}).On("territory"))
	}
	switch own := g.Role == Partner; {
	case own && g.Party.IsZero():
		l.Add(fault.New(fault.Invalid, "access.party-missing", nil).On("party"))
	case !own && !g.Party.IsZero():
		l.Add(fault.New(fault.Invalid, "access.party-not-asked", nil).On("party"))
	}
	return l.Err()
}

// isTerritory accepts "", "01" and "01.511", the official codes (HCP) of
// regions and provinces.
func isTerritory(code string) bool {
	switch len(code) {
	case 0:
		return true
	case 2:
		return digits(code)
	case 6:
		return digits(code[:2]) && code[2] == '.' && digits(code[3:])
	}
	return false
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
