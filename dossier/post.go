package dossier

import (
	"context"
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// post writes what the act counts, and moves the guarded accounts of what it
// counts, in the act's own transaction.
func (w *work) post(ctx context.Context, is Dossier) error {
	entries, err := entries(w.def, w.act.ID, w.was, is, w.p, w.answers, w.r.On)
	if err != nil {
		return err
	}
	if err := w.o.Book.Post(ctx, w.Step, entries...); err != nil {
		return err
	}
	for _, e := range entries {
		if err := w.keepWithin(ctx, is, e); err != nil {
			return err
		}
	}
	return nil
}

// entries is what an act of the workflow counts. It depends on nothing but what
// the events hold, so that Verify can compute it again. The decision is the one
// in force: made by this act, or standing when the act ends what it granted.
func entries(def *programme.Definition, actID string, was, is Dossier, p Payload, answers programme.Answers, on calendar.Date) ([]ledger.Entry, error) {
	lines, err := def.Ledger.Postings(programme.PostInput{Act: actID, Outcome: p.Outcome,
		From: was.State, To: is.State, Decision: p.Decision, Answers: answers, On: on})
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Entry, len(lines))
	for i, line := range lines {
		who := about(is, answers, line.Subject)
		out[i] = ledger.Entry{Cell: who.cell(def, is, line, frozenOn(def, is, p, line, on)), Quantity: line.Quantity, Day: on, Subject: who.id}
	}
	return out, nil
}

// frozenOn is the day whose age a posting freezes. A flow takes its own day. A
// stock must leave the cell that it entered, on whatever day that is: what a
// decision granted takes the decision's day, a stock of states the opening's.
func frozenOn(def *programme.Definition, d Dossier, p Payload, line programme.Posting, on calendar.Date) calendar.Date {
	switch {
	case line.Kind != programme.Standing:
		return on
	case p.Decision != nil && !def.Ledger.IsStateStock(line.Measure):
		return p.Decision.On
	}
	return d.OpenedOn
}

// counted is whom a posting is about.
type counted struct {
	id    store.ID
	sex   string
	birth calendar.Date
}

// about finds whom a posting is about: the dossier's subject, or an item of a
// list. Items name a person's sex and birth with the keys "sex" and "birth".
func about(d Dossier, answers programme.Answers, sel programme.Selector) counted {
	if sel.List == "" {
		return counted{id: d.Party, sex: d.Sex, birth: d.Birth}
	}
	items := answers.List(sel.List)
	if sel.Index >= len(items) {
		return counted{}
	}
	item := items[sel.Index]
	c := counted{sex: strings.ToUpper(item.Text("sex"))}
	// An item without an entry in the register still counts, about nobody known.
	c.id, _ = store.ParseID(item.Text(sel.Field))
	c.birth, _ = calendar.ParseDate(item.Text("birth"))
	return c
}

// cell freezes the dimensions of a posting on a day.
func (c counted) cell(def *programme.Definition, d Dossier, line programme.Posting, on calendar.Date) ledger.Cell {
	out := ledger.Cell{Programme: def.ID, Measure: line.Measure, Unit: string(line.Unit), Kind: ledger.Kind(line.Kind), Territory: d.Province}
	if d.Commune != "" {
		out.Territory = d.Commune
	}
	for _, dim := range line.Dims {
		if v := c.dimension(dim, on); v != "" {
			if out.Dims == nil {
				out.Dims = ledger.Dims{}
			}
			out.Dims[dim] = v
		}
	}
	return out
}

func (c counted) dimension(dim string, on calendar.Date) string {
	switch {
	case dim == "sex":
		return c.sex
	case dim == "age" && !c.birth.IsZero():
		return strconv.Itoa(calendar.Age(c.birth, on))
	}
	return ""
}

// keepWithin moves the guarded accounts that hold the posting's measure.
func (w *work) keepWithin(ctx context.Context, is Dossier, e ledger.Entry) error {
	for _, g := range w.def.Ledger.Guards {
		if g.Measure != e.Cell.Measure {
			continue
		}
		if err := ledger.Move(ctx, w.Step, guarded(w.def, g, is), e.Quantity, ledger.Limits{Least: g.Min, Most: g.Max}); err != nil {
			return err
		}
	}
	return nil
}

// guarded is the full name of a guarded account.
func guarded(def *programme.Definition, g programme.Guard, d Dossier) string {
	name := def.ID + "/" + g.Account
	switch g.Per {
	case "territory":
		return name + "/" + d.Province
	case "subject":
		return name + "/" + d.Party.String()
	}
	return name
}
