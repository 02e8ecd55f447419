package payment

import (
	"context"
	"log/slog"

	"sanad/store"
)

// Work prepares the runs that were asked for, until the context ends: those of
// this program at once, and those that another one left unfinished. The run's
// own row is the queue and tells how far it is, on both engines.
func (o *Office) Work(ctx context.Context, log *slog.Logger) {
	o.bell.Work(ctx, func() {
		if err := o.prepareAll(ctx); err != nil && ctx.Err() == nil {
			log.Error("preparing a run", "error", err)
		}
	})
}

// Wake tells a worker of this program that there is something to do.
func (o *Office) Wake() { o.bell.Ring() }

func (o *Office) prepareAll(ctx context.Context) error {
	type waiting struct {
		programme string
		run       store.ID
	}
	list, err := store.All(ctx, o.DB, func(r store.Row) (waiting, error) {
		var w waiting
		err := r.Scan(&w.programme, &w.run)
		return w, err
	}, "select b.programme, r.id from payment_run r join payment_benefit b on b.id = r.benefit where r.state = 'preparing' order by r.number")
	for _, w := range list {
		if err == nil {
			err = o.Prepare(ctx, w.programme, w.run, nil)
		}
	}
	return err
}
