package registry

import (
	"context"

	"sanad/locale"
	"sanad/store"
)

// WithIdentifiers gives persons that the caller found within its scope their
// identifiers, masked, with one question for all of them.
func WithIdentifiers(ctx context.Context, q store.Q, persons []Person) ([]Person, error) {
	at := make(map[store.ID]int, len(persons))
	out := make([]Person, len(persons))
	ids := make([]store.ID, len(persons))
	for i, p := range persons {
		p.Identifiers = nil
		out[i], ids[i], at[p.ID] = p, p.ID, i
	}
	type row struct {
		of store.ID
		Identifier
	}
	var w store.Where
	store.In(&w, "party_id", ids)
	rows, err := store.All(ctx, q, func(r store.Row) (row, error) {
		var v row
		return v, r.Scan(&v.of, &v.Kind, &v.Shown, &v.Hash, &v.Cipher)
	}, "select party_id, kind, shown, hash, cipher from identifier"+w.SQL()+" order by party_id, kind", w.Args()...)
	for _, v := range rows {
		out[at[v.of]].Identifiers = append(out[at[v.of]].Identifiers, v.Identifier)
	}
	return out, err
}

// Digest is the keyed digest of searched words, for the log of reads
// (audit.Entry.Words): who has the key can ask whether a name was searched, and
// the log holds no name.
func (k *Keys) Digest(words string) []byte { return k.hash("words", locale.Fold(words)) }
