package ledger

import (
	"context"
	"fmt"
	"sync"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// Entry is a posting to be made by the act under way.
type Entry struct {
	Cell     Cell
	Quantity int64         // in the cell's unit
	Day      calendar.Date // the day it counts for; usually the act's
	Subject  store.ID      // whom it counts, for distinct counts; may be zero, and is for a reported figure
}

// check refuses what only a mistake in a program can ask for.
func (e Entry) check() error {
	switch {
	case e.Day < firstDay || e.Day > lastDay:
		return fmt.Errorf("ledger: %s posted on %s, the ledger keeps %s to %s", e.Cell.key(), e.Day, firstDay, lastDay)
	case e.Cell.Origin == Reported && !e.Subject.IsZero():
		return fmt.Errorf("ledger: %s is a reported figure and names a subject", e.Cell.key())
	}
	return nil
}

// Posting is an entry as it stands in the ledger.
type Posting struct {
	Party      store.ID
	Stream     store.ID
	Seq        int64 // the event that made it
	N          int   // its place among the event's postings
	CellID     int64
	Quantity   int64
	Day        calendar.Date
	RecordedAt calendar.Instant
	Subject    store.ID
}

// Book posts to one database. It remembers which cells are committed there: a
// load posts half a million times into some thousand cells.
type Book struct{ cells sync.Map }

// The days that the ledger keeps, in sixteen bits each.
var (
	firstDay = calendar.NewDate(1950, 1, 1)
	lastDay  = firstDay + 1<<16 - 1
)

// Post writes entries of the act under way.
func (b *Book) Post(ctx context.Context, s *act.Step, entries ...Entry) error {
	postings := make([]Posting, len(entries))
	for i, e := range entries {
		if err := e.check(); err != nil {
			return err
		}
		id, err := b.cell(ctx, s, e.Cell)
		if err != nil {
			return err
		}
		postings[i] = Posting{Party: s.Act.Party, Stream: s.Act.Stream, Seq: s.Seq, N: s.NextPosting(),
			CellID: id, Quantity: e.Quantity, Day: e.Day, RecordedAt: s.Now(), Subject: e.Subject}
	}
	return insert(ctx, s, postings)
}

// pending is a cell that the transaction has made and not yet committed.
type pending string

func (b *Book) cell(ctx context.Context, s *act.Step, c Cell) (int64, error) {
	key := c.key()
	if id, ok := b.cells.Load(key); ok {
		return id.(int64), nil
	}
	if id, ok := s.Remembered(pending(key)).(int64); ok {
		return id, nil
	}
	id := number(key)
	if err := addCell(ctx, s, id, c); err != nil {
		return 0, err
	}
	s.Remember(pending(key), id)
	s.Kept(func() { b.cells.Store(key, id) })
	return id, nil
}

// Reverse posts the exact opposite of every posting of an earlier event of the
// act's stream: same cell, same day, same subject. As of any day, known from
// now on, they cancel; known before, the first still stands.
func Reverse(ctx context.Context, s *act.Step, seq int64) error {
	postings, err := of(ctx, s, s.Act.Party, s.Act.Stream, seq)
	if err != nil {
		return fmt.Errorf("postings of event %d: %w", seq, err)
	}
	for i := range postings {
		p := &postings[i]
		p.Seq, p.N, p.Quantity, p.RecordedAt = s.Seq, s.NextPosting(), -p.Quantity, s.Now()
	}
	return insert(ctx, s, postings)
}
