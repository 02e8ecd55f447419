package programme

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
)

// Scenario is a test of the workflow that the programme carries with it: acts in
// their order, what is refused, and what stands at the end. It runs without a
// database, through the same functions that a dossier uses; who may act is not
// its matter.
type Scenario struct {
	at
	Name     string           `key:"name,need"`
	Subject  Party            `key:"subject"`  // named "subject" in answers
	Parties  map[string]Party `key:"parties"`  // by the name that answers give
	Balances map[string]int64 `key:"balances"` // of guarded accounts, "depot/north/blanket"
	Acts     []ScenarioAct    `key:"acts,need"`
	Expect   ScenarioExpect   `key:"expect"`
}

// Party is what a register knows of somebody in a scenario.
type Party struct {
	at
	Sex      string        `key:"sex"`
	Birth    calendar.Date `key:"birth"`
	Kind     string        `key:"kind"`
	Category string        `key:"category"`
	Setting  string        `key:"setting"`
	Province string        `key:"province"`
	Commune  string        `key:"commune"`
	PlacesF  int64         `key:"places_f"`
	PlacesM  int64         `key:"places_m"`
	PlacesX  int64         `key:"places_x"`
	State    string        `key:"state"`
	Due      calendar.Date `key:"due"`
	Covers   []string      `key:"covers"`
	Closed   bool          `key:"closed"`
}

// ScenarioAct is one act of a scenario.
type ScenarioAct struct {
	at
	Do      string         `key:"do,need"`
	On      calendar.Date  `key:"on,need"`
	Outcome string         `key:"outcome"`
	Answers map[string]any `key:"answers"` // over the base of the file, at the opening; whole, for complete and amend
	Fields  map[string]any `key:"fields"`
	Papers  []string       `key:"papers"`
	Error   string         `key:"error"` // key of the refusal, or the id of the condition that does not hold
}

// ScenarioExpect is what must stand at the end.
type ScenarioExpect struct {
	at
	State    string           `key:"state"`
	Due      calendar.Date    `key:"due"`
	Posted   map[string]int64 `key:"posted"`   // measure, or "measure dim=value": the sum; measures left out are not looked at
	Balances map[string]int64 `key:"balances"` // of guarded accounts
	Open     map[string]int64 `key:"open"`     // open items of tracks
}

// play is a scenario under way.
type play struct {
	d        *Definition
	ids      map[string]string // of parties by name
	facts    Facts
	state    string
	due      calendar.Date
	answers  Answers
	done     map[string]int64
	items    []Item
	held     []Movement
	taken    []Taken
	balances map[string]int64
	claims   map[string]calendar.Date // until when; zero while held
	posted   map[string]map[string]int64
}

// Play runs a scenario; nil when it gives what it expects.
//
// Errors: a technical text that names the difference.
func (d *Definition) Play(s Scenario) error {
	p := d.play(&s)
	for i, a := range s.Acts {
		before := p.clone()
		err := p.act(&a)
		switch {
		case a.Error == "" && err != nil:
			return fmt.Errorf("act %d (%s) is refused: %w", i+1, a.Do, err)
		case a.Error != "" && err == nil:
			return fmt.Errorf("act %d (%s) is not refused for %s", i+1, a.Do, a.Error)
		case a.Error != "" && !refusedFor(err, a.Error):
			return fmt.Errorf("act %d (%s) is refused for another reason than %s: %w", i+1, a.Do, a.Error, err)
		case err != nil:
			p = before // nothing half done
		}
	}
	return p.compare(&s.Expect)
}

func (d *Definition) play(s *Scenario) *play {
	p := &play{d: d, ids: map[string]string{}, facts: Facts{}, done: map[string]int64{}, balances: map[string]int64{},
		claims: map[string]calendar.Date{}, posted: map[string]map[string]int64{}}
	names := append([]string{"subject"}, slices.Sorted(maps.Keys(s.Parties))...)
	for i, name := range names {
		p.ids[name] = fmt.Sprintf("00000000-0000-7000-8000-%012d", i+1)
		who := s.Parties[name]
		if name == "subject" {
			who = s.Subject
		}
		p.facts[p.ids[name]] = who.fact()
	}
	p.facts = p.facts.About(p.ids["subject"], s.Subject.fact())
	for name, n := range s.Balances {
		p.balances[p.named(name)] = n
	}
	return p
}

func (w Party) fact() Fact {
	return Fact{Sex: w.Sex, Birth: w.Birth, Kind: w.Kind, Category: w.Category, Setting: w.Setting, Province: w.Province, Commune: w.Commune,
		PlacesF: w.PlacesF, PlacesM: w.PlacesM, PlacesX: w.PlacesX, State: w.State, Due: w.Due, Covers: w.Covers, Open: !w.Closed, Closed: w.Closed}
}

func (p *play) clone() *play {
	c := *p
	c.done, c.balances, c.claims = maps.Clone(p.done), maps.Clone(p.balances), maps.Clone(p.claims)
	c.posted = map[string]map[string]int64{}
	for k, v := range p.posted {
		c.posted[k] = maps.Clone(v)
	}
	return &c
}

