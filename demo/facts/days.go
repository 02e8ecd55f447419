package facts

import (
	"math"

	"sanad/calendar"
)

// End is the day of the report: nothing happens after it, and everything is
// recorded at most maxDelay days later.
var End = calendar.MustDate("2021-07-02")

const maxDelay = 20

// When is the day something took place, and the day the pole recorded it.
type When struct{ On, Recorded calendar.Date }

func on(d calendar.Date) When { return When{d, d} }

// late is something that took place on a day: mostly recorded on the day itself,
// percent times in a hundred some days later.
func (d draw) late(day calendar.Date, percent int) When {
	if !d.chance(percent) {
		return on(day)
	}
	return When{day, day.AddDays(d.between(1, maxDelay))}
}

// aMonday is any Monday.
var aMonday = calendar.MustDate("2015-01-05")

// Weekday counts from 0, a Monday.
func Weekday(d calendar.Date) int { return ((int(d-aMonday) % 7) + 7) % 7 }

// Workday is the day itself or the Monday after it.
func Workday(d calendar.Date) calendar.Date {
	if w := Weekday(d); w > 4 {
		return d.AddDays(7 - w)
	}
	return d
}

// day draws a day of a period.
func (d draw) day(from, to calendar.Date) calendar.Date {
	return from.AddDays(d.IntN(int(to-from) + 1))
}

// workday draws a working day of a period, of which the last day is one or not.
func (d draw) workday(from, to calendar.Date) calendar.Date {
	if on := Workday(d.day(from, to)); on <= to {
		return on
	}
	return Workday(from)
}

// peak draws a day of a period, the middle more often than the ends.
func (d draw) peak(from, to calendar.Date) calendar.Date {
	u := (d.Float64() + d.Float64()) / 2
	return from.AddDays(int(math.Floor(u * float64(to-from+1))))
}
