package demo

import (
	"context"
	"iter"

	"sanad/calendar"
	"sanad/store"
)

// scene is an act made ready: everything that needs no database is done.
type scene struct {
	at   calendar.Instant
	acts int // a deposit registers the family too
	play func(ctx context.Context, tx *store.Tx) error
}

// The hours at which the counters open: registers first, for what others name on
// the same day.
const (
	registersOpen = 8 * hour
	opens         = 9 * hour
)

// perMinute is how many acts the country records in a minute.
const perMinute = 20

// daybook gives acts their time: within a day it goes on by a minute with every
// few of them, as it does at a counter.
type daybook struct {
	from calendar.Instant // since midnight
	day  calendar.Date
	nth  int
}

func (b *daybook) next(day calendar.Date) calendar.Instant {
	if day != b.day {
		b.day, b.nth = day, 0
	}
	at := calendar.StartOf(day) + b.from + calendar.Instant(b.nth/perMinute)*minute
	b.nth++
	return at
}

// lot is how many scenes share a transaction: enough to share its fsync, few
// enough to stay in the cache.
const lot = 8000

// handful is how many scenes a system makes ready at a time.
const handful = 1000

// inOrder puts what the parts bring into the order in which it is recorded, by
// the lot. Each part is made ready by a goroutine of its own, ahead of the writer;
// they end when ctx does.
func inOrder(ctx context.Context, parts []part) iter.Seq[[]scene] {
	return func(yield func([]scene) bool) {
		var heads []*head
		for _, p := range parts {
			heads = append(heads, &head{ready: ahead(ctx, p.scenes)})
		}
		out := make([]scene, 0, lot)
		for first := earliest(heads); first != nil; first = earliest(heads) {
			if out = append(out, first.take()); len(out) == lot {
				if !yield(out) {
					return
				}
				out = make([]scene, 0, lot)
			}
		}
		if len(out) > 0 {
			yield(out)
		}
	}
}

// ahead makes scenes ready by the handful.
func ahead(ctx context.Context, scenes iter.Seq[scene]) <-chan []scene {
	ready := make(chan []scene, 2*lot/handful)
	go func() {
		defer close(ready)
		batch := make([]scene, 0, handful)
		send := func() bool {
			select {
			case ready <- batch:
				batch = make([]scene, 0, handful)
				return true
			case <-ctx.Done():
				return false
			}
		}
		for s := range scenes {
			if batch = append(batch, s); len(batch) == handful && !send() {
				return
			}
		}
		send()
	}()
	return ready
}

// head is where a part stands.
type head struct {
	ready <-chan []scene
	batch []scene
}

// next is the part's first scene that was not taken; nil when it has no more.
func (h *head) next() *scene {
	for len(h.batch) == 0 {
		more, open := <-h.ready
		if !open {
			return nil
		}
		h.batch = more
	}
	return &h.batch[0]
}

func (h *head) take() scene {
	s := h.batch[0]
	h.batch = h.batch[1:]
	return s
}

// earliest is the head whose scene comes first, the first of equals; nil when
// there is none left.
func earliest(heads []*head) *head {
	var best *head
	for _, h := range heads {
		if s := h.next(); s != nil && (best == nil || s.at < best.batch[0].at) {
			best = h
		}
	}
	return best
}