// named puts identifiers for the names of parties in the name of a balance.
func (p *play) named(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		if id, ok := p.ids[part]; ok {
			parts[i] = id
		}
	}
	return strings.Join(parts, "/")
}

// values puts identifiers for the names of parties into answers.
func (p *play) values(fields []*Field, values map[string]any) map[string]any {
	out := maps.Clone(values)
	for _, f := range fields {
		switch v := out[f.Key].(type) {
		case string:
			if id, ok := p.ids[v]; ok && f.Type.IsParty() {
				out[f.Key] = id
			}
		case []any:
			list := slices.Clone(v)
			for i := range list {
				if item, ok := list[i].(map[string]any); ok {
					list[i] = p.values(f.Questions(), item)
				}
			}
			out[f.Key] = list
		}
	}
	return out
}

func (p *play) act(s *ScenarioAct) error {
	a, ok := p.d.Workflow.Act(s.Do)
	switch {
	case !ok:
		return fmt.Errorf("there is no act %q", s.Do)
	case a.From == nil && p.state != "" || a.From != nil && !slices.Contains(a.From, p.state):
		return refusal("dossier.state")
	case a.Once && p.done[a.ID] > 0:
		return refusal("dossier.once")
	}
	in := Situation{Act: a.ID, Outcome: s.Outcome, From: p.state, On: s.On, Facts: p.facts, Done: p.done, Open: p.d.Workflow.Open(p.items)}
	if err := p.answer(a, s, &in); err != nil {
		return err
	}
	var err error
	if in.To, err = p.d.Workflow.Next(a, s.Outcome, p.state); err != nil {
		return err
	}
	if err := p.d.Barred(a, in); err != nil {
		return err
	}
	if in.Answers, _, err = p.d.Amended(a, in); err != nil {
		return err
	}
	if err := p.hold(a, in); err != nil {
		return err
	}
	if err := p.count(in); err != nil {
		return err
	}
	return p.end(a, in)
}

// answer checks what the act is given: the form's answers, its own, its papers;
// and decides where the rules bind.
func (p *play) answer(a *Act, s *ScenarioAct, in *Situation) error {
	in.Answers = p.answers
	var err error
	if a.Verb == Deposit || len(s.Answers) > 0 {
		values := maps.Clone(s.Answers)
		if a.Verb == Deposit {
			values = maps.Clone(p.d.base.values)
			if values == nil {
				values = map[string]any{}
			}
			maps.Copy(values, s.Answers)
		}
		if in.Answers, err = p.d.Form.CheckAbout(NewAnswers(p.values(p.d.Form.Fields(), values)), s.On, p.facts); err != nil {
			return err
		}
	}
	if in.Fields, err = p.d.CheckFields(a, NewAnswers(p.values(a.Questions(), s.Fields)), *in); err != nil {
		return err
	}
	for _, key := range a.Documents {
		if !slices.Contains(s.Papers, key) {
			return refusal("dossier.paper-missing")
		}
	}
	if !a.BoundByRules() || len(p.d.Rules.Conditions) == 0 {
		return nil
	}
	decision, err := p.d.Decide(DecideInput{Answers: in.Answers, On: s.On, Facts: p.facts})
	in.Decision = &decision
	if o := a.Outcome(s.Outcome); err == nil && o != nil && o.Requires != "" && o.Requires != decision.Eligible {
		err = refusal("dossier.rules-refuse")
	}
	return err
}

// hold moves accounts and claims within their limits.
func (p *play) hold(a *Act, in Situation) error {
	moves, err := p.d.Ledger.Moves(in)
	if err != nil {
		return err
	}
	claims, err := p.d.Claiming(a, in)
	if err != nil {
		return err
	}
	for _, name := range a.ReleasesWith(in.Outcome) {
		moves = append(p.giveBack(name, in.On), moves...)
	}
	for _, m := range moves {
		account := p.d.Ledger.Account(m.Account)
		n := p.balances[m.Name] + m.Quantity
		if account.Min != nil && n < *account.Min || account.Max != nil && n > *account.Max {
			return refusal("dossier.limit")
		}
		p.balances[m.Name] = n
	}
	p.held = append(slices.Clip(p.held), moves...)
	for _, t := range claims {
		until, known := p.claims[t.Name]
		if known && (until.IsZero() || until > in.On) {
			return refusal("dossier.claimed")
		}
		p.claims[t.Name] = 0
	}
	p.taken = append(slices.Clip(p.taken), claims...)
	return nil
}

func (p *play) giveBack(name string, on calendar.Date) []Movement {
	sums := map[string]*Movement{}
	var out []Movement
	for _, m := range p.held {
		if m.Account != name {
			continue
		}
		if sums[m.Name] == nil {
			sums[m.Name] = &Movement{Account: m.Account, Name: m.Name}
		}
		sums[m.Name].Quantity -= m.Quantity
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		out = append(out, *sums[key])
	}
	for _, t := range p.taken {
		switch {
		case t.Claim == name && t.Period:
			p.claims[t.Name] = on
		case t.Claim == name:
			delete(p.claims, t.Name)
		}
	}
	return out
}

