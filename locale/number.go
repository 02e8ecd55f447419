package locale

import (
	"math/big"
	"strconv"
	"strings"

	"sanad/money"
)

// noBreak keeps a number and its unit on one line; narrowNoBreak groups French
// digits, as the Imprimerie nationale does.
const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
	leftToRight   = "\u200e"
	rightToLeft   = "\u200f"
)

// NoValue stands where a figure cannot exist (a share of nothing).
const NoValue = "–"

type numberStyle struct{ group, decimal, minus string }

// The minus of Arabic carries a left-to-right mark, as in CLDR: without it the
// sign is painted on the wrong side of the digits.
var numberStyles = map[Lang]numberStyle{
	Arabic:  {group: ".", decimal: ",", minus: leftToRight + "-"},
	French:  {group: narrowNoBreak, decimal: ",", minus: "-"},
	English: {group: ",", decimal: ".", minus: "-"},
}

// Number writes a whole number with its digits grouped by three.
func (p *Printer) Number(n int64) string {
	style := numberStyles[p.lang]
	text := strconv.FormatInt(n, 10)
	if digits, negative := strings.CutPrefix(text, "-"); negative {
		return style.minus + grouped(digits, style.group)
	}
	return grouped(text, style.group)
}

func grouped(digits, separator string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Money writes an amount with its two decimals and the dirham.
func (p *Printer) Money(a money.Amount) string {
	return p.dirhams(p.decimal(a.String()), a < 0)
}

// Dirhams writes an amount in whole dirhams, rounded half away from zero.
func (p *Printer) Dirhams(a money.Amount) string { return p.dirhams(p.Number(a.Dirhams()), a < 0) }

func (p *Printer) dirhams(number string, negative bool) string {
	if p.lang == English {
		return "MAD" + noBreak + number
	}
	if p.lang == French {
		return number + noBreak + "MAD"
	}
	text := number + noBreak + "د.م."
	if negative { // or the mark of the minus would turn the whole amount over
		return rightToLeft + text
	}
	return text
}

// Percent is num out of den with a number of decimals, computed with whole
// numbers and rounded once, half away from zero: Percent(8230, 79287, 2) is
// "10,38 %". A share of nothing is NoValue.
func (p *Printer) Percent(num, den int64, digits int) string {
	if den == 0 {
		return NoValue
	}
	text := ratio(big.NewInt(num), big.NewInt(den), digits)
	if p.lang == English {
		return p.decimal(text) + "%"
	}
	return p.decimal(text) + noBreak + "%"
}

// ratio is 100·num/den as plain decimal text.
func ratio(num, den *big.Int, digits int) string {
	return FixedBig(Hundredths(num, den, digits, false), digits)
}

// Hundred is 100·num/den in units of its last decimal, as Percent shows it:
// Hundred(8230, 79287, 2) is 1038. False for a share of nothing, and for one that
// does not fit 64 bits.
func Hundred(num, den int64, digits int) (int64, bool) {
	if den == 0 {
		return 0, false
	}
	n := Hundredths(big.NewInt(num), big.NewInt(den), digits, false)
	return n.Int64(), n.IsInt64()
}

// Hundredths is the same, rounded once: half away from zero, or towards zero for
// "more than 43 %". It works on big integers since a percentage of centimes may
// pass 64 bits on the way; den is not 0.
func Hundredths(num, den *big.Int, digits int, down bool) *big.Int {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)+2), nil)
	n := new(big.Int).Mul(new(big.Int).Abs(num), scale)
	d := new(big.Int).Abs(den)
	if down {
		n.Quo(n, d)
	} else {
		n.Mul(n, big.NewInt(2)).Add(n, d)
		n.Quo(n, d.Mul(d, big.NewInt(2)))
	}
	if num.Sign()*den.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

// Decimal writes a number whose last digits are decimals: Decimal(1038, 2) is
// "10,38".
func (p *Printer) Decimal(n int64, digits int) string { return p.decimal(Fixed(n, digits)) }

// Fixed writes such a number as machines read it: Fixed(-5, 2) is "-0.05".
func Fixed(n int64, digits int) string { return FixedBig(big.NewInt(n), digits) }

// FixedBig writes one of any length.
func FixedBig(n *big.Int, digits int) string {
	text := new(big.Int).Abs(n).String()
	if short := digits + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	if digits > 0 {
		text = text[:len(text)-digits] + "." + text[len(text)-digits:]
	}
	if n.Sign() < 0 {
		text = "-" + text
	}
	return text
}

// decimal dresses plain decimal text ("-1234.56") in the language's marks.
func (p *Printer) decimal(plain string) string {
	style := numberStyles[p.lang]
	digits, negative := strings.CutPrefix(plain, "-")
	whole, part, hasPart := strings.Cut(digits, ".")
	text := grouped(whole, style.group)
	if hasPart {
		text += style.decimal + part
	}
	if negative {
		return style.minus + text
	}
	return text
}
