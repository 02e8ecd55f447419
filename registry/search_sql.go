package registry

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/store"
)

// search is a question about names, ready to be asked.
type search struct {
	parts []parts
	scope access.Scope
	query Query
}

func (s search) run(ctx context.Context, q store.Q, typed string) (Found, error) {
	w := s.where()
	total, err := store.One(ctx, q, store.Value[int], "select count(*) from person"+w.SQL(), w.Args()...)
	if err != nil || total == 0 {
		return Found{}, err
	}
	// The likeliest by sound in the database, then by letters here.
	order := s.exactFirst(&w)
	persons, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL()+
		" order by "+order+", person.birth_on, person.party_id limit "+w.Arg(candidates), w.Args()...)
	rank(persons, typed)
	limit := s.query.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	return Found{Persons: persons[:min(limit, maxLimit, len(persons))], Total: total}, err
}

func (s search) where() store.Where {
	var w store.Where
	var alternatives []string
	var args []any
	for _, p := range s.parts {
		for _, script := range []string{"", "_latin"} {
			conds, values := p.conditions(script)
			alternatives = append(alternatives, conds...)
			args = append(args, values...)
		}
	}
	w.And(strings.Join(alternatives, " or "), args...)
	s.narrow(&w)
	return w
}

// narrow adds the scope and the filters beside the words.
func (s search) narrow(w *store.Where) {
	s.scope.Restrict(w, inScope)
	if s.query.BirthYear != 0 {
		first, last := births(s.query.BirthYear)
		w.And("person.birth_on between ? and ?", first, last)
	}
	if s.query.Sex != "" {
		w.And("person.sex = ?", string(s.query.Sex))
	}
}

// conditions: one part from its beginning by an index, the other anywhere.
func (p parts) conditions(script string) (conds []string, args []any) {
	for _, c := range []struct{ lead, leading, other, rest string }{
		{"person.given_key" + script, p.given, "person.family_sound" + script, p.family},
		{"person.family_key" + script, p.family, "person.given_sound" + script, p.given},
	} {
		if c.leading == "" {
			continue
		}
		cond := c.lead + " >= ? and " + c.lead + " < ?"
		args = append(args, []byte(c.leading), after(c.leading))
		if c.rest != "" {
			cond += " and " + c.other + " like ?"
			args = append(args, contains(c.rest))
		}
		conds = append(conds, "("+cond+")")
	}
	return conds, args
}

// after is the first key past those that begin with a prefix. A single sound is
// no prefix: it is a whole name (علي is "l"), or half the register would answer.
func after(prefix string) []byte {
	if len(prefix) == 1 {
		return []byte(prefix + "\x00")
	}
	return []byte(prefix + "\xff")
}

// contains is the pattern of a key that has a sound somewhere; a single one must
// be all of it.
func contains(sound string) string {
	if len(sound) == 1 {
		return sound
	}
	return "%" + sound + "%"
}

// exactFirst orders the names that sound as typed, and no more, first.
func (s search) exactFirst(w *store.Where) string {
	var exact []string
	for _, p := range s.parts {
		switch {
		case p.family == "":
			exact = append(exact, "person.given_sound = "+w.Arg(p.given))
		case p.given == "":
			exact = append(exact, "person.family_sound = "+w.Arg(p.family))
		default:
			exact = append(exact, "person.given_sound = "+w.Arg(p.given)+" and person.family_sound = "+w.Arg(p.family))
		}
	}
	return "case when " + strings.Join(exact, " or ") + " then 0 else 1 end"
}
