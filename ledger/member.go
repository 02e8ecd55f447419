package ledger

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Member is a stream that a figure counts, with what it adds: a dossier, or the
// document that reported the figure.
type Member struct {
	Party    store.ID
	Stream   store.ID
	Quantity int64
	Day      calendar.Date // of its last posting
}

// Page is where a listing continues.
type Page struct {
	AfterParty  store.ID
	AfterStream store.ID
	Limit       int
}

// Behind is what stands behind a figure.
type Behind struct {
	Members []Member // a page of those within the scope, by party and stream
	More    bool     // there are others after them
	Inside  int64    // streams within the scope
	Outside int64    // streams of which the scope shows nothing
}

// Look lists the streams whose postings behind a figure do not cancel out, within
// a scope, and counts those outside it.
//
// Errors: those of Ask.
func Look(ctx context.Context, db *store.DB, scope access.Scope, q Question, group, period int, page Page) (Behind, error) {
	m := memoryOf(db)
	if err := m.reach(ctx, q.KnownOn); err != nil {
		return Behind{}, err
	}
	v := m.view(q, everything)
	return v.behind(scope, group, period, page), nil
}

// everything is for counting what a reader may not see: how many, never who.
var everything = access.System("a figure says how many streams lie outside the reader's scope")

// adds is what a stream adds to a figure, within a scope and outside it.
type adds struct {
	inside, outside int64
	day             calendar.Date
}

func (v *view) behind(scope access.Scope, group, period int, page Page) Behind {
	streams := v.adds(scope, group, period)
	var b Behind
	for n, a := range streams {
		switch {
		case a.inside != 0:
			b.Inside++
			member := Member{Party: v.ids[v.parties[n]], Stream: v.ids[n], Quantity: a.inside, Day: a.day}
			if after := (Member{Party: page.AfterParty, Stream: page.AfterStream}); page.AfterStream.IsZero() || member.compare(after) > 0 {
				b.Members = append(b.Members, member)
			}
		case a.outside != 0:
			b.Outside++
		}
	}
	slices.SortFunc(b.Members, Member.compare)
	if b.More = len(b.Members) > page.Limit; b.More {
		b.Members = b.Members[:page.Limit]
	}
	return b
}

// adds sums, by stream, the postings behind a figure.
func (v *view) adds(scope access.Scope, group, period int) map[uint32]adds {
	streams := map[uint32]adds{}
	run := v.days.runs[period]
	for n := range v.parts {
		p := &v.parts[n]
		inside := make([]bool, len(p.cells))
		for i, c := range p.cells {
			inside[i] = scope.Allows(c.Programme, c.Province())
		}
		for i, cell := range p.cell {
			slot := int(v.days.slot[p.day[i]])
			if slot < run.first || slot >= run.end || !slices.Contains(v.kindOf(p, cell).groups, group) {
				continue
			}
			a := streams[p.stream[i]]
			if inside[cell] {
				a.inside += p.quantity.at(i)
				a.day = max(a.day, p.date(i))
			} else {
				a.outside += p.quantity.at(i)
			}
			streams[p.stream[i]] = a
		}
	}
	return streams
}

func (v *view) kindOf(p *part, cell uint32) kind { return v.kinds[int(p.row[cell])/v.days.slots] }

func (m Member) compare(other Member) int {
	return cmp.Or(bytes.Compare(m.Party[:], other.Party[:]), bytes.Compare(m.Stream[:], other.Stream[:]))
}

// LookInto lists the postings of one stream behind a figure, in the order of
// their events. The caller has found the stream within its scope (Look).
func LookInto(ctx context.Context, q store.Q, ask Question, group, period int, party, stream store.ID) ([]Posting, error) {
	all, err := OfStream(ctx, q, party, stream)
	if err != nil {
		return nil, err
	}
	var out []Posting
	for _, p := range all {
		c, err := CellByID(ctx, q, p.CellID)
		if err != nil {
			return nil, err
		}
		if p.RecordedAt <= ask.KnownOn && ask.Periods[period].counts(p.Day) &&
			slices.Contains(ask.Series, Series{c.Programme, c.Measure}) && slices.Contains(ask.groups(&c, everything, nil), group) {
			out = append(out, p)
		}
	}
	return out, nil
}
