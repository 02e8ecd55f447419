package statistics

import (
	"context"

	"sanad/access"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
)

// DrillDown is what stands behind a cell of a table: streams of events, which
// for a dossier's measure are dossiers, and what documents state.
type DrillDown struct {
	Ask     Ask // settled: asked again it gives the same
	Table   *programme.Table
	Column  Column
	Row     Row // without its figures
	Cell    Cell
	Value   int64 // of the cell
	Members []ledger.Member
	Inside  int64 // streams within the viewer's scope; Members is a page of them
	Outside int64 // streams outside it
	More    bool  // there are streams after Members
	Stated  []ledger.Statement
}

// Members lists what is behind a cell within a scope of access.DrillDown, and
// counts what is outside it. A stream is there when what it adds to the cell is
// not zero; a dossier that came and went within a month adds nothing to it.
// Where documents speak, Stated is what they say.
//
// Errors: those of Compute; statistics.column-unknown on "column" and
// statistics.row-unknown on "row".
func (e *Engine) Members(ctx context.Context, scope access.Scope, a Ask, column, row string, page ledger.Page) (DrillDown, error) {
	q, err := e.settle(ctx, a)
	if err != nil {
		return DrillDown{}, err
	}
	f, err := e.find(ctx, q)
	if err != nil {
		return DrillDown{}, err
	}
	l, err := e.lay(ctx, q, f)
	if err != nil {
		return DrillDown{}, err
	}
	i, line, err := l.locate(column, row)
	if err != nil {
		return DrillDown{}, err
	}
	d := DrillDown{Ask: Ask{Table: q.table.Name, By: q.by, Where: a.Where, AsOf: q.asOf, KnownOn: q.knownOn}, Table: q.table, Column: l.columns[i].Column, Row: l.totalRow()}
	if line > 0 {
		d.Row = l.rows[line-1]
	}
	return d, e.behind(ctx, scope, l, f, i, line, page, &d)
}

// behind fills in the figure and what it counts.
func (e *Engine) behind(ctx context.Context, scope access.Scope, l *layout, f found, column, line int, page ledger.Page, d *DrillDown) error {
	l.columns = l.columns[column : column+1]
	w := work{layout: l, found: f}
	if err := w.count(ctx, e); err != nil {
		return err
	}
	d.Cell = w.cell(0, line)
	d.Value, d.Stated = d.Cell.Value, w.stated(f, &l.columns[0], w.row(line), false).used
	for _, in := range l.inquiries(f, false) {
		for _, p := range in.places {
			if p.line != line {
				continue
			}
			found, err := ledger.Look(ctx, e.DB, scope, in.Question, p.group, p.period, page)
			if err != nil {
				return err
			}
			d.Members = append(d.Members, found.Members...)
			d.Inside, d.Outside, d.More = d.Inside+found.Inside, d.Outside+found.Outside, d.More || found.More
		}
	}
	return nil
}

// locate finds a column and a line.
func (l *layout) locate(column, row string) (int, int, error) {
	i := -1
	for n, c := range l.columns {
		if c.Key == column {
			i = n
		}
	}
	if i < 0 {
		return 0, 0, fault.New(fault.NotFound, "statistics.column-unknown", fault.Args{"column": column, "table": l.table.Name}).On("column")
	}
	if row == Total {
		return i, 0, nil
	}
	for n, r := range l.rows {
		if r.Key == row {
			return i, n + 1, nil
		}
	}
	return 0, 0, fault.New(fault.NotFound, "statistics.row-unknown", fault.Args{"row": row, "table": l.table.Name}).On("row")
}
