package registry

import (
	"context"
	"database/sql"
	"errors"

	"sanad/access"
	"sanad/fault"
	"sanad/store"
)

// inScope names the column that a scope restricts: a person is of a province and
// of no programme.
var inScope = access.Columns{Province: "person.province"}

const personColumns = `person.party_id, person.origin_id, person.revision, person.given_ar, person.family_ar, person.given_latin, person.family_latin,
	person.sex, person.birth_on, person.birth_precision, person.died_on, person.province, person.commune, person.address, person.phone, person.into_id`

func scanPerson(r store.Row) (Person, error) {
	var p Person
	var commune sql.NullString
	err := r.Scan(&p.ID, &p.Origin, &p.Revision, &p.Arabic.Given, &p.Arabic.Family, &p.Latin.Given, &p.Latin.Family,
		&p.Sex, &p.Birth.On, &p.Birth.Precision, &p.DiedOn, &p.Province, &commune, &p.Address, &p.Phone, &p.Into)
	p.Commune = commune.String
	return p, err
}

const keyColumns = `given_key, family_key, given_sound, family_sound,
	given_key_latin, family_key_latin, given_sound_latin, family_sound_latin`

// insertPerson writes one row. Several rows in one statement were measured and
// are no faster: the SQLite driver looks up each parameter's name from the first.
func insertPerson(ctx context.Context, tx *store.Tx, p Person) error {
	values := make([]any, 0, 24)
	values = append(values, p.ID, p.Origin, p.Revision, p.Arabic.Given, p.Arabic.Family, p.Latin.Given, p.Latin.Family,
		string(p.Sex), p.Birth.On, string(p.Birth.Precision), p.DiedOn, p.Province, orNull(p.Commune), p.Address, p.Phone)
	if err := hear(ctx, tx, p); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into person (party_id, origin_id, revision, given_ar, family_ar, given_latin, family_latin,
		sex, birth_on, birth_precision, died_on, province, commune, address, phone, `+keyColumns+`, written_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
		append(p.sounds().appendTo(values), tx.Now())...)
	return refused(err, p)
}

// ErrChanged: somebody else wrote the person in the meantime.
var ErrChanged = fault.New(fault.Conflict, "registry.changed-meanwhile", nil)

// updatePerson writes the next revision of a person, provided that the one in
// the register is the one before it.
func updatePerson(ctx context.Context, tx *store.Tx, p Person) error {
	values := p.sounds().appendTo([]any{p.Revision, p.Arabic.Given, p.Arabic.Family, p.Latin.Given, p.Latin.Family,
		string(p.Sex), p.Birth.On, string(p.Birth.Precision), p.DiedOn, p.Province, orNull(p.Commune), p.Address, p.Phone})
	if err := hear(ctx, tx, p); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update person set revision = $1, given_ar = $2, family_ar = $3, given_latin = $4, family_latin = $5,
		sex = $6, birth_on = $7, birth_precision = $8, died_on = $9, province = $10, commune = $11, address = $12, phone = $13,
		given_key = $14, family_key = $15, given_sound = $16, family_sound = $17,
		given_key_latin = $18, family_key_latin = $19, given_sound_latin = $20, family_sound_latin = $21, into_id = $22, written_at = $23
		where party_id = $24 and revision = $25`, append(values, p.Into, tx.Now(), p.ID, p.Revision-1)...)
	switch {
	case err != nil:
		return refused(err, p)
	case n == 0:
		return ErrChanged
	}
	return movePairs(ctx, tx, p)
}

// refused turns the one foreign key of a person into the fault of its field: the
// commune was not imported. The database looks it up while it writes, cheaper
// than a question before each.
func refused(err error, p Person) error {
	if errors.Is(err, store.ErrReference) {
		return fault.New(fault.Invalid, "registry.commune-unknown", fault.Args{"value": p.Commune}).On("commune").Because(err)
	}
	return err
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// Get is one person within the viewer's scope, with identifiers masked.
//
// Errors: store.not-found when there is nobody, or not within the scope.
func Get(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Person, error) {
	var w store.Where
	w.And("person.party_id = ?", id)
	scope.Restrict(&w, inScope)
	p, err := store.One(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL(), w.Args()...)
	if err == nil {
		p.Identifiers, err = identifiersOf(ctx, q, id)
	}
	return p, err
}

func ignoreNone(err error) error {
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
