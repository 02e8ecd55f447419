package dossier

import (
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// Dossier is a file as its events make it.
type Dossier struct {
	Party      store.ID // the subject
	ID         store.ID
	Programme  string
	Version    int    // of the programme's definition it was opened under
	Reference  string // the number on the receipt
	Label      string // what people call it, the answer that its programme names; may be empty
	Province   string // code, "01.511"; empty for one of the whole country
	Commune    string // code, or empty
	State      string // of the programme's workflow; Cancelled when nothing is left of it
	StateSince calendar.Date
	OpenedOn   calendar.Date
	Clock      string        // the clock that runs or is paused; empty for none
	Due        calendar.Date // the day the clock runs out; zero when none runs
	DaysLeft   int           // of the clock while it is paused
	Registrar  store.ID      // the account that opened it
	Sex        string        // of the subject at the opening, frozen for the ledger; may be empty
	Birth      calendar.Date // likewise
	AnswersSeq int64         // the event that holds the answers in force
	Granted    bool          // an entitlement runs
	Holds      bool          // open, or gives a right: its subject cannot open another one
	Seq        int64         // its last event
	RecordedAt calendar.Instant
}

// Cancelled is the state of a dossier whose opening was corrected away.
const Cancelled = "cancelled"

// KindPrefix begins the kind of every event of a dossier; the rest is the id of
// the act in the programme's workflow, or "correct".
const KindPrefix = "dossier."

// Subject is what is frozen of the subject when a dossier is opened.
type Subject struct {
	Sex   string        `json:"sex,omitempty"`
	Birth calendar.Date `json:"birth,omitzero"`
}

// Paper is a document handed in: seen on paper by the clerk, or scanned.
type Paper struct {
	Kind string   `json:"kind"` // key of the document in the programme's form
	Scan store.ID `json:"scan,omitzero"`
}

// Payload is what an event of a dossier holds. Only the parts that the act
// concerns are present.
type Payload struct {
	// The opening.
	Programme  string   `json:"programme,omitempty"`
	Version    int      `json:"version,omitempty"`
	Definition string   `json:"definition,omitempty"` // hash of the programme's definition
	Reference  string   `json:"reference,omitempty"`
	Province   string   `json:"province,omitempty"`
	Commune    string   `json:"commune,omitempty"`
	Subject    *Subject `json:"subject,omitempty"`

	// Any act.
	State   string             `json:"state,omitempty"`   // where it leads
	Outcome string             `json:"outcome,omitempty"` // as the workflow names it
	Answers *programme.Answers `json:"answers,omitempty"`
	Papers  []Paper            `json:"papers,omitempty"`
	Asked   []string           `json:"asked,omitempty"` // papers a completion request asks for
	Due     calendar.Date      `json:"due,omitzero"`    // of the clock, where the act computes it

	// An act with questions of its own.
	Fields   *programme.Answers   `json:"fields,omitempty"`
	Facts    programme.Facts      `json:"facts,omitempty"` // of the parties it names; the subject's under ""
	Moves    []programme.Movement `json:"moves,omitempty"` // of guarded accounts
	Taken    []programme.Taken    `json:"taken,omitempty"` // claims
	Released []programme.Taken    `json:"released,omitempty"`
	Paid     money.Amount         `json:"paid,omitempty"`     // what it makes due
	Entered  map[string]any       `json:"entered,omitempty"`  // columns of the subject's register
	Replaced map[string]any       `json:"replaced,omitempty"` // what stood in them

	// A decision.
	Session    store.ID            `json:"session,omitzero"`
	Commission store.ID            `json:"commission,omitzero"`
	Recused    []int               `json:"recused,omitempty"`
	Decision   *programme.Decision `json:"decision,omitempty"`
	Members    []store.ID          `json:"members,omitempty"` // persons it counts beside the subject, the eligible orphans
}

// Refusals of the write path.
var (
	ErrForbidden = fault.New(fault.Forbidden, "dossier.forbidden", nil)
	ErrSeen      = fault.New(fault.Conflict, "dossier.changed-meanwhile", nil)
	ErrSecond    = fault.New(fault.Conflict, "dossier.second", nil)
)

// Office is where acts on dossiers are carried out: it knows the programmes and
// the ledger's book of one database. Safe for concurrent use.
type Office struct {
	DB         *store.DB
	Programmes *programme.Set
	Book       *ledger.Book
	Rights     Rights // is told what becomes of entitlements; may be nil

	recent recent
}

// NewOffice makes the office of a database.
func NewOffice(db *store.DB, set *programme.Set) *Office {
	return &Office{DB: db, Programmes: set, Book: &ledger.Book{}, recent: recent{files: map[store.ID]remembered{}}}
}

// ActOf is the workflow's act of an event, "" for one that is not of a dossier.
func ActOf(ev act.Event) string {
	if len(ev.Kind) > len(KindPrefix) && ev.Kind[:len(KindPrefix)] == KindPrefix {
		return ev.Kind[len(KindPrefix):]
	}
	return ""
}
