package calendar_test

import (
	"testing"

	"sanad/calendar"
	"sanad/fault"
)

// A day asked about without a time is the whole of it in Morocco, one hour ahead
// of UTC: what was recorded at 23:30 in Rabat counts, at 00:30 it does not.
func TestADayEndsInRabat(t *testing.T) {
	end, err := calendar.ParseInstant("2021-07-02")
	if err != nil || end.String() != "2021-07-02T22:59:59.999999Z" {
		t.Fatalf("2021-07-02 ends at %v, %v", end, err)
	}
	day := calendar.MustDate("2021-07-02")
	if end.Date() != day || (end+1).Date() != day.AddDays(1) || calendar.StartOf(day).Date() != day || (calendar.StartOf(day)-1).Date() != day.AddDays(-1) {
		t.Error("the first and the last microsecond are not of the day")
	}
	if calendar.EndOf(day)+1 != calendar.StartOf(day.AddDays(1)) {
		t.Error("something lies between two days")
	}
}

func TestParseInstant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2021-07-15T10:00:00Z", "2021-07-15T10:00:00.000000Z"},
		{"2021-07-15T10:00:00.123456+01:00", "2021-07-15T09:00:00.123456Z"},
	} {
		i, err := calendar.ParseInstant(c.text)
		if err != nil || i.String() != c.want {
			t.Errorf("ParseInstant(%q) = %v, %v", c.text, i, err)
		}
		if again, err := calendar.ParseInstant(i.String()); err != nil || again != i {
			t.Errorf("%v read again is %v, %v", i, again, err)
		}
	}
	for _, text := range []string{"", "now", "2021-07-15 10:00", "2021-02-30", "15/07/2021"} {
		if i, err := calendar.ParseInstant(text); fault.KeyOf(err) != "instant.invalid" {
			t.Errorf("ParseInstant(%q) = %v, %v", text, i, err)
		}
	}
}

func TestScanInstant(t *testing.T) {
	var i calendar.Instant
	if err := i.Scan(int64(42)); err != nil || i != 42 {
		t.Errorf("%v, %v", i, err)
	}
	if err := i.Scan(nil); err != nil || i != 0 {
		t.Errorf("%v, %v", i, err)
	}
	if err := i.Scan("2021-07-15"); err == nil {
		t.Error("a text is not what the column holds")
	}
}
