package payment

import (
	"context"

	"sanad/act"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// Revision is what the event of a revised right holds: before and after, and
// what follows from the difference in months already accrued.
type Revision struct {
	Why     string       `json:"why"`
	Before  []Span       `json:"before"`
	After   []Span       `json:"after"`
	State   State        `json:"state"`
	Arrears money.Amount `json:"arrears,omitempty"`
	Lowered money.Amount `json:"lowered,omitempty"` // of months not yet paid
	Undue   money.Amount `json:"undue,omitempty"`   // of months paid
}

// difference is what a month already accrued is worth more (or less).
type difference struct {
	month Month
	by    money.Amount
}

// revise gives an account another right by month. Months that runs have accrued
// are held against it: what they are worth more becomes due, what they are worth
// less is taken off what is due and not paid, and beyond that is owed back. It
// is an event of the account, inside the act that caused it.
func (o *Office) revise(ctx context.Context, s *act.Step, def *programme.Definition, a Account, spans []Span, why string) error {
	return follow(ctx, s, a, "revise", func(ctx context.Context, s *act.Step) (any, error) {
		return o.reviseIn(ctx, s, def, a, spans, why)
	})
}

// follow is an event of an account inside the act of a dossier that caused it:
// what it posts is its own, so that a correction of that act reverses no more
// than the dossier posted.
func follow(ctx context.Context, s *act.Step, a Account, kind string, do act.Body) error {
	inner := act.Act{Key: store.NewID(s.Now()), Party: a.Party, Stream: a.ID, Kind: "payment." + kind, On: s.Act.On, Actor: s.Act.Actor, Reason: s.Act.Reason}
	_, err := act.In(ctx, s.Tx, inner, do)
	return err
}

func (o *Office) reviseIn(ctx context.Context, s *act.Step, def *programme.Definition, a Account, spans []Span, why string) (Revision, error) {
	before, err := Spans(ctx, s, a)
	if err != nil {
		return Revision{}, err
	}
	entries, err := Entries(ctx, s, a)
	if err != nil {
		return Revision{}, err
	}
	r := Revision{Why: why, Before: before, After: spans, State: a.State}
	more, less := differences(before, spans, entries, a.AccruedTo)
	for _, d := range more {
		r.Arrears += d.by
	}
	for _, d := range less {
		r.Lowered += d.by
	}
	a.Due += r.Arrears
	open := a.Due - a.Settled
	r.Undue = max(0, r.Lowered-open)
	r.Lowered -= r.Undue
	a.Due -= r.Lowered
	a.Owed += r.Undue
	if err := replaceSpans(ctx, s, a, spans); err != nil {
		return r, err
	}
	if err := o.bookRevision(ctx, s, def, a, r, more, less); err != nil {
		return r, err
	}
	return r, saveAccount(ctx, s, a)
}

// differences compares two schedules over the months accrued, but for those that
// were forgone.
func differences(before, after []Span, entries []Entry, accrued Month) (more, less []difference) {
	if len(before) == 0 && len(after) == 0 {
		return nil, nil
	}
	first := accrued + 1
	for _, spans := range [][]Span{before, after} {
		if len(spans) > 0 {
			first = min(first, spans[0].From)
		}
	}
	for m := first; m <= accrued; m++ {
		switch d := amountIn(after, m) - amountIn(before, m); {
		case forgone(entries, m):
		case d > 0:
			more = append(more, difference{m, d})
		case d < 0:
			less = append(less, difference{m, -d})
		}
	}
	return more, less
}

func forgone(entries []Entry, m Month) bool {
	for _, e := range entries {
		if e.Kind == Forgone && m >= e.From && m <= e.To {
			return true
		}
	}
	return false
}

// bookRevision writes the entries of a revision and posts them: what became due
// or ceased to be, month by month; what is owed back, on the day it was found.
func (o *Office) bookRevision(ctx context.Context, s *act.Step, def *programme.Definition, a Account, r Revision, more, less []difference) error {
	book := func(kind EntryKind, amount money.Amount, months []difference) error {
		if amount == 0 {
			return nil
		}
		return insertEntry(ctx, s, a, Entry{Kind: kind, Amount: amount, From: months[0].month, To: months[len(months)-1].month})
	}
	if err := book(Arrears, r.Arrears, more); err != nil {
		return err
	}
	if err := book(Lowered, r.Lowered, less); err != nil {
		return err
	}
	if err := book(Undue, r.Undue, less); err != nil {
		return err
	}
	var posts []ledger.Entry
	for _, d := range more {
		posts = append(posts, o.entry(def, def.Payment.Posts.Due, a.Province, d.by, d.month.First(), a.Party))
	}
	// What was not paid lowers the months from the last one back.
	left := r.Lowered
	for i := len(less) - 1; i >= 0 && left > 0; i-- {
		part := min(left, less[i].by)
		left -= part
		posts = append(posts, o.entry(def, def.Payment.Posts.Due, a.Province, -part, less[i].month.First(), a.Party))
	}
	if r.Undue > 0 {
		posts = append(posts, o.entry(def, def.Payment.Posts.Undue, a.Province, r.Undue, s.Act.On, a.Party))
	}
	return o.Book.Post(ctx, s, posts...)
}

// entry is a posting of a sum of a programme in a province.
func (o *Office) entry(def *programme.Definition, measure, province string, amount money.Amount, day calendar.Date, subject store.ID) ledger.Entry {
	m := def.Ledger.Measure(measure)
	return ledger.Entry{Cell: ledger.Cell{Programme: def.ID, Measure: m.ID, Unit: string(m.Unit), Kind: ledger.Kind(m.Kind), Territory: province},
		Quantity: int64(amount), Day: day, Subject: subject}
}
