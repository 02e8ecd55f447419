package ui

import (
	"errors"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/fault"
	"sanad/locale"
)

// Problem is a failure in words, and the field it is about (empty for the
// whole form).
type Problem struct{ Field, Text string }

// Problems are the failures of a form, told in the same words on top and beside
// each field.
type Problems []Problem

// ProblemsOf are the failures err holds; none for nil.
func ProblemsOf(p *locale.Printer, err error) Problems {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return Problems{{Text: p.Fault(err)}}
	}
	if len(f.Parts) == 0 {
		return Problems{{Field: f.Field, Text: p.Fault(f)}}
	}
	list := make(Problems, len(f.Parts))
	for i, part := range f.Parts {
		list[i] = Problem{Field: part.Field, Text: p.Fault(part)}
	}
	return list
}

// On is what is wrong with a field, empty when nothing is.
func (list Problems) On(field string) string {
	for _, problem := range list {
		if problem.Field == field {
			return problem.Text
		}
	}
	return ""
}

// ErrorSummary tells on top of a page what is wrong, takes the focus, and links
// to each field. It is nothing for a nil error.
func ErrorSummary(p *locale.Printer, err error) g.Node {
	list := ProblemsOf(p, err)
	if len(list) == 0 {
		return nil
	}
	return h.Div(h.Class("s-errors"), h.Role("alert"), g.Attr("tabindex", "-1"), g.Attr("data-error-summary"), g.Attr("aria-labelledby", "error-title"),
		h.H2(h.ID("error-title"), g.Text(p.Count("ui.errors", int64(len(list))))),
		h.Ul(g.Map(list, func(problem Problem) g.Node {
			if problem.Field == "" {
				return h.Li(g.Text(problem.Text))
			}
			return h.Li(h.A(h.Href("#"+FieldID(problem.Field)), g.Text(problem.Text)))
		})))
}
