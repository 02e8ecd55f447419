package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// The keys by which an item of a list of persons is registered. A list whose
// items have a question of type person is one; the register needs the rest.
const (
	itemGiven = "given_name"
	itemBirth = "birth"
	itemSex   = "sex"

	childrenFamily = "p.children_family"
)

// lists are the programme's questions that are answered by rows.
func (in *intake) lists() []*programme.Field {
	var out []*programme.Field
	for _, f := range in.def.Form.Fields() {
		if f.Type == programme.ListField {
			out = append(out, f)
		}
	}
	return out
}

// ofPersons tells that the items of a list are persons to be registered.
func ofPersons(list *programme.Field) bool { return itemPerson(list) != "" }

// itemPerson is the key of the question that holds the person's identifier, empty
// when the list has none.
func itemPerson(list *programme.Field) string {
	for _, f := range list.Fields {
		if f.Type == programme.PersonField {
			return f.Key
		}
	}
	return ""
}

func sexCode(s registry.Sex) string {
	return map[registry.Sex]string{registry.Female: "f", registry.Male: "m"}[s]
}

func sexOf(code string) registry.Sex {
	return map[string]registry.Sex{"f": registry.Female, "m": registry.Male}[code]
}

// listLimit bounds a list without a limit of its own.
const listLimit = 50

// asks are the programme's questions on the form.
func (in *intake) asks(problems ui.Problems) *questions {
	return &questions{request: in.request, prefix: "a.", form: in.form, many: in.several, problems: problems}
}

// sectionCard is a group of questions.
func (in *intake) sectionCard(s *programme.Section, problems ui.Problems) (g.Node, error) {
	var body []g.Node
	if help := in.say(s.Help); help != "" {
		body = append(body, h.P(h.Class("s-note"), g.Text(help)))
	}
	fields := make([]*programme.Field, len(s.Fields))
	for i := range s.Fields {
		fields[i] = &s.Fields[i]
	}
	body = append(body, in.asks(problems).all(fields)...)
	for _, list := range in.childLists() {
		if !slices.Contains(fields, list) {
			continue
		}
		box, err := in.childrenBox(list)
		if err != nil {
			return nil, err
		}
		body = append(body, box)
	}
	return ui.Card(in.say(s.Title), nil, body...), nil
}
