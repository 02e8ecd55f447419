package dossier

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// Ranking asks for all dossiers of a call to be put in order at once.
type Ranking struct {
	Key       store.ID
	Actor     access.Actor
	Programme string
	Act       string   // of verb rank
	Call      store.ID // the dossier that the others name
	On        calendar.Date
	Reason    string
}

// Ranked is a dossier with its place.
type Ranked struct {
	Dossier Dossier // before the act
	Answers programme.Answers
	Place   int64                // from 1; 0 before it was ranked
	Points  int64                // of 10,000
	Marks   int                  // how many reviewers marked it
	Outcome string               // once ranked
	Held    []programme.Movement // what the dossier moved in all, by account
}

// Rank puts the dossiers of a call in the order of their points, the earlier
// one first where they are equal. Each goes to the act's first outcome whose
// conditions hold and whose guarded accounts have enough left. All take place in
// one transaction, or none does.
//
// Errors: dossier.none-to-rank; those of the act, for the first dossier that
// may not be ranked.
func (o *Office) Rank(ctx context.Context, r Ranking) ([]Ranked, error) {
	var out []Ranked
	err := act.Together(ctx, o.DB, func(tx *store.Tx) (err error) {
		out, err = o.rankAll(ctx, tx, r)
		return err
	})
	return out, err
}

// errForeseen takes back what was tried.
var errForeseen = errors.New("dossier: a ranking that was only looked at")

// Foresee is what Rank would do now; nothing of it is kept.
//
// Errors: those of Rank.
func (o *Office) Foresee(ctx context.Context, r Ranking) ([]Ranked, error) {
	var out []Ranked
	err := act.Together(ctx, o.DB, func(tx *store.Tx) (err error) {
		if out, err = o.rankAll(ctx, tx, r); err == nil {
			err = errForeseen
		}
		return err
	})
	if errors.Is(err, errForeseen) {
		err = nil
	}
	return out, err
}

func (o *Office) rankAll(ctx context.Context, tx *store.Tx, r Ranking) ([]Ranked, error) {
	out, err := o.Order(ctx, tx, r.Actor.Scope(access.DossiersRead), r.Programme, r.Act, r.Call)
	if err == nil && len(out) == 0 {
		err = fault.New(fault.Conflict, "dossier.none-to-rank", nil)
	}
	for i := range out {
		if err == nil {
			err = o.rankOne(ctx, tx, r, &out[i])
		}
	}
	return out, err
}

func (o *Office) rankOne(ctx context.Context, tx *store.Tx, r Ranking, one *Ranked) error {
	req := Request{Key: drawnKey(r.Key, one.Dossier.ID.String()), Actor: r.Actor, Party: one.Dossier.Party, Dossier: one.Dossier.ID, Act: r.Act, On: r.On, Reason: r.Reason,
		Fields: programme.NewAnswers(map[string]any{programme.RankPlace: one.Place, programme.RankPoints: one.Points})}
	w := &work{o: o, r: req}
	_, err := act.In(ctx, tx, req.act(), w.do)
	one.Outcome = w.p.Outcome
	return err
}

// Order is the dossiers of a call that can be ranked, in the order that ranking
// would give them.
func (o *Office) Order(ctx context.Context, q store.Q, scope access.Scope, name, actID string, call store.ID) ([]Ranked, error) {
	def, a, err := o.ranking(name, actID)
	if err != nil {
		return nil, err
	}
	out, err := candidates(ctx, q, scope, def, a, call, a.From)
	for i := range out {
		out[i].Place, out[i].Outcome = int64(i+1), ""
	}
	return out, err
}

// Candidates are all dossiers of a call, in whatever state: those ranked with
// their place, the others with the points they have so far; the best first.
func (o *Office) Candidates(ctx context.Context, q store.Q, scope access.Scope, name, actID string, call store.ID) ([]Ranked, error) {
	def, a, err := o.ranking(name, actID)
	if err != nil {
		return nil, err
	}
	return candidates(ctx, q, scope, def, a, call, nil)
}

