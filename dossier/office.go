package dossier

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// Request asks for an act on a dossier. Which parts are needed depends on the
// act; the workflow says which.
type Request struct {
	Key       store.ID
	Actor     access.Actor
	Party     store.ID // the subject
	Dossier   store.ID // made by the door for an opening
	Act       string   // id in the programme's workflow
	On        calendar.Date
	Reason    string
	Seen      int64  // the dossier's last event when the actor looked; 0 skips the check
	Fresh     bool   // see act.Act
	Programme string // for an opening

	Province string            // for an opening
	Commune  string            // for an opening; may be empty
	Answers  programme.Answers // for an opening, a completion or an amendment
	Fields   programme.Answers // the act's own questions
	Papers   []Paper           // seen on paper by the clerk
	Scans    []Scan            // handed in as files
	Asked    []string          // for a completion request: the papers asked for
	Outcome  string            // for a decision
	Sitting  Sitting           // for a decision in a commission
	Corrects int64             // for a correction: the event's number
}

// Sitting is the session in which something is decided.
type Sitting struct {
	Commission store.ID `json:"commission,omitzero"`
	Session    store.ID `json:"session,omitzero"`
	Recused    []int    `json:"recused,omitempty"` // members, by place, who declare a stake
}

// input is what makes two requests under one key the same.
type input struct {
	Act      string
	Province string
	Commune  string
	Answers  programme.Answers
	Fields   programme.Answers
	Papers   []Paper
	Scans    [][]byte // their SHA-256
	Asked    []string
	Outcome  string
	Sitting  Sitting
	Corrects int64
	Reason   string
}

// Do carries out an act in a transaction of its own; see act.Do for keys and
// retries. The refusals are those of the guards in this package and of the
// form, rules and commission.
func (o *Office) Do(ctx context.Context, r Request) (act.Event, error) {
	return act.Do(ctx, o.DB, r.act(), o.body(r))
}

// In carries out an act inside an open transaction.
func (o *Office) In(ctx context.Context, tx *store.Tx, r Request) (act.Event, error) {
	a, w := r.act(), &work{o: o, r: r}
	if f, ok := o.recall(tx, r); ok {
		a.Last = &f.past[len(f.past)-1]
		w.was, w.past, w.answers, w.papers = f.dossier, f.past, f.answers, f.papers
	}
	ev, err := act.In(ctx, tx, a, w.do)
	if r.Fresh {
		o.remember(tx, w, ev, err)
	}
	return ev, err
}

func (r Request) act() act.Act {
	a := act.Act{Key: r.Key, Party: r.Party, Stream: r.Dossier, Kind: KindPrefix + r.Act, On: r.On,
		Actor: r.Actor, Reason: r.Reason, Fresh: r.Fresh, Begins: r.opens()}
	if !r.Fresh {
		a.Input = input{r.Act, r.Province, r.Commune, r.Answers, r.Fields, r.Papers, r.digests(), r.Asked, r.Outcome, r.Sitting, r.Corrects, r.Reason}
	}
	return a
}

func (r Request) digests() [][]byte {
	var out [][]byte
	for _, s := range r.Scans {
		sum := sha256.Sum256(s.Content)
		out = append(out, sum[:])
	}
	return out
}

// work is one act under way.
type work struct {
	*act.Step
	o       *Office
	r       Request
	def     *programme.Definition
	act     *programme.Act
	was     Dossier // zero for an opening
	is      Dossier // once the act is done
	p       Payload
	answers programme.Answers // in force once the act is done
	past    []act.Event       // of the dossier, once read
	papers  []Paper           // handed in before the act, where a load remembers them
	before  past              // what the events before add up to, where the act needs it
	facts   programme.Facts   // of the parties that answers and act name
}

// opens tells that the act opens a dossier that cannot be there yet.
func (r Request) opens() bool { return r.Fresh && r.Programme != "" }

// body starts anew each time it is run.
func (o *Office) body(r Request) act.Body {
	return func(ctx context.Context, s *act.Step) (any, error) { return (&work{o: o, r: r}).do(ctx, s) }
}

func (w *work) do(ctx context.Context, s *act.Step) (any, error) {
	w.Step = s
	if err := w.find(ctx); err != nil {
		return nil, err
	}
	if err := w.guard(ctx); err != nil {
		return nil, err
	}
	if w.act.Verb == programme.Correct {
		return w.correct(ctx)
	}
	return w.carryOut(ctx)
}

// find reads the dossier and what its programme says of the act.
func (w *work) find(ctx context.Context) error {
	name := w.r.Programme
	was, err := w.was, error(nil)
	switch {
	case w.r.opens():
		err = store.ErrNotFound
	case was.OpenedOn.IsZero():
		was, err = read(ctx, w, w.r.Party, w.r.Dossier)
	}
	switch {
	case err == nil:
		w.was, name = was, was.Programme
	case !errors.Is(err, store.ErrNotFound):
		return err
	case name == "":
		return store.ErrNotFound
	}
	if w.def, err = w.o.Programmes.Get(name); err != nil {
		return err
	}
	a, ok := w.def.Workflow.Act(w.r.Act)
	if !ok {
		return fault.New(fault.Invalid, "dossier.act-unknown", fault.Args{"act": w.r.Act})
	}
	w.act = a
	return nil
}

