package ledger

import (
	"context"

	"sanad/store"
)

// EntriesOf are the postings of a stream with their cells, in their order. The
// caller has already found the stream within its scope.
func EntriesOf(ctx context.Context, q store.Q, party, stream store.ID) ([]Entry, error) {
	return store.All(ctx, q, func(r store.Row) (Entry, error) {
		var e Entry
		var dims string
		err := r.Scan(&e.Cell.Programme, &e.Cell.Measure, &e.Cell.Unit, (*string)(&e.Cell.Kind), &e.Cell.Territory, &dims, &e.Quantity, &e.Day, &e.Subject)
		e.Cell.Dims = ParseDims(dims)
		return e, err
	}, `select c.programme, c.measure, c.unit, c.kind, c.territory, c.dims, p.quantity, p.day, p.subject_id
		from posting p join cell c on c.id = p.cell_id where p.party_id = $1 and p.stream_id = $2 order by p.seq, p.n`, party, stream)
}

// Left is what a stream's entries leave in a measure: for every cell and subject
// whose sum is not zero, that sum, in the order in which they were first posted.
func Left(entries []Entry, measure string) []Entry {
	type key struct {
		cell    int64
		subject store.ID
	}
	at := map[key]int{}
	var sums []Entry
	for _, e := range entries {
		if e.Cell.Measure != measure {
			continue
		}
		k := key{e.Cell.Number(), e.Subject}
		i, known := at[k]
		if !known {
			i = len(sums)
			at[k] = i
			sums = append(sums, Entry{Cell: e.Cell, Subject: e.Subject})
		}
		sums[i].Quantity += e.Quantity
	}
	var out []Entry
	for _, e := range sums {
		if e.Quantity != 0 {
			out = append(out, e)
		}
	}
	return out
}
