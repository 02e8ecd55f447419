package imports

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"strings"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
)

// Kind is what the rows of a file are.
type Kind string

// The kinds.
const (
	Persons      Kind = "persons"
	Households   Kind = "households"   // a row is a member; a household's rows stand together
	Applications Kind = "applications" // a row is a person and what they answer to a programme's form
)

// Kinds are all of them, in the order in which a form offers them.
func Kinds() []Kind { return []Kind{Persons, Households, Applications} }

// State is how far an import is.
type State string

// The states.
const (
	Arrived   State = "arrived"   // nobody said yet what its columns are
	Checking  State = "checking"  // the dry run is under way
	Checked   State = "checked"   // the dry run ended
	Running   State = "running"   // rows are being written
	Done      State = "done"      // every row was written, held back or refused
	Cancelled State = "cancelled" // somebody stopped it; what was written stays
	Failed    State = "failed"    // it stopped by itself (Import.Failure) and can be taken up again
)

// Works tells that a worker has something to do.
func (s State) Works() bool { return s == Checking || s == Running }

// Import is a file that somebody brought and what became of it.
type Import struct {
	ID        store.ID
	Kind      Kind
	Programme string // of applications; empty otherwise
	Source    string // who keeps the list, "Entraide nationale, Rabat"
	Province  string // of rows that name none, and of those who may see the import; empty: the whole country
	Name      string // of the file
	Size      int64  // bytes
	State     State
	Account   store.ID      // who brought it, and in whose name rows are written
	On        calendar.Date // the day its acts take place
	ArrivedAt calendar.Instant
	MovedAt   calendar.Instant // its state changed
	Total     int64            // rows of the file
	Done      int64            // rows gone through by the dry run or the real one
	Reached   int64            // number of the last of them in the file; 0 before the first
	Counts    Counts
	Wrong     map[Wrong]int64 // how often each kind of problem was met
	Mapping   Mapping
	Resumes   State  // of one that failed: what it was at
	Failure   string // of one that failed: the key of a message
	Forgotten bool   // the file and its rows are no longer kept
	Seq       int64  // its last event
}

// Wrong is a kind of problem: what is the matter, in which column.
type Wrong struct {
	Column string // its name; empty for the row as a whole
	Key    string // of the message
}

// MarshalText writes it as the key of a JSON object.
func (w Wrong) MarshalText() ([]byte, error) { return []byte(w.Key + " " + w.Column), nil }

// UnmarshalText reads what MarshalText writes.
func (w *Wrong) UnmarshalText(text []byte) error {
	w.Key, w.Column, _ = strings.Cut(string(text), " ")
	return nil
}

// mostWrong is how many kinds of problems are counted apart: enough for a file
// that has every one of them.
const mostWrong = 500

// met counts the problems of rows, beside those counted before.
func met(before map[Wrong]int64, rows []Row) map[Wrong]int64 {
	after := maps.Clone(before)
	for _, r := range rows {
		for _, problem := range r.Problems {
			w := Wrong{problem.Column, problem.Key}
			if _, known := after[w]; !known && len(after) >= mostWrong {
				continue
			}
			if after == nil {
				after = map[Wrong]int64{}
			}
			after[w]++
		}
	}
	return after
}

// Counts are rows by what came of them, or in a dry run what would.
type Counts struct {
	Written int64 `json:"written,omitempty"` // a person registered, an application deposited
	Amended int64 `json:"amended,omitempty"` // a person that an earlier row became, written again
	Linked  int64 `json:"linked,omitempty"`  // of somebody registered, as a clerk said
	Same    int64 `json:"same,omitempty"`    // written before: nothing changed
	Held    int64 `json:"held,omitempty"`    // resembles somebody: a clerk must say
	Refused int64 `json:"refused,omitempty"` // something is wrong with it
}

// Failed are the rows of the file of failed rows.
func (c Counts) Failed() int64 { return c.Held + c.Refused }

func (c *Counts) add(o outcome, n int64) {
	switch o {
	case written:
		c.Written += n
	case amended:
		c.Amended += n
	case linked:
		c.Linked += n
	case same:
		c.Same += n
	case Held:
		c.Held += n
	case Refused:
		c.Refused += n
	}
}

// Office is where files are imported. Safe for concurrent use.
type Office struct {
	DB       *store.DB
	Dossiers *dossier.Office
	Keys     *registry.Keys

	bell store.Bell
}

// NewOffice makes the office of a database.
func NewOffice(db *store.DB, dossiers *dossier.Office, keys *registry.Keys) *Office {
	return &Office{DB: db, Dossiers: dossiers, Keys: keys, bell: store.NewBell()}
}

// Refusals of this package.
var (
	ErrForbidden = fault.New(fault.Forbidden, "imports.forbidden", nil)
	ErrState     = fault.New(fault.Conflict, "imports.state", nil)
	ErrForgotten = fault.New(fault.NotFound, "imports.forgotten", nil)
)

// drawn is an identifier that follows from a row, the same whoever imports it on
// that day; those of one day lie beside each other in an index.
func (p *pass) drawn(text string) store.ID {
	sum := sha256.Sum256([]byte(text))
	return store.MakeID(calendar.Instant(p.is.On.Time().UnixMicro()), binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))
}

// may tells that an actor may import into a province; "" is the whole country.
func may(actor access.Actor, province string) bool {
	return actor.Can(access.PersonsImport, "", province)
}
