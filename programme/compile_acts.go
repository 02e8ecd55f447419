package programme

import (
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
)

// during is the scope of expressions that are read while an act happens: its
// own questions, how often each act took place, how many items are open.
func (s *scope) during(act string) *scope {
	e := s.engine
	acting := *s
	acting.acting = true
	return acting.with("act", e.acts[act].fields.cel).with("done", e.done.cel).with("open", e.open.cel)
}

// compileActs types the conditions of the workflow and what its acts compute.
func (e *engine) compileActs(p page, d *Definition) {
	all := e.scope(p, true)
	all.binds = false
	for i := range d.Workflow.Acts {
		a := &d.Workflow.Acts[i]
		s := all.during(a.ID)
		s.compileQuestions(a, e.acts[a.ID])
		compileRequires(s, a.Requires)
		for j := range a.Outcomes {
			o := &a.Outcomes[j]
			compileRequires(s, o.Checks)
			s.compile(&o.Clock.Until, "until of outcome "+o.ID, dateType)
			s.compileEnters(o.Enters, "outcome "+o.ID)
		}
		s.compile(&a.Clock.Until, "until of act "+a.ID, dateType)
		if a.Pays != nil {
			s.compile(&a.Pays.Amount, "what act "+a.ID+" pays", cel.IntType)
		}
		for _, key := range sortedKeys(a.Sets) {
			x := a.Sets[key]
			if f := d.Form.Field(key); f != nil {
				typ, _ := scalarType(f)
				s.compile(&x, "what act "+a.ID+" sets "+key+" to", typ)
			}
			a.Sets[key] = x
		}
		s.compileEnters(a.Enters, "act "+a.ID)
	}
	for i := range d.Workflow.Claims {
		c := &d.Workflow.Claims[i]
		for j := range c.Of {
			all.compile(&c.Of[j], "of of claim "+c.ID, cel.StringType, cel.IntType)
		}
	}
}

func (s *scope) compileEnters(enters map[string]Expr, what string) {
	for _, key := range sortedKeys(enters) {
		x := enters[key]
		s.compile(&x, "what "+what+" enters as "+key, cel.StringType, cel.IntType, dateType, cel.BoolType, partyType.cel)
		enters[key] = x
	}
}

func compileRequires(s *scope, list []Require) {
	for i := range list {
		s.compile(&list[i].Expr, "condition "+list[i].ID, cel.BoolType)
	}
}

// compileQuestions types the conditions of an act's own questions.
func (s *scope) compileQuestions(a *Act, t *actTypes) {
	var earlier []string
	for i := range a.Fields {
		f := &a.Fields[i]
		s.compile(&f.When, "when of "+f.Key, cel.BoolType)
		s.onlyEarlier(f, earlier)
		earlier = append(earlier, "act."+f.Key)
		if f.Type == ListField {
			s.with("item", t.lists[f.Key].cel).compileItems(f, earlier)
		}
	}
}

// compilePost types what an act posts and moves.
func (s *scope) compilePost(p *Post, d *Definition) {
	s = s.during(p.On)
	for i := range p.Lines {
		line := &p.Lines[i]
		on := s.onItems(line.Each, p.On, d)
		on.compile(&line.When, "when of "+line.Measure, cel.BoolType)
		on.compileDims(line.Dims, line.Measure)
		on.compile(&line.Territory, "territory of "+line.Measure, cel.StringType)
		if n, err := strconv.ParseInt(line.Quantity.Text, 10, 64); err == nil {
			line.constant = &n
			continue
		}
		on.compile(&line.Quantity, "quantity of "+line.Measure, cel.IntType)
	}
	for i := range p.Moves {
		m := &p.Moves[i]
		on := s.onItems(m.Each, p.On, d)
		on.compile(&m.When, "when of "+m.Account, cel.BoolType)
		on.compile(&m.Quantity, "quantity of "+m.Account, cel.IntType)
		for j := range m.Of {
			on.compile(&m.Of[j], "of of "+m.Account, cel.StringType, cel.IntType)
		}
	}
}

func (s *scope) compileDims(dims map[string]Expr, measure string) {
	for _, dim := range sortedKeys(dims) {
		x := dims[dim]
		s.compile(&x, "dimension "+dim+" of "+measure, cel.StringType, cel.IntType, cel.BoolType)
		dims[dim] = x
	}
}

