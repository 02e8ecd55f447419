package table

import (
	"fmt"
	"regexp"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
)

// Order is which of two numbers before a year is the day.
type Order string

// The orders of a date written in numbers.
const (
	DayFirst   Order = ""
	MonthFirst Order = "month-first"
)

// Serial is how bare numbers stand for days.
type Serial string

// The countings of days that spreadsheets use.
const (
	NoSerial  Serial = ""
	Since1900 Serial = "1900"
	Since1904 Serial = "1904" // Excel for Macintosh
)

// Dates are what the mapping says of a column of dates; the zero value reads
// dates as Morocco writes them. Years first, names of months, a year or a month
// alone and cells that a workbook shows as dates are read whatever it says.
type Dates struct {
	Order  Order         `json:"order,omitempty"`
	Serial Serial        `json:"serial,omitempty"`
	Newest calendar.Date `json:"newest,omitzero"` // a year of two digits is the latest that is not after this day; none: it is refused
}

// The years that a living person or a paper of hers may name.
const (
	firstYear = 1850
	lastYear  = 2100
)

var (
	timeOfDay = regexp.MustCompile(`[ t]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(am|pm|z))?$`)
	dateCut   = regexp.MustCompile(`[\s/\-.,،_\\]+`)
	ordinal   = regexp.MustCompile(`^(\d{1,2})(er|st|nd|rd|th)$`)
	numeric   = regexp.MustCompile(`^\d+$`)
	serialDay = regexp.MustCompile(`^\d{5}([.,]\d+)?$`)
)

// Date is a day, a month or a year. The zero Birth for an empty cell.
//
// Errors: the cell's fault; table.date-unreadable, table.date-impossible,
// table.date-order, table.date-two-digits, table.date-number, table.date-hijri,
// table.date-year.
func (c Cell) Date(d Dates) (calendar.Birth, error) {
	if c.Fault != nil {
		return calendar.Birth{}, c.Fault
	}
	text := strings.ToLower(c.Digits())
	switch {
	case c.Kind == Empty:
		return calendar.Birth{}, nil
	case c.Kind == Day:
		return calendar.ParseBirth(c.Text)
	case c.Kind == Number && len(text) != 4, serialDay.MatchString(text):
		return c.serial(text, d)
	}
	text = timeOfDay.ReplaceAllString(text, "")
	parts := strings.FieldsFunc(dateCut.ReplaceAllString(text, " "), func(r rune) bool { return r == ' ' })
	parts, month, err := c.nameOfMonth(parts)
	if err != nil {
		return calendar.Birth{}, err
	}
	for _, p := range parts {
		if !numeric.MatchString(p) {
			return calendar.Birth{}, c.wrong("table.date-unreadable")
		}
	}
	return c.assemble(parts, month, d)
}

// wrong is a refusal of the cell's value.
func (c Cell) wrong(key string) *fault.Error {
	return fault.New(fault.Invalid, key, fault.Args{"value": short(c.Raw)})
}

// nameOfMonth takes the word out of the parts of a date; 0 where there is none.
func (c Cell) nameOfMonth(parts []string) (rest []string, month int, err error) {
	var words []string
	for _, p := range parts {
		if m := ordinal.FindStringSubmatch(p); m != nil {
			p = m[1]
		}
		if p[0] >= '0' && p[0] <= '9' {
			rest = append(rest, p)
		} else {
			words = append(words, locale.Fold(p))
		}
	}
	if len(words) == 0 {
		return rest, 0, nil
	}
	name := strings.Join(words, " ")
	if hijri[words[0]] || hijri[name] {
		return nil, 0, c.wrong("table.date-hijri")
	}
	if month = months[name]; month == 0 {
		return nil, 0, c.wrong("table.date-unreadable")
	}
	return rest, month, nil
}

// assemble gives the numbers of a date their meaning.
func (c Cell) assemble(n []string, month int, d Dates) (calendar.Birth, error) {
	unreadable := c.wrong("table.date-unreadable")
	if month > 0 { // as if it had been written in numbers
		name := fmt.Sprintf("%02d", month)
		switch {
		case len(n) == 1:
			n = []string{name, n[0]}
		case len(n) == 2 && len(n[0]) == 4:
			n = []string{n[0], name, n[1]}
		case len(n) == 2:
			n, d.Order = []string{n[0], name, n[1]}, DayFirst
		default:
			return calendar.Birth{}, unreadable
		}
	}
	if len(n) > 1 && len(n[0]) == 4 { // year first: turn it round
		for i, j := 0, len(n)-1; i < j; i, j = i+1, j-1 {
			n[i], n[j] = n[j], n[i]
		}
		d.Order = DayFirst
	}
	if len(n) == 0 || len(n) > 3 {
		return calendar.Birth{}, unreadable
	}
	day, mon := "00", "00"
	switch len(n) {
	case 2:
		mon = n[0]
	case 3:
		day, mon = n[0], n[1]
		if d.Order == MonthFirst {
			day, mon = mon, day
		}
	}
	if len(day) > 2 || len(mon) > 2 {
		return calendar.Birth{}, unreadable
	}
	return c.check(n[len(n)-1], fmt.Sprintf("%02s", mon), fmt.Sprintf("%02s", day), d)
}

