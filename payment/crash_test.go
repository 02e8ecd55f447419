package payment_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sanad/payment"
)

// journey is a run from its first step to its files. Each step may be done again
// with the same key, as a door does whose answer was lost.
type journey struct {
	*world
	begin, free, send payment.RunRequest
	folder            string
}

func (j *journey) steps() []func(o *payment.Office) error {
	batch := func(o *payment.Office) error { // one batch, then the process is gone
		ctx, stop := context.WithCancel(j.Context())
		defer stop()
		err := o.Prepare(ctx, j.prog, j.begin.Run, func(int64, int64) { stop() })
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	return []func(o *payment.Office) error{
		func(o *payment.Office) error { _, err := o.Begin(j.Context(), j.begin); return err },
		batch, batch, batch,
		func(o *payment.Office) error { return o.Prepare(j.Context(), j.prog, j.begin.Run, nil) },
		func(o *payment.Office) error {
			_, err := o.Release(j.Context(), j.free, j.proof(j.chief))
			return err
		},
		func(o *payment.Office) error { _, err := o.MakeFiles(j.Context(), j.send, j.folder); return err },
	}
}

// The process dies after any step, and another one goes through all of them from
// the beginning: one run, each paid once, the files whole.
func TestACrashBetweenAnyTwoStepsLeavesOneEffect(t *testing.T) {
	defer payment.SetBatch(2)()
	for crash := range 8 {
		t.Run(fmt.Sprint(crash), func(t *testing.T) {
			each(t, func(w *world) {
				for range 5 {
					w.paidBy(w.grant("2020-12-10", "2010-03-15"))
				}
				w.fund(2021, 100_000*dh)
				j := &journey{world: w, folder: t.TempDir(), begin: w.runRequest(w.officer, w.id())}
				j.begin.Purpose, j.begin.Period = payment.Regular, payment.MonthOf(w.today())
				j.free, j.send = w.runRequest(w.chief, j.begin.Run), w.runRequest(w.officer, j.begin.Run)
				steps := j.steps()
				for _, step := range steps[:crash] {
					w.must(step(w.pay))
				}
				other := payment.NewOffice(w.db, w.files.Programmes, w.files.Book, w.keys)
				for _, step := range steps {
					w.must(step(other))
				}
				runs, err := payment.Runs(w.Context(), w.db, everything, w.prog, 10)
				w.must(err)
				if len(runs) != 1 || runs[0].State != payment.Sent || runs[0].Lines != 5 || w.posted("support_paid") != 5*700*dh {
					t.Errorf("%+v, %v paid", runs, w.posted("support_paid"))
				}
				if files, _ := filepath.Glob(filepath.Join(j.folder, "*")); len(files) != 2 { // bank and control
					t.Errorf("files %v", files)
				}
				w.checks()
			})
		})
	}
}

// A file is whole or not there: whatever stops its writing, and what an earlier
// process left beside it does no harm.
func TestAFileIsWholeOrAbsent(t *testing.T) {
	each(t, func(w *world) {
		for range 3 {
			w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		}
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		folder, bank := t.TempDir(), r.Reference+"-bank.xml"
		request := w.runRequest(w.officer, r.ID)
		make := func(ctx context.Context) error { _, err := w.pay.MakeFiles(ctx, request, folder); return err }
		here := func() int { list, _ := os.ReadDir(folder); return len(list) }

		// Stopped while it writes.
		ctx, stop := context.WithCancel(w.Context())
		stop()
		if err := make(ctx); err == nil || here() != 0 {
			t.Errorf("stopped: %v, %d files", err, here())
		}
		// Killed while it wrote: half a file stands beside.
		w.must(os.WriteFile(filepath.Join(folder, "."+bank+".part"), []byte("<half"), 0o600))
		// The first rename fails: the digests are kept, no file is there.
		w.must(os.MkdirAll(filepath.Join(folder, bank, "in the way"), 0o700))
		w.refused(make(w.Context()), "payment.folder")
		if w.run(r.ID).State != payment.Sent || here() != 1 {
			t.Errorf("after the rename failed: %v, %d files", w.run(r.ID).State, here())
		}
		w.must(os.RemoveAll(filepath.Join(folder, bank)))
		w.must(make(w.Context()))
		first, err := os.ReadFile(filepath.Join(folder, bank))
		w.must(err)
		if here() != 2 || !bytes.HasSuffix(first, []byte("</Document>\n")) {
			t.Errorf("made again: %d files,\n%s", here(), first)
		}
		// A file that is not as it was is refused, and the good one stays.
		w.must(w.raw("update payment_payee set holder = $1", "SOMEBODY ELSE"))
		request.Key = w.id()
		w.refused(make(w.Context()), "payment.file-differs")
		if now, _ := os.ReadFile(filepath.Join(folder, bank)); !bytes.Equal(now, first) || here() != 2 {
			t.Error("the refused file replaced the good one")
		}
	})
}
