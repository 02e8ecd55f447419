package access

import (
	"strings"

	"sanad/store"
)

// Scope is the part of the country and of the programmes that a query may show.
// The zero Scope shows nothing.
type Scope struct {
	areas  []area // or-ed; none covers another
	reason string // why a system scope was asked for
}

// area is a grant without its role.
type area struct {
	programme, territory string
	party                store.ID // zero for an office's
}

// everywhere is the area of every row.
var everywhere = area{programme: EveryProgramme}

// Columns names the SQL columns that a Scope restricts.
type Columns struct {
	Programme string // "" when the table's rows belong to no programme
	Province  string // holds "RR.PPP", or '' for a row of the whole country
	Party     string // whose row it is; "" when no party sees its own rows there
}

// System shows everything: for verification, the demonstration and the
// computing of figures, which no single viewer's rights may bend. The reason
// says which, so that a search for System( lists every exception with its why.
func System(reason string) Scope {
	return Scope{areas: []area{everywhere}, reason: reason}
}

// IsZero tells that the scope shows nothing.
func (s Scope) IsZero() bool { return len(s.areas) == 0 }

// Everything tells that the scope shows every row.
func (s Scope) Everything() bool {
	return len(s.areas) == 1 && s.areas[0] == everywhere
}

// String describes the scope for logs.
func (s Scope) String() string {
	if s.reason != "" {
		return "system: " + s.reason
	}
	parts := make([]string, len(s.areas))
	for i, a := range s.areas {
		parts[i] = a.programme + "@" + a.territory
		if !a.party.IsZero() {
			parts[i] += " of " + a.party.String()
		}
	}
	return strings.Join(parts, " ")
}

// add keeps an area unless one already there covers it, and drops those that it
// covers: two roles in one province must not make a longer condition.
func (s *Scope) add(a area) {
	kept := s.areas[:0:0]
	for _, b := range s.areas {
		if b.covers(a) {
			return
		}
		if !a.covers(b) {
			kept = append(kept, b)
		}
	}
	s.areas = append(kept, a)
}

func (a area) covers(b area) bool {
	return Grant{Programme: a.programme, Territory: a.territory, Party: a.party}.CoversOf(b.party, b.programme, b.territory)
}

// Allows tells that the scope shows a row of a programme ("" when the row
// belongs to none) in a province ("" when it is of the whole country).
func (s Scope) Allows(programme, province string) bool {
	return s.AllowsOf(store.ID{}, programme, province)
}

// AllowsOf is Allows for a row of a party.
func (s Scope) AllowsOf(party store.ID, programme, province string) bool {
	row := area{programme, province, party}
	for _, a := range s.areas {
		if a.covers(row) {
			return true
		}
	}
	return false
}

// Restrict adds to a query's condition that its rows are within the scope.
func (s Scope) Restrict(w *store.Where, c Columns) {
	var alternatives []string
	var args []any
	for _, a := range s.areas {
		cond, values := a.condition(c)
		if cond == "" {
			return // one area shows every row
		}
		alternatives = append(alternatives, cond)
		args = append(args, values...)
	}
	if len(alternatives) == 0 {
		w.And("1 = 0")
		return
	}
	w.And(strings.Join(alternatives, " or "), args...)
}

// condition is the area in SQL, empty when it covers every row.
func (a area) condition(c Columns) (string, []any) {
	var conds []string
	var args []any
	if c.Programme != "" && a.programme != EveryProgramme {
		conds, args = append(conds, c.Programme+" = ?"), append(args, a.programme)
	}
	switch {
	case a.party.IsZero():
	case c.Party == "":
		return "1 = 0", nil // the table does not say whose its rows are
	default:
		conds, args = append(conds, c.Party+" = ?"), append(args, a.party)
	}
	switch len(a.territory) {
	case 0:
	case 2:
		// A range of whole codes, so that an index serves it. Not '01.' to '01/':
		// outside the C collation PostgreSQL does not order marks by their bytes.
		conds = append(conds, c.Province+" between ? and ?")
		args = append(args, a.territory+".000", a.territory+".999")
	default:
		conds, args = append(conds, c.Province+" = ?"), append(args, a.territory)
	}
	if len(conds) > 1 {
		return "(" + strings.Join(conds, " and ") + ")", args
	}
	return strings.Join(conds, ""), args
}
