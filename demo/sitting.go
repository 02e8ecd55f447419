package demo

import (
	"cmp"
	"slices"

	"sanad/calendar"
	"sanad/commission"
)

// sitting is a session of the plan. Its files are ruled on the day it is held;
// all of it is recorded together.
type sitting struct {
	sittingKey
	recorded calendar.Date
	files    []int32
}

type sittingKey struct {
	level    commission.Level
	province int // place in plan.provinces; 0 for the centre
	held     calendar.Date
}

// sit puts a file before the sitting and says when it is recorded.
func (p *plan) sit(level commission.Level, f int32, held calendar.Date, k kind) calendar.Date {
	key := sittingKey{level: level, held: held}
	if level == commission.Province {
		key.province = p.files[f].province
	}
	n, there := p.held[key]
	if !there {
		n = int32(len(p.sittings))
		p.held[key] = n
		p.sittings = append(p.sittings, sitting{sittingKey: key, recorded: p.late(held)})
	}
	s := &p.sittings[n]
	s.files = append(s.files, f)
	p.entries = append(p.entries, entry{recorded: s.recorded, on: held, phase: phaseOf(level), kind: k, sitting: n, file: f})
	p.files[f].last = max(p.files[f].last, held)
	return s.recorded
}

// late is the day on which something of a day is recorded: mostly the day
// itself, three times in a hundred some days later.
func (p *plan) late(on calendar.Date) calendar.Date {
	if p.rng.IntN(100) >= 3 {
		return on
	}
	return on.AddDays(1 + p.rng.IntN(maxDelay))
}

// The phases of a day: what is recorded in one may need what was in those before.
const (
	counter uint8 = iota
	provincial
	sending
	central
	after
)

func phaseOf(level commission.Level) uint8 {
	if level == commission.Province {
		return provincial
	}
	return central
}

// notice is how many days before a session it is convened.
const notice = 7

// agendaLot is how many files are put on an agenda by one act.
const agendaLot = 500

// addSittings adds what a session needs around its rulings.
func (p *plan) addSittings() {
	for i := range p.sittings {
		s := &p.sittings[i]
		e := entry{recorded: s.held - notice, on: s.held - notice, phase: phaseOf(s.level), kind: convene, sitting: int32(i), file: -1}
		p.entries = append(p.entries, e)
		e.recorded, e.on = s.recorded, s.held
		for e.kind = agenda; int(e.file+1)*agendaLot < len(s.files); { // file is the place of the lot
			e.file++
			p.entries = append(p.entries, e)
		}
		for _, e.kind = range []kind{begin, closing} {
			e.file = -1
			p.entries = append(p.entries, e)
		}
	}
}

// sort puts the acts in the order in which they are recorded.
func (p *plan) sort() {
	slices.SortFunc(p.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.recorded, b.recorded), cmp.Compare(a.phase, b.phase),
			cmp.Compare(a.sitting, b.sitting), cmp.Compare(a.kind, b.kind), cmp.Compare(a.file, b.file))
	})
}
