package locale_test

import (
	"math"
	"testing"

	"sanad/calendar"
	"sanad/locale"
	"sanad/money"
)

type golden struct{ ar, fr, en string }

func (g golden) check(t *testing.T, name string, format func(*locale.Printer) string) {
	t.Helper()
	for lang, want := range map[locale.Lang]string{locale.Arabic: g.ar, locale.French: g.fr, locale.English: g.en} {
		if got := format(locale.For(lang)); got != want {
			t.Errorf("%s in %s: %q, want %q", name, lang, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]golden{
		0:             {"0", "0", "0"},
		999:           {"999", "999", "999"},
		123861:        {"123.861", "123\u202f861", "123,861"},
		1234567:       {"1.234.567", "1\u202f234\u202f567", "1,234,567"},
		-1000:         {"\u200e-1.000", "-1\u202f000", "-1,000"},
		math.MinInt64: {"\u200e-9.223.372.036.854.775.808", "-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808", "-9,223,372,036,854,775,808"},
	} {
		want.check(t, "number", func(p *locale.Printer) string { return p.Number(n) })
	}
}

func TestMoney(t *testing.T) {
	for a, want := range map[money.Amount]golden{
		123456789: {"1.234.567,89\u00a0د.م.", "1\u202f234\u202f567,89\u00a0MAD", "MAD\u00a01,234,567.89"},
		5:         {"0,05\u00a0د.م.", "0,05\u00a0MAD", "MAD\u00a00.05"},
		-35000:    {"\u200f\u200e-350,00\u00a0د.م.", "-350,00\u00a0MAD", "MAD\u00a0-350.00"},
	} {
		want.check(t, "money", func(p *locale.Printer) string { return p.Money(a) })
	}
}

func TestDirhams(t *testing.T) {
	for a, want := range map[money.Amount]golden{
		14600200050: {"146.002.001\u00a0د.م.", "146\u202f002\u202f001\u00a0MAD", "MAD\u00a0146,002,001"},
		-35000:      {"\u200f\u200e-350\u00a0د.م.", "-350\u00a0MAD", "MAD\u00a0-350"},
	} {
		want.check(t, "dirhams", func(p *locale.Printer) string { return p.Dirhams(a) })
	}
}

func TestPercentRoundsOnceHalfAwayFromZero(t *testing.T) {
	cases := []struct {
		num, den int64
		digits   int
		want     string
	}{
		{8230, 79287, 2, "10,38\u00a0%"},
		{1, 3, 0, "33\u00a0%"},
		{1, 8, 1, "12,5\u00a0%"},
		{1, 1000, 0, "0\u00a0%"},
		{5, 1000, 0, "1\u00a0%"},
		{-5, 1000, 0, "\u200e-1\u00a0%"},
		{-4, 1000, 0, "0\u00a0%"},
		{10049, 100000, 1, "10,0\u00a0%"}, // rounding twice would give 10,1
		{0, 5, 2, "0,00\u00a0%"},
		{5, 0, 2, "–"},
		{math.MaxInt64, math.MaxInt64, 2, "100,00\u00a0%"},
	}
	for _, c := range cases {
		if got := locale.For(locale.Arabic).Percent(c.num, c.den, c.digits); got != c.want {
			t.Errorf("Percent(%d, %d, %d) = %q, want %q", c.num, c.den, c.digits, got, c.want)
		}
	}
	golden{"10,38\u00a0%", "10,38\u00a0%", "10.38%"}.check(t, "percent", func(p *locale.Printer) string { return p.Percent(8230, 79287, 2) })
}

func TestDates(t *testing.T) {
	day := calendar.MustDate("2021-07-02")
	golden{"02 يوليوز 2021", "2 juillet 2021", "2 July 2021"}.check(t, "date", func(p *locale.Printer) string { return p.Date(day) })
	golden{"", "", ""}.check(t, "no date", func(p *locale.Printer) string { return p.Date(0) })
	golden{"01 غشت 2021", "1er août 2021", "1 August 2021"}.check(t, "first", func(p *locale.Printer) string { return p.Date(calendar.MustDate("2021-08-01")) })
	golden{"يوليوز 2021", "juillet 2021", "July 2021"}.check(t, "month", func(p *locale.Printer) string { return p.Month("2021-07") })
	golden{"x", "x", "x"}.check(t, "no month", func(p *locale.Printer) string { return p.Month("x") })
	at, err := calendar.ParseInstant("2021-12-31T23:30:00Z") // already the next day in Rabat
	if err != nil {
		t.Fatal(err)
	}
	golden{"01 يناير 2022، 00:30", "1er janvier 2022 à 00:30", "1 January 2022, 00:30"}.check(t, "instant", func(p *locale.Printer) string { return p.Instant(at) })
	birth, err := calendar.ParseBirth("1948")
	if err != nil {
		t.Fatal(err)
	}
	golden{"1948", "1948", "1948"}.check(t, "birth", func(p *locale.Printer) string { return p.Birth(birth) })
}

func TestMonthsAreMoroccan(t *testing.T) {
	want := []string{"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"}
	for i, name := range want {
		month := calendar.NewDate(2021, 1, 1).AddMonths(i).String()[:7]
		if got := locale.For(locale.Arabic).Month(month); got != name+" 2021" {
			t.Errorf("%s: %q", month, got)
		}
	}
}

func TestList(t *testing.T) {
	golden{"أ، ب وج", "أ, ب et ج", "أ, ب and ج"}.check(t, "list", func(p *locale.Printer) string { return p.List([]string{"أ", "ب", "ج"}) })
	golden{"أ", "أ", "أ"}.check(t, "one", func(p *locale.Printer) string { return p.List([]string{"أ"}) })
	golden{"", "", ""}.check(t, "none", func(p *locale.Printer) string { return p.List(nil) })
}

// A share in a file is the one that a reader sees.
func TestAShareInAFileIsTheOneShown(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		digits   int
		want     int64
	}{{243, 2342, 2, 1038}, {902, 7523, 2, 1199}, {145, 930, 2, 1559}, {-5, 1000, 0, -1}, {-4, 1000, 0, 0}, {1 << 62, 3, 1, 0}} {
		got, ok := locale.Hundred(c.num, c.den, c.digits)
		if ok != (c.num < 1<<62) || ok && got != c.want {
			t.Errorf("Hundred(%d, %d, %d) = %d, %v", c.num, c.den, c.digits, got, ok)
		}
		if shown := locale.For(locale.English).Percent(c.num, c.den, c.digits); ok && shown != locale.For(locale.English).Decimal(got, c.digits)+"%" {
			t.Errorf("%d of %d is %d in a file and %s on the page", c.num, c.den, got, shown)
		}
	}
	for digits, want := range map[int]string{0: "-5", 1: "-0.5", 2: "-0.05", 3: "-0.005"} {
		if got := locale.Fixed(-5, digits); got != want {
			t.Errorf("Fixed(-5, %d) = %q, want %q", digits, got, want)
		}
	}
	if got := locale.Fixed(-1<<63, 2); got != "-92233720368547758.08" {
		t.Error(got)
	}
}
