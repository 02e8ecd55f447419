package report

import (
	"math/big"

	"sanad/locale"
	"sanad/money"
	"sanad/programme"
	"sanad/sheet"
	"sanad/statistics"
)

// wholeDirhams rounds centimes half away from zero.
func wholeDirhams(centimes int64) int64 { return money.Amount(centimes).Dirhams() }

// say writes a figure of the running text. One that is not there is its mark:
// no sentence may turn it into a number.
func (f Figure) say(p *locale.Printer, form string, digits int) string {
	switch {
	case f.Def.Percent():
		return f.percent(p)
	case f.Cell.State == statistics.NotStated:
		return statistics.NotStatedMark
	case f.Cell.State == statistics.Suppressed:
		return statistics.SuppressedMark
	case form == million:
		return millions(p, f.Cell.Value, digits)
	case form == dirhams:
		return p.Count("report.n-dirhams", wholeDirhams(f.Cell.Value))
	case form != "":
		return sayNoun(p, form, f.Cell.Value)
	case f.Unit == programme.Centimes && f.Def.Digits == 0:
		return p.Number(wholeDirhams(f.Cell.Value))
	case f.Unit == programme.Centimes:
		return p.Decimal(f.Cell.Value, 2)
	}
	return p.Number(f.Cell.Value)
}

// percent rounds once, as its definition says: to the nearest, or down for a
// text that says "more than".
func (f Figure) percent(p *locale.Printer) string {
	num, den := f.Share.Num, f.Share.Den
	if f.Def.Round != "down" || den == 0 {
		return p.Percent(num, den, f.Def.Digits)
	}
	n, _ := locale.Hundred(num, den, f.Def.Digits)
	if whole := pow10(f.Def.Digits) * 100; over(n, whole, num, den) {
		n--
	}
	return p.Percent(n, pow10(f.Def.Digits)*100, f.Def.Digits)
}

// over tells that n/whole is more than num/den, which rounding made it.
func over(n, whole, num, den int64) bool {
	return bigMul(n, den).Cmp(bigMul(num, whole)) > 0
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

func bigMul(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }
