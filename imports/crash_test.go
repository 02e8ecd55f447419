package imports_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"sanad/imports"
	"sanad/store"
	"sanad/store/storetest"
)

// The process dies after any batch, and another one goes on: every row once.
func TestACrashBetweenAnyTwoRowsWritesEachOnce(t *testing.T) {
	defer imports.SetBatch(1)()
	each(t, func(w *world) {
		whole := w.imported(brought{text: list})
		for crash := range 11 {
			w.TB.(*testing.T).Run(fmt.Sprint(crash), func(t *testing.T) {
				other := brought{text: fresh(crash), source: fmt.Sprint("مصدر ", crash)}
				i := w.checked(other)
				w.must(w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID}))
				ctx, stop := context.WithCancel(w.Context())
				defer stop()
				if crash == 0 {
					stop()
				}
				err := w.office.Advance(ctx, i.ID, func(done, _ int64) {
					if done == int64(crash) {
						stop()
					}
				})
				if (crash == 10) == (err != nil) { // after the last row nothing remains but the end
					t.Logf("stopped after %d: %v", crash, err)
				}
				restarted := *w
				restarted.office = imports.NewOffice(w.db, w.files, w.keys)
				w.must(restarted.office.Advance(w.Context(), i.ID, nil))
				if done := w.is(i.ID, imports.Done); done.Counts != whole.Counts || done.Done != 10 {
					t.Errorf("%+v of %d rows, want %+v", done.Counts, done.Done, whole.Counts)
				}
			})
		}
		if n := w.count("person"); n != 2*12 {
			t.Errorf("%d persons, want %d", n, 2*12)
		}
		w.clean()
	})
}

// Somebody stops an import: what was written stays, and it can be taken up.
func TestCancelAndTakeUp(t *testing.T) {
	defer imports.SetBatch(1)()
	each(t, func(w *world) {
		i := w.checked(brought{text: list})
		ask := func() imports.Request { return imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID} }
		w.must(w.office.Run(w.Context(), ask()))
		w.must(w.office.Advance(w.Context(), i.ID, func(done, _ int64) {
			if done == 1 {
				w.must(w.office.Cancel(w.Context(), ask()))
			}
		}))
		if stopped := w.is(i.ID, imports.Cancelled); stopped.Done != 1 || w.count("person") != 1 {
			t.Errorf("%d rows, %d persons", stopped.Done, w.count("person"))
		}
		w.refused(w.office.Check(w.Context(), ask(), i.Mapping), "imports.state")
		w.refused(w.office.Cancel(w.Context(), ask()), "imports.state")
		w.must(w.office.Run(w.Context(), ask()))
		w.must(w.office.Advance(w.Context(), i.ID, nil))
		if done := w.is(i.ID, imports.Done); done.Counts != (imports.Counts{Written: 2, Held: 2, Refused: 6}) {
			t.Errorf("%+v", done.Counts)
		}
		w.refused(w.office.Run(w.Context(), ask()), "imports.state")
		w.clean()
	})
}

// Several programs work at one import: everybody is registered once. A second list
// of the source waits for the first.
func TestSeveralAtOnceWriteEachRowOnce(t *testing.T) {
	defer imports.SetBatch(1)()
	each(t, func(w *world) {
		i, second := w.checked(brought{text: list}), w.checked(brought{text: list})
		run := func(i imports.Import) error {
			return w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID})
		}
		w.must(run(i))
		w.refused(run(second), "imports.source-busy")
		var all sync.WaitGroup
		for range 4 {
			other := imports.NewOffice(w.db, w.files, w.keys)
			all.Go(func() {
				if err := other.Advance(w.Context(), i.ID, nil); err != nil {
					w.Error(err)
				}
			})
		}
		all.Wait()
		if done := w.is(i.ID, imports.Done); done.Counts != (imports.Counts{Written: 2, Held: 2, Refused: 6}) || done.Done != 10 || w.count("person") != 2 {
			w.Errorf("%+v of %d rows, %d persons", done.Counts, done.Done, w.count("person"))
		}
		w.must(run(second))
		w.must(w.office.Advance(w.Context(), second.ID, nil))
		if done := w.is(second.ID, imports.Done); done.Counts != (imports.Counts{Same: 2, Held: 2, Refused: 6}) {
			w.Errorf("%+v", done.Counts)
		}
		w.clean()
	})
}

// A right taken away between two batches holds for the next.
func TestARightTakenAwayStopsTheRows(t *testing.T) {
	defer imports.SetBatch(1)()
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	i := w.checked(brought{text: list})
	w.must(w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID}))
	err := w.office.Advance(w.Context(), i.ID, func(done, _ int64) {
		if done == 1 {
			w.must(w.deactivate(w.clerk))
		}
	})
	w.refused(err, "imports.account")
	if failed := w.is(i.ID, imports.Failed); failed.Done != 1 || w.count("person") != 1 {
		t.Errorf("%d rows, %d persons", failed.Done, w.count("person"))
	}
}
