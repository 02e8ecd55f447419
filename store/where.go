package store

import (
	"strconv"
	"strings"
)

// Where builds the condition of a query and its arguments, numbered in the
// order of their first use. The zero value is ready; it starts at $1, or after
// the arguments already taken with Arg.
type Where struct {
	sql  strings.Builder
	args []any
}

// Arg takes an argument and gives its placeholder, "$3".
func (w *Where) Arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// And adds a condition; each ? in it stands for the next argument.
func (w *Where) And(cond string, args ...any) {
	if w.sql.Len() == 0 {
		w.sql.WriteString(" where ")
	} else {
		w.sql.WriteString(" and ")
	}
	w.sql.WriteString("(" + w.bind(cond, args) + ")")
}

func (w *Where) bind(cond string, args []any) string {
	var b strings.Builder
	for _, a := range args {
		i := strings.IndexByte(cond, '?')
		b.WriteString(cond[:i] + w.Arg(a))
		cond = cond[i+1:]
	}
	return b.String() + cond
}

// In adds "column in (...)"; an empty list matches nothing.
func In[T any](w *Where, column string, values []T) {
	if len(values) == 0 {
		w.And("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.And(column+" in (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
}

// SQL is the condition with its leading " where ", empty when nothing was added.
func (w *Where) SQL() string { return w.sql.String() }

// Args are the arguments in order.
func (w *Where) Args() []any { return w.args }
