package calendar

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"

	"sanad/fault"
)

// Date is a day: the number of days since 31 December of the year 0, so that
// the zero value is "no date" and dates compare with < and >.
type Date int32

const unixDay Date = 719163 // 1970-01-01

// The calendar repeats after 400 years. Counted from 1 March, the day that a leap
// year adds is the last of its year, so that both ways are whole divisions:
// populations are weighed by the day of birth, and package time takes five times
// as long. A property test holds them to package time.
const (
	cycle    = 146097 // days of 400 years
	epoch    = 305    // from 1 March of the year 0 to the day before the year 1
	fourYear = 1461
)

// NewDate makes a date; day and month run over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	m := 12*year + int(month) - 3 // months since March of the year 0
	y := floor(m, 12)
	m -= 12 * y
	return Date(365*y + floor(y, 4) - floor(y, 100) + floor(y, 400) + (153*m+2)/5 + day - epoch - 1)
}

// floor is a division that rounds down.
func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDate reads "2021-07-02" (and "02/07/2021", as Moroccan papers write it).
//
// Errors: date.invalid for anything else, impossible days included.
func ParseDate(text string) (Date, error) {
	if d, ok := parseISO(text); ok {
		return d, nil
	}
	if len(text) == 10 && text[2] == '/' && text[5] == '/' {
		if d, ok := parseISO(text[6:] + "-" + text[3:5] + "-" + text[:2]); ok {
			return d, nil
		}
	}
	return 0, fault.New(fault.Invalid, "date.invalid", fault.Args{"value": text})
}

func parseISO(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := number(s[:4])
	m, ok2 := number(s[5:7])
	d, ok3 := number(s[8:])
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return NewDate(y, time.Month(m), d), true
}

func number(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	return int(NewDate(year, time.Month(month)+1, 1) - NewDate(year, time.Month(month), 1))
}

// MustDate is ParseDate for constants in tests and definitions; it panics.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// Time is midnight UTC of the day.
func (d Date) Time() time.Time {
	return time.Unix(int64(d-unixDay)*86400, 0).UTC()
}

// Parts are the year, month and day of the date.
func (d Date) Parts() (year int, month time.Month, day int) {
	z := int(d) + epoch
	era := floor(z, cycle)
	n := z - cycle*era                                      // day of the cycle
	y := (n - n/(fourYear-1) + n/36524 - n/(cycle-1)) / 365 // year of the cycle
	n -= 365*y + y/4 - y/100                                // day of the year that begins in March
	m := (5*n + 2) / 153
	day = n - (153*m+2)/5 + 1
	if m < 10 {
		return 400*era + y, time.Month(m + 3), day
	}
	return 400*era + y + 1, time.Month(m - 9), day
}

// Year is the civil year.
func (d Date) Year() int {
	y, _, _ := d.Parts()
	return y
}

// IsZero tells that there is no date.
func (d Date) IsZero() bool { return d == 0 }

// AddDays moves the date by days.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths moves by calendar months; the day is cut to the month's last day
// (31 January + 1 month is 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Parts()
	first := NewDate(y, m+time.Month(n), 1)
	fy, fm, _ := first.Parts()
	if last := daysIn(fy, int(fm)); day > last {
		day = last
	}
	return NewDate(fy, fm, day)
}

// AddYears moves by years; 29 February becomes 28 February in a common year.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// String is the ISO form, empty for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.Parts()
	b := []byte("0000-00-00")
	for i, n := 3, y; i >= 0; i, n = i-1, n/10 {
		b[i] = byte('0' + n%10)
	}
	b[5], b[6] = byte('0'+m/10), byte('0'+m%10)
	b[8], b[9] = byte('0'+day/10), byte('0'+day%10)
	return string(b)
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; an empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(text))
	*d = v
	return err
}

// Value stores a date as SQL text "2021-07-02", no date as null.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either engine gives for a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
	case time.Time:
		y, m, day := v.Date()
		*d = NewDate(y, m, day)
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	default:
		return fmt.Errorf("calendar: cannot read a date from %T", src)
	}
	return nil
}

func (d *Date) scanText(s string) error {
	if len(s) > 10 { // an engine may add a time of day
		s = s[:10]
	}
	v, ok := parseISO(s)
	if !ok {
		return fmt.Errorf("calendar: %s is not a date", strconv.Quote(s))
	}
	*d = v
	return nil
}

// Age is the number of whole years lived on a day: the birthday counts as
// reached; born on 29 February counts from 1 March in common years.
func Age(birth, on Date) int {
	by, bm, bd := birth.Parts()
	y, m, d := on.Parts()
	years := y - by
	if m < bm || (m == bm && d < bd) {
		years--
	}
	return years
}

// Months is the number of whole months between two days.
func Months(from, to Date) int {
	fy, fm, fd := from.Parts()
	ty, tm, td := to.Parts()
	n := (ty-fy)*12 + int(tm-fm)
	if td < fd {
		n--
	}
	return n
}
