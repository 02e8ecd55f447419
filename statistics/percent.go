package statistics

import (
	"math/big"
	"strings"
)

// percentText is a percentage as printed: in units of its last decimal.
type percentText struct {
	n      *big.Int
	digits int
}

// parsePercent reads "10.88", "-20", "43".
func parsePercent(text string) (percentText, bool) {
	whole, part, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := strings.Trim(whole+part, "0123456789") == ""
	if whole == "" || !digits || point && part == "" || len(part) > 4 {
		return percentText{}, false
	}
	n, ok := new(big.Int).SetString(whole+part, 10)
	if ok && strings.HasPrefix(text, "-") {
		n.Neg(n)
	}
	return percentText{n, len(part)}, ok
}

// at is the number with more decimals, or with as many as it has.
func (p percentText) at(digits int) *big.Int {
	n := new(big.Int).Set(p.n)
	for i := p.digits; i < digits; i++ {
		n.Mul(n, big.NewInt(10))
	}
	return n
}

// agrees tells that a share, rounded to the decimals that are declared or, where
// the text has more, to those, is what is printed.
func (p percentText) agrees(s Share, digits int, how string) bool {
	digits = max(digits, p.digits)
	return s.Den != 0 && s.rounded(digits, how).Cmp(p.at(digits)) == 0
}
