package statistics

import (
	"context"

	"sanad/access"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
)

// DrillDown is what stands behind a cell of a table: streams of events, which
// for a dossier's measure are dossiers.
type DrillDown struct {
	Ask     Ask // settled: asked again it gives the same
	Table   *programme.Table
	Column  Column
	Row     Row   // without its figures
	Value   int64 // of the cell
	Members []ledger.Member
	Inside  int64 // streams within the viewer's scope; Members is a page of them
	Outside int64 // streams outside it
	More    bool  // there are streams after Members
}

// Members lists what is behind a cell within a scope of access.DrillDown, and
// counts what is outside it. A stream is there when what it adds to the cell is
// not zero; a dossier that came and went within a month adds nothing to it.
//
// Errors: those of Compute; statistics.column-unknown on "column" and
// statistics.row-unknown on "row".
func (e *Engine) Members(ctx context.Context, scope access.Scope, a Ask, column, row string, page ledger.Page) (DrillDown, error) {
	q, err := e.settle(ctx, a)
	if err != nil {
		return DrillDown{}, err
	}
	d, ask, err := q.cell(column, row)
	if err != nil {
		return DrillDown{}, err
	}
	behind, err := ledger.Look(ctx, e.DB, scope, ask.Question(), 0, 0, page)
	if err != nil {
		return DrillDown{}, err
	}
	d.Members, d.More, d.Inside, d.Outside = behind.Members, behind.More, behind.Inside, behind.Outside
	d.Value, err = e.value(ctx, d.Column, ask)
	return d, err
}

// cell finds a column and a row, and the query of the cell between them.
func (q question) cell(column, row string) (DrillDown, ledger.Query, error) {
	r := q.empty()
	i := r.Column(column)
	if i < 0 {
		return DrillDown{}, ledger.Query{}, fault.New(fault.NotFound, "statistics.column-unknown", fault.Args{"column": column, "table": q.table.Name}).On("column")
	}
	dim := dimensions[q.by]
	line, ok := dim.row(row)
	if !ok {
		return DrillDown{}, ledger.Query{}, fault.New(fault.NotFound, "statistics.row-unknown", fault.Args{"row": row, "table": q.table.Name}).On("row")
	}
	return DrillDown{Ask: Ask{Table: q.table.Name, By: q.by, AsOf: q.asOf, KnownOn: q.knownOn}, Table: q.table,
		Column: r.Columns[i], Row: line}, dim.narrow(row, q.query(r.Columns[i])), nil
}

// value is the figure of the cell.
func (e *Engine) value(ctx context.Context, c Column, ask ledger.Query) (int64, error) {
	if c.Kind == programme.Distinct {
		return ledger.Distinct(ctx, e.DB, national, ask)
	}
	whole, err := ledger.Total(ctx, e.DB, national, ask)
	return whole.Quantity, err
}
