package programme

import (
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
}

// Clock is a number of days within which somebody must act. A dossier has at
// most one running: starting one ends the other.
type Clock struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Days    int         `key:"days,need"` // calendar days
	Kind    string      `key:"kind,need"` // legal or service (a promise of the administration)
	Legal   string      `key:"legal"`
	Confirm bool        `key:"confirm"`
}

// The levels a dossier can be at.
const (
	Counter  = "counter"
	Province = "province"
	Centre   = "centre"
	Closed   = "closed"
)

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

// The verbs.
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
)

var verbs = []string{"deposit", "request_completion", "complete", "examine", "transmit", "receive",
	"decide", "study", "withdraw", "appeal", "decide_appeal", "close", "correct"}

// The effects an act can have beside moving the dossier.
const (
	Grant = "grant" // makes an entitlement of the decision's amount
	End   = "end"   // ends the entitlement
)

var effects = []string{Grant, End}

// Act is something somebody may do to a dossier.
type Act struct {
	at
	ID             string        `key:"id,need"`
	Verb           Verb          `key:"verb,need"`
	Title          locale.Text   `key:"title,need"`
	From           []string      `key:"from"`     // states it is possible in; none for the act that opens the dossier
	To             string        `key:"to"`       // state it leads to, unless the outcome says
	Outcomes       []Outcome     `key:"outcomes"` // what can be decided
	By             []access.Role `key:"by,need"`  // roles
	Level          string        `key:"level,need"`
	Session        string        `key:"session"` // decided in a commission session: province or centre
	NeedsReason    bool          `key:"needs_reason"`
	NeedsDocuments bool          `key:"needs_documents"` // every needed document must be there
	Forbids        []string      `key:"forbids"`         // who may not: registrar, examiner, decider of the same dossier
	Once           bool          `key:"once"`            // at most once for a dossier
	Clock          ClockMove     `key:"clock"`
	Effects        []string      `key:"effects"`
	Legal          string        `key:"legal"`
}

// Outcome is one result of a decision.
type Outcome struct {
	at
	ID          string      `key:"id,need"`
	Title       locale.Text `key:"title,need"`
	To          string      `key:"to,need"`
	Requires    Tristate    `key:"requires"` // the rules must say: yes (eligible) or no; empty for any
	NeedsReason bool        `key:"needs_reason"`
	Clock       ClockMove   `key:"clock"`
	Effects     []string    `key:"effects"`
}

// ClockMove is what an act or outcome does to the dossier's clock.
type ClockMove struct {
	at
	Move string `key:"move,need"` // start, pause, resume or stop; empty for nothing
	ID   string `key:"id"`        // the clock to start
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

// Next is the state an act with an outcome leads to. For the verb correct it is
// empty: the caller knows the state before the corrected event.
//
// Errors: programme.outcome-unknown, also for an outcome where none is decided.
func (w *Workflow) Next(act *Act, outcome string) (string, error) {
	if o := act.Outcome(outcome); o != nil {
		return o.To, nil
	}
	if outcome != "" || len(act.Outcomes) > 0 {
		return "", fault.New(fault.Invalid, "programme.outcome-unknown", fault.Args{"outcome": outcome, "act": act.Title})
	}
	return act.To, nil
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

// EffectsWith are the effects of the act with an outcome.
func (a *Act) EffectsWith(outcome string) []string {
	if o := a.Outcome(outcome); o != nil {
		return append(slices.Clone(a.Effects), o.Effects...)
	}
	return a.Effects
}

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
		from := a.From
		if from == nil {
			from = []string{""}
		}
		if a.Verb == Correct {
			continue
		}
		for _, f := range from {
			if len(a.Outcomes) == 0 {
				out = append(out, move{act: a, from: f, to: a.To})
			}
			for j := range a.Outcomes {
				out = append(out, move{act: a, outcome: a.Outcomes[j].ID, from: f, to: a.Outcomes[j].To})
			}
		}
	}
	return out
}
