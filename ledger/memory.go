package ledger

import (
	"context"
	"sort"
	"sync"

	"sanad/calendar"
	"sanad/store"
)

// memory is the ledger of one database in memory: the postings of each series in
// columns, in the order of recording. Nothing in it ever changes but by growing,
// so what is known on an instant is a prefix of each column.
type memory struct {
	db      *store.DB
	loading sync.Mutex // one at a time reads what was recorded since

	sync.RWMutex // held for writing while what was read is added
	loaded       calendar.Instant
	series       map[Series]*columns
	cells        map[int64]place
	ids          directory
	parties      []uint32 // of the stream with that number, 0 for what is no stream
	merges       []union
	merged       calendar.Instant // the merges are loaded up to here
}

// place is where a cell's postings are.
type place struct {
	in   *columns
	cell uint32
}

// columns are the postings of one series.
type columns struct {
	cells    []*Cell // those of the series, in the order they were met
	cell     []uint32
	day      []uint16 // after firstDay
	quantity []int64
	subject  []uint32 // 0: none
	stream   []uint32
	recorded []calendar.Instant
	weight   uint64 // the sum of the quantities without their signs; stays at the top
}

type memoryKey struct{}

// memoryOf is the ledger in memory of a database.
func memoryOf(db *store.DB) *memory {
	return db.Kept(memoryKey{}, func() any {
		return &memory{db: db, series: map[Series]*columns{}, cells: map[int64]place{}}
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
	return m.load(ctx, known)
}

// add appends the postings of one instant. The cells are known.
func (m *memory) add(postings []Posting) {
	m.Lock()
	defer m.Unlock()
	for _, p := range postings {
		at := m.cells[p.CellID]
		c := at.in
		c.cell = append(c.cell, at.cell)
		c.day = append(c.day, uint16(p.Day-firstDay))
		c.quantity = append(c.quantity, p.Quantity)
		c.subject = append(c.subject, m.ids.number(p.Subject))
		c.stream = append(c.stream, m.stream(p.Party, p.Stream))
		c.recorded = append(c.recorded, p.RecordedAt)
		c.weigh(p.Quantity)
		m.loaded = p.RecordedAt
	}
}

// join appends merges recorded up to an instant. A subject that was never
// counted gets its number all the same: another may count as it.
func (m *memory) join(merges []merge, until calendar.Instant) {
	m.Lock()
	defer m.Unlock()
	for _, x := range merges {
		m.merges = append(m.merges, union{x.recorded, m.ids.number(x.from), m.ids.number(x.into)})
	}
	m.merged = until
}

func (c *columns) weigh(quantity int64) {
	n := uint64(quantity)
	if quantity < 0 {
		n = -n
	}
	if c.weight += n; c.weight < n {
		c.weight = 1<<64 - 1
	}
}

// stream is the number of a stream, whose party is noted.
func (m *memory) stream(party, stream store.ID) uint32 {
	n, of := m.ids.number(stream), m.ids.number(party)
	for len(m.parties) <= int(max(n, of)) {
		m.parties = append(m.parties, 0)
	}
	m.parties[n] = of
	return n
}

// open makes a place for a cell.
func (m *memory) open(id int64, c Cell) {
	m.Lock()
	defer m.Unlock()
	key := Series{c.Programme, c.Measure}
	in := m.series[key]
	if in == nil {
		in = &columns{}
		m.series[key] = in
	}
	m.cells[id] = place{in, uint32(len(in.cells))}
	in.cells = append(in.cells, &c)
}

// known is how many of the postings were recorded at or before an instant.
func (c *columns) known(on calendar.Instant) int {
	return sort.Search(len(c.recorded), func(i int) bool { return c.recorded[i] > on })
}

// directory numbers identifiers in the order they are met, from 1; 0 is none.
type directory struct {
	ids     []store.ID
	numbers map[store.ID]uint32
}

func (d *directory) number(id store.ID) uint32 {
	if id.IsZero() {
		return 0
	}
	if d.numbers == nil {
		d.numbers, d.ids = map[store.ID]uint32{}, make([]store.ID, 1)
	}
	n, ok := d.numbers[id]
	if !ok {
		n = uint32(len(d.ids))
		d.numbers[id] = n
		d.ids = append(d.ids, id)
	}
	return n
}
