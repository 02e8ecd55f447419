package dossier

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

// Stay is a time in which a dossier holds something of a guarded account: a place
// of an institution.
type Stay struct {
	Dossier Dossier
	Account string        // the name of the balance, "places/…/F"
	From    calendar.Date // the day it was taken
	To      calendar.Date // the day it was given back; zero while it is held
}

// On tells that the stay holds on a day: the day it ends is free again.
func (s Stay) On(day calendar.Date) bool {
	return s.From <= day && (s.To.IsZero() || day < s.To)
}

// Stays are those of the dossiers within a scope that name a party, in the
// balances whose names begin with one of the prefixes and the party's
// identifier; the newest first.
func Stays(ctx context.Context, q store.Q, scope access.Scope, party store.ID, prefixes ...string) ([]Stay, error) {
	list, err := Naming(ctx, q, scope, party, Filter{}, -1)
	if err != nil {
		return nil, err
	}
	of := func(account string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(account, p+"/"+party.String()+"/") })
	}
	var out []Stay
	for _, d := range list {
		events, err := act.Events(ctx, q, d.Party, d.ID)
		if err != nil {
			return nil, err
		}
		stays, err := staysOf(d, Standing(events), of)
		if err != nil {
			return nil, err
		}
		out = append(out, stays...)
	}
	slices.SortStableFunc(out, func(a, b Stay) int { return int(b.From - a.From) })
	return out, nil
}

// staysOf are the times between two events in which a dossier's movements of a
// balance do not cancel out.
func staysOf(d Dossier, events []act.Event, of func(account string) bool) ([]Stay, error) {
	var out []Stay
	held, open := map[string]int64{}, map[string]int{}
	for _, ev := range events {
		var p Payload
		if err := json.Unmarshal(ev.Payload, &p); err != nil {
			return nil, err
		}
		for _, m := range p.Moves {
			if !of(m.Name) {
				continue
			}
			held[m.Name] += m.Quantity
			i, known := open[m.Name]
			switch {
			case held[m.Name] != 0 && !known:
				open[m.Name] = len(out)
				out = append(out, Stay{Dossier: d, Account: m.Name, From: ev.On})
			case held[m.Name] == 0 && known:
				out[i].To = ev.On
				delete(open, m.Name)
			}
		}
	}
	return out, nil
}
