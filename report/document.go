package report

import (
	"context"

	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/sheet"
	"sanad/statistics"
	"sanad/store"
)

// Document is a narrative with its tables and figures, as of a day and as known
// on an instant.
type Document struct {
	*Narrative
	AsOf    calendar.Date
	KnownOn calendar.Instant // when the last posting that may count was recorded
	Edition locale.Text      // "Edition 2 of 15 July 2021"; empty for a working copy

	tables  map[string]*statistics.Result
	figures map[string]statistics.Figure
}

// Composer makes documents of one database.
type Composer struct {
	DB         *store.DB
	Programmes *programme.Set
	Reports    *Set
	Source     Source
}

// Compose computes everything that a narrative names, as of a day (its own when
// zero) and as known on an instant (now when zero). All figures are as known on
// one instant, the last at which something that may count was recorded: the
// same data give the same document at noon and at one.
//
// Errors: report.unknown on "report", statistics.as-of-future on "as-of", and
// store.future and store.unsettled on "known-on".
func (c *Composer) Compose(ctx context.Context, name string, asOf calendar.Date, knownOn calendar.Instant) (*Document, error) {
	n, err := c.Reports.Find(name)
	if err != nil {
		return nil, err
	}
	if asOf.IsZero() {
		asOf = n.AsOf
	}
	settled, err := c.DB.Settle(ctx, knownOn)
	if err != nil {
		return nil, err
	}
	latest, err := ledger.Latest(ctx, c.DB, settled)
	if err != nil {
		return nil, err
	}
	if latest == 0 {
		return nil, fault.New(fault.Conflict, "report.nothing-recorded", nil)
	}
	return n.Document(ctx, asOf, latest, c.Source)
}

// Document is the narrative with everything that it names, from a source.
func (n *Narrative) Document(ctx context.Context, asOf calendar.Date, knownOn calendar.Instant, from Source) (*Document, error) {
	d := &Document{Narrative: n, AsOf: asOf, KnownOn: knownOn, tables: map[string]*statistics.Result{}}
	return d, d.compute(ctx, from)
}

func (d *Document) compute(ctx context.Context, from Source) error {
	for _, name := range d.Tables() {
		r, err := from.Compute(ctx, statistics.Ask{Table: name, AsOf: d.AsOf, KnownOn: d.KnownOn})
		if err != nil {
			return err
		}
		d.tables[name] = r
	}
	var err error
	d.figures, err = from.Figures(ctx, statistics.Ask{AsOf: d.AsOf, KnownOn: d.KnownOn}, d.FigureNames()...)
	return err
}

// Results are its tables in the order of reading.
func (d *Document) Results() []*statistics.Result {
	var out []*statistics.Result
	for _, name := range d.Tables() {
		out = append(out, d.tables[name])
	}
	return out
}

// Problems are the differences in all its tables: a document with any is a
// working copy and never published.
func (d *Document) Problems() int {
	n := 0
	for _, r := range d.Results() {
		n += len(r.Problems)
	}
	return n
}

// sheets are its tables laid out for a reader.
func (d *Document) sheets(p *locale.Printer) map[string]*sheet.Table {
	out := map[string]*sheet.Table{}
	for name, r := range d.tables {
		out[name] = Sheet(p, r)
	}
	return out
}
