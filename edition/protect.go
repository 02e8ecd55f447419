package edition

import (
	"cmp"
	"strings"

	"sanad/calendar"
	"sanad/disclosure"
	"sanad/fault"
	"sanad/programme"
	"sanad/statistics"
	"sanad/territory"
)

// shield gathers what must be safe together: the cells of an edition, all that
// can be added up, and what earlier editions said.
type shield struct {
	disclosure.Set
	asOf calendar.Date
}

// put adds the cells of a table to be published.
func (s *shield) put(r *statistics.Result) {
	for _, row := range r.Lines() {
		for i, c := range r.Columns {
			if cell := row.Cells[i]; cell.Known() {
				s.Put(counted(r, row, c), s.cell(r, c, cell))
			}
		}
	}
}

// cell is a figure with what it needs. One of documents alone is in them already.
func (s *shield) cell(r *statistics.Result, c statistics.Column, cell statistics.Cell) disclosure.Cell {
	out := disclosure.Cell{Value: cell.Value, Threshold: r.Table.Protects(c.Unit), Signed: cell.Value < 0}
	if cell.Origin == statistics.Reported {
		out.Threshold, out.State = 0, disclosure.Known
	}
	return out
}

// link says what adds up in a table; stand is the name under which a cell stands.
func (s *shield) link(r *statistics.Result, stand func(string) string) {
	for _, sum := range sums(r) {
		s.add(sum, stand)
	}
	for _, c := range checks(r) {
		s.hold(c, stand)
	}
}

// add says a sum. Where parts overlap, who adds them up knows only that the total
// is at most that, and at least each of them.
func (s *shield) add(sum sum, stand func(string) string) {
	total, parts := stand(sum.total.name), names(sum.parts, stand)
	if !sum.overlaps && value(sum.parts) == sum.total.cell.Value {
		s.Sum(total, parts...)
		return
	}
	s.atMost(sum.total.cell.Value, total, value(sum.parts), parts)
	for i, part := range sum.parts {
		if sum.overlaps {
			rest := parts[i] + " in " + total
			s.Put(rest, disclosure.Cell{Value: sum.total.cell.Value - part.cell.Value, State: disclosure.Implied})
			s.Sum(total, parts[i], rest)
		}
	}
}

// atMost says that a count is at most the sum of others, or all of them when the
// truth is less.
func (s *shield) atMost(count int64, name string, sum int64, parts []string) {
	all, rest := "all of "+strings.Join(parts, " + "), "rest of "+name+" in "+strings.Join(parts, " + ")
	s.Put(all, disclosure.Cell{Value: sum, State: disclosure.Implied})
	s.Put(rest, disclosure.Cell{Value: sum - count, State: disclosure.Implied, Signed: sum < count})
	s.Sum(all, parts...)
	s.Sum(all, name, rest)
}

// hold says a check of both sides.
func (s *shield) hold(c check, stand func(string) string) {
	left, right := names(c.left, stand), names(c.right, stand)
	switch {
	case c.limit:
		all := "all of " + strings.Join(left, " + ")
		s.Put(all, disclosure.Cell{Value: value(c.left), State: disclosure.Implied})
		s.Sum(all, left...)
		s.atMost(value(c.left), all, value(c.right), right)
	case value(c.left) != value(c.right): // does not hold, and is told as a problem
	case len(c.left) == 1:
		s.Sum(left[0], right...)
	case len(c.right) == 1:
		s.Sum(right[0], left...)
	default:
		both := strings.Join(left, " + ") + " = " + strings.Join(right, " + ")
		s.Put(both, disclosure.Cell{Value: value(c.left), State: disclosure.Implied})
		s.Sum(both, left...)
		s.Sum(both, right...)
	}
}

func names(list []printed, stand func(string) string) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = stand(p.name)
	}
	return out
}

func value(list []printed) (n int64) {
	for _, p := range list {
		n += p.cell.Value
	}
	return n
}

