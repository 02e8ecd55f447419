package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"sanad/calendar"
	"sanad/fault"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2021-07-02", "2021-07-02"}, {"02/07/2021", "2021-07-02"}, {"2020-02-29", "2020-02-29"}, {"0001-01-01", "0001-01-01"},
		{"2021-02-29", ""}, {"2021-13-01", ""}, {"2021-00-10", ""}, {"2021-04-31", ""}, {"0000-01-01", ""},
		{"2021-7-2", ""}, {"31/02/2021", ""}, {"2021/07/02", ""}, {"02-07-2021", ""}, {"", ""}, {"٢٠٢١-٠٧-٠٢", ""},
	} {
		d, err := calendar.ParseDate(c.text)
		if d.String() != c.want || (err == nil) == (c.want == "") {
			t.Errorf("ParseDate(%q) = %q, %v", c.text, d, err)
		}
		if err != nil && fault.KeyOf(err) != "date.invalid" {
			t.Errorf("ParseDate(%q): %v", c.text, err)
		}
	}
}

// Go's own calendar is the model: every day of nine thousand years, back and forth.
func TestADateIsADayOfGoTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(rapid.IntRange(1, 9998).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		d := calendar.NewDate(at.Date())
		if d.String() != at.Format(time.DateOnly) || !d.Time().Equal(at) || calendar.MustDate(d.String()) != d {
			t.Fatalf("%v became %v", at, d)
		}
		y, m, day := d.Parts()
		if wy, wm, wd := at.Date(); y != wy || m != wm || day != wd || d.Year() != wy {
			t.Fatalf("%v is made of %d, %d and %d", at, y, m, day)
		}
		over := rapid.IntRange(-30, 30).Draw(t, "over")
		if got := calendar.NewDate(y, m+time.Month(over), day+over); !got.Time().Equal(time.Date(y, m+time.Month(over), day+over, 0, 0, 0, 0, time.UTC)) {
			t.Fatalf("%v and %d months and days is %v", d, over, got)
		}
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		if at.Year() > 2 && at.Year() < 9997 && d.AddDays(n).String() != at.AddDate(0, 0, n).Format(time.DateOnly) {
			t.Fatalf("%v and %d days is %v", d, n, d.AddDays(n))
		}
	})
}

func TestAddMonthsKeepsToTheMonth(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2021-01-31", 1, "2021-02-28"}, {"2020-01-31", 1, "2020-02-29"}, {"2021-03-31", -1, "2021-02-28"},
		{"2021-12-15", 1, "2022-01-15"}, {"2021-01-15", -1, "2020-12-15"}, {"2020-02-29", 12, "2021-02-28"}, {"2020-02-29", 48, "2024-02-29"},
	} {
		if got := calendar.MustDate(c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

// An orphan's right ends on a birthday: one day decides.
func TestAge(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		want      int
	}{
		{"2000-06-15", "2021-06-14", 20}, {"2000-06-15", "2021-06-15", 21}, {"2000-06-15", "2000-06-15", 0},
		{"2000-02-29", "2021-02-28", 20}, {"2000-02-29", "2021-03-01", 21}, {"2000-02-29", "2020-02-29", 20},
	} {
		if got := calendar.Age(calendar.MustDate(c.birth), calendar.MustDate(c.on)); got != c.want {
			t.Errorf("born %s is %d on %s, want %d", c.birth, got, c.on, c.want)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{{"2021-01-31", "2021-02-28", 0}, {"2021-01-15", "2021-02-15", 1}, {"2021-01-15", "2021-02-14", 0}, {"2019-07-02", "2021-07-02", 24}} {
		if got := calendar.Months(calendar.MustDate(c.from), calendar.MustDate(c.to)); got != c.want {
			t.Errorf("from %s to %s: %d months, want %d", c.from, c.to, got, c.want)
		}
	}
}

// What one engine gives as text and the other as a time is the same day.
func TestScanDate(t *testing.T) {
	want := calendar.MustDate("2021-07-02")
	for _, src := range []any{"2021-07-02", []byte("2021-07-02"), "2021-07-02T00:00:00Z", time.Date(2021, 7, 2, 0, 0, 0, 0, time.UTC)} {
		var d calendar.Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("Scan(%v) = %v, %v", src, d, err)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", d, err)
	}
	for _, src := range []any{"02/07/2021", "yesterday", 7, 1.5} {
		if err := d.Scan(src); err == nil {
			t.Errorf("Scan(%v) gave %v", src, d)
		}
	}
	if v, err := calendar.Date(0).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v", v, err)
	}
}
