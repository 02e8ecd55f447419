package demo

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"

	"sanad/territory"
)

// The totals of the report (research report-2021, figures.csv); the applications
// by region are those of its table 01.
const (
	waitingAll  = 1_568 // deposited and not yet received: 125,429 - 123,861
	rejectedAll = 8_230
	studyAll    = 780
	orphansAll  = 195_000
	earlyAll    = 68_000 // deposited by the end of September 2016
)

// regional is what table 01 says of a region.
type regional struct {
	slug               string
	received, accepted int
}

var table01 = []regional{
	{"casablanca-settat", 20372, 18781},
	{"marrakech-safi", 17252, 16261},
	{"fes-meknes", 16388, 15152},
	{"rabat-sale-kenitra", 15260, 13861},
	{"beni-mellal-khenifra", 11643, 10772},
	{"tanger-tetouan-al-hoceima", 10916, 9921},
	{"oriental", 10154, 9713},
	{"souss-massa", 10122, 9502},
	{"draa-tafilalet", 8635, 8123},
	{"guelmim-oued-noun", 1765, 1638},
	{"laayoune-sakia-el-hamra", 1098, 904},
	{"dakhla-oued-ed-dahab", 256, 223},
}

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

// regions are the figures by region at a scale between 0 and 1. What the report
// gives for the whole country only is shared out by what it gives by region.
func regions(scale float64) []Region {
	out := make([]Region, len(table01))
	received, rest, accepted := make([]int, len(out)), make([]int, len(out)), make([]int, len(out))
	for i, r := range table01 {
		received[i], accepted[i] = scaled(r.received, scale), scaled(r.accepted, scale)
		rest[i] = received[i] - accepted[i]
	}
	rejected := share(scaledPart(sum(rest), rejectedAll, rejectedAll+studyAll), rest)
	waiting := share(scaled(waitingAll, scale), received)
	orphans := share(max(scaled(orphansAll, scale), sum(accepted)), accepted)
	for i, r := range table01 {
		out[i] = Region{r.slug, Figures{Deposited: received[i] + waiting[i], Received: received[i], Accepted: accepted[i],
			Rejected: rejected[i], UnderStudy: rest[i] - rejected[i], Waiting: waiting[i], Orphans: orphans[i]}}
	}
	return out
}

func scaled(n int, scale float64) int { return int(math.Round(float64(n) * scale)) }

// scaledPart is n parts out of whole, to the nearest.
func scaledPart(n, part, whole int) int { return (2*n*part + whole) / (2 * whole) }

func sum(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}

// share splits n by weights so that the parts add up to n: whole parts first,
// then one each to the largest remainders, the first of equals.
func share(n int, weights []int) []int {
	all := sum(weights)
	out, order := make([]int, len(weights)), make([]int, len(weights))
	if all == 0 {
		return out
	}
	for i, w := range weights {
		out[i], order[i] = n*w/all, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n*weights[b]%all, n*weights[a]%all) })
	for _, i := range order[:n-sum(out)] {
		out[i]++
	}
	return out
}

//go:embed data/provinces.csv
var provincesCSV string

// populations of the provinces (census of 2024), the weights within a region.
var populations = func() map[string]int {
	out := map[string]int{}
	for _, row := range records(provincesCSV) {
		out[row[0]], _ = strconv.Atoi(row[1])
	}
	return out
}()

// records reads an embedded file without its head; it was checked when written.
func records(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic(err)
	}
	return rows[1:]
}

// weights are the populations of some provinces.
func weights(provinces []territory.Province) []int {
	out := make([]int, len(provinces))
	for i, p := range provinces {
		out[i] = populations[p.Code]
	}
	return out
}
