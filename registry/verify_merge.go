package registry

import (
	"context"
	"encoding/json"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// hear keeps what an event of a record's stream says of merges, and of who is
// another person: all findings about a pair stand in the stream of its first
// record, so in their order.
func (t tale) hear(party store.ID, seq int64, at calendar.Instant, c change) {
	if m := c.Merge; m != nil {
		is := ledger.Merging{RecordedAt: at, From: m.Goes, Into: party}
		if m.Undone {
			is.Into = store.ID{}
		}
		t.merges[is] = true
	}
	if c.Apart == nil {
		return
	}
	two := [2]store.ID{party, c.Apart.Other}
	switch _, known := t.apart[two]; {
	case c.Apart.Undone:
		delete(t.apart, two)
	case !known:
		t.apart[two] = seq
	}
}

// hearMatching keeps what a pass counted, and which pair somebody put off.
func (t tale) hearMatching(party store.ID, at calendar.Instant, kind string, payload []byte) error {
	var c struct {
		Pass
		Other store.ID `json:"other"`
	}
	err := json.Unmarshal(payload, &c)
	if kind == "match.pass" {
		t.passes[at] = Pass{Records: c.Records, Pairs: c.Pairs, Part: c.Part}
	} else {
		t.later[[2]store.ID{party, c.Other}] = true
	}
	return err
}

// compareMerges holds who counts as whom in the ledger against the merges and
// their ends, each at its instant: figures known on any day rest on it.
func (t tale) compareMerges(ctx context.Context, q store.Q, report func(Problem)) error {
	list, err := ledger.Mergings(ctx, q)
	for _, is := range list {
		if !t.merges[is] {
			report(Problem{is.From, "merge-unexplained"})
		}
		delete(t.merges, is)
	}
	for is := range t.merges {
		report(Problem{is.From, "merge-missing"})
	}
	return err
}

// compareApart holds who was found to be two persons against the findings.
func (t tale) compareApart(ctx context.Context, q store.Q, report func(Problem)) error {
	type row struct {
		two [2]store.ID
		seq int64
	}
	list, err := store.All(ctx, q, func(r store.Row) (row, error) {
		var w row
		return w, r.Scan(&w.two[0], &w.two[1], &w.seq)
	}, "select party_id, other_id, seq from person_apart")
	for _, w := range list {
		switch seq, found := t.apart[w.two]; {
		case !found:
			report(Problem{w.two[0], "apart-unexplained"})
		case seq != w.seq:
			report(Problem{w.two[0], "apart"})
		}
		delete(t.apart, w.two)
	}
	for two := range t.apart {
		report(Problem{two[0], "apart-missing"})
	}
	return err
}

// comparePairs looks at the passes and the queue that the last of them left.
// Which pairs a pass finds, and how likely each is, follows from the register as
// it was then and from the model, not from events; the next pass finds it anew,
// so it is not compared. The rest follows: what the passes counted; that a pair
// is of two records that stand, whom nobody found to be two persons, that it is
// kept where they are, that somebody put it off if it is put off; and that the
// queue is of the passes since the last one over the whole, and no longer than
// the last counted.
func (t tale) comparePairs(ctx context.Context, q store.Q, report func(Problem)) error {
	last, whole, err := t.comparePasses(ctx, q, report)
	if err != nil {
		return err
	}
	type row struct {
		two           [2]store.ID
		later, placed bool
		apart         bool
		at            calendar.Instant
	}
	list, err := store.All(ctx, q, func(r store.Row) (row, error) {
		var w row
		return w, r.Scan(&w.two[0], &w.two[1], &w.later, &w.at, &w.placed, &w.apart)
	}, `select m.party_id, m.other_id, m.later, m.found_at,
		exists (select 1 from person p, person o where p.party_id = m.party_id and o.party_id = m.other_id and p.into_id is null and o.into_id is null
			and p.province = m.province and o.province = m.other_province),
		exists (select 1 from person_apart a where a.party_id = m.party_id and a.other_id = m.other_id) from match_pair m`)
	for _, w := range list {
		switch {
		case w.at < whole || w.at > last.On:
			report(Problem{w.two[0], "pair-old"})
		case !w.placed:
			report(Problem{w.two[0], "pair-misplaced"})
		case w.apart:
			report(Problem{w.two[0], "pair-apart"})
		case w.later && !t.later[w.two]:
			report(Problem{w.two[0], "pair-put-off"})
		}
	}
	if len(list) > last.Pairs {
		report(Problem{passOffice, "pair-unexplained"})
	}
	return err
}

// comparePasses gives the last pass, and when the last over the whole was.
func (t tale) comparePasses(ctx context.Context, q store.Q, report func(Problem)) (last Pass, whole calendar.Instant, err error) {
	list, err := store.All(ctx, q, scanPass, "select "+passColumns+" from match_pass order by recorded_at")
	for _, is := range list {
		last = is
		if !is.Part {
			whole = is.On
		}
		is.upto = 0
		was, told := t.passes[is.On]
		delete(t.passes, is.On)
		if was.On = is.On; !told || was != is {
			report(Problem{passOffice, "pass"})
		}
	}
	for range t.passes {
		report(Problem{passOffice, "pass-missing"})
	}
	return last, whole, err
}
