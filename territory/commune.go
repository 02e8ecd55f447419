package territory

import (
	"strings"

	"sanad/calendar"
	"sanad/locale"
)

// CommuneKind tells towns from the country.
type CommuneKind string

// The kinds of communes.
const (
	Urban CommuneKind = "urban"
	Rural CommuneKind = "rural"
)

// Commune is the smallest unit with a council. Its name alone is not enough to
// show: ten names occur in more than one province.
type Commune struct {
	Code     string        `json:"code"`     // HCP, "01.511.01.09"
	Province string        `json:"province"` // "01.511"
	Name     locale.Text   `json:"name"`     // there is no usual English name: En is the French
	Kind     CommuneKind   `json:"kind"`
	From     calendar.Date `json:"from,omitzero"` // first day, zero: not known
	To       calendar.Date `json:"to,omitzero"`   // last day, zero: still valid
}

// Valid tells that the commune exists on a day.
func (c Commune) Valid(on calendar.Date) bool {
	return c.From <= on && (c.To == 0 || on <= c.To)
}

// CommuneCode tells whether a text has the form of a commune's code: a province,
// a cercle (01 for a town), a commune ("0" for a town with arrondissements).
func CommuneCode(text string) bool {
	parts := strings.Split(text, ".")
	if len(parts) != 4 || strings.Trim(text, "0123456789.") != "" {
		return false
	}
	_, known := provinceByCode[parts[0]+"."+parts[1]]
	return known && len(parts[2]) == 2 && (len(parts[3]) == 2 || parts[3] == "0")
}
