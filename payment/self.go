package payment

import (
	"context"
	"slices"

	"sanad/act"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
)

// Two records of one person may each have an account: nothing is moved by a merge
// (registry.Merge). What one person receives once is held over all of them.

// same is every record that was merged beside the one it counts as, and that one
// beside itself. Of a register without merges it is empty.
const same = `(with recursive up(id, root) as (select party_id, into_id from person where into_id is not null
	union all select up.id, p.into_id from up join person p on p.party_id = up.root where p.into_id is not null),
	merged(id, root) as (select up.id, up.root from up join person p on p.party_id = up.root where p.into_id is null)
	select id, root from merged union select root, root from merged)`

// Collide tells why two records cannot become one person: both are paid under one
// programme, or have a right of the same month, or one is paid what excludes what
// the other is paid. One of the two rights ends first, or is taken back.
//
// Errors: payment.merge-both and payment.merge-months with the programme;
// payment.cumulation.
func (o *Office) Collide(ctx context.Context, s *act.Step, stays, goes store.ID) error {
	one, err := running(ctx, s, stays)
	if err != nil {
		return err
	}
	other, err := running(ctx, s, goes)
	if err != nil {
		return err
	}
	for _, id := range other {
		if slices.Contains(one, id) {
			return fault.New(fault.Conflict, "payment.merge-both", fault.Args{"programme": o.title(id)})
		}
		def, err := o.Programmes.Get(id)
		if fault.CodeOf(err) == fault.NotFound {
			continue // a programme that is no longer among ours
		}
		if err != nil {
			return err
		}
		if err := o.mayCumulate(ctx, s, def, stays, s.Today()); err != nil {
			return err
		}
	}
	return o.collideByMonth(ctx, s, stays, goes)
}

// collideByMonth refuses two records of which each had a right of one benefit in
// one month, though it ended since: as one person they were paid twice.
func (o *Office) collideByMonth(ctx context.Context, s *act.Step, stays, goes store.ID) error {
	benefits, err := Benefits(ctx, s)
	if err != nil {
		return err
	}
	for _, b := range benefits {
		mine, err := spansOver(ctx, s, stays, b.ID)
		if err != nil {
			return err
		}
		others, err := spansOver(ctx, s, goes, b.ID)
		if err != nil {
			return err
		}
		if m, twice := shared(mine, others); twice {
			return fault.New(fault.Conflict, "payment.merge-months", fault.Args{"programme": o.title(b.Programme), "month": m.String()})
		}
	}
	return nil
}

// spansOver are the rights by month that the records of a person, but for some of
// them, have of a benefit.
func spansOver(ctx context.Context, q store.Q, party store.ID, benefit int, but ...store.ID) ([]Span, error) {
	selves, err := registry.Selves(ctx, q, party)
	if err != nil {
		return nil, err
	}
	var out []Span
	for _, id := range selves {
		if slices.Contains(but, id) {
			continue
		}
		spans, err := Spans(ctx, q, Account{Party: id, Benefit: benefit})
		if err != nil {
			return nil, err
		}
		out = append(out, spans...)
	}
	return out, nil
}

// shared is a month that two rights have in common.
func shared(a, b []Span) (Month, bool) {
	for _, x := range a {
		for _, y := range b {
			from := max(x.From, y.From)
			if (x.To == 0 || from <= x.To) && (y.To == 0 || from <= y.To) {
				return from, true
			}
		}
	}
	return 0, false
}

// afterOthers is from which month on a person is given a benefit: the month in
// which the right begins, or the one after the last that another record of theirs
// has it for. A load registers everybody itself and merges nobody.
//
// Errors: payment.another-record when the other goes on.
func (o *Office) afterOthers(ctx context.Context, s *act.Step, programmeID string, party store.ID, benefit int, begins Month) (Month, error) {
	if s.Act.Fresh {
		return begins, nil
	}
	others, err := spansOver(ctx, s, party, benefit, party)
	for _, span := range others {
		if span.To == 0 {
			return begins, o.anotherRecord(programmeID, max(begins, span.From))
		}
		begins = max(begins, span.To+1)
	}
	return begins, err
}

// onlyOnce refuses a right by month of which another record of the person has a
// month.
//
// Errors: payment.another-record.
func (o *Office) onlyOnce(ctx context.Context, s *act.Step, programmeID string, a Account, spans []Span) error {
	others, err := spansOver(ctx, s, a.Party, a.Benefit, a.Party)
	if m, twice := shared(spans, others); err == nil && twice {
		err = o.anotherRecord(programmeID, m)
	}
	return err
}

func (o *Office) anotherRecord(programmeID string, m Month) error {
	return fault.New(fault.Conflict, "payment.another-record", fault.Args{"programme": o.title(programmeID), "month": m.String()})
}
