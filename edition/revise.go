package edition

import (
	"context"
	"slices"

	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/statistics"
)

// Cause is why a figure differs between two editions.
type Cause string

// The causes, in the order in which a note tells them: each is what it adds to
// the ones before it, so that the parts of a distinct count add up too.
const (
	Addition   Cause = "addition"   // took place after the earlier edition's day
	Late       Cause = "late"       // took place by then, was recorded after
	Correction Cause = "correction" // took back what had been recorded
	Merge      Cause = "merge"      // two entries turned out to be one person, or not to be
	Since      Cause = "since"      // late entries, corrections and merges together, where one alone would tell of single persons
	Definition Cause = "definition" // the table's definition changed
)

// Note is what changed between two editions of an account.
type Note struct {
	From, To Edition
	Tables   []Revision // those that both have
	Dropped  []Content  // only in the earlier one
	New      []Content  // only in the later one
	Added    []Added    // by measure and cause, for whoever may read editions: it tells of single postings
	Merges   int64      // recorded between the two
}

// Revision is what changed in a table.
type Revision struct {
	Content
	Result   *statistics.Result // of the later edition, for titles
	Changes  []Change
	Withheld int // cells that changed, or may have, and are hidden in one of both
	Redefine bool
}

// Change is a figure in both editions.
type Change struct {
	Row, Column   string // keys
	Before, After int64  // in the column's unit
	Parts         []Part // they add up to the difference; one alone when parts would tell of single persons
}

// Part is what one cause adds to a figure.
type Part struct {
	Cause Cause
	By    int64
}

// Added is what one cause added to a measure.
type Added struct {
	Title locale.Text // of the measure
	Cause Cause
	ledger.Added
}

// Revise compares a checked edition with an earlier one. Every figure of the note
// is in both as published: what either hides is only counted.
//
// Errors: edition.order when the first is not the earlier one; those of Tables.
func (o *Office) Revise(ctx context.Context, from, to Edition) (Note, error) {
	if from.AsOf > to.AsOf || from.KnownOn > to.KnownOn {
		return Note{}, fault.New(fault.Invalid, "edition.order", nil).On("from")
	}
	n := Note{From: from, To: to}
	before, err := o.Tables(ctx, from)
	if err != nil {
		return n, err
	}
	after, err := o.Tables(ctx, to)
	if err != nil {
		return n, err
	}
	for _, t := range after {
		i := slices.IndexFunc(before, func(b Table) bool { return b.Content == t.Content })
		if i < 0 {
			n.New = append(n.New, t.Content)
			continue
		}
		r, err := o.revise(ctx, from, to, before[i], t)
		if err != nil {
			return n, err
		}
		n.Tables = append(n.Tables, r)
	}
	for _, b := range before {
		if !slices.ContainsFunc(after, func(t Table) bool { return t.Content == b.Content }) {
			n.Dropped = append(n.Dropped, b.Content)
		}
	}
	return n, o.causes(ctx, &n)
}

// revise compares a table. Between the two editions stand questions that nobody
// published: the earlier one by the later definition, then with what was recorded
// late, then with what was corrected, then with who was merged.
func (o *Office) revise(ctx context.Context, from, to Edition, before, after Table) (Revision, error) {
	out := Revision{Content: after.Content, Result: after.Result, Redefine: before.Result.DefinitionHash != after.Result.DefinitionHash}
	set, err := o.set(ctx, to)
	if err != nil {
		return out, err
	}
	engine := &statistics.Engine{DB: o.DB, Programmes: set}
	steps := make([]*statistics.Result, 4)
	for i, mix := range []ledger.Mix{{}, {After: from.KnownOn}, {After: from.KnownOn, Corrections: true}, {}} {
		ask := from.ask(after.Content)
		if i > 0 {
			ask.KnownOn, ask.Mix = to.KnownOn, mix
		}
		if steps[i], err = engine.Compute(ctx, ask); err != nil {
			return out, err
		}
	}
	for _, row := range after.Result.Lines() {
		for i, col := range after.Result.Columns {
			is, was := row.Cells[i], figure(before.Result, row.Key, col.Key)
			if is.State == statistics.Suppressed || was.State == statistics.Suppressed {
				out.Withheld++
				continue
			}
			if is.Value != was.Value || is.State != was.State {
				parts := partsOf(was.Value, is.Value, func(step int) int64 { return figure(steps[step], row.Key, col.Key).Value })
				out.Changes = append(out.Changes, Change{row.Key, col.Key, was.Value, is.Value, discreet(parts, after.Result.Table.Protects(col.Unit))})
			}
		}
	}
	return out, nil
}

// partsOf is what each cause adds to a figure.
func partsOf(was, is int64, step func(n int) int64) []Part {
	var parts []Part
	for i, cause := range []Cause{Definition, Late, Correction, Merge, Addition} {
		next := is
		if cause != Addition {
			next = step(i)
		}
		parts = append(parts, Part{cause, next - was})
		was = next
	}
	return parts
}

// figure is a cell of a result; a known 0 where the row was not there, since
// nothing counted.
func figure(r *statistics.Result, row, column string) statistics.Cell {
	c, _ := r.Cell(row, column)
	return c
}

// discreet drops the causes that add nothing. Where one of several is a small
// count of persons, what was recorded since is told in one, and where that is
// small too, or another is, nothing.
func discreet(parts []Part, threshold int64) []Part {
	since := Part{Cause: Since}
	var coarse []Part
	for _, p := range parts {
		switch p.Cause {
		case Late, Correction, Merge:
			since.By += p.By
		case Addition:
			coarse = append(coarse, since, p)
		default:
			coarse = append(coarse, p)
		}
	}
	for _, list := range [][]Part{parts, coarse} {
		list = slices.DeleteFunc(slices.Clone(list), func(p Part) bool { return p.By == 0 })
		if len(list) == 1 || !slices.ContainsFunc(list, func(p Part) bool { return max(p.By, -p.By) < threshold }) {
			return list
		}
	}
	return nil
}

// causes counts what was posted between the two editions.
func (o *Office) causes(ctx context.Context, n *Note) error {
	added, err := ledger.Since(ctx, o.DB, ledger.View{AsOf: n.From.AsOf, KnownOn: n.From.KnownOn}, ledger.View{AsOf: n.To.AsOf, KnownOn: n.To.KnownOn})
	if err != nil {
		return err
	}
	for _, a := range added {
		title, counted := n.measure(a.Series)
		if !counted {
			continue
		}
		cause := Late
		switch {
		case a.Later:
			cause = Addition
		case a.Corrects:
			cause = Correction
		}
		n.Added = append(n.Added, Added{title, cause, a})
	}
	n.Merges, err = ledger.MergedSince(ctx, o.DB, n.From.KnownOn, n.To.KnownOn)
	return err
}

// measure is the title of a measure; false when no table of the note counts it.
func (n *Note) measure(s ledger.Series) (locale.Text, bool) {
	for _, t := range n.Tables {
		def := t.Result.Programme
		if def.ID != s.Programme {
			continue
		}
		for _, c := range t.Result.Columns {
			m := def.Ledger.Measure(c.Measure)
			if base := def.Ledger.Measure(m.Of); base != nil {
				m = base // a count of distinct values is made of another measure's postings
			}
			if m.ID == s.Measure {
				return m.Title, true
			}
		}
	}
	return locale.Text{}, false
}
