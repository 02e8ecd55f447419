package edition

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"sanad/access"
	"sanad/act"
	"sanad/statistics"
	"sanad/store"
)

// Check computes every table, reconciles it, decides what is hidden, and keeps
// the outcome. An edition whose tables all pass is checked; one of which some do
// not stays a draft, with what was found. Checked again, it loses its signatures.
//
// Errors: edition.state, edition.changed, edition.forbidden; those of computing.
func (o *Office) Check(ctx context.Context, r Request) (act.Event, error) {
	e, err := read(ctx, o.DB, r.ID)
	if err != nil {
		return act.Event{}, err
	}
	if err := o.allowed(r.Actor, access.EditionsWrite, e.Contents); err != nil {
		return act.Event{}, err
	}
	out, err := o.examine(ctx, e) // before the act: nobody waits for it, and known on makes it final
	if err != nil {
		return act.Event{}, err
	}
	return o.act(ctx, r, examined, r.Seen, access.EditionsWrite, func(s *act.Step, now Edition) (payload, error) {
		if now.Seq != e.Seq {
			return payload{}, ErrSeen
		}
		if err := now.must(Draft, Checked, Signed); err != nil {
			return payload{}, err
		}
		out.At = s.Now()
		now.Outcome = &out
		return payload{Outcome: &out}, now.fresh(ctx, s)
	})
}

// examine is what a check finds.
func (o *Office) examine(ctx context.Context, e Edition) (Outcome, error) {
	tables, err := o.results(ctx, e)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Tables: make([]Check, len(tables))}
	if out.Against, err = against(ctx, o.DB, e.ID); err != nil {
		return out, err
	}
	reconciles := true
	for i, r := range tables {
		out.Tables[i] = found(e.Contents[i], r)
		reconciles = reconciles && r.Reconciles()
	}
	if reconciles { // nothing can be concluded from sums that do not hold
		if err := o.hide(ctx, e, tables, &out); err != nil {
			return out, err
		}
	}
	for i, r := range tables {
		out.Tables[i].Digest, err = digestOf(r, out.Tables[i])
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// found is a check before anything is hidden.
func found(c Content, r *statistics.Result) Check {
	out := Check{Content: c, Problems: r.Problems}
	for _, col := range r.Columns {
		out.Least = max(out.Least, r.Table.Protects(col.Unit))
		out.Cells += len(r.Lines())
	}
	return out
}

// hide decides what the tables hide and the text withholds, beside every edition that was released.
func (o *Office) hide(ctx context.Context, e Edition, tables []*statistics.Result, out *Outcome) error {
	t, err := o.text(ctx, e)
	if err != nil {
		return err
	}
	s := &shield{asOf: e.AsOf}
	for _, r := range tables {
		s.put(r)
	}
	for _, r := range tables {
		s.link(r, func(name string) string { return name })
	}
	s.putText(t)
	s.linkText(t, func(name string) string { return name })
	s.regions(tables)
	for _, id := range out.Against {
		if err := o.beside(ctx, s, id); err != nil {
			return err
		}
	}
	return s.decide(tables, t, out)
}

func (o *Office) beside(ctx context.Context, s *shield, id store.ID) error {
	e, err := read(ctx, o.DB, id)
	if err != nil {
		return err
	}
	tables, err := o.results(ctx, e)
	if err != nil {
		return err
	}
	for i, r := range tables {
		c, _ := e.Outcome.Of(e.Contents[i])
		s.before(e, r, c)
	}
	t, err := o.text(ctx, e)
	if err == nil {
		s.beforeText(e, t)
	}
	return err
}

// digestOf is the digest of a table as published. In CSV, whose keys and figures
// no later wording changes.
func digestOf(r *statistics.Result, c Check) (string, error) {
	var b bytes.Buffer
	if err := protected(r, c).WriteCSV(&b); err != nil {
		return "", err
	}
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:]), nil
}
