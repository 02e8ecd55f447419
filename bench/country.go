package bench

import (
	"math/rand/v2"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
	"sanad/territory"
)

// Country is how large the ledger is to be. The same one always draws the same
// rows.
type Country struct {
	Postings int
	Cells    int
	Subjects int
}

// Morocco is the country of issue 3.
var Morocco = Country{Postings: 10_000_000, Cells: 40_000, Subjects: 2_000_000}

// Of is Morocco with fewer postings, and the rest in proportion.
func Of(postings int) Country {
	m := Morocco
	return Country{postings, max(Measures, m.Cells*postings/m.Postings), max(1, m.Subjects*postings/m.Postings)}
}

// Measures is over how many measures the cells are spread.
const Measures = 40

// Programme is the programme of all cells.
const Programme = "country"

// Measure is the name of a measure by its number.
func Measure(n int) string { return "m" + string(rune('0'+n/10)) + string(rune('0'+n%10)) }

// First and Last are the days between which dossiers are opened.
var (
	First = calendar.MustDate("2015-01-05")
	Last  = calendar.MustDate("2021-07-02")
)

// Cell is a cell by its number. Measures follow one another; every tenth counts
// centimes.
func (c Country) Cell(n int) ledger.Cell {
	places, measure, k := territory.Provinces(), n%Measures, n/Measures
	cell := ledger.Cell{Programme: Programme, Measure: Measure(measure), Unit: "dossiers", Kind: ledger.Stock, Origin: ledger.Recorded,
		Territory: places[k%len(places)].Code, Dims: ledger.Dims{"age": string(rune('a' + k/len(places)%26)), "sex": string("FM"[k%2])}}
	if k/len(places) >= 26 {
		cell.Dims["status"] = string(rune('a' + k/len(places)/26))
	}
	if measure%10 == 0 {
		cell.Unit = "centimes"
	}
	return cell
}

// Posting is a posting with the numbers of its cell and its subject.
type Posting struct {
	ledger.Posting
	Cell, Who int
}

// perDossier is how many postings a dossier has, two for each event, about the
// two subjects of a dossier: as the demonstration has.
const perDossier = 10

// All draws the postings in the order of recording: at every tick a dossier is
// opened, and others, opened some time ago, go one step further.
func (c Country) All(yield func(p *Posting) bool) {
	dossiers := (c.Postings + perDossier - 1) / perDossier
	pause := max(1, dossiers/40) // ticks between two events of a dossier
	ticks := dossiers + pause*(perDossier/2-1)
	step := (calendar.StartOf(Last) - calendar.StartOf(First)) / calendar.Instant(ticks)
	n := 0
	for tick := range ticks {
		for event := range perDossier / 2 {
			d := tick - event*pause
			if d < 0 || d >= dossiers {
				continue
			}
			at := calendar.StartOf(First) + step*calendar.Instant(tick) + calendar.Instant(event)
			if n += 2; n > c.Postings || !c.event(d, event, at, yield) {
				return
			}
		}
	}
}

// event draws the two postings of a dossier's event.
func (c Country) event(d, event int, at calendar.Instant, yield func(p *Posting) bool) bool {
	r := rand.New(rand.NewPCG(2021, uint64(d)))
	born := calendar.StartOf(First) + calendar.Instant(d)*1000
	mother, child, stream := store.MakeID(born, r.Uint64(), r.Uint64()), store.MakeID(born, r.Uint64(), r.Uint64()), store.MakeID(born, r.Uint64(), r.Uint64())
	place := r.IntN(c.Cells / Measures)
	r = rand.New(rand.NewPCG(uint64(event+1), uint64(d)))
	for i := range 2 {
		measure := r.IntN(Measures)
		p := Posting{Cell: place*Measures + measure, Who: (2*d + i) % c.Subjects, Posting: ledger.Posting{Party: mother, Stream: stream, Seq: int64(event + 1), N: i,
			Quantity: 1, Day: at.Date().AddDays(-r.IntN(6)), RecordedAt: at, Subject: []store.ID{mother, child}[i]}}
		switch {
		case measure%10 == 0:
			p.Quantity = 35_000 * (1 + r.Int64N(3))
		case measure%4 == 1 && event > 2:
			p.Quantity = -1
		}
		if !yield(&p) {
			return false
		}
	}
	return true
}
