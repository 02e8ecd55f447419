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
		if c.Days < 0 {
			p.say(c.line, "write a number of days", "clock %s has %d days", c.ID, c.Days)
		}
		d.cites(p, c.line, "clock "+c.ID, c.Legal, c.Kind == "legal" && !c.Confirm)
	}
	for _, s := range w.States {
		p.unique(states, s.line, "state", s.ID)
		p.oneOf(s.line, "level", s.Level, append(Levels(), Closed)...)
	}
	for i := range w.Acts {
		a := &w.Acts[i]
		p.unique(acts, a.line, "act", a.ID)
		w.checkAct(p, a, d)
	}
	w.checkTracks(p)
	w.checkClaims(p)
	w.checkGrids(p)
	w.checkCertificates(p, d)
	w.checkBoard(p, d)
	w.checkOpening(p)
	w.checkClocks(p)
	w.checkPaths(p)
}

func (w *Workflow) checkAct(p page, a *Act, d *Definition) {
	p.oneOf(a.line, "verb", string(a.Verb), verbs...)
	p.oneOf(a.line, "level", a.Level, Levels()...)
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
	checkFields(p, a.Fields, map[string]bool{}, false)
	w.checkAsked(p, a, d)
	w.checkFollowing(p, a)
	w.checkHolding(p, a.line, "act "+a.ID, a.Claims, a.Releases, d)
	w.checkScoring(p, a, d)
	w.checkStates(p, a)
	w.checkMove(p, a.line, a.Clock, a.Effects)
	outcomes := map[string]bool{}
	for _, o := range a.Outcomes {
		p.unique(outcomes, o.line, "outcome", o.ID)
		p.oneOf(o.line, "requirement", string(o.Requires), string(Yes), string(No))
		w.checkMove(p, o.line, o.Clock, o.Effects)
		w.refers(p, o.line, "outcome "+o.ID, o.To)
		w.checkHolding(p, o.line, "outcome "+o.ID, o.Claims, o.Releases, d)
		checkEnters(p, o.line, o.Enters, d)
		if (o.To == "") != o.Stay {
			p.say(o.line, "write either to or stay: true", "outcome %s does not lead to one place", o.ID)
		}
		for _, r := range o.By {
			if !slices.Contains(a.By, r) {
				p.say(o.line, "add the role to by of the act", "outcome %s is for %q, who may not do act %s", o.ID, r, a.ID)
			}
		}
	}
}

// checkAsked holds what an act asks, sets, enters and moves against the form,
// the register and the ledger.
func (w *Workflow) checkAsked(p page, a *Act, d *Definition) {
	for _, key := range a.Documents {
		if d.Form.Document(key) == nil {
			p.say(a.line, "add it to documents of form.yaml", "act %s needs the document %q, which is not defined", a.ID, key)
		}
	}
	if f := a.Field(a.Sheet); a.Sheet != "" && (f == nil || f.Type != ListField || !a.Stay) {
		p.say(a.line, "name a list that the act asks, and let it stay", "act %s is written on a sheet of %q, which is no list of an act that may come again", a.ID, a.Sheet)
	}
	checkAmong(p, a.Fields, d)
	requires := map[string]bool{}
	for _, r := range a.Requires {
		p.unique(requires, r.line, "condition", r.ID)
		d.cites(p, r.line, "condition "+r.ID, r.Legal, false)
		if r.Field != "" && a.Field(r.Field) == nil {
			p.say(r.line, "name a question of the act", "condition %s is about %q, which act %s does not ask", r.ID, r.Field, a.ID)
		}
	}
	for _, key := range sortedKeys(a.Sets) {
		if f := d.Form.Field(key); f == nil || f.Type == ListField || f.Type == ChoicesField || strings.Contains(key, ".") {
			p.say(a.line, "name a question of form.yaml that is no list", "act %s sets %q, which is no such question", a.ID, key)
		}
	}
	checkEnters(p, a.line, a.Enters, d)
	moves := len(a.ReleasesWith("")) > 0 || slices.ContainsFunc(d.Ledger.Posts, func(post Post) bool { return post.On == a.ID && len(post.Moves) > 0 })
	for _, o := range a.Outcomes {
		moves = moves || len(o.Releases) > 0
	}
	if slices.Contains(moving, a.Verb) && !moves {
		p.say(a.line, "add moves to its post in ledger.yaml, or releases, or use the verb record or advance", "act %s has the verb %s and moves no account", a.ID, a.Verb)
	}
}

func checkEnters(p page, line int, enters map[string]Expr, d *Definition) {
	for _, key := range sortedKeys(enters) {
		p.oneOf(line, "column of the register", key, columnsOf(d.Subject)...)
	}
}

// columnsOf are the columns of a subject's register that an act may enter.
func columnsOf(subject string) []string {
	switch subject {
	case Establishment:
		return []string{"category", "places_f", "places_m", "places_x", "director", "operator", "licence", "licensed_on", "opened_on", "closed_on", "address", "commune", "setting"}
	case Organisation:
		return []string{"representative", "ended_on", "address"}
	}
	return []string{}
}

func (w *Workflow) boundByRules() bool {
	return slices.ContainsFunc(w.Acts, func(a Act) bool {
		return slices.ContainsFunc(a.Outcomes, func(o Outcome) bool { return o.Requires != "" })
	})
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
	if a.Stay {
		ways++
	}
	switch {
	case a.Verb == Correct && ways > 0:
		p.say(a.line, "leave to, stay and outcomes out", "act %s corrects: it leads back to the state before", a.ID)
	case a.Verb != Correct && ways != 1:
		p.say(a.line, "write one of to, outcomes and stay: true", "act %s does not lead to one place", a.ID)
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
	switch clock := w.Clock(c.ID); {
	case c.ID != "" && clock == nil:
		p.say(c.line, "add it to clocks", "clock %q is not defined", c.ID)
	case clock != nil && (clock.Days == 0) != !c.Until.IsZero():
		p.say(c.line, "give the clock days, or the act until: a day", "when clock %q runs out is not said, or said twice", c.ID)
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
