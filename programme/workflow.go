package programme

import (
	"maps"
	"slices"

	"sanad/access"
	"sanad/fault"
	"sanad/locale"
)

// Workflow is the states of a dossier and the acts that move it.
type Workflow struct {
	at
	Clocks []Clock `key:"clocks"`
	States []Stage `key:"states,need"`
	Acts   []Act   `key:"acts,need"`
	Tracks []Track `key:"tracks"`
	Claims []Claim `key:"claims"`
	Grids  []Grid  `key:"grids"`
	Board  *Board  `key:"board"`

	Certificates []Certificate `key:"certificates"`
}

// Clock is a number of days within which somebody must act. A dossier has at
// most one running: starting one ends the other.
type Clock struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Days    int         `key:"days"`      // calendar days; 0 when the act that starts it computes the day (until)
	Kind    string      `key:"kind,need"` // legal or service (a promise of the administration)
	Legal   string      `key:"legal"`
	Confirm bool        `key:"confirm"`
}

// The levels a dossier can be at, from the applicant up.
const (
	AtPartner       = "partner" // the association or establishment it is about
	AtField         = "field"   // a team outside
	Counter         = "counter"
	AtEstablishment = "establishment" // a centre or institution
	Province        = "province"
	Centre          = "centre"
	Closed          = "closed"
)

// Levels are those an act can be taken at, the lowest first: an act is corrected
// from its own level or above.
func Levels() []string {
	return []string{AtPartner, AtField, Counter, AtEstablishment, Province, Centre}
}

// Stage is a state a dossier can be in.
type Stage struct {
	at
	ID       string      `key:"id,need"`
	Title    locale.Text `key:"title,need"`
	Level    string      `key:"level,need"` // who has it
	Terminal bool        `key:"terminal"`   // it may stay here for ever, even if an appeal can still move it
}

// Verb is what an act does; the packages above know what each one needs.
type Verb string

// The verbs. Those of the first group decide on an application; those of the
// second do what their act's fields, postings and movements say, and the check
// asks that they say it.
const (
	Deposit           Verb = "deposit"            // opens the dossier
	RequestCompletion Verb = "request_completion" // asks for what is missing
	Complete          Verb = "complete"           // brings it; answers may change
	Examine           Verb = "examine"            // first examination, with an opinion
	Transmit          Verb = "transmit"           // sends it to another level
	Receive           Verb = "receive"            // takes it in at another level
	Decide            Verb = "decide"
	Study             Verb = "study" // further study
	Withdraw          Verb = "withdraw"
	Appeal            Verb = "appeal"
	DecideAppeal      Verb = "decide_appeal"
	Close             Verb = "close"   // ends what was granted
	Correct           Verb = "correct" // reverses an earlier event: back to the state before it

	Advance   Verb = "advance"    // moves on: signed, published, opened, finished
	Record    Verb = "record"     // writes something down: a contact, a visit, a service, a report
	Amend     Verb = "amend"      // changes answers: an amendment of an agreement, new particulars
	Identify  Verb = "identify"   // says who an unnamed person is
	Admit     Verb = "admit"      // takes a place
	Leave     Verb = "leave"      // gives it back
	MoveStock Verb = "move_stock" // purchase, transfer, distribution
	Reserve   Verb = "reserve"    // takes from an envelope what may be granted
	Commit    Verb = "commit"     // binds it
	Disburse  Verb = "disburse"   // pays a part of what is bound
	Score     Verb = "score"      // one reviewer's marks on a grid
	Rank      Verb = "rank"       // the place among all dossiers of a call, within the envelope
)

var verbs = []string{"deposit", "request_completion", "complete", "examine", "transmit", "receive",
	"decide", "study", "withdraw", "appeal", "decide_appeal", "close", "correct",
	"advance", "record", "amend", "identify", "admit", "leave", "move_stock", "reserve", "commit", "disburse", "score", "rank"}

// moving are the verbs whose act must move a guarded account.
var moving = []Verb{Admit, Leave, MoveStock, Reserve, Commit, Disburse}

// The effects an act can have beside moving the dossier.
const (
	Grant = "grant" // makes an entitlement: of the act's pays, or of the decision's amount
	End   = "end"   // ends the entitlement
)

var effects = []string{Grant, End}