// count posts what the act counts, in sums by measure and dimensions.
func (p *play) count(in Situation) error {
	postings, err := p.d.Ledger.Postings(in)
	if err != nil {
		return err
	}
	for _, line := range postings {
		if line.Clear {
			clear(p.posted[line.Measure])
			continue
		}
		if p.posted[line.Measure] == nil {
			p.posted[line.Measure] = map[string]int64{}
		}
		key := ""
		for _, dim := range line.Dims {
			v := line.Values[dim]
			if v == "" && dim == Sex {
				v = line.Subject.Sex
			}
			key += " " + dim + "=" + v
		}
		p.posted[line.Measure][key] += line.Quantity
	}
	return nil
}

func (p *play) end(a *Act, in Situation) error {
	due, err := p.d.Due(a, in)
	if err != nil {
		return err
	}
	switch move := a.ClockWith(in.Outcome); {
	case !due.IsZero():
		p.due = due
	case move.Move == "start":
		p.due = in.On.AddDays(p.d.Workflow.Clock(move.ID).Days)
	case move.Move == "stop":
		p.due = 0
	}
	p.items = p.d.Workflow.Follow(p.items, a, in.Fields, 0, in.On)
	p.state, p.answers = in.To, in.Answers
	p.done[a.ID]++
	return nil
}

// sum is what was posted to "measure" or "measure dim=value dim=value".
func (p *play) sum(key string) int64 {
	measure, dims, _ := strings.Cut(key, " ")
	var n int64
	for have, quantity := range p.posted[measure] {
		all := true
		for _, want := range strings.Fields(dims) {
			all = all && slices.Contains(strings.Fields(have), want)
		}
		if all {
			n += quantity
		}
	}
	return n
}

func (p *play) compare(e *ScenarioExpect) error {
	if e.State != "" && p.state != e.State {
		return fmt.Errorf("the state is %s, not %s", p.state, e.State)
	}
	if !e.Due.IsZero() && p.due != e.Due {
		return fmt.Errorf("the clock runs out on %s, not %s", p.due, e.Due)
	}
	open := p.d.Workflow.Open(p.items)
	for _, c := range []struct {
		what string
		want map[string]int64
		have func(string) int64
	}{
		{"posted to", e.Posted, p.sum},
		{"balance of", e.Balances, func(name string) int64 { return p.balances[p.named(name)] }},
		{"open items of", e.Open, func(track string) int64 { return open[track] }},
	} {
		for _, key := range slices.Sorted(maps.Keys(c.want)) {
			if have := c.have(key); have != c.want[key] {
				return fmt.Errorf("%s %s is %d, not %d", c.what, key, have, c.want[key])
			}
		}
	}
	return nil
}

// refusal is what the office of dossiers would say, by the key of its message.
type refusal string

func (r refusal) Error() string { return string(r) }

// refusedFor tells that one of an error's parts has a key, or is about a condition.
func refusedFor(err error, want string) bool {
	var plain refusal
	if errors.As(err, &plain) {
		return string(plain) == want
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return false
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	return slices.ContainsFunc(parts, func(part *fault.Error) bool { return part.Key == want || part.Args["condition"] == want })
}

// playScenarios runs every scenario, then asks that every act is taken and every
// condition of an act seen to refuse: what nobody tried may say anything.
func (l *loader) playScenarios() {
	p := l.page("tests.yaml")
	names, taken, refused := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range l.d.Scenarios {
		if names[s.Name] {
			p.say(s.line, "rename one of the two", "scenario %q is written twice", s.Name)
		}
		names[s.Name] = true
		if err := l.d.Play(s); err != nil {
			p.say(s.line, "correct the programme or the scenario", "scenario %q: %v", s.Name, err)
		}
		for _, a := range s.Acts {
			taken[a.Do] = taken[a.Do] || a.Error == ""
			refused[a.Error] = true
		}
	}
	if len(l.d.Cases) > 0 && len(l.d.Scenarios) == 0 {
		return // a programme of decisions is tested by its cases
	}
	for i := range l.d.Workflow.Acts {
		a := &l.d.Workflow.Acts[i]
		if !taken[a.ID] && a.Verb != Correct {
			l.page("workflow.yaml").say(a.line, "add a scenario to tests.yaml that takes it", "no scenario takes act %s", a.ID)
		}
		conditions := slices.Clone(a.Requires)
		for _, o := range a.Outcomes {
			conditions = append(conditions, o.Checks...)
		}
		for _, r := range conditions {
			if !refused[r.ID] {
				l.page("workflow.yaml").say(r.line, "add a scenario in which it refuses: error: "+r.ID, "no scenario is refused for condition %s", r.ID)
			}
		}
	}
}
