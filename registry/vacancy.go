package registry

import (
	"cmp"
	"context"
	"slices"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// The guarded accounts that programmes share about the places of an
// establishment, with its identifier and a sex as parts: what is free, and who is
// there beyond what is authorised.
const (
	PlacesAccount = "places"
	OverAccount   = "over"
)

// Occupancy is the places of an establishment for one sex, as they are now.
type Occupancy struct {
	Authorised int64
	Free       int64
	Over       int64 // persons beyond the authorised places
	Kept       bool  // its free places are kept in an account; otherwise only the register speaks
}

// Present is how many persons take a place, those over capacity included.
func (o Occupancy) Present() int64 { return o.Authorised - o.Free + o.Over }

// Plus is the places of both.
func (o Occupancy) Plus(other Occupancy) Occupancy {
	return Occupancy{o.Authorised + other.Authorised, o.Free + other.Free, o.Over + other.Over, o.Kept || other.Kept}
}

// Vacancy is an establishment with its places.
type Vacancy struct {
	Establishment
	Women, Men, Either Occupancy
}

// All are the places of everybody.
func (v Vacancy) All() Occupancy { return v.Women.Plus(v.Men).Plus(v.Either) }

// FreeFor are the free places for a sex, "" for any: those of that sex and those
// for either.
func (v Vacancy) FreeFor(sex Sex) int64 {
	switch sex {
	case Female:
		return v.Women.Free + v.Either.Free
	case Male:
		return v.Men.Free + v.Either.Free
	}
	return v.All().Free
}

// VacancyQuery chooses establishments; zero fields choose all.
type VacancyQuery struct {
	EstablishmentQuery
	Sex  Sex // whose free places are looked for
	Full bool
}

// everyEstablishment is more than there are.
const everyEstablishment = 1 << 20

// Vacancies are the establishments that are open on a day with their places now,
// those with most free places for the sex first; the full ones only when asked.
// Two questions to the guarded accounts, whatever their number.
func Vacancies(ctx context.Context, q store.Q, scope access.Scope, on calendar.Date, query VacancyQuery) ([]Vacancy, error) {
	query.Limit = everyEstablishment
	list, _, err := Establishments(ctx, q, scope, query.EstablishmentQuery)
	if err != nil {
		return nil, err
	}
	free, err := ledger.Balances(ctx, q, PlacesAccount)
	if err != nil {
		return nil, err
	}
	over, err := ledger.Balances(ctx, q, OverAccount)
	if err != nil {
		return nil, err
	}
	var out []Vacancy
	for _, e := range list {
		v := vacancyOf(e, free, over)
		if e.IsOpen(on) && (query.Full || v.FreeFor(query.Sex) > 0) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b Vacancy) int { return cmp.Compare(b.FreeFor(query.Sex), a.FreeFor(query.Sex)) })
	return out, nil
}

// VacancyOf is one establishment, which the caller found within its scope, with
// its places now.
func VacancyOf(ctx context.Context, q store.Q, e Establishment) (Vacancy, error) {
	free, err := ledger.Balances(ctx, q, PlacesAccount+"/"+e.ID.String())
	if err != nil {
		return Vacancy{}, err
	}
	over, err := ledger.Balances(ctx, q, OverAccount+"/"+e.ID.String())
	return vacancyOf(e, free, over), err
}

func vacancyOf(e Establishment, free, over map[string]int64) Vacancy {
	of := func(sex string, authorised int64) Occupancy {
		name := "/" + e.ID.String() + "/" + sex
		n, kept := free[PlacesAccount+name]
		return Occupancy{Authorised: authorised, Free: n, Over: over[OverAccount+name], Kept: kept}
	}
	return Vacancy{e, of("F", e.PlacesF), of("M", e.PlacesM), of("X", e.PlacesX)}
}
