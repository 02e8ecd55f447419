package programme

import (
	"slices"
	"strings"

	"sanad/access"
)

func (w *Workflow) check(p page, d *Definition) {
	clocks, states, acts := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range w.Clocks {
		p.unique(clocks, c.line, "clock", c.ID)
		p.oneOf(c.line, "kind of clock", c.Kind, "legal", "service")
		if c.Days < 1 {
			p.say(c.line, "write a number of days", "clock %s has %d days", c.ID, c.Days)
		}
		d.cites(p, c.line, "clock "+c.ID, c.Legal, c.Kind == "legal" && !c.Confirm)
	}
	for _, s := range w.States {
		p.unique(states, s.line, "state", s.ID)
		p.oneOf(s.line, "level", s.Level, Counter, Province, Centre, Closed)
	}
	for i := range w.Acts {
		a := &w.Acts[i]
		p.unique(acts, a.line, "act", a.ID)
		w.checkAct(p, a, d)
	}
	w.checkOpening(p)
	w.checkClocks(p)
	w.checkPaths(p)
}

func (w *Workflow) checkAct(p page, a *Act, d *Definition) {
	p.oneOf(a.line, "verb", string(a.Verb), verbs...)
	p.oneOf(a.line, "level", a.Level, Counter, Province, Centre)
	p.oneOf(a.line, "session", a.Session, Province, Centre)
	d.cites(p, a.line, "act "+a.ID, a.Legal, false)
	if len(a.By) == 0 {
		p.say(a.line, "name the roles", "nobody may do act %s", a.ID)
	}
	for _, r := range a.By {
		if !r.Valid() {
			p.say(a.line, "use one of: "+words(access.Roles()), "role %q is not known", r)
		}
	}
	for _, f := range a.Forbids {
		p.oneOf(a.line, "separation of duties", f, "registrar", "examiner", "decider")
	}
	w.checkStates(p, a)
	w.checkMove(p, a.line, a.Clock, a.Effects)
	outcomes := map[string]bool{}
	for _, o := range a.Outcomes {
		p.unique(outcomes, o.line, "outcome", o.ID)
		p.oneOf(o.line, "requirement", string(o.Requires), string(Yes), string(No))
		w.checkMove(p, o.line, o.Clock, o.Effects)
		w.refers(p, o.line, "outcome "+o.ID, o.To)
	}
}

func (w *Workflow) checkStates(p page, a *Act) {
	if a.From != nil && len(a.From) == 0 {
		p.say(a.line, "name the states, or leave from out for the act that opens a dossier", "act %s is possible nowhere", a.ID)
	}
	for _, from := range a.From {
		w.refers(p, a.line, "act "+a.ID, from)
	}
	ways := 0
	if a.To != "" {
		ways++
		w.refers(p, a.line, "act "+a.ID, a.To)
	}
	if len(a.Outcomes) > 0 {
		ways++
	}
	switch {
	case a.Verb == Correct && ways > 0:
		p.say(a.line, "leave to and outcomes out", "act %s corrects: it leads back to the state before", a.ID)
	case a.Verb != Correct && ways != 1:
		p.say(a.line, "write either to or outcomes", "act %s does not lead to one place", a.ID)
	}
}

func (w *Workflow) refers(p page, line int, what, state string) {
	if state != "" && w.State(state) == nil {
		p.say(line, "add the state, or correct the name", "%s names the state %q, which is not defined", what, state)
	}
}

func (w *Workflow) checkMove(p page, line int, c ClockMove, list []string) {
	p.oneOf(c.line, "move of a clock", c.Move, "start", "pause", "resume", "stop")
	if (c.Move == "start") != (c.ID != "") {
		p.say(c.line, "give id with start, and only there", "the clock to start is not named, or a clock is named and not started")
	}
	if c.ID != "" && w.Clock(c.ID) == nil {
		p.say(c.line, "add it to clocks", "clock %q is not defined", c.ID)
	}
	for _, e := range list {
		p.oneOf(line, "effect", e, effects...)
	}
}

func (w *Workflow) checkOpening(p page) {
	opening := w.From("")
	if len(opening) != 1 {
		p.say(w.line, "leave from out in exactly one act, with the verb deposit", "%d acts open a dossier", len(opening))
	}
	for i := range w.Acts {
		a := &w.Acts[i]
		if (a.Verb == Deposit) != (a.From == nil) {
			p.say(a.line, "use deposit for the act without from, and nowhere else", "act %s has the verb %s", a.ID, a.Verb)
		}
	}
}

// checkClocks refuses a clock nobody starts and a pause nobody ends.
func (w *Workflow) checkClocks(p page) {
	seen := map[string]bool{}
	for _, m := range w.moves() {
		c := m.act.ClockWith(m.outcome)
		seen[c.Move] = true
		seen["start "+c.ID] = true
	}
	for _, c := range w.Clocks {
		if !seen["start "+c.ID] {
			p.say(c.line, "start it in an act, or remove it", "no act starts clock %s", c.ID)
		}
	}
	if seen["pause"] && !seen["resume"] {
		p.say(w.line, "add clock: {move: resume} to the act that ends the pause", "a clock is paused and never resumed")
	}
}

// checkPaths refuses states that no dossier reaches and states it cannot leave.
func (w *Workflow) checkPaths(p page) {
	moves := w.moves()
	reached := spread(map[string]bool{"": true}, func(seen map[string]bool, m move) (string, bool) { return m.to, seen[m.from] }, moves)
	ends := map[string]bool{}
	for _, s := range w.States {
		if s.Terminal {
			ends[s.ID] = true
		}
	}
	ends = spread(ends, func(seen map[string]bool, m move) (string, bool) { return m.from, seen[m.to] }, moves)
	for _, s := range w.States {
		if !reached[s.ID] {
			p.say(s.line, "add an act that leads to it, or remove it", "state %s cannot be reached", s.ID)
		}
		if !ends[s.ID] {
			p.say(s.line, "add an act that leads on, or mark it terminal: true", "state %s is a dead end: no way from it ends", s.ID)
		}
		open := func(m move) bool { return m.from == s.ID }
		if s.Level == Closed && !s.Terminal && !slices.ContainsFunc(moves, open) {
			p.say(s.line, "mark it terminal: true", "state %s is closed and not terminal", s.ID)
		}
	}
}

// spread adds states along the moves until nothing changes.
func spread(seen map[string]bool, step func(map[string]bool, move) (string, bool), moves []move) map[string]bool {
	for before := -1; before != len(seen); {
		before = len(seen)
		for _, m := range moves {
			if state, ok := step(seen, m); ok {
				seen[state] = true
			}
		}
	}
	return seen
}

func words(roles []access.Role) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return strings.Join(out, ", ")
}
