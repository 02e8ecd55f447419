package commission

import (
	"crypto/sha256"

	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Level is the commission's rank.
type Level string

// The two levels of decree 2.14.791: the provincial commission examines, the
// permanent central committee decides.
const (
	Province Level = "province"
	Centre   Level = "centre"
)

// State of a session.
type State string

// A session is convened, then open while it sits, then closed for good.
const (
	Convened State = "convened"
	Open     State = "open"
	Closed   State = "closed"
)

// Member of a commission at a session.
type Member struct {
	Name     string   `json:"name"`
	Capacity string   `json:"capacity"`         // in the words of the convocation, "delegate of Entraide Nationale"
	Account  store.ID `json:"account,omitzero"` // when the member has an account here
	Present  bool     `json:"present,omitempty"`
	Chair    bool     `json:"chair,omitempty"`
}

// Session is one sitting.
type Session struct {
	Party     store.ID // the commission, see ID
	ID        store.ID
	Programme string
	Level     Level
	Province  string // empty for the centre
	HeldOn    calendar.Date
	Place     string
	Quorum    int // members who must vote on each item
	Members   []Member
	State     State
}

// Present counts the members who attend.
func (s Session) Present() int {
	n := 0
	for _, m := range s.Members {
		if m.Present {
			n++
		}
	}
	return n
}

// Item is a file on a session's agenda.
type Item struct {
	Party    store.ID // the file's party
	Dossier  store.ID
	Session  store.ID
	Position int    // from 1
	Outcome  string // empty until ruled on
	Recused  string // names of members who took no part, separated by "، "
}

// ID identifies a commission: the same for the same programme, level and
// province on every machine, so that it needs no register of its own.
func ID(programme string, level Level, province string) store.ID {
	sum := sha256.Sum256([]byte("commission|" + programme + "|" + string(level) + "|" + province))
	var id store.ID
	copy(id[:], sum[:16])
	id[6], id[8] = 0x80|id[6]&0x0f, 0x80|id[8]&0x3f // a UUID of version 8, made by our own rule
	return id
}

// Refusals of a session.
var (
	ErrNotOpen     = fault.New(fault.Conflict, "commission.not-open", nil)
	ErrNotOnAgenda = fault.New(fault.Conflict, "commission.not-on-agenda", nil)
	ErrRuled       = fault.New(fault.Conflict, "commission.already-ruled", nil)
)

func (s Session) must(want State) error {
	if s.State != want {
		return fault.New(fault.Conflict, "commission.state", fault.Args{"state": string(s.State), "want": string(want)})
	}
	return nil
}
