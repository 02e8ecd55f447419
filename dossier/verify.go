package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

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
	var out []ledger.Posting
	var answers programme.Answers
	bySeq := map[int64][]ledger.Posting{}
	for i, ev := range events {
		var made []ledger.Posting
		if ev.Corrects != 0 {
			made = reversed(bySeq[ev.Corrects])
		} else {
			var p Payload
			if err := json.Unmarshal(ev.Payload, &p); err != nil {
				return nil, err
			}
			if p.Answers != nil {
				answers = *p.Answers
			}
			var err error
			if made, err = o.expectedOf(events[:i], ev, p, answers); err != nil {
				return nil, err
			}
		}
		for n := range made {
			made[n].Party, made[n].Stream, made[n].Seq, made[n].N, made[n].RecordedAt = ev.Party, ev.Stream, ev.Seq, n, ev.RecordedAt
		}
		bySeq[ev.Seq] = made
		out = append(out, made...)
	}
	return out, nil
}

func (o *Office) expectedOf(before []act.Event, ev act.Event, p Payload, answers programme.Answers) ([]ledger.Posting, error) {
	was := Dossier{Party: ev.Party, ID: ev.Stream}
	if len(before) > 0 {
		var err error
		if was, err = Fold(o.Programmes, before); err != nil {
			return nil, err
		}
	}
	name := was.Programme
	if name == "" {
		name = p.Programme
	}
	def, err := o.Programmes.Get(name)
	if err != nil {
		return nil, err
	}
	is, err := fold(o.Programmes, was, ev)
	if err != nil {
		return nil, err
	}
	list, err := entries(def, ActOf(ev), was, is, p, answers, ev.On)
	out := make([]ledger.Posting, len(list))
	for i, e := range list {
		out[i] = ledger.Posting{CellID: e.Cell.Number(), Quantity: e.Quantity, Day: e.Day, Subject: e.Subject}
	}
	return out, err
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
