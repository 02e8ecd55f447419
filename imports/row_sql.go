package imports

import (
	"context"

	"sanad/act"
	"sanad/store"
)

// kept is a row that was not written, as the table holds it.
type kept struct {
	line   int64
	state  outcome
	cipher []byte
}

func scanKept(r store.Row) (kept, error) {
	var k kept
	err := r.Scan(&k.line, &k.state, &k.cipher)
	return k, err
}

// replaceRows writes what came of the rows after one and up to another in the
// place of what a pass before had found.
func replaceRows(ctx context.Context, s *act.Step, id store.ID, after, to int64, rows []kept) error {
	if _, err := s.Exec(ctx, "delete from import_row where party_id = $1 and line > $2 and line <= $3", id, after, to); err != nil {
		return err
	}
	var values []any
	for _, k := range rows {
		values = append(values, id, k.line, string(k.state), k.cipher)
	}
	return rowRows.Insert(ctx, s.Tx, values)
}

var rowRows = store.NewRows("import_row", "party_id, line, state, cipher")

func keptRows(ctx context.Context, q store.Q, id store.ID, query RowQuery) ([]kept, error) {
	w := &store.Where{}
	w.And("party_id = ? and line > ?", id, query.After)
	if query.State != "" {
		w.And("state = ?", string(query.State))
	}
	if query.Limit == 0 {
		query.Limit = pageLines
	}
	return store.All(ctx, q, scanKept, "select line, state, cipher from import_row"+w.SQL()+" order by line limit "+w.Arg(query.Limit), w.Args()...)
}

// keptLines are the numbers of the rows up to one that were not written.
func keptLines(ctx context.Context, q store.Q, id store.ID, to int64) ([]int64, error) {
	return store.All(ctx, q, store.Value[int64], "select line from import_row where party_id = $1 and line <= $2", id, to)
}
