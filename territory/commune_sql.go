package territory

import (
	"context"

	"sanad/store"
)

const communeColumns = "code, province, name_ar, name_fr, kind, valid_from, valid_to"

func scanCommune(r store.Row) (Commune, error) {
	var c Commune
	err := r.Scan(&c.Code, &c.Province, &c.Name.Ar, &c.Name.Fr, &c.Kind, &c.From, &c.To)
	c.Name.En = c.Name.Fr
	return c, err
}

// Communes are the communes of a province, or of the country when province is
// empty, in the order of their codes; those no longer valid included. They are
// public: no scope.
func Communes(ctx context.Context, q store.Q, province string) ([]Commune, error) {
	var w store.Where
	if province != "" {
		w.And("province = ?", province)
	}
	return store.All(ctx, q, scanCommune, "select "+communeColumns+" from commune"+w.SQL()+" order by code", w.Args()...)
}

// CommuneByCode is one commune.
//
// Errors: store.not-found.
func CommuneByCode(ctx context.Context, q store.Q, code string) (Commune, error) {
	return store.One(ctx, q, scanCommune, "select "+communeColumns+" from commune where code = $1", code)
}

func saveCommune(ctx context.Context, tx *store.Tx, c Commune) error {
	_, err := tx.Exec(ctx, "insert into commune ("+communeColumns+`) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (code) do update set province = excluded.province, name_ar = excluded.name_ar, name_fr = excluded.name_fr,
		kind = excluded.kind, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
		c.Code, c.Province, c.Name.Ar, c.Name.Fr, string(c.Kind), c.From, c.To)
	return err
}
