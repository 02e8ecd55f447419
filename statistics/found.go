package statistics

import (
	"context"
	"slices"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// found is what is known of a programme before its figures: what documents state
// and since when records exist.
type found struct {
	statements map[string][]ledger.Statement // by measure
	alone      bool                          // no record counts
	first      calendar.Date                 // on which something was recorded; zero: nothing was
	days       ledger.Period                 // from the first to the last posting of the table's measures, of either origin
}

// find looks for documents and records of a programme as the question knows it.
func (e *Engine) find(ctx context.Context, q question) (found, error) {
	f := found{statements: map[string][]ledger.Statement{}}
	list, err := e.statements(ctx, q)
	if err != nil {
		return f, err
	}
	for _, s := range list {
		f.statements[s.Cell.Measure] = append(f.statements[s.Cell.Measure], s)
	}
	f.alone = q.reported
	if (len(list) > 0 || !q.def.Runs()) && !f.alone {
		if f.first, _, err = ledger.Span(ctx, e.DB, national, q.postings(nil)); err != nil {
			return f, err
		}
	}
	if q.periodic() {
		err = e.findDays(ctx, q, &f)
	}
	return f, err
}

// statements are the figures of documents that a question sees. Without
// corrections a file that was stated says what it said.
func (e *Engine) statements(ctx context.Context, q question) ([]ledger.Statement, error) {
	list, err := ledger.Statements(ctx, e.DB, documents, q.def.ID, q.asOf, q.knownOn)
	if err != nil || q.mix.After == 0 || q.mix.Corrections {
		return list, err
	}
	before, err := ledger.Statements(ctx, e.DB, documents, q.def.ID, q.asOf, q.mix.After)
	said := map[store.ID]bool{}
	for _, s := range before {
		said[s.Posting.Stream] = true
	}
	for _, s := range list {
		if !said[s.Posting.Stream] {
			before = append(before, s)
		}
	}
	return before, err
}

// periodic tells that the table has periods in its rows or columns, whose number
// depends on what is found.
func (q question) periodic() bool {
	l := &q.def.Ledger
	return l.IsPeriod(q.by) || q.table.Pivot != nil && l.IsPeriod(q.table.Pivot.By)
}

func (e *Engine) findDays(ctx context.Context, q question, f *found) (err error) {
	measures := q.measures()
	if !f.alone {
		if f.days.From, f.days.To, err = ledger.Span(ctx, e.DB, national, q.postings(measures)); err != nil {
			return err
		}
	}
	f.days.To = min(f.days.To, q.asOf)
	for _, m := range measures {
		for _, s := range f.statements[m] {
			if f.days.From.IsZero() {
				f.days = ledger.Period{From: s.Day, To: s.Day}
			}
			f.days = ledger.Period{From: min(f.days.From, s.Day), To: max(f.days.To, s.Day)}
		}
	}
	return nil
}

// postings are everything recorded of some measures, of all when none is named,
// in one group.
func (q question) postings(measures []string) ledger.Question {
	ask := ledger.Question{Origin: ledger.Recorded, KnownOn: q.knownOn, Mix: q.mix, Group: func(_ *ledger.Cell, to []int) []int { return append(to, 0) }}
	for _, m := range q.def.Ledger.Measures {
		if measures == nil || slices.Contains(measures, m.ID) {
			ask.Series = append(ask.Series, ledger.Series{Programme: q.def.ID, Measure: m.ID})
		}
	}
	return ask
}

// measures are those that the columns show, and those that they count.
func (q question) measures() []string {
	var out []string
	for _, c := range q.table.Columns {
		m := q.def.Ledger.Measure(c.Measure)
		for _, id := range []string{m.ID, m.Of} {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// from is the first day for which records of a place stand for a measure. Where
// no document speaks, records are all there is. Where some do, records stand
// from the programme's day on, or from the first of them where that is later: a
// ministry that begins with its old reports has no records of those years,
// whatever day its programme began.
func (f found) from(def *programme.Definition, m *programme.Measure, territory string) calendar.Date {
	switch {
	case m.Reported || f.alone:
		return never
	case len(f.statements) == 0 && (def.Runs() || !f.first.IsZero()):
		return 0
	case f.first.IsZero():
		return never
	}
	return max(f.first, def.RecordsFrom(territory))
}

// starts are the different days on which records begin in the territory.
func (f found) starts(def *programme.Definition, m *programme.Measure) []calendar.Date {
	out := []calendar.Date{f.from(def, m, "")}
	for _, r := range def.RecordsIn {
		if day := f.from(def, m, r.Territory); !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	return out
}
