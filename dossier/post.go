package dossier

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strconv"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// post writes what the act counts, in the act's own transaction.
func (w *work) post(ctx context.Context, is Dossier) error {
	in := w.counted(w.p, w.before, w.was, is)
	var own []ledger.Entry
	if w.def.Ledger.Clears(in) && !w.was.OpenedOn.IsZero() {
		var err error
		if own, err = ledger.EntriesOf(ctx, w, w.r.Party, w.r.Dossier); err != nil {
			return err
		}
	}
	entries, err := entries(w.def, in, is, w.p, own)
	if err != nil {
		return err
	}
	return w.o.Book.Post(ctx, w.Step, entries...)
}

func (w *work) counted(p Payload, before past, was, is Dossier) programme.Situation {
	return counted(w.def, w.act.ID, p, before, was, is, w.answers, w.r.On)
}

// counted is an act as the ledger counts it. It depends on nothing but what the
// events hold, so that Verify can make it again. The decision is the one in
// force: made by this act, or standing when the act ends what it granted.
func counted(def *programme.Definition, actID string, p Payload, before past, was, is Dossier, answers programme.Answers, on calendar.Date) programme.Situation {
	fact := programme.Fact{Sex: is.Sex, Birth: is.Birth, Province: is.Province, Commune: is.Commune}
	if f, frozen := p.Facts[""]; frozen && def.Subject != programme.Person {
		fact = f
	}
	in := programme.Situation{Act: actID, Outcome: p.Outcome, From: was.State, To: is.State, Decision: p.Decision, Answers: answers,
		On: on, Facts: p.Facts.About(is.Party.String(), fact), Done: before.done, Open: def.Workflow.Open(before.items)}
	if p.Fields != nil {
		in.Fields = *p.Fields
	}
	return in
}

// entries is what an act of the workflow counts; own are the dossier's earlier
// entries, for what is cleared.
func entries(def *programme.Definition, in programme.Situation, is Dossier, p Payload, own []ledger.Entry) ([]ledger.Entry, error) {
	lines, err := def.Ledger.Postings(in)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Entry, 0, len(lines))
	for _, line := range lines {
		if line.Clear {
			for _, left := range ledger.Left(own, line.Measure) {
				left.Quantity, left.Day = -left.Quantity, in.On
				out = append(out, left)
			}
			continue
		}
		out = append(out, ledger.Entry{Cell: cell(def, is, line, frozenOn(def, is, p, line, in.On)), Quantity: line.Quantity, Day: in.On,
			Subject: subjectOf(def, is, line.Subject.ID)})
	}
	return out, nil
}

// frozenOn is the day whose age a posting freezes. A flow takes its own day, as
// does a stock that is cleared cell by cell. Another stock must leave the cell
// that it entered, on whatever day that is: what a decision granted takes the
// decision's day, a stock of states the opening's.
func frozenOn(def *programme.Definition, d Dossier, p Payload, line programme.Posting, on calendar.Date) calendar.Date {
	switch {
	case line.Kind != programme.Standing || def.Ledger.IsCleared(line.Measure):
		return on
	case p.Decision != nil && !def.Ledger.IsStateStock(line.Measure):
		return p.Decision.On
	}
	return d.OpenedOn
}

// subjectOf is whom a posting is about. Somebody who is in no register stands for
// themselves within the dossier's subject: the number 12 of a centre's register
// is the same person all year.
func subjectOf(def *programme.Definition, d Dossier, id string) store.ID {
	if id == "" {
		return store.ID{}
	}
	if known, err := store.ParseID(id); err == nil {
		return known
	}
	sum := sha256.Sum256([]byte(def.ID + "/" + d.Party.String() + "/" + id))
	return store.MakeID(0, binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))
}

// cell freezes the dimensions of a posting on a day.
func cell(def *programme.Definition, d Dossier, line programme.Posting, on calendar.Date) ledger.Cell {
	out := ledger.Cell{Programme: def.ID, Measure: line.Measure, Unit: string(line.Unit), Kind: ledger.Kind(line.Kind), Territory: cmp.Or(line.Territory, d.Commune, d.Province)}
	for _, dim := range line.Dims {
		if v := dimension(line, dim, on); v != "" {
			if out.Dims == nil {
				out.Dims = ledger.Dims{}
			}
			out.Dims[dim] = v
		}
	}
	return out
}

func dimension(line programme.Posting, dim string, on calendar.Date) string {
	if v, given := line.Values[dim]; given {
		return v
	}
	switch {
	case dim == "sex":
		return line.Subject.Sex
	case dim == "age" && !line.Subject.Birth.IsZero():
		return strconv.Itoa(calendar.Age(line.Subject.Birth, on))
	}
	return ""
}
