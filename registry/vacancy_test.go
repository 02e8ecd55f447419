package registry_test

import (
	"context"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/ledger"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// home is an establishment with some free places for women.
func home(t testing.TB, db *store.DB, province, category string, authorised, free, over int64) registry.Establishment {
	t.Helper()
	put := act.Act{Key: store.NewID(db.Now()), On: db.Today(), Actor: access.SystemActor("test")}
	e, err := registry.PutEstablishment(t.Context(), registry.Alone(db), put, registry.Establishment{Category: category, Titles: registry.Titles{Arabic: "دار"},
		OpenedOn: db.Today().AddDays(-10), PlacesF: authorised, Seat: registry.Seat{Province: province}})
	if err != nil {
		t.Fatal(err)
	}
	moved := act.Act{Key: store.NewID(db.Now()), Party: e.ID, Stream: store.NewID(db.Now()), Kind: "test.move", On: db.Today(), Actor: access.SystemActor("test")}
	_, err = act.Do(t.Context(), db, moved, func(ctx context.Context, s *act.Step) (any, error) {
		if err := ledger.Move(ctx, s, registry.PlacesAccount+"/"+e.ID.String()+"/F", free, ledger.Limits{}); err != nil {
			return nil, err
		}
		return nil, ledger.Move(ctx, s, registry.OverAccount+"/"+e.ID.String()+"/F", over, ledger.Limits{})
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestVacanciesComeTheFreestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		few, many := home(t, db, "04.421", "elderly", 10, 2, 0), home(t, db, "04.441", "elderly", 10, 5, 0)
		full := home(t, db, "04.421", "elderly", 10, 0, 3)
		home(t, db, "01.511", "women_in_difficulty", 10, 9, 0)
		scope := access.System("a test")
		ask := func(query registry.VacancyQuery) []registry.Vacancy {
			t.Helper()
			list, err := registry.Vacancies(t.Context(), db, scope, db.Today(), query)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		elderly := registry.EstablishmentQuery{Category: "elderly", Territory: "04"}
		list := ask(registry.VacancyQuery{EstablishmentQuery: elderly, Sex: registry.Female})
		if len(list) != 2 || list[0].ID != many.ID || list[1].ID != few.ID || list[1].Women.Present() != 8 {
			t.Errorf("free for women: %+v", list)
		}
		if list := ask(registry.VacancyQuery{EstablishmentQuery: elderly, Sex: registry.Male}); len(list) != 0 {
			t.Errorf("free for men: %+v", list)
		}
		list = ask(registry.VacancyQuery{EstablishmentQuery: elderly, Full: true})
		if len(list) != 3 || list[2].ID != full.ID || list[2].All().Present() != 13 {
			t.Errorf("the full ones too: %+v", list)
		}
		if list, err := registry.Vacancies(t.Context(), db, access.Scope{}, db.Today(), registry.VacancyQuery{}); err != nil || len(list) != 0 {
			t.Errorf("who reads no register is shown %d (%v)", len(list), err)
		}
	})
}
