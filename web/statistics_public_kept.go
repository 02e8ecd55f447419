package web

import (
	"sync"

	"sanad/edition"
	"sanad/store"
)

// publications keeps the tables of the editions that were read last. An edition is
// the same each time; whether it may be read is asked each time.
type publications struct {
	office *edition.Office
	mutex  sync.Mutex
	read   map[store.ID][]edition.Table
}

// mostKept is how many editions are kept: they are a few in a year.
const mostKept = 8

func newPublications(office *edition.Office) *publications {
	return &publications{office: office, read: map[store.ID][]edition.Table{}}
}

func (k *publications) tables(r *request, e edition.Edition) ([]edition.Table, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if tables, ok := k.read[e.ID]; ok && e.State != edition.Withdrawn {
		return tables, nil
	}
	tables, err := k.office.Tables(r.Context(), e)
	if err != nil {
		return nil, err
	}
	if len(k.read) >= mostKept {
		clear(k.read)
	}
	k.read[e.ID] = tables
	return tables, nil
}
