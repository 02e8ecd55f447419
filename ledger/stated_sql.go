package ledger

import (
	"context"

	"sanad/calendar"
	"sanad/store"
)

// Statement is a reported figure that stands: what a document says of a cell on
// a day.
type Statement struct {
	Cell     Cell
	Posting  Posting
	Quantity int64 // that of the posting; may be 0, which a document can state too
	Day      calendar.Date
}

// Statements are the reported figures of a programme that stand as known on an
// instant, for days up to one, in the order of cells and days. The documents are
// streams of one party, and each states all its figures in one event: the last
// event of a stream stands, and nothing when that is a withdrawal.
//
// Sums cannot tell a stated 0 from silence; whoever lays out a table needs to.
func Statements(ctx context.Context, q store.Q, documents store.ID, programme string, to calendar.Date, knownOn calendar.Instant) ([]Statement, error) {
	return store.All(ctx, q, scanStatement, `select p.party_id, p.stream_id, p.seq, p.n, p.cell_id, p.quantity, p.day, p.recorded_at,
		c.programme, c.measure, c.unit, c.kind, c.origin, c.territory, c.dims
		from posting p join cell c on c.id = p.cell_id join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where p.party_id = $1 and c.programme = $2 and c.origin = 'reported' and p.day <= $3 and p.recorded_at <= $4 and e.corrects is null
		and not exists (select 1 from event l where l.party_id = e.party_id and l.stream_id = e.stream_id and l.seq > e.seq and l.recorded_at <= $4)
		order by c.id, p.day, p.stream_id`, documents, programme, to, knownOn)
}

func scanStatement(r store.Row) (Statement, error) {
	var s Statement
	var dims string
	p, c := &s.Posting, &s.Cell
	err := r.Scan(&p.Party, &p.Stream, &p.Seq, &p.N, &p.CellID, &p.Quantity, &p.Day, &p.RecordedAt,
		&c.Programme, &c.Measure, &c.Unit, (*string)(&c.Kind), (*string)(&c.Origin), &c.Territory, &dims)
	c.Dims = ParseDims(dims)
	s.Quantity, s.Day = p.Quantity, p.Day
	return s, err
}
