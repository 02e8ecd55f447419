package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Code says what kind of failure an error is.
type Code string

// The codes a door knows how to answer.
const (
	Invalid         Code = "invalid"         // the request is wrong; the reader can mend it
	NotFound        Code = "not-found"       // no such thing, or not within the reader's scope
	Conflict        Code = "conflict"        // the thing is not in a state that allows it
	Forbidden       Code = "forbidden"       // the reader may see it and may not do this
	Unauthenticated Code = "unauthenticated" // nobody is signed in
	TooLarge        Code = "too-large"       // over a stated limit
	Unavailable     Code = "unavailable"     // try again: busy, full, or stopping
	Internal        Code = "internal"        // a defect or a broken machine
)

// Args fill the placeholders of a message.
type Args map[string]any

// Error is a failure that can be told to a person.
type Error struct {
	Code  Code
	Key   string // message key, see package locale
	Args  Args
	Field string   // the field, column or file it is about; empty for the whole
	Parts []*Error // several failures told together, one per field
	cause error
}

// New makes an error of a code with the key of its message.
func New(code Code, key string, args Args) *Error {
	return &Error{Code: code, Key: key, Args: args}
}

// On names the field the error is about.
func (e *Error) On(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Because keeps the technical cause for the log.
func (e *Error) Because(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// Error is the technical text, for logs and tests; a person reads
// locale.Printer.Fault.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code) + " " + e.Key)
	if e.Field != "" {
		b.WriteString(" on " + e.Field)
	}
	for _, k := range sortedKeys(e.Args) {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	for _, p := range e.Parts {
		b.WriteString("; " + p.Error())
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the technical cause.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is match on the message key, so that a caller can ask for
// one particular refusal.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Key == e.Key && t.Code == e.Code
}

func sortedKeys(a Args) []string {
	keys := make([]string, 0, len(a))
	for k := range a {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// CodeOf is the code of err: Internal for an error nobody prepared, empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// KeyOf is the message key of err, empty when it has none.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// List gathers the failures of one form, file or request, so that a person
// sees all of them at once.
type List struct{ parts []*Error }

// Add keeps a failure; nil and the parts of a joined error are handled.
func (l *List) Add(err error) {
	if err == nil {
		return
	}
	var e *Error
	if !errors.As(err, &e) {
		e = New(Internal, "fault.internal", nil).Because(err)
	}
	if len(e.Parts) > 0 {
		l.parts = append(l.parts, e.Parts...)
		return
	}
	l.parts = append(l.parts, e)
}

// Err is nil when nothing was added, the failure itself when it is one, and
// otherwise an Invalid error that holds them all.
func (l *List) Err() error {
	switch len(l.parts) {
	case 0:
		return nil
	case 1:
		return l.parts[0]
	}
	return &Error{Code: Invalid, Key: "fault.several", Args: Args{"count": len(l.parts)}, Parts: l.parts}
}
