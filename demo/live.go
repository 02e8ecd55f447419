package demo

import (
	"sanad/calendar"
	"sanad/commission"
	"sanad/demo/facts"
)

// live draws what happens to a file, from the counter to where it stands on the
// last day. Each step happens after the one before it was recorded.
func (p *plan) live(n int32) {
	f := &p.files[n]
	f.recorded = p.late(f.opened)
	p.add(deposit, counter, n, f.opened, f.recorded)
	if f.fate == waiting {
		p.wait(n)
	} else {
		p.advance(n)
	}
	if f.last == 0 {
		f.last = End
	}
}

func (p *plan) add(k kind, phase uint8, n int32, on, recorded calendar.Date) {
	p.entries = append(p.entries, entry{recorded: recorded, on: on, phase: phase, kind: k, sitting: -1, file: n})
}

// chance is true percent times in a hundred.
func (p *plan) chance(percent int) bool { return p.rng.IntN(100) < percent }

// some is a number of days between two.
func (p *plan) some(least, most int) int { return least + p.rng.IntN(most-least+1) }

// wait lives a file that the centre has not received: deposited, to be
// completed, or examined and not yet sent.
func (p *plan) wait(n int32) {
	f := &p.files[n]
	if asked := facts.Workday(f.recorded.AddDays(p.some(2, 8))); p.chance(12) && asked <= End {
		f.lacks = true
		p.add(ask, counter, n, asked, asked)
		return
	}
	if held := monthly(f.province, f.recorded); p.chance(60) && held <= End {
		p.sit(commission.Province, n, held, favourable)
	}
}

// advance lives a file up to its reception and what follows it.
func (p *plan) advance(n int32) {
	f := &p.files[n]
	rec := f.recorded
	if f.opened < calm && p.chance(4) {
		rec = p.completed(n)
	}
	held := monthly(f.province, rec)
	if f.opened < calm && p.chance(15) { // an agenda was full
		held = monthly(f.province, held)
	}
	rec = p.sit(commission.Province, n, held, p.opinion(f))
	sent := next(tuesday, rec)
	if f.opened < calm && p.chance(30) {
		sent = next(tuesday, sent)
	}
	rec = p.late(sent)
	p.add(receive, sending, n, sent, rec)
	if f.fate == studied {
		p.remain(n, rec)
	} else {
		p.decide(n, rec)
	}
}

// opinion is what the province says; it is sometimes wrong.
func (p *plan) opinion(f *file) kind {
	against := 1
	if f.ground != none {
		against = 60
	}
	if p.chance(against) {
		return unfavourable
	}
	return favourable
}

// completed asks for a paper and has it brought.
func (p *plan) completed(n int32) calendar.Date {
	f := &p.files[n]
	f.lacks = true
	asked := facts.Workday(f.recorded.AddDays(p.some(2, 8)))
	p.add(ask, counter, n, asked, asked)
	brought := facts.Workday(asked.AddDays(p.some(4, 25)))
	rec := p.late(brought)
	p.add(complete, counter, n, brought, rec)
	return rec
}

// decide has the central committee decide, now and then after further study or
// after a mistake that is corrected.
func (p *plan) decide(n int32, rec calendar.Date) {
	f := &p.files[n]
	sit := func(after calendar.Date, k kind) calendar.Date {
		return p.sit(commission.Centre, n, next(thursday, after), k)
	}
	rec = rec.AddDays(p.some(0, 6))
	if f.opened < calm && p.chance(2) {
		rec = sit(rec, study).AddDays(p.some(20, 40))
	}
	if f.fate == accepted {
		if f.opened < calm && p.rng.IntN(700) == 0 {
			wrong := sit(rec, refuse)
			rec = facts.Workday(wrong.AddDays(p.some(3, 20)))
			p.add(correct, after, n, rec, rec)
		}
		sit(rec, accept)
		return
	}
	rec = sit(rec, refuse)
	if f.opened < calm && p.chance(5) {
		rec = p.appealed(n, rec)
		sit(rec, refuseAppeal)
	}
}

func (p *plan) appealed(n int32, refused calendar.Date) calendar.Date {
	on := facts.Workday(refused.AddDays(p.some(5, 25)))
	p.add(appeal, after, n, on, on)
	return on
}

// remain leaves a received file undecided: most wait for their session, some
// were put off for further study, some are under appeal.
func (p *plan) remain(n int32, rec calendar.Date) {
	f := &p.files[n]
	held := next(thursday, rec)
	switch {
	case p.chance(25) && held <= End:
		p.sit(commission.Centre, n, held, study)
	case p.chance(8) && held.AddDays(2*maxDelay) <= End:
		f.ground = p.drawGround()
		rec = p.sit(commission.Centre, n, held, refuse)
		on := facts.Workday(rec.AddDays(p.some(3, 9)))
		p.add(appeal, after, n, on, on)
	}
}
