package ledger

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"

	"sanad/calendar"
	"sanad/store"
)

// CacheAt names the file in which the columns of a database are kept between two
// runs of the program, so that the first answer need not read every posting.
// Nothing depends on it: one that is missing, damaged, of another program or of
// another history is made anew, and losing it loses only time. It names subjects
// by number alone, and is readable by its owner alone.
func CacheAt(db *store.DB, path string) {
	m := memoryOf(db)
	m.loading.Lock()
	defer m.loading.Unlock()
	m.cache.path = path
}

// Keep writes the file of CacheAt now, for a load that has come to its end.
func Keep(ctx context.Context, db *store.DB) error {
	m := memoryOf(db)
	if err := m.reach(ctx, db.Now()); err != nil {
		return err
	}
	m.loading.Lock()
	defer m.loading.Unlock()
	if m.cache.path == "" {
		return nil
	}
	m.cache.kept = m.size()
	return m.write(ctx)
}

// cache is what the memory knows of its file.
type cache struct {
	path  string
	tried bool
	kept  int // postings in the file
}

// cacheVersion changes with what the file holds or means.
const cacheVersion = "sanad ledger 3\n"

// A file is written again when so many postings are not in it, and they are more
// than a sixteenth of all: reading those from the database takes as long as
// writing the file.
const cacheSlack = 20_000

// restore fills an empty memory from the file, if that fits the database.
func (m *memory) restore(ctx context.Context) {
	if m.cache.tried || m.cache.path == "" || m.loaded > 0 {
		return
	}
	m.cache.tried = true
	from, err := readCache(m.cache.path)
	if err != nil {
		return // made anew
	}
	if now, err := fingerprint(ctx, m.db, from.loaded); err != nil || now != from.print {
		return
	}
	m.Lock()
	defer m.Unlock()
	m.cells, m.series, m.ids, m.parties, m.loaded, m.dims = from.cells, from.series, from.ids, from.parties, from.loaded, from.dims
	m.cache.kept = m.size()
}

// keep writes the file when it has become worth it. That it cannot be written is
// no reason to keep an answer back: the next run takes longer.
func (m *memory) keep(ctx context.Context) {
	size := m.size()
	if added := size - m.cache.kept; m.cache.path == "" || added < cacheSlack || added < size/16 {
		return
	}
	m.cache.kept = size
	if err := m.write(ctx); err != nil {
		m.cache.path = ""
	}
}

// size is how many postings are in memory.
func (m *memory) size() int {
	n := 0
	for _, c := range m.series {
		n += len(c.cell)
	}
	return n
}

// write puts the file in its place whole, or not at all. It is not synced: what
// a power cut leaves of it fails its checksum.
func (m *memory) write(ctx context.Context) (err error) {
	last := calendar.Instant(0)
	for _, c := range m.series {
		last = max(last, c.recorded.last)
	}
	print, err := fingerprint(ctx, m.db, last)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(m.cache.path), filepath.Base(m.cache.path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(f.Name())
		}
	}()
	w := &cacheWriter{to: bufio.NewWriterSize(f, 1<<20), sum: crc32.New(castagnoli)}
	w.text(cacheVersion) // after its length, which no machine of another order of bytes takes for one
	w.text(print)
	w.number(int64(last))
	m.save(w)
	if err := w.end(); err != nil {
		return err
	}
	return os.Rename(f.Name(), m.cache.path)
}

// save writes what restore needs.
func (m *memory) save(w *cacheWriter) {
	column(w, m.ids.ids)
	column(w, m.ids.slots)
	column(w, m.parties)
	w.number(int64(len(m.series)))
	for _, c := range m.series {
		w.number(int64(len(c.cells)))
		for i, cell := range c.cells {
			w.number(c.numbers[i])
			for _, text := range []string{cell.Programme, cell.Measure, cell.Unit, string(cell.Kind), string(cell.Origin), cell.Territory, cell.Dims.String()} {
				w.text(text)
			}
		}
		c.save(w)
	}
}

func (c *columns) save(w *cacheWriter) {
	column(w, c.since)
	column(w, c.cell)
	column(w, c.day)
	column(w, c.quantity.small)
	column(w, c.quantity.wide)
	column(w, c.quantity.whole)
	column(w, c.subject)
	column(w, c.stream)
	c.recorded.save(w)
	w.number(int64(c.weight))
}

func (t *instants) save(w *cacheWriter) {
	w.number(int64(t.n))
	w.number(int64(t.last))
	w.number(int64(len(t.marks)))
	for _, m := range t.marks {
		w.number(int64(m.at))
		w.number(int64(m.gap))
	}
	column(w, t.gaps)
}

// cached is what a file holds.
type cached struct {
	*memory
	print string
}

// readCache reads a file.
//
// Errors: any when it is not there, damaged, or of another version.
func readCache(path string) (from *cached, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r := &cacheReader{from: bufio.NewReaderSize(f, 1<<20), sum: crc32.New(castagnoli), left: info.Size()}
	if r.text() != cacheVersion {
		return nil, errors.New("another version")
	}
	from = &cached{memory: newMemory(), print: r.text()}
	from.loaded = calendar.Instant(r.number())
	from.read(r)
	return from, r.end()
}

func (m *memory) read(r *cacheReader) {
	m.ids.ids = read[store.ID](r)
	m.ids.slots = read[uint32](r)
	m.parties = read[uint32](r)
	for range r.count(1) {
		var in *columns
		for range r.count(8) {
			number := r.number()
			c := Cell{Programme: r.text(), Measure: r.text(), Unit: r.text(), Kind: Kind(r.text()), Origin: Origin(r.text()), Territory: r.text()}
			c.Dims = m.intern(r.text())
			in = m.open(number, &c).in
		}
		if in == nil { // no series is without cells
			r.err = cmp.Or(r.err, errors.New("a series without cells"))
			return
		}
		in.read(r)
	}
}

func (c *columns) read(r *cacheReader) {
	c.since = read[uint32](r)
	c.cell, c.day = read[uint32](r), read[uint16](r)
	c.quantity = quantities{read[int8](r), read[int32](r), read[int64](r)}
	c.subject, c.stream = read[uint32](r), read[uint32](r)
	c.recorded.read(r)
	c.weight = uint64(r.number())
}

func (t *instants) read(r *cacheReader) {
	t.n, t.last = int(r.number()), calendar.Instant(r.number())
	t.marks = make([]mark, r.count(16))
	for i := range t.marks {
		t.marks[i] = mark{calendar.Instant(r.number()), int(r.number())}
	}
	t.gaps = read[byte](r)
}
