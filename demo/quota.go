package demo

import (
	"math"

	"sanad/demo/facts"
)

// The totals of the report (research report-2021, figures.csv).
const (
	waitingAll  = 1_568 // deposited and not yet received: 125,429 - 123,861
	rejectedAll = 8_230
	studyAll    = 780
	orphansAll  = 195_000
	earlyAll    = 68_000 // deposited by the end of September 2016
)

// table01 has the applications by region.
var table01 = facts.Report("01-widows-by-region")

// Figures are what the demonstration comes to.
type Figures struct {
	Deposited, Received, Accepted, Rejected, UnderStudy, Waiting int // dossiers
	Orphans                                                      int // persons supported
}

// Region is what is planned for a region.
type Region struct {
	Slug string
	Figures
}

// regions are the figures by region at a scale. What the report
// gives for the whole country only is shared out by what it gives by region.
func regions(scale float64) []Region {
	slugs := table01.Keys()
	out := make([]Region, len(slugs))
	received, rest, accepted := make([]int, len(out)), make([]int, len(out)), make([]int, len(out))
	for i, slug := range slugs {
		received[i], accepted[i] = scaled(table01.Int(slug, "applications_received"), scale), scaled(table01.Int(slug, "applications_accepted"), scale)
		rest[i] = received[i] - accepted[i]
	}
	rejected := facts.Share(scaledPart(facts.Sum(rest), rejectedAll, rejectedAll+studyAll), rest)
	waiting := facts.Share(scaled(waitingAll, scale), received)
	orphans := facts.Share(max(scaled(orphansAll, scale), facts.Sum(accepted)), accepted)
	for i, slug := range slugs {
		out[i] = Region{slug, Figures{Deposited: received[i] + waiting[i], Received: received[i], Accepted: accepted[i],
			Rejected: rejected[i], UnderStudy: rest[i] - rejected[i], Waiting: waiting[i], Orphans: orphans[i]}}
	}
	return out
}

func scaled(n int, scale float64) int { return int(math.Round(float64(n) * scale)) }

// scaledPart is n parts out of whole, to the nearest.
func scaledPart(n, part, whole int) int { return (2*n*part + whole) / (2 * whole) }
