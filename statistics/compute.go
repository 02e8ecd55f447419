package statistics

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
)

// national is the scope of every figure: a table says the same to whoever asks,
// or two readers could not speak of it. It shows sums and never who is counted.
var national = access.System("published tables count the whole country")

// Compute answers a question.
//
// Errors: statistics.table-unknown on "table", statistics.by-unknown on "by",
// statistics.as-of-future on "as-of", and store.future and store.unsettled on
// "known-on". A table that does not reconcile is no error: see Result.Problems.
func (e *Engine) Compute(ctx context.Context, a Ask) (*Result, error) {
	q, err := e.settle(ctx, a)
	if err != nil {
		return nil, err
	}
	r := q.empty()
	counts := make([]count, len(r.Columns))
	if err := together(2*len(counts), func(n int) error {
		i := n / 2
		if n%2 == 0 {
			return e.countRows(ctx, q, r.Columns[i], &counts[i])
		}
		return e.countWhole(ctx, q, r.Columns[i], &counts[i])
	}); err != nil {
		return nil, err
	}
	r.fill(counts)
	if err := e.countDistinct(ctx, q, r); err != nil {
		return nil, err
	}
	r.settleKnownOn(q, counts)
	r.addShares()
	r.sort()
	r.reconcile(counts)
	return r, nil
}

// empty is the result without figures.
func (q question) empty() *Result {
	r := &Result{Programme: q.def, Table: q.table, By: q.by, AsOf: q.asOf, DefinitionHash: q.def.Hash}
	r.Total, _ = dimensions[q.by].row(Total)
	for _, c := range q.table.Columns {
		m := q.def.Ledger.Measure(c.Measure)
		unit := m.Unit
		if c.Kind == programme.Distinct {
			unit = q.table.Unit // subjects, whatever the measure adds up
		}
		r.Columns = append(r.Columns, Column{Key: c.Key, Of: c.Key, Title: c.Title, Measure: c.Measure, Unit: unit, Kind: c.Kind, Digits: digits(unit, c.Digits), Sum: c.Sum, where: c.Where, at: c.At})
	}
	return r
}

// digits are the decimals of a unit, unless the column says otherwise.
func digits(u programme.Unit, given *int) int {
	switch {
	case given != nil:
		return *given
	case u == programme.Centimes:
		return 2
	}
	return 0
}

// query asks the ledger for a column, over all rows.
func (q question) query(c Column) ledger.Query {
	return ledger.Query{Programme: q.def.ID, Measure: c.Measure, To: q.asOf, KnownOn: q.knownOn}
}

// count is what the ledger says of a column.
type count struct {
	rows  map[string]int64
	whole ledger.Whole
}

// countRows asks for the parts of a column.
func (e *Engine) countRows(ctx context.Context, q question, c Column, out *count) error {
	d := dimensions[q.by]
	sums, err := ledger.Sums(ctx, e.DB, national, q.query(c), ledger.Group{Month: d.periodic()})
	out.rows = map[string]int64{}
	for _, s := range sums {
		out.rows[d.key(s)] += s.Quantity
	}
	return err
}

// countWhole asks, apart from the parts, for what they must add up to.
func (e *Engine) countWhole(ctx context.Context, q question, c Column, out *count) (err error) {
	out.whole, err = ledger.Total(ctx, e.DB, national, q.query(c))
	return err
}

// lanes is how many queries of one table run at once. A core each is the most
// that helps: beyond it the readers only push each other out of memory.
var lanes = runtime.GOMAXPROCS(0)

// together runs work for 0 to n-1 in lanes. Every answer is bounded by the same
// settled instant, so they agree without sharing a transaction.
func together(n int, work func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(lanes, n) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				errs[i] = work(i)
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// fill makes the rows and adds them up.
func (r *Result) fill(counts []count) {
	found := map[string]bool{}
	for _, c := range counts {
		for key := range c.rows {
			found[key] = true
		}
	}
	r.Rows = dimensions[r.By].skeleton(found)
	r.Total.Cells = make([]Cell, len(counts))
	for n := range r.Rows {
		row := &r.Rows[n]
		row.Cells = make([]Cell, len(counts))
		for i, c := range counts {
			row.Cells[i] = Cell{Value: c.rows[row.Key], Origin: Recorded}
			r.Total.Cells[i].Value += row.Cells[i].Value
		}
	}
}

// countDistinct replaces the sums of the columns that count subjects: each row
// and the total on its own, since a subject may be in several rows.
func (e *Engine) countDistinct(ctx context.Context, q question, r *Result) error {
	for i, c := range r.Columns {
		if c.Kind != programme.Distinct {
			continue
		}
		lines := r.Lines() // share their Cells with the rows and the total
		err := together(len(lines), func(n int) (err error) {
			ask := dimensions[r.By].narrow(lines[n].Key, q.query(c))
			lines[n].Cells[i].Value, err = ledger.Distinct(ctx, e.DB, national, ask)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// settleKnownOn says as known on when the answer is. Of the present it takes the
// last posting that counts, so that the same data give the same bytes at noon
// and at one.
func (r *Result) settleKnownOn(q question, counts []count) {
	if q.given {
		r.KnownOn = q.knownOn
		return
	}
	var latest calendar.Instant
	for _, c := range counts {
		latest = max(latest, c.whole.Latest)
	}
	r.KnownOn = latest
}

func (r *Result) addShares() {
	for n := range r.Rows {
		r.Rows[n].Shares = r.shares(r.Rows[n])
	}
	r.Total.Shares = r.shares(r.Total)
}

func (r *Result) shares(row Row) []Share {
	var out []Share
	for _, s := range r.Table.Shares {
		base := row
		if s.Of == "total" {
			base = r.Total
		}
		out = append(out, Share{Num: row.Cells[r.Column(s.Numerator)].Value, Den: base.Cells[r.Column(s.Denominator)].Value})
	}
	return out
}
