package dossier_test

import (
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/registry"
)

// Who took a place of an institution on a day: from the admission until the day
// of leaving, which is free again; an admission taken back never was.
func TestStaysInAnInstitution(t *testing.T) {
	eachVocabulary(t, func(p *pole) {
		delegate, agent := p.staff(access.Delegate, rabat), p.staff(access.FieldAgent, rabat)
		e, _ := p.licensed(delegate)
		centre := fields(map[string]any{"centre": e.ID.String()})
		admitted := func() file {
			f, err := p.opened(agent, "stays", "meet", p.person(registry.Female), nil)
			p.must(err)
			_, err = f.do(agent, "admit", "place", day, centre)
			p.must(err)
			return f
		}
		left, taken := admitted(), admitted()
		_, err := left.do(agent, "leave", "", day.AddDays(3))
		p.must(err)
		_, err = taken.do(agent, "correct", "", day.AddDays(1), func(r *dossier.Request) { r.Corrects, r.Reason = 2, "خطأ" })
		p.must(err)
		there := admitted()

		stays, err := dossier.Stays(t.Context(), p.db, access.System("a test"), e.ID, registry.PlacesAccount)
		p.must(err)
		on := func(days int) (n int) {
			for _, s := range stays {
				if s.On(day.AddDays(days)) {
					n++
				}
			}
			return n
		}
		if len(stays) != 2 || on(-1) != 0 || on(0) != 2 || on(2) != 2 || on(3) != 1 {
			t.Errorf("%d stays; %d before, %d, %d and %d on the day of leaving", len(stays), on(-1), on(0), on(2), on(3))
		}
		for _, s := range stays {
			if s.Dossier.ID != left.id && s.Dossier.ID != there.id {
				t.Errorf("a stay of another dossier: %+v", s)
			}
		}
		other, err := dossier.Stays(t.Context(), p.db, p.staff(access.FieldAgent, "01.511").Scope(access.DossiersRead), e.ID, registry.PlacesAccount)
		p.must(err)
		if len(other) != 0 {
			t.Errorf("another province is shown %d stays", len(other))
		}
	})
}
