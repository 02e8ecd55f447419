package main

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"sanad/imports"
	"sanad/store"
)

// production is a database that is served, with its pages and its work in the
// background.
type production struct {
	db       *store.DB
	lists    *imports.Office
	pages    http.Handler
	stop     context.CancelFunc
	working  sync.WaitGroup // work in the background, and requests under way
	replaced chan struct{}  // closed when another is served in its place
}

// close ends the work, waits for the requests under way and closes the database.
func (p *production) close() error {
	p.stop()
	p.working.Wait()
	return p.db.Close()
}

// stage is what the server shows; one production may take another's place.
type stage struct {
	change sync.RWMutex // held to read while a request is counted
	now    atomic.Pointer[production]
}

// show puts a production on; what was shown before is the caller's to close.
func (g *stage) show(p *production) *production {
	p.replaced = make(chan struct{})
	g.change.Lock()
	old := g.now.Swap(p)
	g.change.Unlock()
	if old != nil {
		close(old.replaced)
	}
	return old
}

func (g *stage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.change.RLock()
	p := g.now.Load()
	p.working.Add(1)
	g.change.RUnlock()
	defer p.working.Done()
	p.pages.ServeHTTP(w, r)
}
