package report

import (
	"sanad/locale"
	"sanad/money"
	"sanad/sheet"
	"sanad/statistics"
)

// wholeDirhams rounds centimes half away from zero.
func wholeDirhams(centimes int64) int64 { return money.Amount(centimes).Dirhams() }

// say writes a figure of the running text. One that is not there is its mark:
// no sentence may turn it into a number.
func say(p *locale.Printer, f statistics.Figure, form string, digits int) string {
	switch {
	case form == "" || !f.Cell.Known():
		return f.Text(p)
	case form == million:
		return millions(p, f.Cell.Value, digits)
	case form == dirhams:
		return p.Count("report.n-dirhams", wholeDirhams(f.Cell.Value))
	}
	return sayNoun(p, form, f.Cell.Value)
}

// millions says an amount in millions of dirhams, rounded half away from zero.
func millions(p *locale.Printer, centimes int64, digits int) string {
	unit := int64(100_000_000) / pow10(digits)
	n := (abs(centimes) + unit/2) / unit
	if centimes < 0 {
		n = -n
	}
	if digits == 0 {
		return p.Count("report.n-million", n)
	}
	return p.T("report.million-decimal", "number", p.Decimal(n, digits))
}

func abs(n int64) int64 { return max(n, -n) }

func pow10(digits int) int64 {
	n := int64(1)
	for range digits {
		n *= 10
	}
	return n
}

// show writes a cell of a table.
func show(p *locale.Printer, c sheet.Cell, col sheet.Column, row sheet.Row) string {
	digits, percent := col.Digits, col.Percent
	if row.Percent {
		digits, percent = row.Digits, true
	}
	switch {
	case !c.Has():
		return c.Gap()
	case percent:
		return p.Percent(c.Value, pow10(digits)*100, digits)
	}
	return p.Decimal(c.Value, digits)
}
