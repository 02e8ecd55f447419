package imports

import (
	"context"
	"errors"

	"sanad/store"
)

// Kinds of what a row becomes.
const (
	tiePerson      = "person"
	tieHousehold   = "household"
	tieApplication = "application"
)

// tie is what a row of a source became.
type tie struct {
	kind     string
	hash     []byte   // of the source and its number for the row
	owner    store.ID // the person, the household, the applicant
	dossier  store.ID // of an application
	content  []byte   // digest of what the row said
	revision int      // of the person, when it was written
	of       store.ID // the import that wrote it last, for whoever asks where somebody came from
	line     int64    // and the row
}

// findTie is what a row became; the zero tie when it is new.
func findTie(ctx context.Context, q store.Q, kind string, hash []byte) (tie, error) {
	t, err := store.One(ctx, q, func(r store.Row) (tie, error) {
		t := tie{kind: kind, hash: hash}
		return t, r.Scan(&t.owner, &t.dossier, &t.content, &t.revision, &t.of, &t.line)
	}, "select owner_id, dossier_id, content, revision, import_id, line from import_tie where kind = $1 and hash = $2", kind, hash)
	if errors.Is(err, store.ErrNotFound) {
		return tie{}, nil
	}
	return t, err
}

func saveTie(ctx context.Context, tx *store.Tx, t tie) error {
	_, err := tx.Exec(ctx, `insert into import_tie (kind, hash, owner_id, dossier_id, content, revision, import_id, line) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (kind, hash) do update set owner_id = excluded.owner_id, dossier_id = excluded.dossier_id, content = excluded.content,
		revision = excluded.revision, import_id = excluded.import_id, line = excluded.line`,
		t.kind, t.hash, t.owner, t.dossier, t.content, t.revision, t.of, t.line)
	return err
}
