package registry

import (
	"context"

	"sanad/access"
	"sanad/store"
)

const organisationColumns = `party_id, revision, code, kind, name_ar, name_latin, acronym, number, founded_on, representative,
	province, commune, address, phone, ended_on`

func scanOrganisation(r store.Row) (Organisation, error) {
	var o Organisation
	err := r.Scan(&o.ID, &o.Revision, &o.Code, &o.Kind, &o.Titles.Arabic, &o.Titles.Latin, &o.Acronym, &o.Number, &o.FoundedOn, &o.Representative,
		&o.Seat.Province, &o.Seat.Commune, &o.Seat.Address, &o.Seat.Phone, &o.EndedOn)
	return o, err
}

func (o Organisation) values() []any {
	return []any{o.Revision, o.Code, o.Kind, o.Titles.Arabic, o.Titles.Latin, o.Acronym, o.Number, o.FoundedOn, o.Representative,
		o.Seat.Province, o.Seat.Commune, o.Seat.Address, o.Seat.Phone, o.EndedOn, sounding(o.Code, o.Acronym, o.Titles)}
}

func insertOrganisation(ctx context.Context, tx *store.Tx, o Organisation) error {
	_, err := tx.Exec(ctx, "insert into organisation ("+organisationColumns+`, sound)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, append([]any{o.ID}, o.values()...)...)
	return err
}

func updateOrganisation(ctx context.Context, tx *store.Tx, o Organisation) (int64, error) {
	return tx.Exec(ctx, `update organisation set revision = $1, code = $2, kind = $3, name_ar = $4, name_latin = $5, acronym = $6, number = $7,
		founded_on = $8, representative = $9, province = $10, commune = $11, address = $12, phone = $13, ended_on = $14, sound = $15
		where party_id = $16 and revision = $17`, append(o.values(), o.ID, o.Revision-1)...)
}

func organisation(ctx context.Context, q store.Q, id store.ID) (Organisation, error) {
	return store.One(ctx, q, scanOrganisation, "select "+organisationColumns+" from organisation where party_id = $1", id)
}

// GetOrganisation is one organisation. The register is public: any scope that
// reads registers sees all of it.
//
// Errors: store.not-found.
func GetOrganisation(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Organisation, error) {
	if scope.IsZero() {
		return Organisation{}, store.ErrNotFound
	}
	return organisation(ctx, q, id)
}

// OrganisationQuery chooses organisations; zero fields choose all.
type OrganisationQuery struct {
	Text     string // words of a name in either script, or a code
	Kind     string
	Province string
	Limit    int // 0: 50
}

// Organisations finds organisations by code, and how many there are in all.
func Organisations(ctx context.Context, q store.Q, scope access.Scope, query OrganisationQuery) ([]Organisation, int64, error) {
	w := &store.Where{}
	public(w, scope)
	matching(w, query.Text)
	if query.Kind != "" {
		w.And("kind = ?", query.Kind)
	}
	if query.Province != "" {
		w.And("province = ?", query.Province)
	}
	total, err := store.One(ctx, q, store.Value[int64], "select count(*) from organisation"+w.SQL(), w.Args()...)
	if err != nil {
		return nil, 0, err
	}
	limit := w.Arg(orUsual(query.Limit))
	list, err := store.All(ctx, q, scanOrganisation, "select "+organisationColumns+" from organisation"+w.SQL()+" order by code limit "+limit, w.Args()...)
	return list, total, err
}

// public is the scope of a public register: everything for who reads registers,
// nothing for who does not.
func public(w *store.Where, scope access.Scope) {
	if scope.IsZero() {
		w.And("1 = 0")
	}
}

func orUsual(limit int) int {
	if limit <= 0 {
		return 50
	}
	return limit
}
