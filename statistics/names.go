package statistics

import (
	"sanad/locale"
	"sanad/programme"
)

// UnitName is what a unit is called: "dossiers", "persons".
func UnitName(p *locale.Printer, u programme.Unit) string {
	return p.T("statistics.unit-" + string(u))
}

// DimensionName is what the rows are called: "region", "month".
func DimensionName(p *locale.Printer, by string) string { return p.T("statistics.by-" + by) }
