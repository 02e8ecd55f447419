package demo

import (
	"sync/atomic"

	"sanad/calendar"
)

// Clock is the time of the demonstration: the database is opened with it
// (store.Options.Clock) and Load moves it from 2015 to 2021.
type Clock struct{ at atomic.Int64 }

// start is the instant at which the first account is made.
var start = calendar.StartOf(calendar.MustDate("2015-01-05")) + 9*hour

const (
	minute = calendar.Instant(60_000_000)
	hour   = 60 * minute
)

// NewClock is a clock that stands at the beginning.
func NewClock() *Clock {
	c := &Clock{}
	c.at.Store(int64(start))
	return c
}

// Now is the present of the demonstration; it stands still between two moves.
func (c *Clock) Now() calendar.Instant { return calendar.Instant(c.at.Load()) }

// moveTo sets the present; time does not go back.
func (c *Clock) moveTo(at calendar.Instant) {
	if at > c.Now() {
		c.at.Store(int64(at))
	}
}
