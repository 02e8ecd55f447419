package e2e_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// The journeys of the systems share one server over one small demonstration of
// all of them: making one for each would take longer than walking them. A journey
// therefore leans on nothing that another changes: it finds its own dossiers, and
// compares a figure of its own with what that figure was before.
var shared struct {
	once     sync.Once
	dir      string
	server   *server
	accounts map[string]account
}

// office is the shared server with its accounts by login.
func office(t testing.TB) (*server, map[string]account) {
	t.Helper()
	shared.once.Do(func() {
		dir, err := os.MkdirTemp("", "sanad-office-")
		if err != nil {
			t.Fatal(err)
		}
		shared.dir = dir
		shared.accounts = demo(t, officeDB())
		shared.server = start(t, officeDB())
	})
	if shared.server == nil {
		t.Fatal("the shared server did not start: see the first journey")
	}
	return shared.server, shared.accounts
}

// officeDB is the database of the shared server, for commands beside it.
func officeDB() string { return filepath.Join(shared.dir, "office.db") }

// closeOffice ends the shared server and removes what it kept.
func closeOffice() {
	if shared.server != nil {
		shared.server.kill()
	}
	if shared.dir != "" {
		os.RemoveAll(shared.dir)
	}
}
