package statistics

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/money"
	"sanad/programme"
)

// Finding is something a document gets wrong, or that its reader must know: the
// words of the fault name both values.
type Finding struct {
	Subject   string // the table or figure it is about; empty for the whole document
	Page      string // of the document; empty when it is not known
	Explained bool   // no mistake: what looks like one and is not, or a remark
	Fault     *fault.Error
}

// Check holds a document against itself and against what documents report, as if
// nothing had been recorded: what the records say stands beside each figure on
// the page of its table, and a document is not wrong because they are fewer, or
// more. It checks every total and percentage it prints against the figures it
// states, rows and columns against totals, shares against 100, one breakdown of
// a figure against another, text against tables, and the relations between
// figures that the programmes declare.
//
// Errors: statistics.not-imported, and those of Compute.
func (e *Engine) Check(ctx context.Context, src *programme.Source) ([]Finding, error) {
	knownOn, err := e.DB.Settle(ctx, 0)
	if err != nil {
		return nil, err
	}
	c := checking{e: e, src: src, ask: Ask{AsOf: src.AsOf, KnownOn: knownOn, reported: true}}
	for i := range src.Files {
		if err := c.file(ctx, &src.Files[i]); err != nil {
			return nil, err
		}
	}
	for _, step := range []func(context.Context) error{c.text, c.relations, c.breakdowns} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	for _, r := range src.Remarks {
		c.found = append(c.found, Finding{Page: r.Page, Explained: true, Fault: fault.New(fault.Invalid, "statistics.remark", fault.Args{"text": r.Text})})
	}
	return c.found, nil
}

// checking is a document being checked.
type checking struct {
	e      *Engine
	src    *programme.Source
	ask    Ask
	repeat []Printed // figures that running text prints
	found  []Finding
}

func (c *checking) note(subject, page, key string, args fault.Args) {
	c.found = append(c.found, Finding{Subject: subject, Page: page, Fault: fault.New(fault.Invalid, key, args)})
}

// file checks what a file states and prints.
func (c *checking) file(ctx context.Context, def *programme.SourceFile) error {
	f, ev, err := lastStated(ctx, c.e.DB, c.src.ID, def.File, c.ask.KnownOn)
	if err != nil {
		return err
	}
	if ev.Seq == 0 {
		return fault.New(fault.NotFound, "statistics.not-imported", fault.Args{"source": c.src.ID, "file": def.File}).On("source")
	}
	if f.Table == "" {
		c.repeat = append(c.repeat, f.Printed...)
		return nil
	}
	ask := c.ask
	ask.Table = f.Table
	r, err := c.e.Compute(ctx, ask)
	if err != nil {
		return err
	}
	c.table(r, f)
	return nil
}

func (c *checking) table(r *Result, f StatedFile) {
	for _, p := range r.Problems {
		c.found = append(c.found, Finding{Subject: r.Table.Name, Page: f.Page, Fault: r.Fault(p)})
	}
	for _, o := range r.Overlaps {
		c.found = append(c.found, Finding{Subject: r.Table.Name, Page: f.Page, Explained: true,
			Fault: fault.New(fault.Invalid, "statistics.overlap", fault.Args{"column": r.title(o.Column), "rows": o.Rows, "total": o.Total, "more": o.Rows - o.Total})})
	}
	for _, p := range f.Printed {
		c.printed(r, p)
	}
	c.hundreds(r, f)
}

// printed holds a printed total or percentage against the table.
func (c *checking) printed(r *Result, p Printed) {
	if p.Share == "" && !p.Across {
		i := r.Column(p.Column)
		row, ok := r.Row(p.Row)
		if cell, known := r.Cell(p.Row, p.Column); known && ok && cell.Known() && !sameNumber(r.Columns[i].Unit, cell.Value, p.Text) {
			c.note(r.Table.Name, p.Page, "statistics.printed-differs", fault.Args{"what": place2(row.Title, r.Columns[i].Title), "printed": p.Text, "computed": amount(r.Columns[i].Unit, cell.Value)})
		}
		return
	}
	share, digits, what, ok := r.shareOf(p)
	if text, read := parsePercent(p.Text); ok && read && !text.agrees(share, digits, "") {
		c.note(r.Table.Name, p.Page, "statistics.percent-differs", fault.Args{"what": what, "printed": p.Text, "computed": share.plain(max(digits, text.digits), ""),
			"numerator": share.Num, "denominator": share.Den})
	}
}

