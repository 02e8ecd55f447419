package programme

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"sanad/calendar"
)

// functions are what expressions may call beside CEL's own: dates (CEL knows
// instants only), the smaller and the larger of two numbers, and sums over the
// items of a list.
func functions() []cel.EnvOption {
	dates := []*cel.Type{dateType, dateType}
	ints := []*cel.Type{cel.IntType, cel.IntType}
	checks := []*cel.Type{flagsType}
	opts := []cel.EnvOption{
		onDates("age", calendar.Age),
		onDates("months", calendar.Months),
		onDates("workdays", workdays),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, dateType, cel.UnaryBinding(dateOf))),
		cel.Function("least", cel.Overload("least_ints", ints, cel.IntType, cel.BinaryBinding(least))),
		cel.Function("greatest", cel.Overload("greatest_ints", ints, cel.IntType, cel.BinaryBinding(greatest))),
		cel.Function("year", cel.Overload("year_date", []*cel.Type{dateType}, cel.IntType, cel.UnaryBinding(yearOf))),
		cel.Function("month", cel.Overload("month_date", []*cel.Type{dateType}, cel.IntType, cel.UnaryBinding(monthOf))),
		cel.Function("adddays", cel.Overload("adddays_date", []*cel.Type{dateType, cel.IntType}, dateType, cel.BinaryBinding(addDays))),
		cel.Function("addmonths", cel.Overload("addmonths_date", []*cel.Type{dateType, cel.IntType}, dateType, cel.BinaryBinding(addMonths))),
		cel.Function("sum", cel.Overload("sum_ints", []*cel.Type{cel.ListType(cel.IntType)}, cel.IntType, cel.UnaryBinding(sum))),
		cel.Function("count", cel.Overload("count_flags", checks, cel.IntType, cel.UnaryBinding(count))),
		cel.Function("some", cel.Overload("some_flags", checks, cel.BoolType, cel.UnaryBinding(some))),
	}
	for _, op := range []string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals} {
		opts = append(opts, cel.Function(op, cel.Overload("dates"+op, dates, cel.BoolType)))
	}
	return opts
}

func onDates(name string, f func(from, to calendar.Date) int) cel.EnvOption {
	return cel.Function(name, cel.Overload(name+"_dates", []*cel.Type{dateType, dateType}, cel.IntType,
		cel.BinaryBinding(func(from, to ref.Val) ref.Val {
			a, okA := from.(day)
			b, okB := to.(day)
			if !okA || !okB {
				return types.MaybeNoSuchOverloadErr(from)
			}
			return types.Int(f(calendar.Date(a), calendar.Date(b)))
		})))
}

// workdays counts the days from Monday to Friday after from, up to and
// including to; public holidays are not known to it.
func workdays(from, to calendar.Date) int {
	if to < from {
		return -workdays(to, from)
	}
	weeks := int(to-from) / 7
	n := weeks * 5
	for d := from.AddDays(weeks*7 + 1); d <= to; d = d.AddDays(1) {
		if w := d.Time().Weekday(); w != 0 && w != 6 {
			n++
		}
	}
	return n
}

func dateOf(v ref.Val) ref.Val {
	s, _ := v.Value().(string)
	d, err := calendar.ParseDate(s)
	if err != nil {
		return types.WrapErr(err)
	}
	return day(d)
}

func yearOf(v ref.Val) ref.Val { return types.Int(calendar.Date(v.(day)).Year()) }

func monthOf(v ref.Val) ref.Val {
	_, m, _ := calendar.Date(v.(day)).Parts()
	return types.Int(m)
}

func addDays(d, n ref.Val) ref.Val { return day(calendar.Date(d.(day)).AddDays(int(n.(types.Int)))) }
func addMonths(d, n ref.Val) ref.Val {
	return day(calendar.Date(d.(day)).AddMonths(int(n.(types.Int))))
}

// sum adds up whole numbers: sum(a.partners.map(x, x.amount)). An overflow is an
// error, as CEL's own + has it.
func sum(v ref.Val) ref.Val {
	list := v.(traits.Lister)
	total := ref.Val(types.IntZero)
	for i := range int(list.Size().(types.Int)) {
		item := list.Get(types.Int(i))
		if types.IsUnknownOrError(item) {
			return item
		}
		total = total.(types.Int).Add(item)
		if types.IsError(total) {
			return total
		}
	}
	return total
}

func least(a, b ref.Val) ref.Val {
	if a.(types.Int) < b.(types.Int) {
		return a
	}
	return b
}

func greatest(a, b ref.Val) ref.Val {
	if a.(types.Int) > b.(types.Int) {
		return a
	}
	return b
}

// flagsType is the results of a check over the items of a list.
var flagsType = types.NewOpaqueType("flags")

// flags are those results, in the order of the items.
type flags []Tristate

func (f flags) ConvertToNative(reflect.Type) (any, error) {
	return nil, fmt.Errorf("results of a check stay as they are")
}

func (f flags) ConvertToType(t ref.Type) ref.Val { return noConversion(f, t) }
func (f flags) Equal(ref.Val) ref.Val            { return types.False }
func (f flags) Type() ref.Type                   { return flagsType }
func (f flags) Value() any                       { return []Tristate(f) }

// unsure is a result that hangs on an item; what the item lacks is named where
// the item is checked.
var unsure = types.NewUnknown(1, nil)

// count is how many items passed; unknown while one of them is.
func count(v ref.Val) ref.Val {
	n := 0
	for _, t := range v.(flags) {
		switch t {
		case Yes:
			n++
		case Unknown:
			return unsure
		}
	}
	return types.Int(n)
}

// some tells that an item passed: one is enough, whatever the others are.
func some(v ref.Val) ref.Val {
	out := ref.Val(types.False)
	for _, t := range v.(flags) {
		switch t {
		case Yes:
			return types.True
		case Unknown:
			out = unsure
		}
	}
	return out
}
