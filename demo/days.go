package demo

import (
	"math"

	"sanad/calendar"
	"sanad/demo/facts"
)

func power(u, bend float64) float64 { return math.Pow(u, bend) }

// next is the first given day of the week after d.
func next(day int, d calendar.Date) calendar.Date {
	return d.AddDays((day-facts.Weekday(d)+6)%7 + 1)
}

// The days of the week on which the provinces send what they have examined, and
// on which the central committee sits.
const (
	tuesday  = 1
	thursday = 3
)

// monthly is the first day after d on which a province's commission sits: one
// day of the month for each province.
func monthly(province int, d calendar.Date) calendar.Date {
	y, m, _ := d.Parts()
	for {
		if held := facts.Workday(calendar.NewDate(y, m, 3+province*7%24)); held > d {
			return held
		}
		m++
	}
}
