package report

import (
	"context"

	"sanad/calendar"
	"sanad/programme"
	"sanad/statistics"
)

// Source gives what a narrative names. The engine gives it as it stands; an
// edition gives it as it was published, with what was withheld.
type Source interface {
	Compute(ctx context.Context, a statistics.Ask) (*statistics.Result, error)
	Figure(ctx context.Context, name string, asOf calendar.Date, knownOn calendar.Instant) (Figure, error)
}

// Figure is a number of the running text.
type Figure struct {
	Def   *programme.Figure
	Unit  programme.Unit   // empty for a percentage
	Cell  statistics.Cell  // a number of things
	Share statistics.Share // a percentage, before rounding
}
