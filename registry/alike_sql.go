package registry

import (
	"context"
	"strings"
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

// alikeBySound reads the candidates of a draft by the register's indexes.
func alikeBySound(ctx context.Context, q store.Q, scope access.Scope, d Draft) ([]Person, error) {
	var out []Person
	seen := map[store.ID]bool{}
	for _, cond := range []func(*store.Where, Draft) bool{bothNames, dayAndName} {
		w := &store.Where{}
		if !cond(w, d) {
			continue
		}
		scope.Restrict(w, inScope)
		list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" order by person.birth_on, person.party_id limit "+w.Arg(mostCandidates), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if !seen[p.ID] {
				seen[p.ID] = true
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// heard are the sounds of a draft's names in each script they are written in.
func (d Draft) heard() (out []parts) {
	for _, n := range []Name{d.Arabic, d.Latin} {
		if n.Given != "" && n.Family != "" {
			out = append(out, parts{sound(n.Given), sound(n.Family)})
		}
	}
	return out
}

// bothNames: given and family name sound the same, in whichever order and
// script, and the births lie near.
func bothNames(w *store.Where, d Draft) bool {
	var alternatives []string
	var args []any
	for _, s := range d.heard() {
		for _, script := range []string{"", "_latin"} {
			alternatives = append(alternatives, "person.given_key"+script+" = ? and person.family_sound"+script+" = ?", "person.given_key"+script+" = ? and person.family_sound"+script+" = ?")
			args = append(args, []byte(s.given), s.family, []byte(s.family), s.given)
		}
	}
	if len(alternatives) == 0 {
		return false
	}
	w.And("("+strings.Join(alternatives, ") or (")+")", args...)
	year := d.Birth.On.Year()
	w.And("person.birth_on between ? and ?", calendar.NewDate(year-yearsApart, 1, 1), calendar.NewDate(year+yearsApart, 12, 31))
	return true
}

// dayAndName: born on the very day (or with day and month exchanged), and one of
// the names sounds the same.
func dayAndName(w *store.Where, d Draft) bool {
	if d.Birth.Precision != calendar.ByDay {
		return false
	}
	days := []calendar.Date{d.Birth.On}
	if y, m, day := d.Birth.On.Parts(); day <= 12 && day != int(m) {
		days = append(days, calendar.NewDate(y, time.Month(day), int(m)))
	}
	store.In(w, "person.birth_on", days)
	var alternatives []string
	var args []any
	for _, s := range d.heard() {
		for _, script := range []string{"", "_latin"} {
			alternatives = append(alternatives, "person.given_key"+script+" = ? or person.family_key"+script+" = ?")
			args = append(args, []byte(s.given), []byte(s.family))
		}
	}
	if len(alternatives) == 0 {
		return false
	}
	w.And(strings.Join(alternatives, " or "), args...)
	return true
}
