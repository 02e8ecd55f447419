package programme

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
)

// compileForm types the conditions of questions and documents. A question may
// depend on earlier ones only, so that asking in order always ends.
func (e *engine) compileForm(p page, f *Form) {
	s := e.scope(p, false)
	var earlier []string
	for _, field := range f.Fields() {
		s.compile(&field.When, "when of "+field.Key, cel.BoolType)
		s.onlyEarlier(field, earlier)
		earlier = append(earlier, field.Key)
		if field.Type == ListField {
			s.with("item", e.lists[field.Key].cel).compileItems(field, earlier)
		}
	}
	for i := range f.Documents {
		s.compile(&f.Documents[i].When, "when of "+f.Documents[i].Key, cel.BoolType)
	}
}

func (s *scope) compileItems(list *Field, earlier []string) {
	for i := range list.Fields {
		field := &list.Fields[i]
		s.compile(&field.When, "when of "+list.Key+"."+field.Key, cel.BoolType)
		s.onlyEarlier(field, earlier)
		earlier = append(slices.Clone(earlier), "item."+field.Key)
	}
}

func (s *scope) onlyEarlier(f *Field, earlier []string) {
	for _, key := range f.When.reads {
		later := !slices.Contains(earlier, key)
		if s.acting && !strings.Contains(key, ".") { // an answer of the dossier, which is there before the act
			later = false
		}
		if later {
			s.say(f.When.line, "move the question after "+key, "when of %s reads %s, which is asked later", f.Key, key)
		}
	}
}

// compileRules types the rules in the order they are computed.
func (e *engine) compileRules(p page, r *Rules) {
	s := e.scope(p, true)
	for i := range r.Items {
		check := &r.Items[i]
		on := s.with("item", e.lists[check.List].cel)
		for j := range check.Conditions {
			on.compile(&check.Conditions[j].Expr, "condition "+check.Conditions[j].ID, cel.BoolType)
		}
	}
	for i := range r.Items {
		s = s.named(r.Items[i].ID, flagsType)
	}
	for i := range r.Derive {
		v := &r.Derive[i]
		s.compile(&v.Expr, "derived value "+v.ID, cel.IntType, cel.BoolType)
		if v.Expr.program != nil {
			s = s.named(v.ID, v.Expr.typ)
		}
	}
	for i := range r.Conditions {
		s.compile(&r.Conditions[i].Expr, "condition "+r.Conditions[i].ID, cel.BoolType)
	}
	if r.Amount != nil {
		s.compile(&r.Amount.Expr, "the amount", cel.IntType)
	}
	e.setParameters(r.Parameters) // again: now it is known which ones the rules name
}

// named adds a variable that activation.values holds.
func (s *scope) named(id string, t *cel.Type) *scope {
	s.engine.names[id], s.engine.types[id] = len(s.engine.names), t
	return s.with(id, t)
}

// compileLedger types what is counted: over the answers, the act, the derived
// values and the amount of the decision.
func (e *engine) compileLedger(p page, d *Definition) {
	d.Ledger.engine = e
	s := e.scope(p, true, cel.Variable("amount", cel.IntType))
	for id, t := range e.types {
		s = s.with(id, t)
	}
	for i := range d.Ledger.Stocks {
		s.compileDims(d.Ledger.Stocks[i].Dims, d.Ledger.Stocks[i].Measure)
	}
	for i := range d.Ledger.Posts {
		s.compilePost(&d.Ledger.Posts[i], d)
	}
}

func (e *engine) everyParameterUsed(p page, r *Rules) {
	for _, m := range r.Parameters {
		if !e.used[m.ID] {
			p.say(m.line, "use it as p."+m.ID+" or remove it", "parameter %s is never used", m.ID)
		}
	}
}
