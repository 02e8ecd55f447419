package web

import (
	"sync"

	"sanad/edition"
	"sanad/report"
	"sanad/statistics"
	"sanad/store"
)

// publications keeps the tables of the editions that were read last. An edition is
// the same each time; whether it may be read is asked each time.
type publications struct {
	office *edition.Office
	mutex  sync.Mutex
	read   map[store.ID][]edition.Table
	text   map[store.ID]map[string]statistics.Figure
}

// mostKept is how many editions are kept: they are a few in a year.
const mostKept = 8

func newPublications(office *edition.Office) *publications {
	return &publications{office: office, read: map[store.ID][]edition.Table{}, text: map[store.ID]map[string]statistics.Figure{}}
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

// document is the edition told as a report.
func (k *publications) document(r *request, n *report.Narrative, e edition.Edition, tables []edition.Table) (*report.Document, error) {
	figures, err := k.figures(r, e)
	if err != nil {
		return nil, err
	}
	return n.Published(r.Context(), e, tables, figures)
}

func (k *publications) figures(r *request, e edition.Edition) (map[string]statistics.Figure, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if figures, ok := k.text[e.ID]; ok {
		return figures, nil
	}
	figures, err := k.office.Figures(r.Context(), e)
	if err != nil {
		return nil, err
	}
	if len(k.text) >= mostKept {
		clear(k.text)
	}
	k.text[e.ID] = figures
	return figures, nil
}
