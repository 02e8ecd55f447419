package facts

import "strings"

// ServiceRows are the rows of table 06 that are services: centres, men, women.
func ServiceRows() map[string][3]int {
	out := map[string][3]int{}
	for _, key := range services() {
		out[key] = [3]int{table06.Int(key, "centres"), table06.Int(key, "male"), table06.Int(key, "female")}
	}
	return out
}

// Province of the unit that made a contact.
func (k Contact) Province(p *StreetPlan) string { return p.Units[k.Unit].Province }

// NamedRow is a row of table 16; amounts are dirhams, 0 when the report has none.
type NamedRow struct {
	Year, SignedOn, Region    string
	Ministry, Total, Partners int
}

// NamedAgreement is the row of an object.
func NamedAgreement(object string) (NamedRow, bool) {
	if table16.rows[object] == nil {
		return NamedRow{}, false
	}
	return NamedRow{table16.Text(object, "year"), table16.Text(object, "signed_on"), table16.Text(object, "region"), table16.Int(object, "ministry_contribution_mad"),
		table16.Int(object, "total_cost_mad"), strings.Count(table16.Text(object, "partners_ar"), "|") + 1}, true
}
