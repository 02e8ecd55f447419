package ledger

import (
	"context"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Series is all that was posted to a measure of a programme.
type Series struct{ Programme, Measure string }

// Period is the days that a figure counts, both included. From zero is from the
// beginning, as it always is for what stands on a day. Periods may overlap.
type Period struct{ From, To calendar.Date }

// Count says what of the postings a figure counts.
type Count int

// The counts.
const (
	Quantities Count = iota // the sum, in the measure's unit
	Subjects                // the subjects whose quantities have a positive sum
	Values                  // the values of Question.Value whose quantities have a positive sum
)

// Question asks for figures: one for each group and period.
//
// A group is any set of cells that the caller can tell from a cell: a region, an
// age band, a column of another measure. A cell may be in several groups (a row,
// its heading, the total) and in none.
type Question struct {
	Series  []Series                      // all added up together; Group may tell them apart
	Origin  Origin                        // empty: recorded and reported cells
	KnownOn calendar.Instant              // last instant of recording that counts, settled (store.DB.Settle)
	Periods []Period                      // at least one
	Groups  int                           // how many there are; 0: as many as Group names
	Group   func(c *Cell, to []int) []int // appends the groups of a cell, from 0; called for each cell once, and must not change it
	Count   Count                         //
	Value   func(c *Cell) string          // for Values: what is counted, a province; empty: nothing
	Subject store.ID                      // for Quantities: of this subject's postings alone; zero: of everybody's
	Mix     Mix                           // zero: all that is known

	gone map[correction]bool // what Mix leaves out
}

// InOne puts every cell into group 0.
func InOne(_ *Cell, to []int) []int { return append(to, 0) }

// Answer is the figures of a question.
type Answer struct {
	view    *view
	figures []int64 // of group 0 in every period, then of group 1 …
}

// At is the figure of a group in a period, 0 where nothing was posted.
func (a Answer) At(group, period int) int64 {
	if i := group*len(a.view.Periods) + period; i < len(a.figures) {
		return a.figures[i]
	}
	return 0
}

// Latest is when the last posting that is in a group and a period was recorded
// (and has a value, where values are counted); 0: there is none.
func (a Answer) Latest() calendar.Instant { return a.view.latest() }

// Ask answers questions, within a scope. Postings recorded until now are in the
// answers; the same questions give the same answers for ever.
//
// Errors: those of store.DB.Settle for a known-on that is not settled;
// ledger.overflow when the quantities of a series could exceed an int64.
func Ask(ctx context.Context, db *store.DB, scope access.Scope, questions ...Question) ([]Answer, error) {
	var known calendar.Instant
	for _, q := range questions {
		known = max(known, q.KnownOn)
	}
	m := memoryOf(db)
	if err := m.reach(ctx, known); err != nil {
		return nil, err
	}
	answers := make([]Answer, len(questions))
	for i, q := range questions {
		if err := q.find(ctx, db); err != nil {
			return nil, err
		}
		v := m.view(q, scope)
		if err := v.check(); err != nil {
			return nil, err
		}
		a, err := v.answer()
		if err != nil {
			return nil, err
		}
		answers[i] = a
	}
	return answers, nil
}

// Span is the first and the last day on which a question, whatever its periods,
// has postings in a group; zero: on none.
//
// Errors: those of Ask.
func Span(ctx context.Context, db *store.DB, scope access.Scope, q Question) (first, last calendar.Date, err error) {
	q.Periods = []Period{{To: lastDay}}
	m := memoryOf(db)
	if err := m.reach(ctx, q.KnownOn); err != nil {
		return 0, 0, err
	}
	if err := q.find(ctx, db); err != nil {
		return 0, 0, err
	}
	first, last = m.view(q, scope).span()
	return first, last, nil
}

// counts tells that a posting of a day is in a period.
func (p Period) counts(day calendar.Date) bool {
	return day <= p.To && (p.From.IsZero() || day >= p.From)
}
