package edition

import (
	"encoding/json"
	"fmt"
	"slices"

	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/statistics"
	"sanad/store"
)

// State is how far an edition is on its way.
type State string

// The states, in the order of the way. A released edition is published from the
// end of its embargo, without anybody doing anything then.
const (
	Draft     State = "draft"
	Checked   State = "checked"
	Signed    State = "signed"
	Released  State = "released"
	Withdrawn State = "withdrawn"
)

// States are all states, in their order.
func States() []State { return []State{Draft, Checked, Signed, Released, Withdrawn} }

// signatures are how many people must sign.
const signatures = 2

// Edition is a publication. It holds questions and no figures.
type Edition struct {
	ID          store.ID
	Series      string // the account it is an edition of: "outcome"
	Title       locale.Text
	AsOf        calendar.Date
	KnownOn     calendar.Instant // settled
	Contents    []Content
	Definitions map[string]string // hash by programme, of all programmes; "": of the shared choices
	Replaces    store.ID          // the edition it takes the place of, or zero
	State       State
	Prepared    []Person // who drafted and who checked it: none of them signs
	Outcome     *Outcome // of the last check; nil: not checked yet
	Signatures  []Person
	Embargo     calendar.Instant // published from then on; 0: not released
	Reason      string           // why it was withdrawn
	Ended       Person           // who withdrew it
	Seq         int64            // of its last event
}

// Content is a table of an edition, with the rows it is published by.
type Content struct {
	Table string `json:"table"`
	By    string `json:"by"`
}

// Person is who did something to an edition, and when.
type Person struct {
	Account store.ID         `json:"account"`
	Name    string           `json:"name"`
	At      calendar.Instant `json:"at"`
}

// Outcome is what a check found.
type Outcome struct {
	At      calendar.Instant `json:"at"`
	Tables  []Check          `json:"tables"` // in the order of Contents
	Text    *TextCheck       `json:"text,omitempty"`
	Against []store.ID       `json:"against"`
}

// Check is what was found of one table.
type Check struct {
	Content
	Cells    int                  `json:"cells"`
	Problems []statistics.Problem `json:"problems,omitempty"` // what does not reconcile
	Open     []Place              `json:"open,omitempty"`     // small counts that nothing can protect as things stand
	Exposed  []Place              `json:"exposed,omitempty"`  // small counts that an earlier edition printed
	Weak     int                  `json:"weak,omitempty"`     // pairs of which one person could learn about another, see disclosure.Pair
	Hidden   []Place              `json:"hidden,omitempty"`
	Least    int64                `json:"least,omitempty"` // the threshold; 0: nothing is protected
	Digest   string               `json:"digest"`          // sha256 in hex of the table as published, in CSV
}

// Place is a cell of a table by the keys of its row and column.
type Place struct {
	Row    string `json:"row"`
	Column string `json:"column"`
}

// Passed tells that the table can be published.
func (c Check) Passed() bool { return len(c.Problems) == 0 && len(c.Open) == 0 }

// Passed tells that every table, and the text beside them, can be published.
func (o Outcome) Passed() bool {
	return (o.Text == nil || len(o.Text.Open) == 0) && !slices.ContainsFunc(o.Tables, func(c Check) bool { return !c.Passed() })
}

// Of is the check of a table; false when it is not in the edition.
func (o Outcome) Of(c Content) (Check, bool) {
	i := slices.IndexFunc(o.Tables, func(t Check) bool { return t.Content == c })
	if i < 0 {
		return Check{}, false
	}
	return o.Tables[i], true
}

// Published tells that everybody may read it at an instant.
func (e Edition) Published(now calendar.Instant) bool { return e.State == Released && e.Embargo <= now }

// Embargoed tells that it is released and nobody may read it yet.
func (e Edition) Embargoed(now calendar.Instant) bool { return e.State == Released && e.Embargo > now }

// ask is the question of one of its tables.
func (e Edition) ask(c Content) statistics.Ask {
	return statistics.Ask{Table: c.Table, By: c.By, AsOf: e.AsOf, KnownOn: e.KnownOn}
}

// The kinds of its events.
const (
	drafted   = "edition.draft"
	examined  = "edition.check"
	signed    = "edition.sign"
	released  = "edition.release"
	withdrawn = "edition.withdraw"
)

// payload is what an event of an edition holds: what is new since the one before.
type payload struct {
	Draft   *draft           `json:"draft,omitempty"`
	Outcome *Outcome         `json:"outcome,omitempty"`
	By      Person           `json:"by"`
	Digest  string           `json:"digest,omitempty"` // of the outcome that is signed
	Embargo calendar.Instant `json:"embargo,omitzero"`
}

// draft is what an edition begins with.
type draft struct {
	Series      string            `json:"series"`
	Title       locale.Text       `json:"title"`
	AsOf        calendar.Date     `json:"asOf"`
	KnownOn     calendar.Instant  `json:"knownOn"`
	Contents    []Content         `json:"contents"`
	Definitions map[string]string `json:"definitions"`
	Replaces    store.ID          `json:"replaces,omitzero"`
}

// Fold makes an edition from its events.
func Fold(events []act.Event) (Edition, error) {
	var e Edition
	for _, ev := range events {
		var p payload
		if err := json.Unmarshal(ev.Payload, &p); err != nil {
			return e, fmt.Errorf("edition %s: event %d: %w", ev.Stream, ev.Seq, err)
		}
		e = e.after(ev.Kind, ev.Stream, ev.Seq, ev.Reason, p)
	}
	return e, nil
}

// after is the edition as an event leaves it: the only function that changes one.
func (e Edition) after(kind string, id store.ID, seq int64, reason string, p payload) Edition {
	e.ID, e.Seq = id, seq
	switch kind {
	case drafted:
		d := p.Draft
		e.Series, e.Title, e.AsOf, e.KnownOn, e.Contents = d.Series, d.Title, d.AsOf, d.KnownOn, d.Contents
		e.Definitions, e.Replaces, e.State, e.Prepared = d.Definitions, d.Replaces, Draft, []Person{p.By}
	case examined:
		e.Outcome, e.Signatures, e.State = p.Outcome, nil, Draft
		if p.Outcome.Passed() {
			e.State = Checked
		}
		e.Prepared = append(slices.Clone(e.Prepared), p.By)
	case signed:
		if e.Signatures = append(slices.Clone(e.Signatures), p.By); len(e.Signatures) == signatures {
			e.State = Signed
		}
	case released:
		e.State, e.Embargo = Released, p.Embargo
	case withdrawn:
		if !e.Published(p.By.At) {
			e.Embargo = 0 // nobody outside saw it
		}
		e.State, e.Reason, e.Ended = Withdrawn, reason, p.By
	}
	return e
}

// Refusals of an act on an edition.
var (
	ErrForbidden = fault.New(fault.Forbidden, "edition.forbidden", nil)
	ErrSeen      = fault.New(fault.Conflict, "edition.changed", nil)
	ErrStale     = fault.New(fault.Conflict, "edition.stale", nil)
)

// must refuses an act that the state does not allow.
func (e Edition) must(states ...State) error {
	if slices.Contains(states, e.State) {
		return nil
	}
	return fault.New(fault.Conflict, "edition.state", fault.Args{"state": string(e.State)})
}
