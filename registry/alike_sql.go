package registry

import (
	"context"
	"slices"
	"time"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Bounds of the candidates that a draft is compared with.
const (
	mostCandidates = 150 // of each way to find them
	yearsApart     = 2   // of two births written for one person
)

// alikeBySound reads the candidates of a draft by the register's indexes, one
// question for each way to find them: a condition with "or" would make the
// database read every namesake.
func alikeBySound(ctx context.Context, q store.Q, scope access.Scope, d Draft) ([]Person, error) {
	a, heard := alike{q: q, scope: scope, most: mostCandidates, seen: map[store.ID]bool{}}, d.heard()
	year := d.Birth.On.Year()
	for _, apart := range []int{0, yearsApart} { // of a crowd of namesakes those of the year first
		born := func(w *store.Where) {
			w.And("person.birth_on between ? and ?", calendar.NewDate(year-apart, 1, 1), calendar.NewDate(year+apart, 12, 31))
		}
		if err := a.bothNames(ctx, heard, born); err != nil {
			return nil, err
		}
	}
	if d.Birth.Precision != calendar.ByDay {
		return a.found, nil
	}
	a.most += mostCandidates
	return a.found, a.dayAndName(ctx, heard, d.Birth.On)
}

// alike gathers candidates.
type alike struct {
	q     store.Q
	scope access.Scope
	most  int
	seen  map[store.ID]bool
	found []Person
}

// heard are the sounds of a draft's names in each script they are written in.
func (d Draft) heard() (out []parts) {
	for _, n := range []Name{d.Arabic, d.Latin} {
		if n.Given != "" && n.Family != "" {
			if s := (parts{sound(n.Given), sound(n.Family)}); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// bothNames: given and family name sound the same, in whichever order and
// script, and the births lie near.
func (a *alike) bothNames(ctx context.Context, heard []parts, born func(*store.Where)) error {
	for _, s := range heard {
		for _, script := range scripts {
			for _, way := range []parts{s, {s.family, s.given}} {
				err := a.read(ctx, born, keyed("person.given_key"+script, []string{way.given}), sounded("person.family_sound"+script, []string{way.family}))
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// dayAndName: born on the very day, or with day and month exchanged, and one of
// the names sounds the same.
func (a *alike) dayAndName(ctx context.Context, heard []parts, on calendar.Date) error {
	born := bornOn(on)
	for _, s := range heard {
		for _, script := range scripts {
			// SQLite knows no figures of the register: left the choice, it would take the
			// family's index, which has twenty thousand of a common one.
			family := "person.family_key" + script
			for _, c := range []cond{keyed("person.given_key"+script, []string{s.given}), keyed("coalesce("+family+", "+family+")", []string{s.family})} {
				if err := a.read(ctx, born, c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// home: born on the very day in the same commune, or in one year with one of the
// names the same.
func (a *alike) home(ctx context.Context, heard []parts, p Person) error {
	if p.Commune == "" {
		return nil
	}
	commune := cond{"person.commune", []any{p.Commune}}
	if err := a.read(ctx, bornOn(p.Birth.On), commune); err != nil {
		return err
	}
	first, last := births(p.Birth.On.Year())
	born := func(w *store.Where) { w.And("person.birth_on between ? and ?", first, last) }
	for _, s := range heard {
		for _, script := range scripts {
			for _, c := range []cond{keyed("person.given_key"+script, []string{s.given}), keyed("person.family_key"+script, []string{s.family})} {
				// The province is in the indexes, so that only rows of it are read.
				if err := a.read(ctx, born, c, cond{"person.province", []any{p.Province}}, commune); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func bornOn(day calendar.Date) func(*store.Where) {
	days := []calendar.Date{day}
	if other := exchanged(day); other != day {
		days = append(days, other)
	}
	return func(w *store.Where) { store.In(w, "person.birth_on", days) }
}

// exchanged is a date with day and month in each other's place, where that is one.
func exchanged(on calendar.Date) calendar.Date {
	y, m, day := on.Parts()
	if day > 12 {
		return on
	}
	return calendar.NewDate(y, time.Month(day), int(m))
}

// read adds who fulfils the conditions, until there are enough.
func (a *alike) read(ctx context.Context, born func(*store.Where), conds ...cond) error {
	left := a.most - len(a.found)
	if left <= 0 {
		return nil
	}
	w := &store.Where{}
	born(w)
	for _, c := range conds {
		if c.empty() {
			return nil
		}
		w.And(c.column+" = ?", c.values[0])
	}
	w.And("person.into_id is null")
	a.scope.Restrict(w, inScope)
	list, err := store.All(ctx, a.q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" order by person.birth_on, person.party_id limit "+w.Arg(left), w.Args()...)
	for _, p := range list {
		if !a.seen[p.ID] {
			a.seen[p.ID] = true
			a.found = append(a.found, p)
		}
	}
	return err
}
