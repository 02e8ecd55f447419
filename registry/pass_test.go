package registry_test

import (
	"fmt"
	"testing"

	"sanad/act"
	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// A pass over what was written since the last one leaves the very queue that a
// pass over the whole leaves, chance by chance, whatever was done in between:
// people registered, names and births amended, records merged, made two again and
// found to be two persons.
func TestAPassOverWhatIsNewFindsWhatTheWholeFinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		var later []registry.Draft
		var early []store.ID
		w.must(act.Together(t.Context(), db, func(tx *store.Tx) error {
			n, communes := 0, map[string]bool{}
			early, later = nil, nil
			return drawn(5300, func(_ []string, d registry.Draft) error {
				if d.Commune != "" && !communes[d.Commune] {
					communes[d.Commune] = true
					if _, err := tx.Exec(t.Context(), "insert into commune (code, province, name_ar, name_fr, kind) values ($1, $2, $1, $1, 'urban')", d.Commune, d.Province); err != nil {
						return err
					}
				}
				if n++; n%31 == 30 {
					later = append(later, d)
					return nil
				}
				p, err := registry.Register(t.Context(), registry.Within(tx), w.keys, by(system, db), d)
				early = append(early, p.ID)
				return err
			})
		}))
		first, err := registry.MatchNew(t.Context(), db, w.keys)
		w.must(err)
		if first.Part || first.Pairs < 300 {
			t.Fatalf("the first pass: %+v", first)
		}
		w.live(early, later)
		part, err := registry.MatchNewAnyway(t.Context(), db, w.keys)
		w.must(err)
		queue := w.queue()
		whole, err := registry.MatchAllAgain(t.Context(), db, w.keys)
		w.must(err)
		again := w.queue()
		if !part.Part || part.Pairs != len(queue) || whole.Part || part.Records != whole.Records {
			t.Errorf("part %+v with %d pairs, whole %+v", part, len(queue), whole)
		}
		missing, more := 0, 0
		for two, what := range again {
			if queue[two] != what {
				if missing++; missing < 10 {
					t.Errorf("the whole has %v %s, the part %q", two, what, queue[two])
				}
			}
		}
		for two, what := range queue {
			if again[two] == "" {
				if more++; more < 10 {
					t.Errorf("the part has %v %s, the whole has it not", two, what)
				}
			}
		}
		t.Logf("%d pairs, %d otherwise, %d too many", len(again), missing, more)
	})
}

// live does what happens to a register in a day.
func (w *town) live(early []store.ID, later []registry.Draft) {
	w.Helper()
	for i, d := range later {
		d.ID = store.ID{}
		_, err := registry.Register(w.Context(), registry.Alone(w.db), w.keys, by(system, w.db), d)
		w.must(err)
		if i >= 4 {
			continue
		}
		p := w.get(early[i*700])
		p.Birth = calendar.Birth{On: calendar.NewDate(p.Birth.On.Year(), 3, 4), Precision: calendar.ByDay}
		d := registry.Draft{Arabic: p.Arabic, Latin: p.Latin, Sex: p.Sex, Birth: p.Birth, Province: p.Province, Commune: p.Commune, Phone: p.Phone}
		_, err = registry.Amend(w.Context(), registry.Alone(w.db), w.keys, by(system, w.db), p.ID, p.Revision, d)
		w.must(err)
	}
	for i := range 6 { // mothers of whom the register has proposed that they are their children
		mother, child := w.get(early[i*211]), early[i*211+1]
		if mother.Sex == registry.Female {
			_, err := registry.Link(w.Context(), registry.Alone(w.db), by(system, w.db), mother.ID, registry.Child, registry.Relative{ID: child})
			if err != nil {
				w.Logf("not linked: %v", err)
			}
		}
	}
	type two struct{ a, b store.ID }
	list, err := store.All(w.Context(), w.db, func(r store.Row) (two, error) {
		var p two
		return p, r.Scan(&p.a, &p.b)
	}, "select party_id, other_id from match_pair where not twins order by chance desc, party_id limit 40")
	w.must(err)
	touched := map[store.ID]bool{}
	for i, p := range list {
		if touched[p.a] || touched[p.b] {
			continue
		}
		touched[p.a], touched[p.b] = true, true
		if w.merge(p.a, p.b) != nil { // two cards, or two sexes
			w.must(registry.KeepApart(w.Context(), registry.Alone(w.db), by(system, w.db), p.a, p.b))
			continue
		}
		if i%3 == 0 {
			w.must(w.unmerge(p.a, p.b))
		}
	}
}

// queue is the queue of pairs as text by pair.
func (w *town) queue() map[string]string {
	w.Helper()
	out := map[string]string{}
	_, err := store.All(w.Context(), w.db, func(r store.Row) (bool, error) {
		var a, b store.ID
		var chance int
		var twins bool
		err := r.Scan(&a, &b, &chance, &twins)
		out[a.String()+" "+b.String()] = fmt.Sprint(chance, twins)
		return true, err
	}, "select party_id, other_id, chance, twins from match_pair")
	w.must(err)
	return out
}
