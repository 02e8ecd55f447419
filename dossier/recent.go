package dossier

import (
	"slices"
	"sync"

	"sanad/act"
	"sanad/programme"
	"sanad/store"
)

// recent remembers open files between the acts of a load, which meets each of
// them every few weeks of its simulated time: half of what an act reads. Only
// fresh acts use it (Request.Fresh), and a memory that is out of date cannot do
// harm: the row's update names the event it follows, and the event's number is
// unique in its stream, so that the act is refused.
type recent struct {
	sync.Mutex
	files map[store.ID]remembered
}

// remembered is a file as its last act left it.
type remembered struct {
	dossier Dossier
	past    []act.Event
	answers programme.Answers // in force
	papers  []Paper           // handed in so far
}

// mostRemembered bounds the memory, some ten kilobytes a file.
const mostRemembered = 20_000

// memo is where a transaction remembers a file before it is committed.
type memo store.ID

// recall finds a file that a load has met before.
func (o *Office) recall(tx *store.Tx, r Request) (remembered, bool) {
	if !r.Fresh || r.opens() {
		return remembered{}, false
	}
	f, ok := tx.Remembered(memo(r.Dossier)).(remembered)
	if !ok {
		f = o.recent.get(r.Dossier)
	}
	return f, f.dossier.Party == r.Party && len(f.past) > 0
}

// remember keeps a file as an act left it, for when the transaction is
// committed. It forgets one that is decided, one whose act was refused, and one
// of which it does not know everything.
func (o *Office) remember(tx *store.Tx, w *work, ev act.Event, err error) {
	var f remembered
	if err == nil && w.def != nil && w.is.IsOpen(w.def) && !w.is.Granted && len(w.past) == int(ev.Seq)-1 && !w.answers.IsZero() {
		f = remembered{w.is, append(slices.Clip(w.past), ev), w.answers, append(slices.Clip(w.papers), w.p.Papers...)}
	}
	if err != nil {
		o.recent.put(w.r.Dossier, f)
		return
	}
	tx.Remember(memo(w.r.Dossier), f)
	tx.Kept(func() { o.recent.put(w.r.Dossier, f) })
}

func (m *recent) get(id store.ID) remembered {
	m.Lock()
	defer m.Unlock()
	return m.files[id]
}

// put keeps a file; an empty one is forgotten.
func (m *recent) put(id store.ID, f remembered) {
	m.Lock()
	defer m.Unlock()
	delete(m.files, id)
	if len(f.past) > 0 && len(m.files) < mostRemembered {
		m.files[id] = f
	}
}
