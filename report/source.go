package report

import (
	"context"

	"sanad/statistics"
)

// Source gives what a narrative names. The engine gives it as it stands; an
// edition gives it as it was published, with what was withheld.
type Source interface {
	Compute(ctx context.Context, a statistics.Ask) (*statistics.Result, error)
	Figures(ctx context.Context, a statistics.Ask, names ...string) (map[string]statistics.Figure, error)
}