// before adds a table of an earlier edition, with what that hid of it. The
// reader of both knows every figure that either prints.
func (s *shield) before(e Edition, r *statistics.Result, c Check) {
	hidden := map[Place]bool{}
	for _, p := range c.Hidden {
		hidden[p] = true
	}
	stands := map[string]string{}
	for _, row := range r.Lines() {
		for i, col := range r.Columns {
			if cell := row.Cells[i]; cell.Known() {
				name := counted(r, row, col)
				revision := e.AsOf == s.asOf || over(cmp.Or(row.Level, r.By), row.Key, min(e.AsOf, s.asOf))
				stands[name] = s.earlier(e, name, s.cell(r, col, cell), before{hidden[Place{row.Key, col.Key}], revision, grows(col)})
			}
		}
	}
	s.link(r, func(name string) string { return stands[name] })
}

// before is what an earlier edition did with a cell, see disclosure.Before.
type before struct{ hidden, revision, grows bool }

func (s *shield) earlier(e Edition, name string, then disclosure.Cell, b before) string {
	if s.Has(name) {
		return s.Earlier(name, disclosure.Before{Edition: e.ID.String(), Value: then.Value, Hidden: b.hidden, Revision: b.revision, Grows: b.grows})
	}
	if then.State = disclosure.Known; b.hidden {
		then.State = disclosure.Hidden
	}
	name += "@" + e.ID.String()
	s.Put(name, then)
	return name
}

// grows tells that what is counted between two days is added to a count: a flow
// from the beginning. A stock goes up and down.
func grows(c statistics.Column) bool { return c.Kind != programme.Standing }

// over tells that a row is a period that had ended by a day, so that a later
// edition asks the same of it.
func over(dimension, key string, by calendar.Date) bool {
	first, err := calendar.ParseDate((key + "-01-01")[:min(len(key)+6, 10)])
	if err != nil {
		return false
	}
	switch dimension {
	case programme.Month:
		return first.AddMonths(1).AddDays(-1) <= by
	case programme.Year:
		return first.AddMonths(12).AddDays(-1) <= by
	}
	return false
}

// regions says that a region is the sum of its provinces, when tables show both.
func (s *shield) regions(tables []*statistics.Result) {
	for _, r := range tables {
		for _, row := range r.Rows {
			region, ok := territory.RegionBySlug(row.Key)
			if !ok || cmp.Or(row.Level, r.By) != programme.Region {
				continue
			}
			for i, c := range r.Columns {
				s.region(place(r, row, i), region, c.Kind == programme.Distinct)
			}
		}
	}
}

func (s *shield) region(whole printed, region territory.Region, overlaps bool) {
	sum := sum{total: whole, overlaps: overlaps}
	for _, p := range territory.ProvincesOf(region.Code) {
		name := strings.Replace(whole.name, " region="+region.Slug, " province="+p.Code, 1)
		if !s.Has(name) {
			return
		}
		sum.parts = append(sum.parts, printed{name: name, cell: statistics.Cell{Value: s.Value(name)}})
	}
	if whole.cell.Known() {
		s.add(sum, func(name string) string { return name })
	}
}

// decide chooses what the edition hides, and proves it.
//
// Errors: edition.unproved, a defect.
func (s *shield) decide(tables []*statistics.Result, t *text, out *Outcome) error {
	pattern, _, err := s.Protect()
	if err == nil {
		err = s.Verify(pattern)
	}
	if err != nil {
		return fault.New(fault.Internal, "edition.unproved", nil).Because(err)
	}
	is := func(list []int) map[int]bool {
		out := map[int]bool{}
		for _, i := range list {
			out[i] = true
		}
		return out
	}
	open, exposed, weak := is(pattern.Open), is(pattern.Exposed), map[int]int{}
	for _, pair := range pattern.Weak {
		weak[pair.Cell]++
	}
	out.Text = s.decideText(t, open, exposed, pattern.Hidden)
	found := out.Tables
	for n, r := range tables {
		for _, row := range r.Lines() {
			for i, c := range r.Columns {
				if !row.Cells[i].Known() {
					continue
				}
				cell, at := s.At(counted(r, row, c)), Place{row.Key, c.Key}
				found[n].Weak += weak[cell]
				if open[cell] {
					found[n].Open = append(found[n].Open, at)
				}
				if exposed[cell] {
					found[n].Exposed = append(found[n].Exposed, at)
				}
				if pattern.Hidden[cell] {
					found[n].Hidden = append(found[n].Hidden, at)
				}
			}
		}
	}
	return nil
}
