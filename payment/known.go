package payment

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
)

// Known is a fact that a right rests on.
type Known struct {
	Path  string           // "orphans.2.enrolled"
	Field *programme.Field // of the form
	List  *programme.Field // whose item it is about; nil for one of the dossier
	Item  int              // 1, 2, 3
	Value any              // nil: not known
}

// FactsOf are what an account's right rests on, in the order of the form. The
// caller found the account within its scope.
func FactsOf(ctx context.Context, q queryer, def *programme.Definition, a Account) ([]Known, error) {
	f, err := readFacts(ctx, q, a)
	if err != nil {
		return nil, err
	}
	answers, err := programme.ParseAnswers([]byte(f.Text))
	if err != nil {
		return nil, err
	}
	var out []Known
	for _, field := range def.Form.Fields() {
		if len(field.Fields) == 0 {
			if v, state := answers.Get(field.Key); state != programme.NotAsked {
				out = append(out, Known{Path: field.Key, Field: field, Value: v})
			}
			continue
		}
		for i, item := range answers.List(field.Key) {
			for j := range field.Fields {
				of := &field.Fields[j]
				if v, state := item.Get(of.Key); state != programme.NotAsked {
					out = append(out, Known{Path: field.Key + "." + strconv.Itoa(i+1) + "." + of.Key, Field: of, List: field, Item: i + 1, Value: v})
				}
			}
		}
	}
	return out, nil
}

// ParseFact reads another value of a fact as somebody typed it; empty stands for
// not known.
//
// Errors: payment.fact-unknown; those of the field's type.
func ParseFact(def *programme.Definition, path, text string) (Fact, error) {
	parts := strings.Split(path, ".")
	field := def.Form.Field(parts[0])
	if len(parts) == 3 {
		field = def.Form.Field(parts[0] + "." + parts[2])
	}
	if field == nil || len(parts) == 2 || len(parts) > 3 {
		return Fact{}, unknownFact(path)
	}
	v, err := field.Parse(text)
	if err != nil {
		return Fact{}, err
	}
	if typed, ok := v.(string); ok {
		switch {
		case field.Type == programme.DateField:
			d, err := calendar.ParseDate(typed)
			if err != nil {
				return Fact{}, err
			}
			v = d.String()
		case len(field.Options) > 0 && !slices.ContainsFunc(field.Options, func(o programme.Option) bool { return o.Code == typed }):
			return Fact{}, unknownFact(typed).On("value")
		}
	}
	return Fact{Path: path, Value: v}, nil
}

func unknownFact(what string) *fault.Error {
	return fault.New(fault.Invalid, "payment.fact-unknown", fault.Args{"value": what}).On("fact")
}
