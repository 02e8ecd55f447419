package dossier

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/programme"
	"sanad/store"
)

// Moved is an act that moved guarded accounts of a dossier's subject: one of the
// dossier's own, or of another that names it.
type Moved struct {
	Dossier Dossier // whose act it is
	act.Event
	Moves     []programme.Movement // of those accounts
	Corrected bool                 // taken back since
}

// Movements are the acts within a scope that moved the accounts whose names begin
// with a prefix and a stroke, the latest first: those of a dossier that the caller
// found within its scope, and those that name it. Only acts recorded before an
// instant are read; zero reads from the last on. More tells that earlier ones may
// be there.
func Movements(ctx context.Context, q store.Q, scope access.Scope, d Dossier, prefix string, before calendar.Instant, limit int) (list []Moved, more bool, err error) {
	places, err := moving(ctx, q, scope, d, before, limit+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(places) > limit; more {
		places = places[:limit]
	}
	streams := map[store.ID][]act.Event{}
	for _, p := range places {
		if streams[p.stream] == nil {
			if streams[p.stream], err = act.Events(ctx, q, p.party, p.stream); err != nil {
				return nil, false, err
			}
		}
		moved, err := movedBy(streams[p.stream], p.seq, prefix)
		if err != nil {
			return nil, false, err
		}
		if len(moved.Moves) == 0 {
			continue
		}
		if moved.Dossier, err = read(ctx, q, p.party, p.stream); err != nil {
			return nil, false, err
		}
		list = append(list, moved)
	}
	return list, more, nil
}

// movedBy is what the event with a number did to some accounts.
func movedBy(events []act.Event, seq int64, prefix string) (Moved, error) {
	i := slices.IndexFunc(events, func(ev act.Event) bool { return ev.Seq == seq })
	m := Moved{Event: events[i]}
	var p Payload
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return m, err
	}
	for _, move := range p.Moves {
		if strings.HasPrefix(move.Name, prefix+"/") {
			m.Moves = append(m.Moves, move)
		}
	}
	m.Corrected = !slices.ContainsFunc(Standing(events), func(ev act.Event) bool { return ev.Seq == seq })
	return m, nil
}

// place is where an event stands.
type place struct {
	party, stream store.ID
	seq           int64
	at            calendar.Instant
}

func later(a, b place) int { return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.seq, a.seq)) }

// moving are the events of a dossier and those that name it, the latest first.
func moving(ctx context.Context, q store.Q, scope access.Scope, d Dossier, before calendar.Instant, limit int) ([]place, error) {
	scan := func(r store.Row) (place, error) {
		var p place
		return p, r.Scan(&p.party, &p.stream, &p.seq, &p.at)
	}
	own, others := &store.Where{}, &store.Where{}
	own.And("e.party_id = ? and e.stream_id = ?", d.Party, d.ID)
	others.And("l.other_id = ?", d.ID)
	scope.Restrict(others, access.Columns{Programme: "dossier.programme", Province: "dossier.province"})
	var all []place
	for from, w := range map[string]*store.Where{
		"event e": own,
		`dossier_link l join event e on e.party_id = l.party_id and e.stream_id = l.dossier_id and e.seq = l.seq
			join dossier on dossier.party_id = l.party_id and dossier.id = l.dossier_id`: others,
	} {
		if before != 0 {
			w.And("e.recorded_at < ?", int64(before))
		}
		n := w.Arg(limit)
		list, err := store.All(ctx, q, scan, "select e.party_id, e.stream_id, e.seq, e.recorded_at from "+from+w.SQL()+" order by e.recorded_at desc, e.seq desc limit "+n, w.Args()...)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortFunc(all, later)
	return all[:min(len(all), limit)], nil
}
