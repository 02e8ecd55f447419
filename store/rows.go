package store

import (
	"context"
	"strconv"
	"strings"
)

// Rows inserts several rows of a table by one statement: half the cost of a row
// is the statement around it. There is a fixed text for each number of rows, so
// that each is prepared once.
type Rows struct {
	columns int
	texts   [rowsMost]string
}

// rowsMost is the most that one statement takes.
const rowsMost = 8

// NewRows prepares the texts for a table and its columns, "party_id, id".
func NewRows(table, columns string) *Rows {
	r := &Rows{columns: strings.Count(columns, ",") + 1}
	text, n := "insert into "+table+" ("+columns+") values ", 0
	for i := range r.texts {
		if i > 0 {
			text += ", "
		}
		marks := make([]string, r.columns)
		for c := range marks {
			n++
			marks[c] = "$" + strconv.Itoa(n)
		}
		text += "(" + strings.Join(marks, ", ") + ")"
		r.texts[i] = text
	}
	return r
}

// Insert writes the rows, whose values stand one after the other.
func (r *Rows) Insert(ctx context.Context, tx *Tx, values []any) error {
	for len(values) > 0 {
		n := min(len(values)/r.columns, rowsMost)
		if _, err := tx.Exec(ctx, r.texts[n-1], values[:n*r.columns]...); err != nil {
			return err
		}
		values = values[n*r.columns:]
	}
	return nil
}
