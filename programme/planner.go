package programme

import (
	"fmt"
	"math"
	"slices"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"sanad/calendar"
)

// planner makes a plan of the trees that CEL has typed.
type planner struct {
	plan   *Plan
	tree   *celast.AST
	list   int            // the list under check, -1 outside
	named  map[string]int // derived values and checks, by place
	checks map[string]int
}

// all plans every rule; its error says which word it does not know.
func (b *planner) all() error {
	d := b.plan.def
	b.named, b.checks, b.list = map[string]int{}, map[string]int{}, -1
	b.slots()
	for i := range d.Rules.Items {
		check := &d.Rules.Items[i]
		planned := plannedItems{list: slices.IndexFunc(b.plan.lists, func(l listSlot) bool { return l.key == check.List })}
		if b.list = planned.list; b.list < 0 {
			return fmt.Errorf("the check %s reads nothing of its items", check.ID)
		}
		for j := range check.Conditions {
			n, err := b.expr(&check.Conditions[j].Expr)
			if err != nil {
				return err
			}
			planned.conds = append(planned.conds, n)
		}
		b.list = -1
		b.checks[check.ID] = len(b.plan.items)
		b.plan.items = append(b.plan.items, planned)
	}
	for i := range d.Rules.Derive {
		n, err := b.expr(&d.Rules.Derive[i].Expr)
		if err != nil {
			return err
		}
		b.named[d.Rules.Derive[i].ID] = len(b.plan.derive)
		b.plan.derive = append(b.plan.derive, n)
	}
	return b.conclusions(d)
}

func (b *planner) conclusions(d *Definition) error {
	for i := range d.Rules.Conditions {
		n, err := b.expr(&d.Rules.Conditions[i].Expr)
		if err != nil {
			return err
		}
		b.plan.conds = append(b.plan.conds, n)
	}
	if d.Rules.Amount == nil {
		return nil
	}
	var err error
	b.plan.amount, err = b.expr(&d.Rules.Amount.Expr)
	return err
}

// ruleExprs are all expressions that decide.
func (r *Rules) ruleExprs() []*Expr {
	var out []*Expr
	for i := range r.Items {
		for j := range r.Items[i].Conditions {
			out = append(out, &r.Items[i].Conditions[j].Expr)
		}
	}
	for i := range r.Derive {
		out = append(out, &r.Derive[i].Expr)
	}
	for i := range r.Conditions {
		out = append(out, &r.Conditions[i].Expr)
	}
	if r.Amount != nil {
		out = append(out, &r.Amount.Expr)
	}
	return out
}

// slots are the questions that the rules read, in the order of the form.
func (b *planner) slots() {
	read := map[string]bool{}
	for _, x := range b.plan.def.Rules.ruleExprs() {
		for _, key := range x.reads {
			read[key] = true
		}
	}
	for _, f := range b.plan.def.Form.Fields() {
		if f.Type != ListField {
			if read[f.Key] {
				b.plan.scalars = append(b.plan.scalars, slotOf(f))
			}
			continue
		}
		l := listSlot{key: f.Key}
		for i := range f.Fields {
			if read["item."+f.Fields[i].Key] {
				l.fields = append(l.fields, slotOf(&f.Fields[i]))
			}
		}
		if len(l.fields) > 0 {
			b.plan.lists = append(b.plan.lists, l)
		}
	}
}

func slotOf(f *Field) slot {
	s := slot{key: f.Key, typ: string(f.Type)}
	if f.Type == ChoiceField {
		s.codes = map[string]int{}
		for i, o := range f.Options {
			s.codes[o.Code] = i
		}
	}
	return s
}

func (b *planner) expr(x *Expr) (node, error) {
	if x.tree == nil {
		return nil, fmt.Errorf("%q is not typed", x.Text)
	}
	b.tree = x.tree
	n, err := b.node(x.tree.Expr())
	if err != nil {
		return nil, fmt.Errorf("%q: %w", x.Text, err)
	}
	return n, nil
}

func (b *planner) node(e celast.Expr) (node, error) {
	switch e.Kind() {
	case celast.LiteralKind:
		return literalNode(e)
	case celast.SelectKind:
		return b.selectNode(e)
	case celast.IdentKind:
		return b.identNode(e.AsIdent())
	case celast.CallKind:
		return b.call(e.AsCall())
	}
	return nil, fmt.Errorf("the plan knows no %v", e.Kind())
}

func literalNode(e celast.Expr) (node, error) {
	switch v := e.AsLiteral().(type) {
	case types.Int:
		return func(*evaluation) int64 { return int64(v) }, nil
	case types.Bool:
		n := int64(0)
		if v {
			n = 1
		}
		return func(*evaluation) int64 { return n }, nil
	}
	return nil, fmt.Errorf("the plan knows no literal %v", e.AsLiteral())
}

func (b *planner) identNode(name string) (node, error) {
	if name == "on" {
		b.plan.always = true
		return func(e *evaluation) int64 { return e.on }, nil
	}
	if i, ok := b.named[name]; ok {
		return func(e *evaluation) int64 { return e.values[i] }, nil
	}
	return nil, fmt.Errorf("the plan knows no %q", name)
}

