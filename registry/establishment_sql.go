package registry

import (
	"context"
	"math"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

const establishmentColumns = `party_id, revision, code, category, operator_id, name_ar, name_latin, setting, places_f, places_m, places_x,
	director, licence, licensed_on, opened_on, closed_on, province, commune, address, phone`

func scanEstablishment(r store.Row) (Establishment, error) {
	var e Establishment
	err := r.Scan(&e.ID, &e.Revision, &e.Code, &e.Category, &e.Operator, &e.Titles.Arabic, &e.Titles.Latin, &e.Setting, &e.PlacesF, &e.PlacesM, &e.PlacesX,
		&e.Director, &e.Licence, &e.LicensedOn, &e.OpenedOn, &e.ClosedOn, &e.Seat.Province, &e.Seat.Commune, &e.Seat.Address, &e.Seat.Phone)
	return e, err
}

func (e Establishment) values() []any {
	return []any{e.Revision, e.Code, e.Category, e.Operator, e.Titles.Arabic, e.Titles.Latin, e.Setting, e.PlacesF, e.PlacesM, e.PlacesX,
		e.Director, e.Licence, e.LicensedOn, e.OpenedOn, e.ClosedOn, e.Seat.Province, e.Seat.Commune, e.Seat.Address, e.Seat.Phone,
		sounding(e.Code, "", e.Titles)}
}

func insertEstablishment(ctx context.Context, tx *store.Tx, e Establishment) error {
	_, err := tx.Exec(ctx, "insert into establishment ("+establishmentColumns+`, sound)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`, append([]any{e.ID}, e.values()...)...)
	return err
}

func updateEstablishment(ctx context.Context, tx *store.Tx, e Establishment) (int64, error) {
	return tx.Exec(ctx, `update establishment set revision = $1, code = $2, category = $3, operator_id = $4, name_ar = $5, name_latin = $6, setting = $7,
		places_f = $8, places_m = $9, places_x = $10, director = $11, licence = $12, licensed_on = $13, opened_on = $14, closed_on = $15,
		province = $16, commune = $17, address = $18, phone = $19, sound = $20
		where party_id = $21 and revision = $22`, append(e.values(), e.ID, e.Revision-1)...)
}

func establishment(ctx context.Context, q store.Q, id store.ID) (Establishment, error) {
	return store.One(ctx, q, scanEstablishment, "select "+establishmentColumns+" from establishment where party_id = $1", id)
}

// GetEstablishment is one establishment. The register is public: any scope that
// reads registers sees all of it.
//
// Errors: store.not-found.
func GetEstablishment(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Establishment, error) {
	if scope.IsZero() {
		return Establishment{}, store.ErrNotFound
	}
	return establishment(ctx, q, id)
}

// everAfter is later than anything is recorded.
const everAfter = calendar.Instant(math.MaxInt64)

// EstablishmentAt is an establishment as it was known on an instant.
//
// Errors: store.not-found.
func EstablishmentAt(ctx context.Context, q store.Q, scope access.Scope, id store.ID, at calendar.Instant) (Establishment, error) {
	if scope.IsZero() {
		return Establishment{}, store.ErrNotFound
	}
	return establishments.last(ctx, q, id, at)
}

// EstablishmentQuery chooses establishments; zero fields choose all.
type EstablishmentQuery struct {
	Text      string // words of a name in either script, or a code
	Category  string
	Territory string // region "01" or province "01.511"
	Operator  store.ID
	Limit     int // 0: 50
}

// Establishments finds establishments by code, and how many there are in all.
func Establishments(ctx context.Context, q store.Q, scope access.Scope, query EstablishmentQuery) ([]Establishment, int64, error) {
	w := &store.Where{}
	public(w, scope)
	matching(w, query.Text)
	if query.Category != "" {
		w.And("category = ?", query.Category)
	}
	switch len(query.Territory) {
	case 0:
	case 2:
		w.And("province between ? and ?", query.Territory+".000", query.Territory+".999")
	default:
		w.And("province = ?", query.Territory)
	}
	if !query.Operator.IsZero() {
		w.And("operator_id = ?", query.Operator)
	}
	total, err := store.One(ctx, q, store.Value[int64], "select count(*) from establishment"+w.SQL(), w.Args()...)
	if err != nil {
		return nil, 0, err
	}
	limit := w.Arg(orUsual(query.Limit))
	list, err := store.All(ctx, q, scanEstablishment, "select "+establishmentColumns+" from establishment"+w.SQL()+" order by code limit "+limit, w.Args()...)
	return list, total, err
}

// VerifyEntries compares every organisation and establishment with its last
// event, and returns how many it compared.
func VerifyEntries(ctx context.Context, q store.Q, report func(Problem)) (int, error) {
	n, err := compareEntries(ctx, q, organisations, "select "+organisationColumns+" from organisation order by party_id", scanOrganisation, report)
	if err != nil {
		return n, err
	}
	m, err := compareEntries(ctx, q, establishments, "select "+establishmentColumns+" from establishment order by party_id", scanEstablishment, report)
	return n + m, err
}

func compareEntries[T comparable](ctx context.Context, q store.Q, e entry[T], query string, scan func(store.Row) (T, error), report func(Problem)) (int, error) {
	rows, err := store.All(ctx, q, scan, query)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		id, _ := e.of(&row)
		switch told, err := e.last(ctx, q, *id, everAfter); {
		case ignoreNone(err) != nil:
			return 0, err
		case err != nil:
			report(Problem{*id, e.kind + "-unexplained"})
		case told != row:
			report(Problem{*id, e.kind})
		}
	}
	return len(rows), nil
}
