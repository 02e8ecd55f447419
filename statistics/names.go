package statistics

import (
	"sanad/locale"
	"sanad/programme"
)

// UnitName is what a unit is called: "dossiers", "persons".
func UnitName(p *locale.Printer, u programme.Unit) string {
	return p.T("statistics.unit-" + string(u))
}

// DimensionName is what the rows by a dimension are called: "region", "month",
// or what the programme that defines the dimension calls it.
func DimensionName(p *locale.Printer, def *programme.Definition, by string) string {
	if d := def.Ledger.Dimension(by); d != nil {
		return d.Title.In(p.Lang())
	}
	return p.T("statistics.by-" + by)
}
