package dossier_test

import (
	"context"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
)

// merge makes two records one person, under what dossiers allow.
func (p *pole) merge(stays, goes store.ID) error {
	p.Helper()
	m := registry.Merging{Stays: stays, Goes: goes, Reviewed: true, Collides: func(ctx context.Context, s *act.Step, m registry.Merging) error {
		return p.office.Collide(ctx, s, m.Stays, m.Goes)
	}}
	for id, revision := range map[store.ID]*int{stays: &m.StaysRevision, goes: &m.GoesRevision} {
		who, err := registry.Get(p.Context(), p.db, access.System("a test"), id)
		p.must(err)
		*revision = who.Revision
	}
	_, err := registry.Merge(p.Context(), registry.Alone(p.db), p.keys, act.Act{Key: p.id(), On: day, Actor: access.SystemActor("a test"), Reason: "الشخص نفسه"}, m)
	return err
}

// lodging is an open centre of a category.
func (p *pole) lodging(category string) string {
	p.Helper()
	e, err := registry.PutEstablishment(p.Context(), registry.Alone(p.db), act.Act{Key: p.id(), On: day, Actor: access.SystemActor("a test")},
		registry.Establishment{Category: category, Titles: registry.Titles{Arabic: "فضاء"}, OpenedOn: day.AddDays(-100), Seat: registry.Seat{Province: rabat}})
	p.must(err)
	return e.ID.String()
}

// One person stays in one place: two records who both stay somewhere do not become
// one, and once they are one, no record of hers begins, or goes on with, a stay
// beside another's.
func TestOnePersonStaysInOnePlace(t *testing.T) {
	each(t, func(p *pole) {
		supervisor, director := p.staff(access.Supervisor, rabat), p.staff(access.CentreDirector, rabat)
		space, institution := p.lodging("persons_in_street_situation"), p.lodging("elderly")
		met := func(who store.ID) file {
			f, err := p.opened(supervisor, "street-situation", "meet", who, map[string]any{"origin": "self"})
			p.must(err)
			return f
		}
		lodged := func(f file, on int) error {
			_, err := f.do(supervisor, "admit", "over", day.AddDays(on), fields(map[string]any{"centre": space}))
			return err
		}
		resident := func(who store.ID) file {
			f, err := p.opened(director, "institution-residents", "ask", who, map[string]any{"centre": institution})
			p.must(err)
			_, err = f.do(director, "admit", "over", day)
			p.must(err)
			return f
		}
		left := func(f file, on calendar.Date) int64 {
			ev, err := f.do(director, "leave", "", on, fields(map[string]any{"destination": "family"}))
			p.must(err)
			return ev.Seq
		}

		street, home := met(p.person(registry.Female)), resident(p.person(registry.Female))
		p.must(lodged(street, 0))
		p.refused(p.merge(street.party, home.party), "dossier.merge-claimed")
		leaving := left(home, day.AddDays(3))
		p.must(p.merge(street.party, home.party))
		_, err := home.do(supervisor, "correct", "", day.AddDays(4), func(r *dossier.Request) { r.Corrects, r.Reason = leaving, "خطأ" })
		p.refused(err, "dossier.claimed") // she is in the space

		outside, inside := met(p.person(registry.Female)), resident(p.person(registry.Female))
		left(inside, day.AddDays(10))
		p.must(p.merge(outside.party, inside.party))
		p.refused(lodged(outside, 5), "dossier.claim-overlap") // she was still in the institution
		p.must(lodged(outside, 10))
		p.verified()
	})
}
