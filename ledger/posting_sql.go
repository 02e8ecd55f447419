package ledger

import (
	"cmp"
	"context"
	"fmt"

	"sanad/act"
	"sanad/store"
)

const postingColumns = `party_id, stream_id, seq, n, cell_id, quantity, day, recorded_at, subject_id`

func scanPosting(r store.Row) (Posting, error) {
	var p Posting
	err := r.Scan(&p.Party, &p.Stream, &p.Seq, &p.N, &p.CellID, &p.Quantity, &p.Day, &p.RecordedAt, &p.Subject)
	return p, err
}

var postingRows = store.NewRows("posting", postingColumns)

func insert(ctx context.Context, s *act.Step, postings []Posting) error {
	values := make([]any, 0, 9*len(postings))
	for _, p := range postings {
		values = append(values, p.Party, p.Stream, p.Seq, p.N, p.CellID, p.Quantity, p.Day, p.RecordedAt, p.Subject)
	}
	return postingRows.Insert(ctx, s.Tx, values)
}

// of are the postings of one event, in their order.
func of(ctx context.Context, q store.Q, party, stream store.ID, seq int64) ([]Posting, error) {
	return store.All(ctx, q, scanPosting, "select "+postingColumns+" from posting where party_id = $1 and stream_id = $2 and seq = $3 order by n", party, stream, seq)
}

// OfEvent are the postings of one event, in their order. The caller has already
// found its stream within its scope.
func OfEvent(ctx context.Context, q store.Q, ev act.Event) ([]Posting, error) {
	return of(ctx, q, ev.Party, ev.Stream, ev.Seq)
}

// OfStream are the postings of all events of a stream. The caller has already
// found the stream within its scope.
func OfStream(ctx context.Context, q store.Q, party, stream store.ID) ([]Posting, error) {
	return store.All(ctx, q, scanPosting, "select "+postingColumns+" from posting where party_id = $1 and stream_id = $2 order by seq, n", party, stream)
}

// addCell writes a cell's row if it is new, and refuses a number that two
// different cells share (once in 10^10 ledgers of 40,000 cells).
func addCell(ctx context.Context, s *act.Step, id int64, c Cell) error {
	_, err := s.Exec(ctx, `insert into cell (id, programme, measure, unit, kind, origin, territory, province, dims) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
		id, c.Programme, c.Measure, c.Unit, string(c.Kind), string(cmp.Or(c.Origin, Recorded)), c.Territory, c.Province(), c.Dims.String())
	if err != nil {
		return err
	}
	got, err := CellByID(ctx, s, id)
	if err == nil && got.key() != c.key() {
		return fmt.Errorf("ledger: cells %q and %q share a number", got.key(), c.key())
	}
	return err
}

const cellColumns = `programme, measure, unit, kind, origin, territory, dims`

func scanCell(r store.Row) (Cell, error) {
	var c Cell
	var dims string
	err := r.Scan(&c.Programme, &c.Measure, &c.Unit, (*string)(&c.Kind), (*string)(&c.Origin), &c.Territory, &dims)
	c.Dims = ParseDims(dims)
	return c, err
}

// CellByID is a cell by its number.
func CellByID(ctx context.Context, q store.Q, id int64) (Cell, error) {
	return store.One(ctx, q, scanCell, "select "+cellColumns+" from cell where id = $1", id)
}
