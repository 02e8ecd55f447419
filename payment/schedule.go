package payment

import (
	"context"

	"sanad/calendar"
	"sanad/programme"
)

// horizon is how many months ahead the right is computed: longer than any
// childhood.
const horizon = 30 * 12

// schedule is the right by month under a definition, weighed where it may change:
// a birthday, a parameter's day. A month is worth what the rules give on its
// first day, the first one on the day the right begins. What hangs on a fact nobody
// gave goes on, in doubt, or stops, as the programme says.
//
// Errors: programme.no-value, programme.rule-failed.
func (o *Office) schedule(def *programme.Definition, text string, begins calendar.Date) ([]Span, error) {
	plan := o.plan(def)
	var f programme.Row
	if err := plan.Read(text, &f); err != nil {
		return nil, err
	}
	w := plan.Worker()
	first := MonthOf(begins)
	last := first + horizon
	months := []Month{first}
	for _, day := range w.Turns(&f, begins, last.First()) {
		m := MonthOf(day)
		if day > m.First() {
			m++ // what changes within a month counts from the next
		}
		if m > months[len(months)-1] {
			months = append(months, m)
		}
	}
	var spans []Span
	for i, m := range months {
		got, err := w.Weigh(&f, max(m.First(), begins), def.Payment.Assume())
		if err != nil {
			return nil, err
		}
		s := Span{From: m, Amount: got.Amount, InDoubt: got.Doubtful}
		if i+1 < len(months) {
			s.To = months[i+1] - 1
		}
		spans = joined(spans, s)
	}
	return spans, nil
}

// joined adds a span, to the last one where that goes on the same.
func joined(spans []Span, s Span) []Span {
	if s.Amount <= 0 {
		return spans
	}
	if n := len(spans); n > 0 {
		last := &spans[n-1]
		if last.To == s.From-1 && last.Amount == s.Amount && last.InDoubt == s.InDoubt {
			last.To = s.To
			return spans
		}
	}
	return append(spans, s)
}

// upTo cuts spans after a month.
func upTo(spans []Span, last Month) []Span {
	var out []Span
	for _, s := range spans {
		if s.From > last {
			continue
		}
		if s.To == 0 || s.To > last {
			s.To = last
		}
		out = append(out, s)
	}
	return out
}

// after cuts spans before a month.
func after(spans []Span, first Month) []Span {
	var out []Span
	for _, s := range spans {
		if s.To != 0 && s.To < first {
			continue
		}
		s.From = max(s.From, first)
		out = append(out, s)
	}
	return out
}

// proofTo is the last month that a right may be paid for without its papers
// being brought again; 0 when none is asked for.
func proofTo(def *programme.Definition, begins Month) Month {
	var out Month
	for _, p := range def.Payment.Proofs {
		covered := max(begins+Month(p.Months)-1, MonthOf(p.From)-1)
		if out == 0 || covered < out {
			out = covered
		}
	}
	return out
}

// scheduleOf weighs an account's facts again under a definition.
func (o *Office) scheduleOf(ctx context.Context, q queryer, def *programme.Definition, a Account, begins calendar.Date) ([]Span, error) {
	f, err := readFacts(ctx, q, a)
	if err != nil {
		return nil, err
	}
	return o.schedule(def, f.Text, begins)
}
