package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
	"sync"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// Kind says how postings of a measure add up over time.
type Kind string

// The kinds of measure.
const (
	Flow  Kind = "flow"  // happened between two days
	Stock Kind = "stock" // stands on a day
)

// Cell is a combination of what is counted, where, and of whom.
type Cell struct {
	Programme string
	Measure   string
	Unit      string // persons, dossiers, services, places, items, centimes …
	Kind      Kind
	Territory string // the finest code known: commune or province; empty for the country
	Dims      Dims
}

// Dims are the dimensions frozen at posting, "age" and "sex" for instance. The
// text form sorts them, so that the same cell is always written the same.
type Dims map[string]string

// String is "age=43;sex=F".
func (d Dims) String() string {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(k + "=" + d[k])
	}
	return b.String()
}

// ParseDims reads the text form.
func ParseDims(s string) Dims {
	d := Dims{}
	for part := range strings.SplitSeq(s, ";") {
		if k, v, ok := strings.Cut(part, "="); ok {
			d[k] = v
		}
	}
	return d
}

// key is the cell as one text; its hash is the cell's number, the same in every
// process and on every node without asking anybody.
func (c Cell) key() string {
	return c.Programme + "|" + c.Measure + "|" + c.Unit + "|" + string(c.Kind) + "|" + c.Territory + "|" + c.Dims.String()
}

// province is the province of a territory code "01.511" or "01.511.05.19", which
// is what rights are given for; empty for the country or a region.
func (c Cell) province() string {
	if len(c.Territory) < 6 {
		return ""
	}
	return c.Territory[:6]
}

// Number identifies the cell in the ledger.
func (c Cell) Number() int64 { return number(c.key()) }

func number(key string) int64 {
	sum := sha256.Sum256([]byte(key))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// Entry is a posting to be made by the act under way.
type Entry struct {
	Cell     Cell
	Quantity int64         // in the cell's unit
	Day      calendar.Date // the day it counts for; usually the act's
	Subject  store.ID      // whom it counts, for distinct counts; may be zero
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

// Post writes entries of the act under way.
func (b *Book) Post(ctx context.Context, s *act.Step, entries ...Entry) error {
	postings := make([]Posting, len(entries))
	for i, e := range entries {
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
