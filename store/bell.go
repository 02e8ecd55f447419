package store

import (
	"context"
	"time"
)

// idleFor is how long a worker waits before it looks again by itself: rows that
// another program wrote ring no bell of this one.
const idleFor = 5 * time.Second

// Bell wakes a worker whose queue is rows of the database. The row tells how far
// the work is, on both engines, so nothing is lost when a bell is not heard.
type Bell chan struct{}

// NewBell is a bell that nobody has rung.
func NewBell() Bell { return make(Bell, 1) }

// Ring tells the worker of this program that there is something to do.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default: // it has been told
	}
}

// Work has the work done at once, when the bell rings, and once in a while, until
// the context ends.
func (b Bell) Work(ctx context.Context, work func()) {
	again := time.NewTicker(idleFor)
	defer again.Stop()
	for {
		work()
		select {
		case <-ctx.Done():
			return
		case <-b:
		case <-again.C:
		}
	}
}
