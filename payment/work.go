package payment

import (
	"context"
	"log/slog"
	"time"

	"sanad/store"
)

// idleFor is how long a worker waits before it looks again by itself.
const idleFor = 5 * time.Second

// Work prepares the runs that were asked for, until the context ends: those of
// this program at once, and those that another one left unfinished. The run's
// own row is the queue and tells how far it is, on both engines.
func (o *Office) Work(ctx context.Context, log *slog.Logger) {
	again := time.NewTicker(idleFor)
	defer again.Stop()
	for {
		if err := o.prepareAll(ctx); err != nil && ctx.Err() == nil {
			log.Error("preparing a run", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-o.wake:
		case <-again.C:
		}
	}
}

// Wake tells a worker of this program that there is something to do.
func (o *Office) Wake() {
	select {
	case o.wake <- struct{}{}:
	default: // it has been told
	}
}

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
