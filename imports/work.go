package imports

import (
	"context"
	"log/slog"
	"time"

	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// Work goes through the files that wait, until the context ends: those asked for
// in this program at once, and those that another one left unfinished. The row of
// the import is the queue, as a payment run's is.
func (o *Office) Work(ctx context.Context, log *slog.Logger) {
	o.bell.Work(ctx, func() {
		list, err := waiting(ctx, o.DB)
		for _, id := range list {
			// Once: an import that another program works on too is left to it, and
			// looked at again in a while.
			if _, err = o.once(ctx, id, nil); err != nil && ctx.Err() == nil {
				log.Error("importing", "import", id.String(), "error", err)
			}
		}
		if err != nil && ctx.Err() == nil && len(list) == 0 {
			log.Error("looking for imports", "error", err)
		}
	})
}

// Wake tells a worker of this program that there is something to do.
func (o *Office) Wake() { o.bell.Ring() }

// KeepDays is how many days a file and its rows that were not written are kept
// after the import ended or was left.
const KeepDays = 30

const day = calendar.Instant(24 * time.Hour / time.Microsecond)

// Sweep forgets the files of imports that ended, or were left, KeepDays ago. The
// server calls it every hour.
func (o *Office) Sweep(ctx context.Context) error {
	list, err := outdated(ctx, o.DB, o.DB.Now()-KeepDays*day)
	for _, i := range list {
		if err == nil {
			r := Request{Key: store.NewID(o.DB.Now()), Actor: worker, Import: i.ID, Seen: i.Seq}
			err = o.move(ctx, r, "forget", nil, func(s *act.Step, i *Import) (any, error) {
				i.Forgotten = true
				return map[string]any{"days": KeepDays}, deleteContent(ctx, s, i.ID)
			})
		}
	}
	return err
}