// carryOut does what the verb needs, moves the dossier, and counts it.
func (w *work) carryOut(ctx context.Context) (any, error) {
	w.p.Outcome, w.p.Papers, w.p.Asked = w.r.Outcome, slices.Clone(w.r.Papers), w.r.Asked
	if err := w.choose(ctx); err != nil {
		return nil, err
	}
	if err := w.keep(ctx); err != nil {
		return nil, err
	}
	if err := w.papersSoFar(ctx); err != nil {
		return nil, err
	}
	if err := w.prepare(ctx); err != nil {
		return nil, err
	}
	state, err := w.def.Workflow.Next(w.act, w.r.Outcome, w.was.State)
	if err != nil {
		return nil, err
	}
	w.p.State = state
	if err := w.ask(ctx); err != nil {
		return nil, err
	}
	is := w.was.after(w.def, w.act, happened{w.Seq, w.r.On, w.Now(), w.r.Actor.Account}, w.p)
	is.Party, is.ID = w.r.Party, w.r.Dossier
	w.is = is
	if err := w.effects(ctx, is); err != nil {
		return nil, err
	}
	if err := w.acted(ctx, is); err != nil {
		return nil, err
	}
	if err := w.post(ctx, is); err != nil {
		return nil, err
	}
	return w.p, w.save(ctx, is)
}

// prepare does what is particular to the verb and fills the payload.
func (w *work) prepare(ctx context.Context) error {
	switch w.act.Verb {
	case programme.Deposit:
		return w.open(ctx)
	case programme.Complete, programme.Amend:
		return w.complete(ctx)
	case programme.RequestCompletion:
		return w.askFor()
	case programme.Examine, programme.Decide, programme.DecideAppeal, programme.Study:
		return w.decide(ctx)
	case programme.Close:
		return w.standing(ctx)
	}
	return nil
}

// save writes the projections.
func (w *work) save(ctx context.Context, is Dossier) error {
	if err := w.saveWays(ctx, is); err != nil {
		return err
	}
	if w.was.OpenedOn.IsZero() {
		return second(insert(ctx, w.Step, is))
	}
	if err := w.onlyOneAgain(ctx, is); err != nil {
		return err
	}
	return second(update(ctx, w.Step, is, w.was.Seq))
}

// saveWays writes whom the act names, and what it follows.
func (w *work) saveWays(ctx context.Context, is Dossier) error {
	if w.act.Verb == programme.Correct {
		return nil
	}
	var namings []naming
	if w.p.Answers != nil {
		namings = named(w.def.Form.Fields(), *w.p.Answers)
	}
	if w.p.Fields != nil {
		namings = append(namings, named(w.act.Questions(), *w.p.Fields)...)
	}
	if err := insertLinks(ctx, w.Step, namings); err != nil || len(w.act.Opens)+len(w.act.Items) == 0 {
		return err
	}
	return replaceItems(ctx, w.Step, w.def, is, w.def.Workflow.Follow(w.before.items, w.act, *w.p.Fields, w.Seq, w.r.On))
}

// second says that another dossier of the subject stands in the way of this one.
func second(err error) error {
	if !errors.Is(err, store.ErrDuplicate) {
		return err
	}
	return ErrSecond.Because(err)
}

// events are the dossier's so far, read once.
func (w *work) events(ctx context.Context) ([]act.Event, error) {
	if w.past != nil {
		return w.past, nil
	}
	var err error
	w.past, err = act.Events(ctx, w, w.was.Party, w.was.ID)
	return w.past, err
}

// inForce finds the answers that hold before the act, in the event that has them.
func (w *work) inForce(ctx context.Context) (programme.Answers, error) {
	if !w.answers.IsZero() {
		return w.answers, nil
	}
	for _, ev := range w.past {
		if ev.Seq == w.was.AnswersSeq {
			return answersOf(ev)
		}
	}
	return answersAt(ctx, w, w.was)
}

// answersAt reads the answers in force of a dossier from the event that holds them.
func answersAt(ctx context.Context, q store.Q, d Dossier) (programme.Answers, error) {
	ev, err := act.One(ctx, q, d.Party, d.ID, d.AnswersSeq)
	if err != nil {
		return programme.Answers{}, err
	}
	return answersOf(ev)
}

func answersOf(ev act.Event) (programme.Answers, error) {
	var p struct {
		Answers *programme.Answers `json:"answers"`
	}
	if err := json.Unmarshal(ev.Payload, &p); err != nil || p.Answers == nil {
		return programme.Answers{}, err
	}
	return *p.Answers, nil
}
