package statistics

import (
	"context"
	"slices"

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
// statistics.where-unknown on "where", statistics.as-of-future on "as-of", and
// store.future and store.unsettled on "known-on". A table that does not
// reconcile is no error: see Result.Problems.
func (e *Engine) Compute(ctx context.Context, a Ask) (*Result, error) {
	q, err := e.settle(ctx, a)
	if err != nil {
		return nil, err
	}
	return e.compute(ctx, q)
}

func (e *Engine) compute(ctx context.Context, q question) (*Result, error) {
	f, err := e.find(ctx, q)
	if err != nil {
		return nil, err
	}
	l, err := e.lay(ctx, q, f)
	if err != nil {
		return nil, err
	}
	w := work{layout: l, found: f}
	if err := w.count(ctx, e); err != nil {
		return nil, err
	}
	return w.result(), nil
}

// count asks for what stands, and where documents speak for all there is.
func (w *work) count(ctx context.Context, e *Engine) (err error) {
	if w.records, w.latest, err = e.recorded(ctx, w.layout, w.found, false); err != nil {
		return err
	}
	if w.allRecords = w.records; len(w.statements) > 0 && !w.first.IsZero() {
		w.allRecords, _, err = e.recorded(ctx, w.layout, w.found, true)
	}
	return err
}

// lay makes the layout: every row and column that could hold something.
func (e *Engine) lay(ctx context.Context, q question, f found) (*layout, error) {
	l := &layout{question: q}
	pivoted := []Row{{}}
	if p := q.table.Pivot; p != nil {
		l.pivot = dimensionOf(q.def, p.By)
		codes, err := e.codes(ctx, q, f, l.pivot)
		if err != nil {
			return nil, err
		}
		pivoted = keep(codes, p.Keys)
		if p.Total != "none" {
			pivoted = append(pivoted, l.totalRow())
		}
	}
	for _, group := range pivoted {
		l.columns = append(l.columns, l.columnsOf(group)...)
	}
	if q.by == "" {
		return l, nil
	}
	l.by = dimensionOf(q.def, q.by)
	if q.table.Rows.Groups != "" {
		l.groups = dimensionOf(q.def, q.table.Rows.Groups)
	}
	rows, err := e.codes(ctx, q, f, l.by)
	l.rows = l.gather(rows)
	return l, err
}

// keep is the rows of some keys, in their order; all rows when none is named.
func keep(rows []Row, keys []string) []Row {
	if len(keys) == 0 {
		return rows
	}
	var out []Row
	for _, key := range keys {
		if i := slices.IndexFunc(rows, func(r Row) bool { return r.Key == key }); i >= 0 {
			out = append(out, rows[i])
		}
	}
	return out
}

// codes are the codes of a dimension that may hold something: those of its list,
// or what postings say, and one for postings that say nothing.
func (e *Engine) codes(ctx context.Context, q question, f found, d *dimension) ([]Row, error) {
	if d.periodic() {
		if f.days.From.IsZero() {
			return nil, nil
		}
		return d.between(f.days.From, f.days.To), nil
	}
	rows := slices.Clone(d.codes)
	if d.codes == nil {
		open, err := e.openCodes(ctx, q, f, d)
		if err != nil {
			return nil, err
		}
		for _, code := range open {
			rows = append(rows, d.row(code))
		}
	}
	return append(rows, d.row(Unassigned)), nil
}

// openCodes are the codes that the cells of the table's measures have.
func (e *Engine) openCodes(ctx context.Context, q question, f found, d *dimension) ([]string, error) {
	codes := map[string]bool{}
	note := func(c *ledger.Cell) {
		if code, ok := d.read(c); ok {
			codes[code] = true
		}
	}
	ask := ledger.Question{KnownOn: q.knownOn, Mix: q.mix, Periods: []ledger.Period{{From: 1}}, Origin: ledger.Recorded,
		Group: func(c *ledger.Cell, to []int) []int { note(c); return to }}
	for _, m := range q.measures() {
		ask.Series = append(ask.Series, ledger.Series{Programme: q.def.ID, Measure: m})
		for _, s := range f.statements[m] {
			note(&s.Cell)
		}
	}
	_, err := ledger.Ask(ctx, e.DB, national, ask)
	var out []string
	for code := range codes {
		out = append(out, code)
	}
	slices.SortFunc(out, d.order)
	return out, err
}

// work is a table being computed.
type work struct {
	*layout
	found
	records, allRecords figures
	latest              calendar.Instant
}

// cell is the figure of a column and a line.
func (w *work) cell(column, line int) Cell {
	c, row := &w.columns[column], w.row(line)
	said := w.stated(w.found, c, row, false)
	for _, x := range said.used {
		w.latest = max(w.latest, x.Posting.RecordedAt)
	}
	stands := w.recordsStand(c, row)
	out := Cell{State: NotStated}
	switch {
	case said.known:
		out = Cell{Value: said.value, Origin: Reported}
	case !said.any && stands:
		out = Cell{}
	}
	if out.Known() && stands {
		out.Value += w.records[column][line]
		out.Origin |= Recorded
	}
	w.beside(&out, column, line)
	return out
}

// recordsStand tells that records say something of the days of a figure.
func (w *work) recordsStand(c *column, row *Row) bool {
	if c.base == nil {
		return false
	}
	p, ok := w.span(c, w.rowDays(row))
	if !ok {
		p.To = w.asOf // nothing in those days, and known to be nothing
	}
	for _, start := range w.starts(w.def, c.m) {
		if start <= p.To && start != never {
			return true
		}
	}
	return false
}

// beside puts next to a figure of one origin what the other says.
func (w *work) beside(out *Cell, column, line int) {
	switch {
	case len(w.statements) == 0:
	case out.Origin == Recorded:
		if said := w.stated(w.found, &w.columns[column], w.row(line), true); said.known {
			out.Other = &said.value
		}
	case out.Origin != 0 && out.Origin != Reported:
	default:
		if n := w.allRecords[column][line]; n != 0 {
			out.Other = &n
		}
	}
}

// result makes the rows and what stands below them.
func (w *work) result() *Result {
	r := &Result{Programme: w.def, Table: w.table, By: w.question.by, AsOf: w.asOf, DefinitionHash: w.def.Hash, Total: w.totalRow()}
	for _, c := range w.columns {
		r.Columns = append(r.Columns, c.Column)
	}
	whole := make([]Cell, len(w.columns))
	for i := range w.columns {
		whole[i] = w.cell(i, 0)
	}
	for n := range w.rows {
		row := w.rows[n]
		for i := range w.columns {
			row.Cells = append(row.Cells, w.cell(i, n+1))
		}
		r.Rows = append(r.Rows, row)
	}
	r.addUp(whole, w.by != nil)
	r.reconcileRows(whole)
	r.prune(w.layout)
	if r.KnownOn = w.latest; w.given {
		r.KnownOn = w.knownOn
	}
	r.addShares()
	r.sort()
	r.reconcile()
	return r
}

// addUp makes the total: the sum of the rows where they add up and all are
// known, else the whole.
func (r *Result) addUp(whole []Cell, rows bool) {
	r.Total.Cells = slices.Clone(whole)
	if !rows {
		return
	}
	for i, c := range r.Columns {
		if sum, ok := r.sumOfRows(i); ok && c.adds() {
			r.Total.Cells[i].Value, r.Total.Cells[i].State = sum, Known
		}
	}
}

// adds tells that the rows of a column add up to its whole.
func (c Column) adds() bool {
	return c.Kind != programme.Distinct && c.at != "opening" && c.at != "closing"
}

// sumOfRows adds the rows that gather no others, as far as they are known; false
// when one is not.
func (r *Result) sumOfRows(column int) (sum int64, known bool) {
	known = true
	for _, row := range r.Rows {
		if !r.gathers(row) {
			sum += row.Cells[column].Value
			known = known && row.Cells[column].Known()
		}
	}
	return sum, known
}

// gathers tells that a row is the sum of rows below it.
func (r *Result) gathers(row Row) bool {
	return r.Table.Rows.Groups != "" && row.Level == r.Table.Rows.Groups
}

func (r *Result) addShares() {
	for n := range r.Rows {
		r.Rows[n].Shares = r.shares(r.Rows[n])
	}
	r.Total.Shares = r.shares(r.Total)
	if a := r.Table.Across; a != nil {
		of := r.Column(a.Of)
		for i := range r.Columns {
			r.Across = append(r.Across, share(r.Total, i, r.Total, of))
		}
	}
}

func (r *Result) shares(row Row) []Share {
	var out []Share
	for _, s := range r.Table.Shares {
		base := row
		if s.Of == "total" {
			base = r.Total
		}
		out = append(out, share(row, r.Column(s.Numerator), base, r.Column(s.Denominator)))
	}
	return out
}

// share is a fraction of two cells, none where one is not known.
func share(a Row, num int, b Row, den int) Share {
	if num < 0 || den < 0 || !a.Cells[num].Known() || !b.Cells[den].Known() {
		return Share{}
	}
	return Share{Num: a.Cells[num].Value, Den: b.Cells[den].Value}
}