// onItems is the scope with the item of a list, the same scope without a list.
func (s *scope) onItems(each, act string, d *Definition) *scope {
	where, key, isList := strings.Cut(each, ".")
	lists := s.engine.lists
	f := d.Form.Field(key)
	if where == "act" {
		lists = s.engine.acts[act].lists
		a, _ := d.Workflow.Act(act)
		f = a.Field(key)
	}
	switch {
	case each == "":
		return s
	case !isList:
		for _, c := range d.Rules.Items {
			if c.ID == each {
				return s.with("item", s.engine.lists[c.List].cel)
			}
		}
	case f != nil && f.Type == ChoicesField:
		return s.with("item", cel.StringType)
	case lists[key] != nil:
		return s.with("item", lists[key].cel)
	}
	return s // told by the check of names
}

func sortedKeys(m map[string]Expr) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// noteReads writes down what the expressions of each act read, so that a dossier
// looks up no more than that.
func noteReads(d *Definition) {
	for i := range d.Workflow.Acts {
		a := &d.Workflow.Acts[i]
		a.reads = map[string]bool{}
		for _, x := range a.expressions(d) {
			for _, name := range x.names {
				a.reads[name] = true
			}
			for _, key := range x.reads {
				if f := d.Form.Field(key); f != nil && f.Type.IsParty() {
					a.reads["a.party"] = true
				}
			}
		}
		for _, each := range a.lists(d) {
			if key, ok := strings.CutPrefix(each, "a."); ok {
				a.reads["a"] = true
				if f := d.Form.Field(key); f != nil && slices.ContainsFunc(f.Fields, func(item Field) bool { return item.Type.IsParty() }) {
					a.reads["a.party"] = true
				}
			}
		}
		if len(a.Sets) > 0 || slices.ContainsFunc(refs(a.Fields), (*Field).isAmong) {
			a.reads["a"] = true
		}
	}
}

// isAmong tells that what a question, or one of its rows, offers hangs on an answer.
func (f *Field) isAmong() bool {
	return f.Among != "" || slices.ContainsFunc(f.Questions(), (*Field).isAmong)
}

// lists are the lists and subjects that what an act posts goes through.
func (a *Act) lists(d *Definition) []string {
	var out []string
	for _, post := range d.Ledger.Posts {
		if post.On != a.ID {
			continue
		}
		for _, line := range post.Lines {
			out = append(out, line.Each, line.Subject)
		}
		for _, m := range post.Moves {
			out = append(out, m.Each)
		}
	}
	return out
}

// expressions are all that is read while the act happens.
func (a *Act) expressions(d *Definition) []Expr {
	var out []Expr
	add := func(m map[string]Expr) {
		for _, key := range sortedKeys(m) {
			out = append(out, m[key])
		}
	}
	conditions := slices.Clone(a.Requires)
	out = append(out, a.Clock.Until)
	for _, o := range a.Outcomes {
		conditions = append(conditions, o.Checks...)
		out = append(out, o.Clock.Until)
		add(o.Enters)
		for _, id := range o.Claims {
			out = append(out, d.Workflow.Claim(id).Of...)
		}
	}
	for _, r := range conditions {
		out = append(out, r.Expr)
	}
	if a.Pays != nil {
		out = append(out, a.Pays.Amount)
	}
	if d.Payment != nil && a.grants() {
		for _, plan := range d.Payment.Plans {
			out = append(out, plan.When)
		}
	}
	add(a.Sets)
	add(a.Enters)
	for _, id := range a.Claims {
		out = append(out, d.Workflow.Claim(id).Of...)
	}
	for _, f := range a.Questions() {
		out = append(out, f.When)
		for _, item := range f.Questions() {
			out = append(out, item.When)
		}
	}
	for _, s := range d.Ledger.Stocks {
		add(s.Dims)
	}
	for _, post := range d.Ledger.Posts {
		if post.On != a.ID {
			continue
		}
		for _, line := range post.Lines {
			out = append(out, line.Quantity, line.When, line.Territory)
			add(line.Dims)
		}
		for _, m := range post.Moves {
			out = append(out, m.Quantity, m.When)
			out = append(out, m.Of...)
		}
	}
	return out
}
