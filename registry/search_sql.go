package registry

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/store"
)

// search is a question about names: what they may mean, and who was found.
type search struct {
	q        store.Q
	scope    access.Scope
	query    Query
	typed    string // the words, folded
	readings []reading
	seen     map[store.ID]bool
	persons  []Person
	more     bool // than are read
}

// run asks for the nearest first, and for further ones only while few are found.
func (s *search) run(ctx context.Context) (Found, error) {
	for _, ask := range []func(context.Context, reading) error{s.exactly, s.partly, s.further} {
		if err := s.each(ctx, ask); err != nil {
			return Found{}, err
		}
	}
	s.order()
	if len(s.persons) < enoughFound {
		if err := s.slips(ctx); err != nil {
			return Found{}, err
		}
	}
	persons, err := standing(ctx, s.q, s.scope, s.persons)
	limit := s.query.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	return Found{persons[:min(limit, maxLimit, len(persons))], len(persons), s.more}, err
}

func (s *search) each(ctx context.Context, ask func(context.Context, reading) error) error {
	for _, r := range s.readings {
		if len(s.persons) >= most {
			s.more = true
			return nil
		}
		if err := ask(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// order puts who sounds as typed, and no more, before the others, and then the
// nearest letters first.
func (s *search) order() {
	far := make(map[store.ID]int, len(s.persons))
	for _, p := range s.persons {
		if !s.soundsAsTyped(p) {
			far[p.ID] = 1
		}
	}
	slices.SortFunc(s.persons, func(a, b Person) int {
		return cmp.Or(far[a.ID]-far[b.ID], cmp.Compare(a.Birth.On, b.Birth.On), slices.Compare(a.ID[:], b.ID[:]))
	})
	rank(s.persons, s.typed)
}

func (s *search) soundsAsTyped(p Person) bool {
	for _, n := range []Name{p.Arabic, p.Latin} {
		given, family := sound(n.Given), sound(n.Family)
		for _, r := range s.readings {
			t := r.typed
			if r.second == nil && (given == t.given || family == t.given) || given == t.given && family == t.family || given == t.family && family == t.given {
				return true
			}
		}
	}
	return false
}

func (s *search) exactly(ctx context.Context, r reading) error {
	if r.second == nil {
		return s.single(ctx, r.first.exact, "order by person.%s, person.province, person.birth_on")
	}
	return s.pair(ctx, r.first.exact, r.second.exact, "order by person.province, person.birth_on")
}

// partly: one name as typed, the other by its beginning or a word of it.
func (s *search) partly(ctx context.Context, r reading) error {
	if r.second == nil {
		return s.single(ctx, r.first.begun, "")
	}
	if err := s.pair(ctx, r.first.exact, r.second.begun, ""); err != nil {
		return err
	}
	return s.pair(ctx, r.first.begun, r.second.exact, "")
}

// further: both by a part of them, which may be anywhere in one.
func (s *search) further(ctx context.Context, r reading) error {
	if r.second == nil || len(s.persons) >= enoughFound {
		return nil
	}
	a, b := r.first, *r.second
	for _, ways := range [][2][]string{{a.exact, b.inside}, {a.inside, b.exact}, {a.begun, b.begun}, {a.begun, b.inside}, {a.inside, b.begun}} {
		if err := s.pair(ctx, ways[0], ways[1], ""); err != nil {
			return err
		}
	}
	return nil
}

// scripts are the ends of the columns that hold the sounds of each script.
var scripts = []string{"", "_latin"}

// single finds who has a sound as one of their names.
func (s *search) single(ctx context.Context, sounds []string, order string) error {
	for _, script := range scripts {
		for _, way := range [][2]string{{"given_key", "family_sound"}, {"family_key", "given_sound"}} {
			o := strings.ReplaceAll(order, "%s", way[1]+script)
			if err := s.add(ctx, o, keyed("person."+way[0]+script, sounds)); err != nil {
				return err
			}
		}
	}
	return nil
}

// pair finds who has one of the sounds as a name and one of the others as the
// other name.
func (s *search) pair(ctx context.Context, sounds, others []string, order string) error {
	sounds, others = within(sounds, others)
	for _, script := range scripts {
		for _, way := range [][2][]string{{sounds, others}, {others, sounds}} {
			if err := s.add(ctx, order, keyed("person.given_key"+script, way[0]), sounded("person.family_sound"+script, way[1])); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostSoundPairs bounds how many pairs of sounds a question asks for: each is a look
// into an index.
const mostSoundPairs = 2500

// within shortens the longer of two lists to what may be asked.
func within(a, b []string) (first, second []string) {
	for len(a)*len(b) > mostSoundPairs {
		if len(a) > len(b) {
			a = a[:max(mostSoundPairs/len(b), 50)]
		} else {
			b = b[:max(mostSoundPairs/len(a), 50)]
		}
	}
	return a, b
}

// cond is a condition of one column; with no values nothing fulfils it.
type cond struct {
	column string
	values []any
}

// empty tells that the one value is no sound at all.
func (c cond) empty() bool {
	switch v := c.values[0].(type) {
	case []byte:
		return len(v) == 0
	case string:
		return v == ""
	}
	return false
}

func keyed(column string, sounds []string) cond {
	c := cond{column: column}
	for _, s := range sounds {
		c.values = append(c.values, []byte(s))
	}
	return c
}

func sounded(column string, sounds []string) cond {
	c := cond{column: column}
	for _, s := range sounds {
		c.values = append(c.values, s)
	}
	return c
}

// add reads who fulfils all conditions, in an order or as an index gives them,
// until enough are read.
func (s *search) add(ctx context.Context, order string, conds ...cond) error {
	left := most - len(s.persons)
	var w store.Where
	for _, c := range conds {
		switch {
		case len(c.values) == 0 || left <= 0:
			return nil
		case len(c.values) == 1:
			w.And(c.column+" = ?", c.values[0])
		default:
			store.In(&w, c.column, c.values)
		}
	}
	s.narrow(&w)
	// One more than fits tells that there are more; those read before may be among them.
	limit := left + 1
	list, err := store.All(ctx, s.q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" "+order+" limit "+strconv.Itoa(limit), w.Args()...)
	if err != nil {
		return err
	}
	s.more = s.more || len(list) == limit
	for _, p := range list[:min(len(list), left)] {
		if !s.seen[p.ID] {
			s.seen[p.ID] = true
			s.persons = append(s.persons, p)
		}
	}
	return nil
}

// narrow adds the scope and the filters beside the words.
func (s *search) narrow(w *store.Where) {
	s.scope.Restrict(w, inScope)
	if s.query.BirthYear != 0 {
		first, last := births(s.query.BirthYear)
		w.And("person.birth_on between ? and ?", first, last)
	}
	if s.query.Sex != "" {
		w.And("person.sex = ?", string(s.query.Sex))
	}
}