func (b *planner) selectNode(e celast.Expr) (node, error) {
	key, on := e.AsSelect().FieldName(), e.AsSelect().Operand()
	if on.Kind() != celast.IdentKind || e.AsSelect().IsTestOnly() {
		return nil, fmt.Errorf("the plan reads no %q", key)
	}
	switch on.AsIdent() {
	case "p":
		i := slices.IndexFunc(b.plan.def.Rules.Parameters, func(p Parameter) bool { return p.ID == key })
		return func(e *evaluation) int64 { return e.p[i] }, nil
	case "a":
		if i := slotIndex(b.plan.scalars, key); i >= 0 {
			return func(e *evaluation) int64 { return e.f.scalars[i] }, nil
		}
	case "item":
		if b.list >= 0 {
			if i := slotIndex(b.plan.lists[b.list].fields, key); i >= 0 {
				return func(e *evaluation) int64 { return e.item[i] }, nil
			}
		}
	}
	return nil, fmt.Errorf("the plan reads no %q", key)
}

func slotIndex(slots []slot, key string) int {
	return slices.IndexFunc(slots, func(s slot) bool { return s.key == key })
}

func (b *planner) call(c celast.CallExpr) (node, error) {
	name, args := c.FunctionName(), c.Args()
	if c.IsMemberFunction() {
		return nil, fmt.Errorf("the plan calls no %q", name)
	}
	switch name {
	case "count", "some":
		i, ok := b.checks[args[0].AsIdent()]
		if !ok {
			return nil, fmt.Errorf("no check is called %q", args[0].AsIdent())
		}
		if name == "some" {
			return func(e *evaluation) int64 { return someFlag(e.flags[i]) }, nil
		}
		return func(e *evaluation) int64 { return countFlags(e.flags[i]) }, nil
	case operators.Equals, operators.NotEquals, operators.In:
		if n, ok, err := b.coded(name, args); ok || err != nil {
			return n, err
		}
	case "age", "months":
		return b.span(name, args)
	}
	if b.bound(name, args) {
		return b.compared(name, args)
	}
	nodes := make([]node, len(args))
	for i, arg := range args {
		var err error
		if nodes[i], err = b.node(arg); err != nil {
			return nil, err
		}
	}
	return operation(name, nodes)
}

func countFlags(flags []int64) int64 {
	n := int64(0)
	for _, f := range flags {
		if f == missingFact {
			return missingFact
		}
		n += f
	}
	return n
}

func someFlag(flags []int64) int64 {
	out := int64(0)
	for _, f := range flags {
		switch f {
		case 1:
			return 1
		case missingFact:
			out = missingFact
		}
	}
	return out
}

// coded compares a choice with codes: numbers once the plan is made.
func (b *planner) coded(name string, args []celast.Expr) (node, bool, error) {
	choice, written := args[0], args[1]
	s := b.choiceSlot(choice)
	if s == nil {
		choice, written = args[1], args[0]
		s = b.choiceSlot(choice)
	}
	if s == nil || written.Kind() != celast.LiteralKind && written.Kind() != celast.ListKind {
		return nil, false, nil
	}
	read, err := b.node(choice)
	if err != nil {
		return nil, true, err
	}
	var codes []int64
	for _, text := range writtenTexts(written) {
		codes = append(codes, int64(s.codes[text]))
	}
	wanted := int64(1)
	if name == operators.NotEquals {
		wanted = 0
	}
	return func(e *evaluation) int64 {
		v := read(e)
		switch {
		case v == missingFact:
			return missingFact
		case slices.Contains(codes, v):
			return wanted
		}
		return 1 - wanted
	}, true, nil
}

func (b *planner) choiceSlot(e celast.Expr) *slot {
	if e.Kind() != celast.SelectKind || e.AsSelect().Operand().Kind() != celast.IdentKind {
		return nil
	}
	slots := b.plan.scalars
	if e.AsSelect().Operand().AsIdent() == "item" && b.list >= 0 {
		slots = b.plan.lists[b.list].fields
	}
	if i := slotIndex(slots, e.AsSelect().FieldName()); i >= 0 && slots[i].codes != nil {
		return &slots[i]
	}
	return nil
}

// span is the years or months between two days.
func (b *planner) span(name string, args []celast.Expr) (node, error) {
	always := b.plan.always
	from, err := b.node(args[0])
	if err != nil {
		return nil, err
	}
	to, err := b.node(args[1])
	if err != nil {
		return nil, err
	}
	// A span that no bound is held against may tell every month apart.
	b.plan.always = always || b.readsDay(args[0]) || b.readsDay(args[1])
	count := calendar.Age
	if name == "months" {
		count = calendar.Months
	}
	return func(e *evaluation) int64 {
		x, y := from(e), to(e)
		if x == missingFact || y == missingFact {
			return missingFact
		}
		return int64(count(calendar.Date(x), calendar.Date(y)))
	}, nil
}

