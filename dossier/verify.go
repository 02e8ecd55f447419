package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanad/act"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// Verify rebuilds every dossier from its events and compares it with its row,
// and computes every posting again and compares it with the ledger. It reports
// each difference and returns how many dossiers it read.
func (o *Office) Verify(ctx context.Context, q store.Q, report func(problem string)) (int, error) {
	rows, err := store.All(ctx, q, func(r store.Row) ([2]store.ID, error) {
		var k [2]store.ID
		err := r.Scan(&k[0], &k[1])
		return k, err
	}, "select party_id, id from dossier order by party_id, id")
	if err != nil {
		return 0, err
	}
	for _, k := range rows {
		problems, err := o.verifyOne(ctx, q, k[0], k[1])
		if err != nil {
			return 0, err
		}
		for _, p := range problems {
			report("dossier " + k[1].String() + ": " + p)
		}
	}
	return len(rows), nil
}

func (o *Office) verifyOne(ctx context.Context, q store.Q, party, id store.ID) ([]string, error) {
	row, err := read(ctx, q, party, id)
	if err != nil {
		return nil, err
	}
	events, err := act.Events(ctx, q, party, id)
	if err != nil {
		return nil, err
	}
	built, err := Fold(o.Programmes, events)
	if err != nil {
		return []string{"its events do not fold: " + err.Error()}, nil
	}
	var problems []string
	if built != row {
		problems = append(problems, fmt.Sprintf("the row is %+v, its events make %+v", row, built))
	}
	if more, err := o.verifyItems(ctx, q, built, events); err != nil {
		return nil, err
	} else if more != "" {
		problems = append(problems, more)
	}
	postings, err := ledger.OfStream(ctx, q, party, id)
	if err != nil {
		return nil, err
	}
	want, err := o.expected(events)
	if err != nil {
		return append(problems, "its postings cannot be computed: "+err.Error()), nil
	}
	return append(problems, comparePostings(postings, want)...), nil
}

// expected computes every posting of a dossier again, corrections included.
func (o *Office) expected(events []act.Event) ([]ledger.Posting, error) {
	r := replay{office: o, bySeq: map[int64][]ledger.Posting{}}
	r.begin(events[0])
	for i, ev := range events {
		var made []ledger.Posting
		var err error
		if ev.Corrects != 0 {
			made = r.takenBack(ev)
			err = r.again(events[:i+1])
		} else {
			made, err = r.step(ev)
		}
		if err != nil {
			return nil, err
		}
		for n := range made {
			made[n].Party, made[n].Stream, made[n].Seq, made[n].N, made[n].RecordedAt = ev.Party, ev.Stream, ev.Seq, n, ev.RecordedAt
		}
		r.bySeq[ev.Seq] = made
		r.out = append(r.out, made...)
	}
	return r.out, nil
}

// replay makes a dossier's postings again, event after event.
type replay struct {
	office  *Office
	def     *programme.Definition
	was     Dossier
	answers programme.Answers
	before  past
	own     []ledger.Entry
	mine    map[int64][]ledger.Entry // by event
	bySeq   map[int64][]ledger.Posting
	out     []ledger.Posting
}

func (r *replay) begin(first act.Event) {
	r.was = Dossier{Party: first.Party, ID: first.Stream}
	r.answers, r.before = programme.Answers{}, past{done: map[string]int64{}}
	if r.mine == nil {
		r.mine = map[int64][]ledger.Entry{}
	}
}

// step is one event that counts.
func (r *replay) step(ev act.Event) ([]ledger.Posting, error) {
	p, is, err := r.advance(ev)
	if err != nil {
		return nil, err
	}
	in := counted(r.def, ActOf(ev), p, r.before, r.was, is, r.answers, ev.On)
	list, err := entries(r.def, in, is, p, r.own)
	out := make([]ledger.Posting, len(list))
	for i, e := range list {
		out[i] = ledger.Posting{CellID: e.Cell.Number(), Quantity: e.Quantity, Day: e.Day, Subject: e.Subject}
	}
	r.own, r.mine[ev.Seq] = append(r.own, list...), list
	r.after(ev, p, is)
	return out, err
}

// advance folds an event without counting it.
func (r *replay) advance(ev act.Event) (Payload, Dossier, error) {
	var p Payload
	if err := json.Unmarshal(ev.Payload, &p); err != nil {
		return p, Dossier{}, err
	}
	if p.Answers != nil {
		r.answers = *p.Answers
	}
	is, err := fold(r.office.Programmes, r.was, ev)
	if err == nil && r.def == nil {
		r.def, err = r.office.Programmes.Get(is.Programme)
	}
	return p, is, err
}

func (r *replay) after(ev act.Event, p Payload, is Dossier) {
	if a, ok := r.def.Workflow.Act(ActOf(ev)); ok {
		r.before.add(r.def, a, ev, p)
	}
	r.was = is
}

// takenBack are the exact reversals of what a corrected event posted.
func (r *replay) takenBack(ev act.Event) []ledger.Posting {
	for _, e := range r.mine[ev.Corrects] {
		e.Quantity = -e.Quantity
		r.own = append(r.own, e)
	}
	return reversed(r.bySeq[ev.Corrects])
}

// again folds what stands once something was corrected.
func (r *replay) again(events []act.Event) error {
	r.begin(events[0])
	for _, ev := range Standing(events) {
		p, is, err := r.advance(ev)
		if err != nil {
			return err
		}
		r.after(ev, p, is)
	}
	return nil
}

// verifyItems compares the items that a dossier follows with their rows.
func (o *Office) verifyItems(ctx context.Context, q store.Q, d Dossier, events []act.Event) (string, error) {
	def, err := o.Programmes.Get(d.Programme)
	if err != nil || len(def.Workflow.Tracks) == 0 {
		return "", err
	}
	want, err := Items(def, events)
	if err != nil {
		return "", err
	}
	slices.SortStableFunc(want, func(a, b programme.Item) int { return strings.Compare(a.Track, b.Track) })
	got, err := itemRows(ctx, q, d)
	same := func(a, b programme.Item) bool {
		return a.Track == b.Track && a.Number == b.Number && a.State == b.State && a.Since == b.Since && a.Due == b.Due
	}
	if err == nil && !slices.EqualFunc(got, want, same) {
		return fmt.Sprintf("its items are %+v, its events make %+v", got, want), nil
	}
	return "", err
}

func reversed(postings []ledger.Posting) []ledger.Posting {
	out := slices.Clone(postings)
	for i := range out {
		out[i].Quantity = -out[i].Quantity
	}
	return out
}

func comparePostings(got, want []ledger.Posting) []string {
	var problems []string
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			problems = append(problems, fmt.Sprintf("the ledger lacks %+v", want[i]))
		case i >= len(want):
			problems = append(problems, fmt.Sprintf("the ledger has %+v, which no event explains", got[i]))
		case got[i] != want[i]:
			problems = append(problems, fmt.Sprintf("the ledger has %+v, the event makes %+v", got[i], want[i]))
		}
	}
	return problems
}
