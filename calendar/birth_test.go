package calendar_test

import (
	"testing"

	"sanad/calendar"
	"sanad/fault"
)

func TestParseBirth(t *testing.T) {
	for _, c := range []struct {
		text, on, shown string
		precision       calendar.Precision
	}{
		{"1948", "1948-01-01", "1948", calendar.ByYear},
		{"1948-05", "1948-05-01", "1948-05", calendar.ByMonth},
		{"05/1948", "1948-05-01", "1948-05", calendar.ByMonth},
		{" 17/05/1948 ", "1948-05-17", "1948-05-17", calendar.ByDay},
		{"1948-05-17", "1948-05-17", "1948-05-17", calendar.ByDay},
	} {
		b, err := calendar.ParseBirth(c.text)
		if err != nil || b.On.String() != c.on || b.Precision != c.precision || b.String() != c.shown {
			t.Errorf("ParseBirth(%q) = %+v, %v", c.text, b, err)
		}
	}
	for _, text := range []string{"", "48", "1948-13", "13/1948", "31/02/1948", "194a", "1948-05-17T00:00:00Z"} {
		if b, err := calendar.ParseBirth(text); fault.KeyOf(err) != "birth.invalid" || !b.IsZero() {
			t.Errorf("ParseBirth(%q) = %+v, %v", text, b, err)
		}
	}
}

// Somebody born "in 1948" is of age from the first day of 1948 on.
func TestADoubtfulBirthCountsFromItsFirstDay(t *testing.T) {
	b, err := calendar.ParseBirth("1948")
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]int{"1968-12-31": 20, "1969-01-01": 21} {
		if got := b.Age(calendar.MustDate(on)); got != want {
			t.Errorf("on %s: %d, want %d", on, got, want)
		}
	}
}
