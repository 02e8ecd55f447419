package registry

import (
	"context"

	"sanad/store"
)

var (
	bulkPersons = store.NewRows("person", "party_id, origin_id, revision, given_ar, family_ar, given_latin, family_latin, sex, birth_on, birth_precision, died_on, province, commune, address, phone, "+keyColumns+", written_at")
	bulkHeld    = store.NewRows("identifier", "party_id, kind, hash, cipher, shown")
	bulkClaims  = store.NewRows("identifier_claim", "kind, hash, party_id")
)

// WriteRows writes persons as rows without events, eight to a statement: the
// register of a benchmark, which nobody verifies.
func WriteRows(ctx context.Context, tx *store.Tx, k *Keys, drafts []Draft) error {
	var persons, held, claims []any
	for _, d := range drafts {
		p := d.person(k)
		persons = append(persons, p.ID, p.ID, 1, p.Arabic.Given, p.Arabic.Family, p.Latin.Given, p.Latin.Family, string(p.Sex), p.Birth.On, string(p.Birth.Precision),
			p.DiedOn, p.Province, orNull(p.Commune), p.Address, p.Phone)
		persons = append(p.sounds().appendTo(persons), tx.Now())
		for _, i := range p.Identifiers {
			held = append(held, p.ID, string(i.Kind), i.Hash, i.Cipher, i.Shown)
			claims = append(claims, string(i.Kind), i.Hash, p.ID)
		}
		if err := hear(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := bulkPersons.Insert(ctx, tx, persons); err != nil {
		return err
	}
	if err := bulkHeld.Insert(ctx, tx, held); err != nil {
		return err
	}
	return bulkClaims.Insert(ctx, tx, claims)
}

// MatchAllAgain is MatchAll by the model that is kept.
func MatchAllAgain(ctx context.Context, db *store.DB, k *Keys) (Pass, error) {
	text, err := keptModel(ctx, db)
	if err != nil {
		return Pass{}, err
	}
	model, err := modelOf(text)
	if err != nil {
		return Pass{}, err
	}
	return matchAll(ctx, db, k, model)
}

// MatchNewAnyway is MatchNew even when nearly all was written.
func MatchNewAnyway(ctx context.Context, db *store.DB, k *Keys) (Pass, error) {
	return matchNew(ctx, db, k, 1)
}