// shareOf finds the share that something printed is about.
func (r *Result) shareOf(p Printed) (s Share, digits int, what locale.Text, ok bool) {
	if p.Across {
		i := r.Column(p.Column)
		if i < 0 || r.Table.Across == nil {
			return s, 0, what, false
		}
		return r.Across[i], r.Table.Across.Digits, place2(r.Table.Across.Title, r.Columns[i].Title), true
	}
	row, found := r.Row(p.Row)
	for i, def := range r.Table.Shares {
		if found && def.Key == p.Share {
			return row.Shares[i], def.Digits, place2(row.Title, def.Title), true
		}
	}
	return s, 0, what, false
}

// place2 is a place in a table: its row and its column.
func place2(a, b locale.Text) locale.Text {
	return locale.Text{Ar: a.Ar + "، " + b.Ar, Fr: a.Fr + ", " + b.Fr, En: a.En + ", " + b.En}
}

// sameNumber compares a figure with what is printed.
func sameNumber(u programme.Unit, value int64, text string) bool {
	if u == programme.Centimes {
		a, err := money.Parse(text)
		return err == nil && int64(a) == value
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && n == value
}

// amount is a number as a message takes it.
func amount(u programme.Unit, n int64) any {
	if u == programme.Centimes {
		return money.Amount(n)
	}
	return n
}

// hundreds holds printed percentages that share a whole out against 100: those
// of a row, of a column down the rows, of the line under the total.
func (c *checking) hundreds(r *Result, f StatedFile) {
	rows, down, across := map[string][]Printed{}, map[string][]Printed{}, []Printed{}
	for _, p := range f.Printed {
		switch {
		case p.Across && p.Column != Total:
			across = append(across, p)
		case p.Share != "" && p.Row != Total && r.ofTotal(p.Share):
			down[p.Share] = append(down[p.Share], p)
		case p.Share != "" && !r.ofTotal(p.Share):
			rows[p.Row] = append(rows[p.Row], p)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		row, _ := r.Row(key)
		c.hundred(r, row.Title, rows[key])
	}
	for _, key := range slices.Sorted(maps.Keys(down)) {
		c.hundred(r, r.Table.Shares[r.shareIndex(key)].Title, down[key])
	}
	if len(across) > 0 {
		c.hundred(r, r.Table.Across.Title, across)
	}
}

func (r *Result) shareIndex(key string) int {
	return slices.IndexFunc(r.Table.Shares, func(s programme.Share) bool { return s.Key == key })
}

func (r *Result) ofTotal(share string) bool {
	i := r.shareIndex(share)
	return i >= 0 && r.Table.Shares[i].Of == "total"
}

// hundred adds printed percentages whose numerators make up the denominator.
// Each may be off by half its last decimal.
func (c *checking) hundred(r *Result, what locale.Text, list []Printed) {
	const digits = 4
	sum, slack, parts, whole := new(big.Int), new(big.Int), int64(0), int64(-1)
	for _, p := range list {
		share, _, _, ok := r.shareOf(p)
		text, read := parsePercent(p.Text)
		if !ok || !read || whole >= 0 && share.Den != whole {
			return
		}
		whole, parts = share.Den, parts+share.Num
		sum.Add(sum, text.at(digits))
		slack.Add(slack, percentText{big.NewInt(1), text.digits}.at(digits))
	}
	off := new(big.Int).Sub(sum, scale(digits))
	if parts != whole || whole <= 0 || off.Abs(off).Mul(off, big.NewInt(2)).Cmp(slack) <= 0 {
		return
	}
	c.note(r.Table.Name, list[0].Page, "statistics.shares-sum", fault.Args{"what": what, "sum": locale.FixedBig(sum.Quo(sum, big.NewInt(100)), 2)})
}

// text holds the figures of running text against what is computed.
func (c *checking) text(ctx context.Context) error {
	for _, p := range c.src.Printed {
		c.repeat = append(c.repeat, Printed{Figure: p.Figure, Text: p.Text, Page: p.Page})
	}
	var names []string
	for _, p := range c.repeat {
		names = append(names, p.Figure)
	}
	figures, err := c.e.Figures(ctx, c.ask, names...)
	for _, p := range c.repeat {
		f := figures[p.Figure]
		switch {
		case err != nil || !f.Cell.Known():
		case f.Percent():
			if text, ok := parsePercent(p.Text); ok && !text.agrees(f.Share, f.Digits, f.Round) {
				c.note(p.Figure, p.Page, "statistics.percent-differs", fault.Args{"what": f.Title, "printed": p.Text, "computed": f.Share.plain(max(f.Digits, text.digits), f.Round),
					"numerator": f.Share.Num, "denominator": f.Share.Den})
			}
		case !sameNumber(f.Unit, f.Cell.Value, p.Text):
			c.note(p.Figure, p.Page, "statistics.printed-differs", fault.Args{"what": f.Title, "printed": p.Text, "computed": amount(f.Unit, f.Cell.Value)})
		}
	}
	return err
}

// relations holds the declared relations whose figures are all known.
func (c *checking) relations(ctx context.Context) error {
	for _, def := range c.e.Programmes.All() {
		for _, rel := range def.Relations {
			figures, err := c.e.Figures(ctx, c.ask, rel.Holds.Names()...)
			if err != nil {
				return err
			}
			left, right := rel.Holds.Sides()
			l, okL := sumFigures(figures, left)
			r, okR := sumFigures(figures, right)
			if okL && okR && !rel.Holds.Holds(l, r) {
				unit := figures[left[0].Name].Unit
				c.note(rel.ID, "", "statistics.relation-differs", fault.Args{"left": titles(figures, left), "right": titles(figures, right), "sign": strings.ReplaceAll(rel.Holds.Sign(), "<=", "≤"),
					"leftValue": amount(unit, l), "rightValue": amount(unit, r), "because": rel.Because})
			}
		}
	}
	return nil
}

func sumFigures(figures map[string]Figure, side []programme.Term) (n int64, known bool) {
	for _, t := range side {
		f := figures[t.Name]
		if !f.Cell.Known() {
			return 0, false
		}
		if t.Minus {
			n -= f.Cell.Value
			continue
		}
		n += f.Cell.Value
	}
	return n, true
}

func titles(figures map[string]Figure, side []programme.Term) locale.Text {
	return words(func(p *locale.Printer) string {
		text := ""
		for i, t := range side {
			switch {
			case t.Minus:
				text += " - "
			case i > 0:
				text += " + "
			}
			text += figures[t.Name].Title.In(p.Lang())
		}
		return text
	})
}

// breakdowns holds the ways in which a figure of one day is split against each
// other: cases by sex, by age and by status are the same cases.
func (c *checking) breakdowns(ctx context.Context) error {
	for _, def := range c.e.Programmes.All() {
		list, err := ledger.Statements(ctx, c.e.DB, documents, def.ID, c.ask.AsOf, c.ask.KnownOn)
		if err != nil {
			return err
		}
		for i := range def.Ledger.Measures {
			if m := &def.Ledger.Measures[i]; m.Kind != programme.Distinct {
				c.breakdown(def, m, list)
			}
		}
	}
	return nil
}

func (c *checking) breakdown(def *programme.Definition, m *programme.Measure, list []ledger.Statement) {
	days := map[calendar.Date][]ledger.Statement{}
	for _, s := range list {
		if s.Cell.Measure == m.ID {
			days[s.Day] = append(days[s.Day], s)
		}
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		all := splits(days[day])
		for _, s := range all[1:] {
			whole, _ := all[0].sum(s)
			if n, both := s.sum(all[0]); both && n != whole {
				c.note(def.ID, "", "statistics.breakdowns-differ", fault.Args{"measure": m.Title, "day": day, "whole": whole, "split": n, "by": s.dims})
			}
		}
	}
}