func (b *planner) readsDay(e celast.Expr) bool {
	return e.Kind() == celast.IdentKind && e.AsIdent() == "on"
}

// bound tells that a comparison holds an age on the day, or the months up to it,
// against what does not hang on the day: it can only turn on one day.
func (b *planner) bound(name string, args []celast.Expr) bool {
	if comparisons[name] == nil || len(args) != 2 {
		return false
	}
	return b.isSpan(args[0]) && b.timeless(args[1]) || b.isSpan(args[1]) && b.timeless(args[0])
}

func (b *planner) isSpan(e celast.Expr) bool {
	if e.Kind() != celast.CallKind {
		return false
	}
	c := e.AsCall()
	return (c.FunctionName() == "age" || c.FunctionName() == "months") && c.Args()[0].Kind() == celast.SelectKind && b.readsDay(c.Args()[1])
}

func (b *planner) timeless(e celast.Expr) bool {
	return e.Kind() == celast.LiteralKind || e.Kind() == celast.SelectKind && e.AsSelect().Operand().Kind() == celast.IdentKind && e.AsSelect().Operand().AsIdent() == "p"
}

// compared plans a comparison with a bound and notes when it turns.
func (b *planner) compared(name string, args []celast.Expr) (node, error) {
	always := b.plan.always
	left, err := b.node(args[0])
	if err != nil {
		return nil, err
	}
	right, err := b.node(args[1])
	if err != nil {
		return nil, err
	}
	b.plan.always = always
	span, limit := args[0].AsCall(), right
	if !b.isSpan(args[0]) {
		span, limit = args[1].AsCall(), left
	}
	day := span.Args()[0].AsSelect()
	t := turn{list: -1, months: span.FunctionName() == "months", bound: limit, field: slotIndex(b.plan.scalars, day.FieldName())}
	if day.Operand().AsIdent() == "item" {
		t.list, t.field = b.list, slotIndex(b.plan.lists[b.list].fields, day.FieldName())
	}
	b.plan.turns = append(b.plan.turns, t)
	return operation(name, []node{left, right})
}

// operation is one of CEL's operators, or ours, over planned parts.
func operation(name string, a []node) (node, error) {
	if compare := comparisons[name]; compare != nil {
		return both(a, func(_ *evaluation, x, y int64) int64 { return yes(compare(x, y)) }), nil
	}
	switch name {
	case operators.LogicalAnd:
		return func(e *evaluation) int64 {
			if x := a[0](e); x != 0 {
				return and(x, a[1](e))
			}
			return 0
		}, nil
	case operators.LogicalOr:
		return func(e *evaluation) int64 {
			if x := a[0](e); x != 1 {
				return not(and(not(x), not(a[1](e))))
			}
			return 1
		}, nil
	case operators.LogicalNot:
		return func(e *evaluation) int64 { return not(a[0](e)) }, nil
	case operators.Conditional:
		return func(e *evaluation) int64 {
			switch a[0](e) {
			case 1:
				return a[1](e)
			case 0:
				return a[2](e)
			}
			return missingFact
		}, nil
	}
	return arithmetic(name, a)
}

func yes(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func not(v int64) int64 {
	if v == missingFact {
		return v
	}
	return 1 - v
}

// both evaluates two parts; what hangs on something missing is missing.
func both(a []node, f func(e *evaluation, x, y int64) int64) node {
	left, right := a[0], a[1]
	return func(e *evaluation) int64 {
		x := left(e)
		y := right(e)
		if x == missingFact || y == missingFact {
			return missingFact
		}
		return f(e, x, y)
	}
}

func arithmetic(name string, a []node) (node, error) {
	switch name {
	case "least":
		return both(a, func(_ *evaluation, x, y int64) int64 { return min(x, y) }), nil
	case "greatest":
		return both(a, func(_ *evaluation, x, y int64) int64 { return max(x, y) }), nil
	case operators.Add:
		return both(a, func(e *evaluation, x, y int64) int64 { return e.within(x+y, (y > 0) == (x+y > x) || y == 0) }), nil
	case operators.Subtract:
		return both(a, func(e *evaluation, x, y int64) int64 { return e.within(x-y, (y > 0) == (x-y < x) || y == 0) }), nil
	case operators.Multiply:
		return both(a, func(e *evaluation, x, y int64) int64 {
			return e.within(x*y, x == 0 || x*y/x == y && !(x == -1 && y == math.MinInt64))
		}), nil
	case operators.Divide:
		return both(a, func(e *evaluation, x, y int64) int64 {
			if y == 0 {
				return e.within(0, false)
			}
			return x / y
		}), nil
	case operators.Negate:
		return func(e *evaluation) int64 {
			if x := a[0](e); x != missingFact {
				return -x
			}
			return missingFact
		}, nil
	}
	return nil, fmt.Errorf("the plan calls no %q", name)
}

// within keeps a result, or breaks the evaluation off.
func (e *evaluation) within(v int64, ok bool) int64 {
	e.broken = e.broken || !ok
	return v
}
