package linkage

import (
	"sync"
	"sync/atomic"
)

// parallel runs task(worker, i) for every i below n. Tasks are handed out as
// workers come free; whoever needs an order keeps results by i.
func parallel(n, workers int, task func(worker, i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			task(0, i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				task(worker, int(i))
			}
		})
	}
	group.Wait()
}
