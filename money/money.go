package money

import (
	"math"
	"strconv"
	"strings"

	"sanad/fault"
)

// Amount is a sum of money in centimes; 350 MAD is Amount(35000).
type Amount int64

// Dirham is one dirham in centimes.
const Dirham Amount = 100

// Parse reads "350", "350.5", "350,50" or "-1 234,56" (blanks between digits
// are dropped, one decimal mark, two decimals at most).
//
// Errors: money.invalid when it is not a number, money.too-fine when it holds
// part of a centime, money.too-large beyond what 64 bits hold.
func Parse(text string) (Amount, error) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "٫", ".", ",", ".").Replace(strings.TrimSpace(text))
	negative := strings.HasPrefix(s, "-")
	whole, part, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || !digits(whole) || !digits(part) {
		return 0, fault.New(fault.Invalid, "money.invalid", fault.Args{"value": text})
	}
	if len(strings.TrimRight(part, "0")) > 2 {
		return 0, fault.New(fault.Invalid, "money.too-fine", fault.Args{"value": text})
	}
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || units > math.MaxInt64/100-1 {
		return 0, fault.New(fault.Invalid, "money.too-large", fault.Args{"value": text})
	}
	cents, _ := strconv.Atoi((part + "00")[:2])
	a := Amount(units*100 + int64(cents))
	if negative {
		a = -a
	}
	return a, nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Dirhams is the amount in whole dirhams, rounded half away from zero: for
// tables that show no centimes.
func (a Amount) Dirhams() int64 {
	whole, part := a/Dirham, a%Dirham
	switch {
	case part >= Dirham/2:
		whole++
	case part <= -Dirham/2:
		whole--
	}
	return int64(whole)
}

// String is the plain form "1234.56", for files and logs.
func (a Amount) String() string {
	sign, u := "", uint64(a)
	if a < 0 {
		sign, u = "-", -uint64(a)
	}
	cents := strconv.FormatUint(u%100, 10)
	if len(cents) == 1 {
		cents = "0" + cents
	}
	return sign + strconv.FormatUint(u/100, 10) + "." + cents
}
