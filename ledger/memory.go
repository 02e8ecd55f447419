package ledger

import (
	"context"
	"sort"
	"sync"
	"sync/atomic"

	"sanad/calendar"
	"sanad/store"
)

// memory is the ledger of one database in memory: the postings of each series in
// columns, in the order of recording. Nothing in it ever changes but by growing,
// so what is known on an instant is a prefix of each column.
type memory struct {
	db      *store.DB
	loading sync.Mutex // one at a time reads what was recorded since
	cache   cache      // held by loading

	sync.RWMutex // held for writing while what was read is added
	loaded       calendar.Instant
	series       map[Series]*columns
	cells        map[int64]place
	unmet        map[int64]*Cell // cells without postings so far
	dims         map[string]Dims // by their text: many cells share them
	ids          directory
	parties      []uint32 // of the stream with that number, 0 for what is no stream
	merges       []union
	merged       calendar.Instant // the merges are loaded up to here
	roots        atomic.Pointer[rooted]
}

// place is where a cell's postings are.
type place struct {
	in   *columns
	cell uint32
}

type memoryKey struct{}

func newMemory() *memory {
	return &memory{series: map[Series]*columns{}, cells: map[int64]place{}, unmet: map[int64]*Cell{}, dims: map[string]Dims{}}
}

// memoryOf is the ledger in memory of a database.
func memoryOf(db *store.DB) *memory {
	return db.Kept(memoryKey{}, func() any {
		m := newMemory()
		m.db = db
		return m
	}).(*memory)
}

// reach loads what was recorded up to an instant.
func (m *memory) reach(ctx context.Context, known calendar.Instant) error {
	m.RLock()
	done := known <= m.loaded
	m.RUnlock()
	if done {
		return nil
	}
	known, err := m.db.Settle(ctx, known) // or something could yet be recorded before what is loaded
	if err != nil {
		return err
	}
	m.loading.Lock()
	defer m.loading.Unlock()
	m.restore(ctx)
	if err := m.load(ctx, known); err != nil {
		return err
	}
	m.keep(ctx)
	return nil
}

// add appends the postings of one instant. Their cells were met.
func (m *memory) add(postings []Posting) {
	m.Lock()
	defer m.Unlock()
	for _, p := range postings {
		at, ok := m.cells[p.CellID]
		if !ok {
			at = m.open(p.CellID, m.unmet[p.CellID])
			delete(m.unmet, p.CellID)
		}
		at.in.append(at.cell, m.ids.number(p.Subject), m.stream(p.Party, p.Stream), p)
		m.loaded = p.RecordedAt
	}
}

// join appends merges recorded up to an instant. A subject that was never
// counted gets its number all the same: another may count as it.
func (m *memory) join(merges []Merging, until calendar.Instant) {
	m.Lock()
	defer m.Unlock()
	for _, x := range merges {
		m.merges = append(m.merges, union{x.RecordedAt, m.ids.number(x.From), m.ids.number(x.Into)})
	}
	m.merged = until
}

// stream is the number of a stream, whose party is noted.
func (m *memory) stream(party, stream store.ID) uint32 {
	n, of := m.ids.number(stream), m.ids.number(party)
	for len(m.parties) <= int(max(n, of)) {
		m.parties = push(m.parties, 0)
	}
	m.parties[n] = of
	return n
}

// open makes a place for a cell. The caller holds the lock.
func (m *memory) open(number int64, c *Cell) place {
	key := Series{c.Programme, c.Measure}
	in := m.series[key]
	if in == nil {
		in = &columns{}
		m.series[key] = in
	}
	at := place{in, uint32(len(in.cells))}
	m.cells[number] = at
	in.cells, in.numbers = append(in.cells, c), append(in.numbers, number)
	return at
}

// intern gives cells with the same dimensions the same map.
func (m *memory) intern(text string) Dims {
	d, ok := m.dims[text]
	if !ok {
		d = ParseDims(text)
		m.dims[text] = d
	}
	return d
}

// rooted is as whom subjects count after the first so many unions.
type rooted struct {
	unions int
	root   []uint32 // 0: as itself; as long as it must be
}

// rootsKnown is as whom subjects count, known on an instant. The last answer is
// kept: it is asked for again by every question of the present.
func (m *memory) rootsKnown(on calendar.Instant) []uint32 {
	n := sort.Search(len(m.merges), func(i int) bool { return m.merges[i].recorded > on })
	if n == 0 {
		return nil
	}
	if last := m.roots.Load(); last != nil && last.unions == n {
		return last.root
	}
	r := &rooted{unions: n}
	into := roots(m.merges[:n])
	for from := range into {
		r.root = append(r.root, make([]uint32, max(0, int(from)+1-len(r.root)))...)
	}
	for from, to := range into {
		r.root[from] = to
	}
	m.roots.Store(r)
	return r.root
}
