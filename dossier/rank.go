package dossier

import (
	"context"
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
	Place   int64   // from 1
	Points  int64   // of 10,000
	Marks   int     // how many reviewers marked it
	Outcome string  // once ranked
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
	err := act.Together(ctx, o.DB, func(tx *store.Tx) error {
		var err error
		if out, err = o.Order(ctx, tx, r.Actor.Scope(access.DossiersRead), r.Programme, r.Act, r.Call); err != nil {
			return err
		}
		if len(out) == 0 {
			return fault.New(fault.Conflict, "dossier.none-to-rank", nil)
		}
		for i := range out {
			if err := o.rankOne(ctx, tx, r, &out[i]); err != nil {
				return err
			}
		}
		return nil
	})
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
	def, err := o.Programmes.Get(name)
	if err != nil {
		return nil, err
	}
	a, ok := def.Workflow.Act(actID)
	if !ok || a.Verb != programme.Rank {
		return nil, fault.New(fault.Invalid, "dossier.act-unknown", fault.Args{"act": actID})
	}
	list, err := Naming(ctx, q, scope, call, Filter{Programme: name, States: a.From}, -1)
	if err != nil {
		return nil, err
	}
	out := make([]Ranked, len(list))
	for i, d := range list {
		marks, err := Marks(ctx, q, def, d, a.Grid)
		if err != nil {
			return nil, err
		}
		out[i] = Ranked{Dossier: d, Points: def.Workflow.Grid(a.Grid).Points(marks), Marks: len(marks)}
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		if a.Points != b.Points {
			return int(b.Points - a.Points)
		}
		if a.Dossier.OpenedOn != b.Dossier.OpenedOn {
			return int(a.Dossier.OpenedOn - b.Dossier.OpenedOn)
		}
		return strings.Compare(a.Dossier.Reference, b.Dossier.Reference)
	})
	for i := range out {
		out[i].Place = int64(i + 1)
	}
	return out, nil
}

// Marks are those that reviewers gave a dossier on a grid and that stand.
func Marks(ctx context.Context, q store.Q, def *programme.Definition, d Dossier, grid string) ([]programme.Answers, error) {
	history, err := History(ctx, q, d)
	if err != nil {
		return nil, err
	}
	var out []programme.Answers
	for _, m := range history {
		a, ok := def.Workflow.Act(ActOf(m.Event))
		if ok && a.Verb == programme.Score && a.Grid == grid && m.CorrectedBy == 0 && m.Payload.Fields != nil {
			out = append(out, *m.Payload.Fields)
		}
	}
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
