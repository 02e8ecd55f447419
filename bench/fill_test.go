package bench_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sanad/bench"
	"sanad/ledger"
	"sanad/store"
	"sanad/store/storetest"
)

// The index that the sums by SQL were written for: the reference has it, and the
// product no longer.
const indexed = "create index posting_cell on posting (cell_id, day, recorded_at, quantity)"

// sqlite makes the country's database in var/bench, or takes the one that an
// earlier run made.
func sqlite(b *testing.B, c bench.Country) (*store.DB, []ledger.Cell) {
	b.Helper()
	path := filepath.Join("..", "var", "bench", fmt.Sprintf("%d.db", c.Postings))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	_, err := os.Stat(path)
	db, openErr := store.Open(b.Context(), path, store.Options{Bulk: true})
	if openErr != nil {
		b.Fatal(openErr)
	}
	b.Cleanup(func() { db.Close() })
	if os.IsNotExist(err) {
		if err := fillSQLite(b.Context(), db, c); err != nil {
			db.Close()
			os.Remove(path)
			b.Fatal(err)
		}
	}
	return db, cells(c)
}

func cells(c bench.Country) []ledger.Cell {
	out := make([]ledger.Cell, c.Cells)
	for n := range out {
		out[n] = c.Cell(n)
	}
	return out
}

var (
	cellRows    = store.NewRows("cell", "id, programme, measure, unit, kind, origin, territory, province, dims")
	postingRows = store.NewRows("posting", "party_id, stream_id, seq, n, cell_id, quantity, day, recorded_at, subject_id")
)

func fillSQLite(ctx context.Context, db *store.DB, c bench.Country) error {
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, "drop index posting_recorded"); err != nil {
			return err
		}
		var ids []int64
		for _, cell := range cells(c) {
			ids = append(ids, cell.Number())
			err := cellRows.Insert(ctx, tx, []any{cell.Number(), cell.Programme, cell.Measure, cell.Unit, string(cell.Kind), string(cell.Origin), cell.Territory, cell.Territory, cell.Dims.String()})
			if err != nil {
				return err
			}
		}
		var values []any
		var err error
		for p := range c.All {
			values = append(values, p.Party, p.Stream, p.Seq, p.N, ids[p.Cell], p.Quantity, p.Day, p.RecordedAt, p.Subject)
			if len(values) == 72 {
				if err = postingRows.Insert(ctx, tx, values); err != nil {
					return err
				}
				values = values[:0]
			}
		}
		if err = postingRows.Insert(ctx, tx, values); err != nil {
			return err
		}
		for _, q := range []string{"create index posting_recorded on posting (recorded_at)", indexed, "analyze"} {
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}

// postgres makes the same database there, by copy.
func postgres(b *testing.B, c bench.Country) *store.DB {
	b.Helper()
	url := storetest.PostgresURL(b)
	psql := func(feed func(w *bufio.Writer), args ...string) {
		b.Helper()
		cmd := exec.Command("psql", append([]string{"-qX", "-v", "ON_ERROR_STOP=1", url}, args...)...)
		cmd.Stderr = os.Stderr
		in, err := cmd.StdinPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriterSize(in, 1<<20)
		feed(w)
		w.Flush()
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
	}
	psql(func(w *bufio.Writer) {
		fmt.Fprintln(w, "drop index posting_recorded; alter table posting drop constraint posting_cell_id_fkey;")
		fmt.Fprintln(w, "copy cell (id, programme, measure, unit, kind, origin, territory, province, dims) from stdin;")
		var ids []int64
		for _, cell := range cells(c) {
			ids = append(ids, cell.Number())
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", cell.Number(), cell.Programme, cell.Measure, cell.Unit, cell.Kind, cell.Origin, cell.Territory, cell.Territory, cell.Dims)
		}
		fmt.Fprintln(w, "\\.\ncopy posting (party_id, stream_id, seq, n, cell_id, quantity, day, recorded_at, subject_id) from stdin;")
		for p := range c.All {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%s\t%d\t%s\n", p.Party, p.Stream, p.Seq, p.N, ids[p.Cell], p.Quantity, p.Day, int64(p.RecordedAt), p.Subject)
		}
		fmt.Fprintln(w, "\\.\ncreate index posting_recorded on posting (recorded_at); "+indexed+"; vacuum analyze posting; vacuum analyze cell;")
	})
	db, err := store.Open(b.Context(), url, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}