func (o *Office) ranking(name, actID string) (*programme.Definition, *programme.Act, error) {
	def, err := o.Programmes.Get(name)
	if err != nil {
		return nil, nil, err
	}
	a, ok := def.Workflow.Act(actID)
	if !ok || a.Verb != programme.Rank {
		err = fault.New(fault.Invalid, "dossier.act-unknown", fault.Args{"act": actID})
	}
	return def, a, err
}

func candidates(ctx context.Context, q store.Q, scope access.Scope, def *programme.Definition, a *programme.Act, call store.ID, states []string) ([]Ranked, error) {
	list, err := Naming(ctx, q, scope, call, Filter{Programme: def.ID, States: states}, -1)
	if err != nil {
		return nil, err
	}
	out := make([]Ranked, len(list))
	for i, d := range list {
		if out[i], err = candidate(ctx, q, def, a, d); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Dossier.OpenedOn, b.Dossier.OpenedOn), strings.Compare(a.Dossier.Reference, b.Dossier.Reference))
	})
	return out, nil
}

// candidate reads of a dossier's events what its ranking needs: the marks that
// stand, and the place it was given.
func candidate(ctx context.Context, q store.Q, def *programme.Definition, rank *programme.Act, d Dossier) (Ranked, error) {
	history, err := History(ctx, q, d)
	if err != nil {
		return Ranked{}, err
	}
	var marks []programme.Answers
	var p past
	out := Ranked{Dossier: d}
	for _, m := range history {
		for _, move := range m.Payload.Moves {
			if m.CorrectedBy == 0 {
				p.move(move)
			}
		}
		a, ok := def.Workflow.Act(ActOf(m.Event))
		if m.Seq == d.AnswersSeq && m.Payload.Answers != nil {
			out.Answers = *m.Payload.Answers
		}
		if !ok || m.CorrectedBy != 0 || m.Payload.Fields == nil {
			continue
		}
		switch {
		case a.Verb == programme.Score && a.Grid == rank.Grid:
			marks = append(marks, *m.Payload.Fields)
		case a.ID == rank.ID:
			place, _ := m.Payload.Fields.Get(programme.RankPlace)
			out.Place, _ = place.(int64)
			out.Outcome = m.Payload.Outcome
		}
	}
	out.Points, out.Marks, out.Held = def.Workflow.Grid(rank.Grid).Points(marks), len(marks), p.held
	return out, nil
}

// choose finds the outcome of a ranking: the first whose conditions hold and
// whose accounts have enough left. Nothing else writes between this look and the
// movement: transactions are serial.
func (w *work) choose(ctx context.Context) error {
	if w.act.Verb != programme.Rank || w.r.Outcome != "" {
		return nil
	}
	if err := w.recollect(ctx); err != nil {
		return err
	}
	in, err := w.situation(ctx)
	if err != nil {
		return err
	}
	in.Fields = w.r.Fields
	for _, o := range w.act.Outcomes {
		in.Outcome = o.ID
		fits, err := w.fits(ctx, in)
		if err != nil {
			return err
		}
		if fits && !w.barredFrom(o, in) {
			w.r.Outcome, w.p.Outcome = o.ID, o.ID
			return nil
		}
	}
	return fault.New(fault.Conflict, "dossier.no-outcome", fault.Args{"act": w.act.Title})
}

// barredFrom tells that one of the outcome's own conditions does not hold; those
// of the act itself refuse it with their words.
func (w *work) barredFrom(o programme.Outcome, in programme.Situation) bool {
	own := programme.Act{ID: w.act.ID, Requires: o.Checks}
	return w.def.Barred(&own, in) != nil
}

func (w *work) fits(ctx context.Context, in programme.Situation) (bool, error) {
	moves, err := w.def.Ledger.Moves(in)
	if err != nil {
		return false, err
	}
	for _, m := range moves {
		have, err := ledger.Balance(ctx, w, m.Name)
		if err != nil {
			return false, err
		}
		a := w.def.Ledger.Account(m.Account)
		if a.Min != nil && have+m.Quantity < *a.Min || a.Max != nil && have+m.Quantity > *a.Max {
			return false, nil
		}
	}
	return true, nil
}