// Act is something somebody may do to a dossier.
type Act struct {
	at
	ID             string          `key:"id,need"`
	Verb           Verb            `key:"verb,need"`
	Title          locale.Text     `key:"title,need"`
	Help           locale.Text     `key:"help"`
	From           []string        `key:"from"`     // states it is possible in; none for the act that opens the dossier
	To             string          `key:"to"`       // state it leads to, unless the outcome says
	Stay           bool            `key:"stay"`     // leaves the dossier in its state; may take place again and again
	Outcomes       []Outcome       `key:"outcomes"` // what can be decided
	By             []access.Role   `key:"by,need"`  // roles
	Level          string          `key:"level,need"`
	Session        string          `key:"session"` // decided in a commission session: province or centre
	NeedsReason    bool            `key:"needs_reason"`
	NeedsDocuments bool            `key:"needs_documents"` // every needed document of the form must be there
	Forbids        []string        `key:"forbids"`         // who may not: registrar, examiner, decider of the same dossier
	Once           bool            `key:"once"`            // at most once for a dossier
	OnceEach       bool            `key:"once_each"`       // at most once for each account: independent reviewers
	Clock          ClockMove       `key:"clock"`
	Effects        []string        `key:"effects"`
	Legal          string          `key:"legal"`
	Fields         []Field         `key:"fields"`    // what the act itself asks
	Documents      []string        `key:"documents"` // of the form: handed in with this very act
	Requires       []Require       `key:"requires"`
	Opens          []string        `key:"opens"`    // tracks: each item of the act's list of that name is followed from now on
	Items          []ItemMove      `key:"items"`    // moves items of tracks
	Claims         []string        `key:"claims"`   // taken, see Claim
	Releases       []string        `key:"releases"` // claims and accounts that get back what the dossier holds of them
	Sets           map[string]Expr `key:"sets"`     // answers that the act changes
	Pays           *Pay            `key:"pays"`     // what the effect grant makes due
	Enters         map[string]Expr `key:"enters"`   // what the act writes of the subject in its register
	Grid           string          `key:"grid"`     // of score and rank
	Within         string          `key:"within"`   // of rank: the question that names the call
	Sheet          string          `key:"sheet"`    // its list that has a page of its own, made for many lines a day
	Sealed         bool            `key:"sealed"`   // what was written is shown to its author only, while the state lasts

	reads map[string]bool
}

// Require is a condition of an act over answers (a), the act's fields (act), the
// subject, parameters (p), counts of earlier acts (done) and of open items (open).
type Require struct {
	at
	ID      string      `key:"id,need"`
	Expr    Expr        `key:"expr,need"`
	Because locale.Text `key:"because,need"` // what is said when it does not hold
	Legal   string      `key:"legal"`
	Field   string      `key:"field"` // the act's field it is about
}

// Pay is what becomes due.
type Pay struct {
	at
	Component string `key:"component,need"`
	Amount    Expr   `key:"amount,need"` // centimes
	Per       string `key:"per,need"`    // month, year or once
}

// Outcome is one result of a decision.
type Outcome struct {
	at
	ID          string          `key:"id,need"`
	Title       locale.Text     `key:"title,need"`
	To          string          `key:"to"`
	Stay        bool            `key:"stay"`
	By          []access.Role   `key:"by"`       // who alone may say so, of those who may act
	Requires    Tristate        `key:"requires"` // the rules must say: yes (eligible) or no; empty for any
	Checks      []Require       `key:"checks"`   // conditions of this outcome
	NeedsReason bool            `key:"needs_reason"`
	Clock       ClockMove       `key:"clock"`
	Effects     []string        `key:"effects"`
	Claims      []string        `key:"claims"`
	Releases    []string        `key:"releases"`
	Enters      map[string]Expr `key:"enters"` // beside what the act enters
}

// ClockMove is what an act or outcome does to the dossier's clock.
type ClockMove struct {
	at
	Move  string `key:"move,need"` // start, pause, resume or stop; empty for nothing
	ID    string `key:"id"`        // the clock to start
	Until Expr   `key:"until"`     // the day it runs out, instead of the clock's days
}

// Act finds an act by id.
func (w *Workflow) Act(id string) (*Act, bool) {
	for i := range w.Acts {
		if w.Acts[i].ID == id {
			return &w.Acts[i], true
		}
	}
	return nil, false
}

// State finds a state by id, nil when there is none.
func (w *Workflow) State(id string) *Stage {
	for i := range w.States {
		if w.States[i].ID == id {
			return &w.States[i]
		}
	}
	return nil
}

// Clock finds a clock by id, nil when there is none.
func (w *Workflow) Clock(id string) *Clock {
	for i := range w.Clocks {
		if w.Clocks[i].ID == id {
			return &w.Clocks[i]
		}
	}
	return nil
}

// From is the acts possible in a state; the empty state gives the act that
// opens a dossier.
func (w *Workflow) From(state string) []*Act {
	var out []*Act
	for i := range w.Acts {
		if w.Acts[i].From == nil && state == "" || slices.Contains(w.Acts[i].From, state) {
			out = append(out, &w.Acts[i])
		}
	}
	return out
}