// check makes the date, known as finely as it was written: 00/00/1975 is a year.
func (c Cell) check(year, month, day string, d Dates) (calendar.Birth, error) {
	if len(year) == 2 && d.Newest != 0 {
		century := d.Newest.Year() / 100
		full := fmt.Sprintf("%02d%s", century, year)
		if on, err := calendar.ParseDate(full + "-" + max(month, "01") + "-" + max(day, "01")); err != nil || on > d.Newest {
			full = fmt.Sprintf("%02d%s", century-1, year)
		}
		year = full
	}
	switch {
	case len(year) == 2 || len(year) == 1:
		return calendar.Birth{}, c.wrong("table.date-two-digits")
	case len(year) != 4:
		return calendar.Birth{}, c.wrong("table.date-unreadable")
	case year >= "1250" && year < "1500":
		return calendar.Birth{}, c.wrong("table.date-hijri")
	case year < itoa(firstYear) || year > itoa(lastYear):
		return calendar.Birth{}, fault.New(fault.Invalid, "table.date-year", fault.Args{"value": short(c.Raw), "first": firstYear, "last": lastYear})
	case month == "00" && day == "00":
		return calendar.ParseBirth(year)
	case month > "12" && day <= "12" && day != "00":
		return calendar.Birth{}, c.wrong("table.date-order")
	}
	text := year + "-" + month
	if day != "00" {
		text += "-" + day
	}
	b, err := calendar.ParseBirth(text)
	if err != nil {
		return calendar.Birth{}, c.wrong("table.date-impossible")
	}
	return b, nil
}

// serial reads a number of days; only the mapping can say that it is one.
func (c Cell) serial(text string, d Dates) (calendar.Birth, error) {
	if d.Serial == NoSerial {
		return calendar.Birth{}, c.wrong("table.date-number")
	}
	days := 0
	whole, _, _ := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	if !numeric.MatchString(whole) || len(whole) > 6 {
		return calendar.Birth{}, c.wrong("table.date-unreadable")
	}
	fmt.Sscan(whole, &days) // digits, by the line above
	on, ok := dayOf(days, d.Serial == Since1904)
	if !ok {
		return calendar.Birth{}, c.wrong("table.date-impossible")
	}
	return calendar.Birth{On: on, Precision: calendar.ByDay}, nil
}

// dayOf is the day that a spreadsheet counts as n. Since 1900 it counts a 29
// February 1900 that never was, as Lotus 1-2-3 did; false for that day.
func dayOf(n int, since1904 bool) (calendar.Date, bool) {
	if n > 2958465 || n < 0 || n == 0 && !since1904 { // 31/12/9999
		return 0, false
	}
	switch {
	case since1904:
		return calendar.NewDate(1904, 1, 1).AddDays(n), true
	case n == 60:
		return 0, false
	case n < 60:
		return calendar.NewDate(1899, 12, 31).AddDays(n), true
	}
	return calendar.NewDate(1899, 12, 30).AddDays(n), true
}

// Dates is what the first rows of a column look like, to be proposed to whoever
// maps it. Years of two digits are not decided: only a person knows.
//
// Errors: those of Rows.
func (f *File) Dates(column int) (Dates, error) {
	var d Dates
	rows, err := f.Sample(500)
	if err != nil || column < 0 || column >= len(f.Columns) {
		return d, err
	}
	day, month := 0, 0
	for _, row := range rows {
		c := row.Cells[column]
		if text := c.Digits(); serialDay.MatchString(text) && c.Kind != Day {
			d.Serial = Since1900
			if f.book != nil && f.book.since1904 {
				d.Serial = Since1904
			}
		}
		if _, err := c.Date(Dates{}); fault.KeyOf(err) == "table.date-order" {
			month++
		} else if _, err := c.Date(Dates{Order: MonthFirst}); fault.KeyOf(err) == "table.date-order" {
			day++
		}
	}
	if month > 0 && day == 0 {
		d.Order = MonthFirst
	}
	return d, nil
}
