package money_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"sanad/fault"
	"sanad/money"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"350": 35000, "350.5": 35050, "350,50": 35050, " 1 050 ": 105000, "1\u00a0234,56": 123456, "1\u202f234٫56": 123456,
		"-12,30": -1230, "0": 0, "0,01": 1, "7,100": 710, "92233720368547757": 9223372036854775700,
	} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for text, key := range map[string]string{
		"": "money.invalid", "-": "money.invalid", ",50": "money.invalid", "12x": "money.invalid", "1.234,56": "money.invalid",
		"1e3": "money.invalid", "--5": "money.invalid", "0,005": "money.too-fine", "1.234": "money.too-fine",
		"92233720368547758": "money.too-large", "99999999999999999999": "money.too-large",
	} {
		if got, err := money.Parse(text); fault.KeyOf(err) != key {
			t.Errorf("Parse(%q) = %d, %v; want %s", text, got, err, key)
		}
	}
}

// What is written is read back to the centime, whatever the sum.
func TestWholeDirhamsAreRoundedHalfAwayFromZero(t *testing.T) {
	for a, want := range map[money.Amount]int64{0: 0, 49: 0, 50: 1, 149: 1, 150: 2, -49: 0, -50: -1, -150: -2, math.MaxInt64: math.MaxInt64 / 100, math.MinInt64: math.MinInt64 / 100} {
		if got := a.Dirhams(); got != want {
			t.Errorf("%d centimes are %d dirhams, want %d", int64(a), got, want)
		}
	}
}

func TestAmountsAreWrittenExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := money.Amount(rapid.Int64Range(-9_000_000_000_000_000_000, 9_000_000_000_000_000_000).Draw(t, "centimes"))
		if back, err := money.Parse(a.String()); err != nil || back != a {
			t.Fatalf("%d is written %q and read %d, %v", a, a, back, err)
		}
	})
	for a, want := range map[money.Amount]string{5: "0.05", -5: "-0.05", 350 * money.Dirham: "350.00", math.MinInt64: "-92233720368547758.08"} {
		if a.String() != want {
			t.Errorf("%d is written %q, want %q", int64(a), a, want)
		}
	}
}
