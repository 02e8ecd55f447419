package registry

import (
	"context"
	"strconv"
	"strings"

	"sanad/store"
)

// batch inserts several rows by one statement: half the cost of a row is the
// statement around it. There is a fixed text for each number of rows, so that
// the store prepares each once.
type batch struct {
	columns int
	texts   [batchRows]string
}

// batchRows is the most that one statement takes: the driver looks each value's
// number up from the first, so that long statements cost more than they save.
const batchRows = 4

func newBatch(table, columns string) *batch {
	b := &batch{columns: strings.Count(columns, ",") + 1}
	text, n := "insert into "+table+" ("+columns+") values ", 0
	for i := range b.texts {
		if i > 0 {
			text += ", "
		}
		text += "("
		for c := range b.columns {
			if c > 0 {
				text += ", "
			}
			n++
			text += "$" + strconv.Itoa(n)
		}
		text += ")"
		b.texts[i] = text
	}
	return b
}

// insert writes the rows, whose values stand one after the other.
func (b *batch) insert(ctx context.Context, tx *store.Tx, values []any) error {
	for len(values) > 0 {
		n := min(len(values)/b.columns, batchRows)
		if _, err := tx.Exec(ctx, b.texts[n-1], values[:n*b.columns]...); err != nil {
			return err
		}
		values = values[n*b.columns:]
	}
	return nil
}
