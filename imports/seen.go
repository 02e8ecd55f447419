package imports

import (
	"context"

	"sanad/registry"
	"sanad/sheet/table"
	"sanad/store"
)

// seen is what a pass remembers of the rows above in the file.
type seen struct {
	// Of the whole file: what those that are, or would be, written are known by.
	rows       map[string]seenRow
	households map[string]int64  // the row where it begins
	applicants map[string]bool   // who has an application above
	members    map[string]bool   // who lives in a household above
	lines      map[int64]seenRow // of applications, by row
	added      []string          // keys of all but the last since the batch began

	// What is not in the database yet: of a dry run all, of the real one those of
	// the batch.
	cards  map[string]int64   // by identifier: the row
	people map[int64]store.ID // by row, who is registered by it
	drafts *registry.Gathered
}

type seenRow struct {
	line    int64
	content []byte
	person  store.ID       // zero when an earlier process wrote the row
	draft   registry.Draft // of an applicant
}

func newSeen(ctx context.Context, q store.Q) (*seen, error) {
	s := &seen{rows: map[string]seenRow{}, households: map[string]int64{}, applicants: map[string]bool{}, members: map[string]bool{}, lines: map[int64]seenRow{}}
	return s, s.renew(ctx, q)
}

// renew forgets what is in the database now.
func (s *seen) renew(ctx context.Context, q store.Q) (err error) {
	s.cards, s.people = map[string]int64{}, map[int64]store.ID{}
	s.drafts, err = registry.NewGathered(ctx, q)
	return err
}

// takeBack forgets the rows of a batch that was not written.
func (s *seen) takeBack() {
	for _, key := range s.added {
		delete(s.rows, key)
		delete(s.households, key)
		delete(s.applicants, key)
		delete(s.members, key)
	}
	s.added = nil
}

func (s *seen) add(hash []byte, row seenRow) {
	if _, above := s.rows[string(hash)]; above {
		return // the first one counts
	}
	s.rows[string(hash)] = row
	s.added = append(s.added, string(hash))
}

func (s *seen) addHousehold(hash []byte, line int64) {
	s.households[string(hash)] = line
	s.added = append(s.added, string(hash))
}

// accept notes that a unit is, or would be, written.
func (p *pass) accept(u *unit) {
	first := u.entries[0]
	for _, e := range u.entries {
		row := seenRow{line: e.line, content: e.content, person: e.person}
		if u.application != nil {
			row.draft = e.draft
			p.seen.lines[e.line] = row
		}
		p.seen.add(e.hash, row)
		if e.state != written {
			continue
		}
		p.seen.people[e.line] = e.person
		p.seen.drafts.Add(e.line, e.draft)
		for _, i := range e.draft.Identifiers {
			p.seen.cards[cardKey(i)] = e.line
		}
	}
	if u.household != nil {
		p.seen.addHousehold(u.household.hash, first.line)
		for _, e := range u.entries {
			if e.draft.DiedOn.IsZero() {
				key := string(e.person[:])
				if !p.seen.members[key] {
					p.seen.members[key] = true
					p.seen.added = append(p.seen.added, key)
				}
			}
		}
	}
	if u.application != nil {
		p.seen.add(u.application.hash, seenRow{line: first.line, content: u.application.content, person: first.person})
		if u.application.deposits {
			key := string(first.person[:])
			p.seen.applicants[key] = true
			p.seen.added = append(p.seen.added, key)
		}
	}
}

// recall reads again the rows that an earlier process wrote, so that one below
// with the same number is known for what it is.
func (p *pass) recall(ctx context.Context, f *table.File) error {
	if p.is.Reached == 0 {
		return nil
	}
	lines, err := keptLines(ctx, p.o.DB, p.is.ID, p.is.Reached)
	if err != nil {
		return err
	}
	failed := map[int64]bool{}
	for _, line := range lines {
		failed[line] = true
	}
	for u, err := range p.units(f, 0) {
		if err != nil {
			return err
		}
		if int64(u.rows[0].Number) > p.is.Reached {
			break
		}
		p.read(u)
		for _, e := range u.entries {
			if !failed[e.line] {
				p.recallRow(u, e)
			}
		}
	}
	p.seen.added = nil
	return nil
}

func (p *pass) recallRow(u *unit, e *entry) {
	p.seen.add(e.hash, seenRow{line: e.line, content: e.content})
	switch p.is.Kind {
	case Households:
		p.seen.addHousehold(p.householdHash(e), int64(u.rows[0].Number))
	case Applications:
		hash, content := p.applicationHash(e)
		p.seen.add(hash, seenRow{line: e.line, content: content})
	}
}
