package registry

import (
	"context"

	"sanad/access"
	"sanad/fault"
	"sanad/store"
)

func scanIdentifier(r store.Row) (Identifier, error) {
	var i Identifier
	return i, r.Scan(&i.Kind, &i.Shown, &i.Hash, &i.Cipher)
}

func identifiersOf(ctx context.Context, q store.Q, person store.ID) ([]Identifier, error) {
	return store.All(ctx, q, scanIdentifier, "select kind, shown, hash, cipher from identifier where party_id = $1 order by kind", person)
}

// addIdentifiers keeps a person's identifiers and claims each for them.
//
// Errors: registry.identifier-taken.
func addIdentifiers(ctx context.Context, tx *store.Tx, p Person) error {
	for _, i := range p.Identifiers {
		if err := addIdentifier(ctx, tx, p.ID, i); err != nil {
			return err
		}
	}
	return nil
}

func addIdentifier(ctx context.Context, tx *store.Tx, person store.ID, i Identifier) error {
	n, err := tx.Exec(ctx, "insert into identifier_claim (kind, hash, party_id) values ($1, $2, $3) on conflict (kind, hash) do nothing",
		string(i.Kind), i.Hash, person)
	if err != nil {
		return err
	}
	if n == 0 {
		found, err := findHash(ctx, tx, i.Kind, i.Hash)
		if err != nil {
			return err
		}
		return errTaken(i, found.Province)
	}
	_, err = tx.Exec(ctx, "insert into identifier (party_id, kind, hash, cipher, shown) values ($1, $2, $3, $4, $5)",
		person, string(i.Kind), i.Hash, i.Cipher, i.Shown)
	return err
}

func dropIdentifier(ctx context.Context, tx *store.Tx, person store.ID, i Identifier) error {
	if _, err := tx.Exec(ctx, "delete from identifier where party_id = $1 and kind = $2", person, string(i.Kind)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "delete from identifier_claim where kind = $1 and hash = $2", string(i.Kind), i.Hash)
	return err
}

// Existence says that somebody is registered, and where. ID is for the program
// (to open the person if the viewer's scope allows it), not for show.
type Existence struct {
	ID       store.ID
	Province string
}

// FindByIdentifier tells whether somebody in the whole country has an
// identifier; of a merged record it is who they are now. It takes no scope,
// because nobody may be registered twice, and so it says nothing but the province.
//
// Errors: store.not-found; registry.cin-invalid, idcs-invalid, massar-invalid.
func FindByIdentifier(ctx context.Context, q store.Q, k *Keys, i Identity) (Existence, error) {
	c := &checker{}
	value := c.identity(i)
	if err := c.faults.Err(); err != nil {
		return Existence{}, err
	}
	return findHash(ctx, q, i.Kind, k.hash(i.Kind, value))
}

func findHash(ctx context.Context, q store.Q, kind IdentifierKind, hash []byte) (Existence, error) {
	var into store.ID
	e, err := store.One(ctx, q, func(r store.Row) (Existence, error) {
		var e Existence
		return e, r.Scan(&e.ID, &e.Province, &into)
	}, `select person.party_id, person.province, person.into_id from identifier_claim
		join person on person.party_id = identifier_claim.party_id where identifier_claim.kind = $1 and identifier_claim.hash = $2`, string(kind), hash)
	if err != nil || into.IsZero() {
		return e, err
	}
	p, err := Current(ctx, q, access.System("the province of who has an identifier"), e.ID)
	return Existence{p.ID, p.Province}, err
}

// Reveal is an identifier in clear, for a paper that must bear it. The caller
// logs the reading.
//
// Errors: store.not-found when the person is not within the scope or has no such
// identifier; registry.key-wrong.
func Reveal(ctx context.Context, q store.Q, k *Keys, scope access.Scope, person store.ID, kind IdentifierKind) (string, error) {
	p, err := Get(ctx, q, scope, person)
	if err != nil {
		return "", err
	}
	for _, i := range p.Identifiers {
		if i.Kind == kind {
			return k.decrypt(kind, person, i.Cipher)
		}
	}
	return "", fault.New(fault.NotFound, store.ErrNotFound.Key, nil)
}
