package audit

import (
	"context"

	"sanad/store"
)

// Read writes an entry to the log. The door calls it before it sends the answer
// and sends none when it fails.
//
// Errors: audit.purpose-missing, audit.purpose-long, audit.kind-unknown, and the
// store's.
func Read(ctx context.Context, db *store.DB, e Entry) error {
	e.Purpose, e.Network = clean(e.Purpose), clean(e.Network)
	if err := e.check(); err != nil {
		return err
	}
	parties, n := e.shown()
	return db.Update(ctx, func(tx *store.Tx) error {
		for _, p := range parties {
			if err := insert(ctx, tx, e, p, n); err != nil {
				return err
			}
		}
		return nil
	})
}

const columns = "party_id, id, account_id, at, kind, subject_id, province, purpose, network, words_digest, shown"

func insert(ctx context.Context, tx *store.Tx, e Entry, p Party, shown int) error {
	_, err := tx.Exec(ctx, "insert into audit_read ("+columns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		p.ID, store.NewID(tx.Now()), e.By.Account, tx.Now(), e.Kind, e.Subject, p.Province, e.Purpose, e.Network, e.Words, shown)
	return err
}

func scan(r store.Row) (Record, error) {
	var v Record
	err := r.Scan(&v.Party, &v.ID, &v.Account, &v.At, &v.Kind, &v.Subject, &v.Province, &v.Purpose, &v.Network, &v.Words, &v.Shown)
	return v, err
}

// Page asks for part of a list: at most Limit lines older than Before.
type Page struct {
	Before store.ID // the last line of the page before; zero for the first page
	Limit  int      // lines; 0 is 50
}

// pageLines is the length of a page when none is asked for.
const pageLines = 50
