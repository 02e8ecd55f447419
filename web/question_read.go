package web

import (
	"strconv"
	"strings"

	"sanad/programme"
	"sanad/store"
)

// answered is what was read of some questions: values as answers hold them, and
// for each list the places of the rows that were filled.
type answered struct {
	values map[string]any
	rows   map[string][]int
}

// read reads the answers to some questions. What cannot be read is told through
// refuse, under the form's own names, and left unanswered, so that everything
// else is checked too. person gives the identifier of a row that names somebody
// to be registered; nil where there are none.
func (q *questions) read(fields []*programme.Field, refuse func(error, func(string) string), person func(list *programme.Field, row string) (store.ID, bool)) answered {
	out := answered{values: map[string]any{}, rows: map[string][]int{}}
	for _, f := range fields {
		if f.Type != programme.ListField {
			q.answer(out.values, f, q.name(f.Key), refuse)
			continue
		}
		var items []any
		for i := range q.rows(f) {
			row := q.rowName(f.Key, i)
			item, any := q.item(f, row, refuse)
			if !any {
				continue
			}
			if person != nil {
				if id, named := person(f, row); named {
					item[itemPerson(f)] = id.String()
				}
			}
			items, out.rows[f.Key] = append(items, item), append(out.rows[f.Key], i)
		}
		if len(items) > 0 {
			out.values[f.Key] = items
		}
	}
	return out
}

// item reads a row, and tells whether anything was typed in it.
func (q *questions) item(list *programme.Field, row string, refuse func(error, func(string) string)) (item map[string]any, filled bool) {
	item = map[string]any{}
	named := itemGivenName(list)
	for _, f := range list.Questions() {
		if f.Type == programme.PersonField && named || strings.TrimSpace(q.form(row+f.Key)) == "" {
			continue
		}
		filled = true
		q.answer(item, f, row+f.Key, refuse)
	}
	return item, filled
}

// answer reads one answer.
func (q *questions) answer(into map[string]any, f *programme.Field, name string, refuse func(error, func(string) string)) {
	var value any
	var err error
	switch {
	case f.Type == programme.ChoicesField:
		var codes []any
		for _, code := range q.many(name) {
			if code != "" {
				codes = append(codes, code)
			}
		}
		if len(codes) > 0 {
			value = codes
		}
	case f.Type.IsParty():
		value, err = q.resolve(f, q.form(name))
	default:
		value, err = f.Parse(q.form(name))
	}
	if err != nil {
		refuse(err, func(string) string { return name })
		return
	}
	if value != nil {
		into[f.Key] = value
	}
}

// nameOf is the form's name of a question as the programme names it:
// "orphans.2.birth", counted from 1 among the rows filled, is "a.orphans.4.birth"
// when that is the fifth row.
func (q *questions) nameOf(field string, rows map[string][]int) string {
	list, rest, _ := strings.Cut(field, ".")
	place, key, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(place)
	if err != nil || n < 1 || n > len(rows[list]) {
		return q.name(field)
	}
	return q.rowName(list, rows[list][n-1]) + key
}
