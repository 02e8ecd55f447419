package payment

import (
	"fmt"
	"time"

	"sanad/calendar"
	"sanad/fault"
)

// Month is a calendar month: 12 times the year and the months before it.
type Month int32

// MonthOf is the month of a day.
func MonthOf(d calendar.Date) Month {
	y, m, _ := d.Parts()
	return Month(12*y + int(m) - 1)
}

// First is the first day of the month.
func (m Month) First() calendar.Date { return calendar.NewDate(int(m)/12, time.Month(m%12+1), 1) }

// Last is the last day of the month.
func (m Month) Last() calendar.Date { return (m + 1).First().AddDays(-1) }

// String is "2021-06".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }

// ParseMonth reads "2021-06".
//
// Errors: payment.month-invalid.
func ParseMonth(text string) (Month, error) {
	d, err := calendar.ParseDate(text + "-01")
	if err != nil {
		return 0, fault.New(fault.Invalid, "payment.month-invalid", fault.Args{"value": text})
	}
	return MonthOf(d), nil
}

// endOfTime is for questions about everything.
var endOfTime = calendar.NewDate(9999, 12, 31)