// Opening is the act that opens a dossier.
func (w *Workflow) Opening() *Act { return w.From("")[0] }

// Next is the state an act with an outcome leads to from a state. For the verb
// correct it is empty: the caller knows the state before the corrected event.
//
// Errors: programme.outcome-unknown, also for an outcome where none is decided.
func (w *Workflow) Next(act *Act, outcome, from string) (string, error) {
	to, stay := act.To, act.Stay
	if o := act.Outcome(outcome); o != nil {
		to, stay = o.To, o.Stay
	} else if outcome != "" || len(act.Outcomes) > 0 {
		return "", fault.New(fault.Invalid, "programme.outcome-unknown", fault.Args{"outcome": outcome, "act": act.Title}).On("outcome")
	}
	if stay {
		return from, nil
	}
	return to, nil
}

// Outcome finds an outcome by id, nil when there is none.
func (a *Act) Outcome(id string) *Outcome {
	for i := range a.Outcomes {
		if a.Outcomes[i].ID == id {
			return &a.Outcomes[i]
		}
	}
	return nil
}

// BoundByRules tells that the act decides by the rules: a decision, or an act one
// of whose outcomes requires what they say.
func (a *Act) BoundByRules() bool {
	return a.Verb == Decide || a.Verb == DecideAppeal || slices.ContainsFunc(a.Outcomes, func(o Outcome) bool { return o.Requires != "" })
}

// ClockWith is what the act with an outcome does to the clock: the outcome's
// move where it has one, the act's otherwise.
func (a *Act) ClockWith(outcome string) ClockMove {
	if o := a.Outcome(outcome); o != nil && o.Clock.Move != "" {
		return o.Clock
	}
	return a.Clock
}

// grants tells that the act, with one outcome at least, grants something.
func (a *Act) grants() bool {
	return slices.Contains(a.Effects, Grant) || slices.ContainsFunc(a.Outcomes, func(o Outcome) bool { return slices.Contains(o.Effects, Grant) })
}

// EffectsWith are the effects of the act with an outcome.
func (a *Act) EffectsWith(outcome string) []string {
	if o := a.Outcome(outcome); o != nil {
		return append(slices.Clone(a.Effects), o.Effects...)
	}
	return a.Effects
}

// ClaimsWith are the claims that the act with an outcome takes.
func (a *Act) ClaimsWith(outcome string) []string {
	if o := a.Outcome(outcome); o != nil {
		return slices.Concat(a.Claims, o.Claims)
	}
	return a.Claims
}

// ReleasesWith are the claims and accounts that the act with an outcome gives
// back.
func (a *Act) ReleasesWith(outcome string) []string {
	if o := a.Outcome(outcome); o != nil {
		return slices.Concat(a.Releases, o.Releases)
	}
	return a.Releases
}

// EntersWith are the columns of the subject's register that the act with an
// outcome writes.
func (a *Act) EntersWith(outcome string) map[string]Expr {
	o := a.Outcome(outcome)
	if o == nil || len(o.Enters) == 0 {
		return a.Enters
	}
	out := maps.Clone(o.Enters)
	maps.Copy(out, a.Enters)
	return out
}

// Field finds one of the act's own questions, nil when there is none; a question
// of a list's items is "services.kind".
func (a *Act) Field(key string) *Field { return findField(refs(a.Fields), key) }

// Questions are the act's own.
func (a *Act) Questions() []*Field { return refs(a.Fields) }

// Reads tells that some expression of the act, or of what it posts, reads a
// variable: "a", "done", "open", "subject"; "a.party" where it looks at a party
// that an answer names.
func (a *Act) Reads(variable string) bool { return a.reads[variable] }

// move is one way a dossier can go.
type move struct {
	act      *Act
	outcome  string
	from, to string
}

// moves are all ways of the workflow, corrections apart.
func (w *Workflow) moves() []move {
	var out []move
	for i := range w.Acts {
		a := &w.Acts[i]
		if a.Verb == Correct {
			continue
		}
		from := a.From
		if from == nil {
			from = []string{""}
		}
		outcomes := []string{""}
		if len(a.Outcomes) > 0 {
			outcomes = nil
			for j := range a.Outcomes {
				outcomes = append(outcomes, a.Outcomes[j].ID)
			}
		}
		for _, f := range from {
			for _, o := range outcomes {
				to, _ := w.Next(a, o, f) // the outcome is one of the act's
				out = append(out, move{act: a, outcome: o, from: f, to: to})
			}
		}
	}
	return out
}
