package demo

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// entered is an act on a dossier with the day on which it is recorded.
type entered struct {
	recorded calendar.Date
	dossier.Request
	first registering // what the same hand writes into a register before; nil mostly
}

// jot is an act on a dossier that is still to find its place among the others.
type jot struct {
	facts.When
	actor   access.Actor
	act     string
	fields  map[string]any
	decided // an outcome, a reason
	papers  []dossier.Paper
	first   registering
}

// decided is what an act says beside its questions.
type decided struct{ outcome, reason string }

// registering writes into a register in the transaction of an act, by its hand.
type registering func(ctx context.Context, tx *store.Tx, by act.Act) error

// chain is what happens to one dossier, act after act. An office writes them down
// in their order: none is recorded before the one it follows.
type chain struct {
	w              *world
	what           string // with n the name from which identifiers are drawn
	n              int
	party, dossier store.ID
	last           calendar.Date
	acts           []entered
}

// chain begins the n-th dossier of something. A party that is zero stands for a
// dossier that is about itself.
func (w *world) chain(what string, n int, party store.ID) *chain {
	id := w.id(what, n)
	if party.IsZero() {
		party = id
	}
	return &chain{w: w, what: what, n: n, party: party, dossier: id}
}

// open is the act that opens the dossier.
func (c *chain) open(when facts.When, actor access.Actor, name, act string, at facts.Place, answers map[string]any) *dossier.Request {
	r := c.add(when, actor, act, nil)
	r.Programme, r.Province, r.Commune, r.Answers = name, at.Province, at.Commune, programme.NewAnswers(answers)
	return r
}

// add is an act with the answers to its own questions.
func (c *chain) add(when facts.When, actor access.Actor, act string, fields map[string]any) *dossier.Request {
	c.last = max(c.last, when.Recorded)
	r := dossier.Request{Key: c.w.id(c.what+" act", c.n*1000+len(c.acts)), Actor: actor, Party: c.party, Dossier: c.dossier, Act: act, On: when.On, Fresh: true}
	if fields != nil {
		r.Fields = programme.NewAnswers(fields)
	}
	c.acts = append(c.acts, entered{recorded: c.last, Request: r})
	return &c.acts[len(c.acts)-1].Request
}

// registers says what is written into a register with the act that opens the
// dossier.
func (c *chain) registers(first registering) { c.acts[0].first = first }

// register puts the dossier's subject into the register with the act that opens it.
func (c *chain) register(p *facts.Person, at facts.Place) {
	draft := draftOf(c.party, p, at)
	c.registers(func(ctx context.Context, tx *store.Tx, by act.Act) error {
		_, err := registry.Register(ctx, registry.Within(tx), c.w.keys, by, draft)
		return err
	})
}

func draftOf(id store.ID, p *facts.Person, at facts.Place) registry.Draft {
	return registry.Draft{ID: id, Arabic: p.Arabic, Latin: p.Latin, Sex: p.Sex, Birth: p.Birth, Province: at.Province, Commune: at.Commune}
}

// addAll adds acts in the order in which they are recorded. One that took place
// before the dossier came to its state, and is recorded after, counts for the day
// of that: moving are the acts that change the state.
func (c *chain) addAll(list []jot, moving ...string) {
	slices.SortStableFunc(list, func(a, b jot) int { return cmp.Compare(a.Recorded, b.Recorded) })
	since := c.acts[len(c.acts)-1].On
	for _, j := range list {
		j.On = max(j.On, since)
		if slices.Contains(moving, j.act) {
			since = j.On
		}
		r := c.add(j.When, j.actor, j.act, j.fields)
		r.Outcome, r.Reason, r.Papers = j.outcome, j.reason, j.papers
		c.acts[len(c.acts)-1].first = j.first
	}
}

// together is the part that brings the acts of several chains, in the order in
// which they are recorded.
func (w *world) together(chains []*chain) part {
	var all []entered
	for _, c := range chains {
		all = append(all, c.acts...)
	}
	acts := len(all)
	for _, e := range all {
		if e.first != nil {
			acts++
		}
	}
	slices.SortStableFunc(all, func(a, b entered) int { return cmp.Compare(a.recorded, b.recorded) })
	return part{acts: acts, scenes: w.played(all)}
}

func (w *world) played(all []entered) iter.Seq[scene] {
	return func(yield func(scene) bool) {
		days := daybook{from: opens}
		for _, e := range all {
			if !yield(w.scene(e, days.next(e.recorded))) {
				return
			}
		}
	}
}

func (w *world) scene(e entered, at calendar.Instant) scene {
	play := func(ctx context.Context, tx *store.Tx) error {
		_, err := w.office.In(ctx, tx, e.Request)
		return err
	}
	if e.first == nil {
		return scene{at, 1, play}
	}
	by := act.Act{Key: drawID(w.random("entry before "+e.Key.String(), 0), at), On: at.Date(), Actor: e.Actor, Fresh: true}
	return scene{at, 2, func(ctx context.Context, tx *store.Tx) error {
		if err := e.first(ctx, tx, by); err != nil {
			return err
		}
		return play(ctx, tx)
	}}
}

// rows are the items of a list as answers hold them.
func rows[T any](list []T, row func(T) map[string]any) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = row(v)
	}
	return out
}
