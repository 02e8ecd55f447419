package dossier

import (
	"encoding/json"
	"slices"

	"sanad/act"
	"sanad/programme"
)

// past is what a dossier's standing events add up to beside its row: how often
// each act took place, the items of its tracks, what it holds of claims and
// guarded accounts.
type past struct {
	done  map[string]int64
	items []programme.Item
	held  []programme.Movement // per account and name, what the dossier moved in all
	taken []programme.Taken
}

// remembering folds a dossier's events into its past.
func remembering(def *programme.Definition, events []act.Event) (past, error) {
	p := past{done: map[string]int64{}}
	for _, ev := range Standing(events) {
		var payload Payload
		if err := json.Unmarshal(ev.Payload, &payload); err != nil {
			return p, err
		}
		if a, ok := def.Workflow.Act(ActOf(ev)); ok {
			p.add(def, a, ev, payload)
		}
	}
	return p, nil
}

// add is the step of one event that counts.
func (p *past) add(def *programme.Definition, a *programme.Act, ev act.Event, payload Payload) {
	p.done[a.ID]++
	if payload.Fields != nil {
		p.items = def.Workflow.Follow(p.items, a, *payload.Fields, ev.Seq, ev.On)
	}
	for _, m := range payload.Moves {
		p.move(m)
	}
	for _, t := range payload.Released {
		p.taken = slices.DeleteFunc(p.taken, func(o programme.Taken) bool { return o.Name == t.Name })
	}
	p.taken = append(p.taken, payload.Taken...)
}

func (p *past) move(m programme.Movement) {
	for i := range p.held {
		if p.held[i].Name == m.Name {
			p.held[i].Quantity += m.Quantity
			return
		}
	}
	p.held = append(p.held, m)
}

// giveBack are the movements and claims that return what the dossier holds of
// some accounts and claims.
func (p *past) giveBack(names []string) (moves []programme.Movement, claims []programme.Taken) {
	for _, m := range p.held {
		if slices.Contains(names, m.Account) && m.Quantity != 0 {
			m.Quantity = -m.Quantity
			moves = append(moves, m)
		}
	}
	for _, t := range p.taken {
		if slices.Contains(names, t.Claim) {
			claims = append(claims, t)
		}
	}
	return moves, claims
}

// Items are those that a dossier follows, from its events.
func Items(def *programme.Definition, events []act.Event) ([]programme.Item, error) {
	p, err := remembering(def, events)
	return p.items, err
}
