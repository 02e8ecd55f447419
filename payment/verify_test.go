package payment_test

import (
	"strings"
	"testing"

	"sanad/payment"
	"sanad/store"
)

// Whatever is changed behind the program's back is found, by the check that is
// there for it.
func TestVerifyFindsWhatWasChanged(t *testing.T) {
	each(t, func(w *world) {
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		first := w.pays(payment.Regular)
		_, err := w.pay.MakeFiles(w.Context(), w.runRequest(w.officer, first.ID), w.TempDir())
		w.must(err)
		w.on("2021-02-03")
		second := w.pays(payment.Regular)
		w.checks()
		for _, c := range []struct {
			name, want string
			changes    []string
			undo       []string
		}{
			{"how many a run pays", "a run's totals are not its lines'", []string{"update payment_run set payable = payable + 1 where number = $1"}, []string{"update payment_run set payable = payable - 1 where number = $1"}},
			{"what fell due with a run", "a run's totals are not its lines'", []string{"update payment_run set due = due - 1 where number = $1"}, []string{"update payment_run set due = due + 1 where number = $1"}},
			{"a file", "its payments are not those of its run", []string{"update payment_file set entries = entries + 1 where $1 > 0"}, []string{"update payment_file set entries = entries - 1 where $1 > 0"}},
		} {
			w.change(first.Number, c.changes)
			if got := w.found(); !strings.Contains(got, c.want) {
				t.Errorf("%s: found %q, want %q", c.name, got, c.want)
			}
			w.change(first.Number, c.undo)
		}
		// A centime of one run put into the other, with its totals: every sum of the
		// account and of the programme is as it was.
		w.moved(first, second, 1)
		if got := w.found(); strings.Count(got, "paid of it, its lines make") != 2 {
			t.Errorf("which run paid: found %q", got)
		}
		w.moved(second, first, 1)
		w.checks()
	})
}

// moved puts centimes of a run's only line into another's.
func (w *world) moved(from, to payment.Run, centimes int64) {
	w.Helper()
	for _, x := range []struct {
		run payment.Run
		by  int64
	}{{from, -centimes}, {to, centimes}} {
		w.must(w.db.Update(w.Context(), func(tx *store.Tx) error {
			if _, err := tx.Exec(w.Context(), "update payment_line set amount = amount + $1 where run = $2", x.by, x.run.Number); err != nil {
				return err
			}
			_, err := tx.Exec(w.Context(), "update payment_run set amount = amount + $1 where number = $2", x.by, x.run.Number)
			return err
		}))
	}
}

func (w *world) change(run int, statements []string) {
	w.Helper()
	for _, s := range statements {
		w.must(w.db.Update(w.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(w.Context(), s, run)
			return err
		}))
	}
}

// found are the problems that verification reports.
func (w *world) found() string {
	w.Helper()
	var out []string
	_, err := w.pay.Verify(w.Context(), w.db, func(p string) { out = append(out, p) })
	w.must(err)
	return strings.Join(out, "\n")
}

// What came back is listed a page at a time, each payment once.
func TestWhatCameBackIsPaged(t *testing.T) {
	each(t, func(w *world) {
		for range 5 {
			w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		}
		w.fund(2021, 100_000*dh)
		run := w.pays(payment.Regular)
		w.on("2021-02-02")
		var list []back
		for _, l := range w.lines(run) {
			list = append(list, back{run.Reference + "-" + pad(l.Position, 6), l.Amount, "BE05"})
		}
		_, err := w.read(camt054("PAGES", list...))
		w.must(err)
		seen, f := map[store.ID]bool{}, payment.BackFilter{Programme: w.prog, Limit: 2}
		for range 4 {
			page, err := payment.CameBack(w.Context(), w.db, everything, f)
			w.must(err)
			for _, x := range page {
				if seen[x.Party] {
					t.Errorf("%v is listed twice", x.Party)
				}
				seen[x.Party], f.After = true, x
			}
		}
		all, err := payment.CountBack(w.Context(), w.db, everything, w.prog)
		if err != nil || len(seen) != 5 || all.Lines != 5 || all.Amount != int64(5*700*dh) {
			t.Errorf("%d on the pages, %+v counted (%v)", len(seen), all, err)
		}
	})
}
