package programme

import (
	"errors"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Expr is an expression of a definition (CEL), typed when the programme is
// loaded.
type Expr struct {
	Text string

	line    int
	program cel.Program
	typ     *cel.Type
	tree    *celast.AST // what the plan is made of
	reads   []string    // questions it reads: "ramed_card", "item.birth"
	names   []string    // variables it names: "amount", "act"
}

func (x *Expr) readScalar(text string, line int) error {
	x.Text, x.line = strings.TrimSpace(text), line
	if x.Text == "" {
		return errors.New("the expression is empty")
	}
	return nil
}

// IsZero tells that no expression was written.
func (x Expr) IsZero() bool { return x.Text == "" }

// scope is what one group of expressions may name and write.
type scope struct {
	page
	engine *engine
	env    *cel.Env
	rules  bool // numbers other than 0 and 1 must be parameters
	binds  bool // a parameter it names must have a value for a decision to be made
	acting bool // an act's own questions are there
}

// scope makes one with some variables beside a, p and on.
func (e *engine) scope(p page, rules bool, more ...cel.EnvOption) *scope {
	opts := append([]cel.EnvOption{
		cel.CustomTypeProvider(e.provider),
		cel.CustomTypeAdapter(types.DefaultTypeAdapter),
		cel.HomogeneousAggregateLiterals(),
		cel.Variable("a", e.answers.cel),
		cel.Variable("p", e.parameters.cel),
		cel.Variable("on", dateType),
		cel.Variable("subject", partyType.cel),
	}, functions()...)
	env, err := cel.NewEnv(append(opts, more...)...)
	if err != nil { // a defect of this package, not of the definition
		p.say(1, "report it to the developers", "the expressions cannot be prepared: %v", err)
	}
	return &scope{page: p, engine: e, env: env, rules: rules, binds: rules}
}

// with is the same scope with one more variable.
func (s *scope) with(name string, t *cel.Type) *scope {
	env, err := s.env.Extend(cel.Variable(name, t))
	if err != nil {
		s.say(1, "choose another name", "%q cannot be a variable: %v", name, err)
		return s
	}
	c := *s
	c.env = env
	return &c
}

// compile types an expression; want lists the types it may have.
func (s *scope) compile(x *Expr, what string, want ...*cel.Type) {
	if s.env == nil || x.IsZero() {
		return
	}
	if len(x.Text) > 2000 {
		s.say(x.line, "derive parts of it by name", "the expression of %s is too long", what)
		return
	}
	tree, issues := s.env.Compile(x.Text)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			s.say(x.line+max(e.Location.Line()-1, 0), "correct the expression", "%s: %s", what, oneLine(e.Message))
		}
		return
	}
	x.typ = tree.OutputType()
	if !slices.ContainsFunc(want, x.typ.IsExactType) {
		s.say(x.line, "make it "+typeNames(want), "%s gives %s", what, x.typ)
		return
	}
	if !s.inspect(x, what, tree.NativeRep()) {
		return
	}
	program, err := s.env.Program(tree)
	if err != nil {
		s.say(x.line, "correct the expression", "%s: %v", what, err)
		return
	}
	x.program, x.tree = program, tree.NativeRep()
}

func typeNames(want []*cel.Type) string {
	names := make([]string, len(want))
	for i, t := range want {
		names[i] = t.String()
	}
	return strings.Join(names, " or ")
}

// inspect refuses what the types allow and a definition must not do, and notes
// what the expression reads.
func (s *scope) inspect(x *Expr, what string, tree *celast.AST) bool {
	before := len(*s.problems)
	celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		t := tree.GetType(e.ID())
		switch {
		case t != nil && (t.IsDyn() || t.Kind() == types.DoubleKind):
			s.say(x.line, "use typed answers and whole numbers (centimes)", "%s uses a value of type %s", what, t)
		case e.Kind() == celast.StructKind || e.Kind() == celast.MapKind:
			s.say(x.line, "use answers and parameters only", "%s builds a record", what)
		case e.Kind() == celast.LiteralKind:
			s.literal(x, what, e)
		case e.Kind() == celast.IdentKind:
			x.names = append(x.names, e.AsIdent())
		case e.Kind() == celast.SelectKind:
			s.selected(x, tree, e)
		case e.Kind() == celast.CallKind:
			s.options(x, what, tree, e)
		}
	}))
	return len(*s.problems) == before
}

func (s *scope) literal(x *Expr, what string, e celast.Expr) {
	n, isInt := e.AsLiteral().(types.Int)
	if s.rules && isInt && (n < -1 || n > 1) {
		s.say(x.line, "make it a parameter with its date and source, and write p.<id>", "%s holds the bare number %d", what, n)
	}
}

// record is the record type an expression has, nil when it has none.
func (s *scope) record(tree *celast.AST, e celast.Expr) *recordType {
	if t := tree.GetType(e.ID()); t != nil {
		return s.engine.provider.records[t.TypeName()]
	}
	return nil
}

func (s *scope) selected(x *Expr, tree *celast.AST, e celast.Expr) {
	key := e.AsSelect().FieldName()
	r := s.record(tree, e.AsSelect().Operand())
	if r != nil && r.form[key] != nil && r.form[key].Restricted {
		s.say(x.line, "ask it in a question of its own that is not restricted", "an expression reads %s, which is restricted: what is made of it would show it", key)
	}
	switch {
	case r == nil, r == partyType, r == s.engine.done, r == s.engine.open:
	case r == s.engine.parameters:
		s.engine.used[key] = true
		if s.binds {
			s.engine.ruled[key] = true
		}
	case r == s.engine.answers:
		x.reads = append(x.reads, key)
	case strings.HasPrefix(r.name, "act_") && s.engine.isAct(r):
		x.reads = append(x.reads, "act."+key)
	default:
		x.reads = append(x.reads, "item."+key)
	}
}

// options refuses a comparison of a choice with a code it does not have: to CEL
// both are strings, and a typo would be false for ever.
func (s *scope) options(x *Expr, what string, tree *celast.AST, e celast.Expr) {
	call := e.AsCall()
	name := call.FunctionName()
	if name != operators.Equals && name != operators.NotEquals && name != operators.In {
		return
	}
	field := s.choice(tree, call.Args()[0])
	codes := call.Args()[1]
	if field == nil {
		field, codes = s.choice(tree, call.Args()[1]), call.Args()[0]
	}
	if field == nil {
		return
	}
	for _, code := range writtenTexts(codes) {
		if !slices.ContainsFunc(field.Options, func(o Option) bool { return o.Code == code }) {
			s.say(x.line, "use one of its options, or add it", "%s compares %s with %q, which is no option of it", what, field.Key, code)
		}
	}
}

func (s *scope) choice(tree *celast.AST, e celast.Expr) *Field {
	if e.Kind() != celast.SelectKind {
		return nil
	}
	if r := s.record(tree, e.AsSelect().Operand()); r != nil {
		if f := r.form[e.AsSelect().FieldName()]; f != nil && f.Type == ChoiceField {
			return f
		}
	}
	return nil
}

// writtenTexts are the texts written in a literal or a list of literals.
func writtenTexts(e celast.Expr) []string {
	switch e.Kind() {
	case celast.LiteralKind:
		if t, ok := e.AsLiteral().(types.String); ok {
			return []string{string(t)}
		}
	case celast.ListKind:
		var out []string
		for _, item := range e.AsList().Elements() {
			out = append(out, writtenTexts(item)...)
		}
		return out
	}
	return nil
}
