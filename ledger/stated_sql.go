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
// instant, for days up to one, in the order of cells and days. A document's
// stream states all its figures in one event: the last event of the stream that
// corrects nothing stands, and none when the last one is a withdrawal.
//
// Sums cannot tell a stated 0 from silence; whoever lays out a table needs to.
func Statements(ctx context.Context, q store.Q, programme string, to calendar.Date, knownOn calendar.Instant) ([]Statement, error) {
	return store.All(ctx, q, scanStatement, `select p.party_id, p.stream_id, p.seq, p.n, p.cell_id, p.quantity, p.day, p.recorded_at,
		c.programme, c.measure, c.unit, c.kind, c.origin, c.territory, c.dims
		from cell c join posting p on p.cell_id = c.id join event e on e.party_id = p.party_id and e.stream_id = p.stream_id and e.seq = p.seq
		where c.programme = $1 and c.origin = 'reported' and p.day <= $2 and p.recorded_at <= $3 and e.corrects is null
		and not exists (select 1 from event l where l.party_id = e.party_id and l.stream_id = e.stream_id and l.seq > e.seq and l.recorded_at <= $3)
		order by c.id, p.day, p.stream_id`, programme, to, knownOn)
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

// Days are the first and the last day on which something recorded was posted to
// measures of a programme, all of them when none is named, as known on an
// instant; zero when nothing was.
func Days(ctx context.Context, q store.Q, programme string, measures []string, to calendar.Date, knownOn calendar.Instant) (Period, error) {
	w := &store.Where{}
	// Each end of each cell is one step into an index.
	first := "(select p.day from posting p where p.cell_id = c.id and p.day <= " + w.Arg(to) + " and p.recorded_at <= " + w.Arg(knownOn) + " order by p.day limit 1)"
	last := "(select p.day from posting p where p.cell_id = c.id and p.day <= " + w.Arg(to) + " and p.recorded_at <= " + w.Arg(knownOn) + " order by p.day desc limit 1)"
	w.And("c.programme = ? and c.origin = 'recorded'", programme)
	if measures != nil {
		store.In(w, "c.measure", measures)
	}
	return store.One(ctx, q, func(r store.Row) (p Period, err error) {
		err = r.Scan(&p.From, &p.To)
		return p, err
	}, "select min(first), max(last) from (select "+first+" as first, "+last+" as last from cell c"+w.SQL()+") days", w.Args()...)
}
