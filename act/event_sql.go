package act

import (
	"context"
	"database/sql"
	"errors"

	"sanad/store"
)

const columns = `party_id, stream_id, seq, kind, happened_on, recorded_at, actor_id, reason, payload, corrects, key, request, hash`

func scan(r store.Row) (Event, error) {
	var e Event
	var payload string
	var corrects sql.NullInt64
	err := r.Scan(&e.Party, &e.Stream, &e.Seq, &e.Kind, &e.On, &e.RecordedAt, &e.Actor, &e.Reason, &payload, &corrects, &e.Key, &e.request, &e.Hash)
	e.Payload, e.Corrects = []byte(payload), corrects.Int64
	return e, err
}

func insert(ctx context.Context, tx *store.Tx, e Event) error {
	_, err := tx.Exec(ctx, "insert into event ("+columns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		e.Party, e.Stream, e.Seq, e.Kind, e.On, e.RecordedAt, e.Actor, e.Reason, string(e.Payload),
		sql.NullInt64{Int64: e.Corrects, Valid: e.Corrects != 0}, e.Key, e.request, e.Hash)
	return err
}

// head is the last event of a stream as far as the next one needs it; the zero
// Event for a new stream.
func head(ctx context.Context, q store.Q, party, stream store.ID) (Event, error) {
	var e Event
	err := q.QueryRow(ctx, "select seq, hash from event where party_id = $1 and stream_id = $2 order by seq desc limit 1", party, stream).Scan(&e.Seq, &e.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		return Event{}, nil
	}
	return e, err
}

// find looks an event up by its idempotency key.
func find(ctx context.Context, q store.Q, party, key store.ID) (Event, bool, error) {
	e, err := store.One(ctx, q, scan, "select "+columns+" from event where party_id = $1 and key = $2", party, key)
	if errors.Is(err, store.ErrNotFound) {
		return Event{}, false, nil
	}
	return e, err == nil, err
}

// Events are the events of a stream in their order. The caller has already
// found the stream within its scope.
func Events(ctx context.Context, q store.Q, party, stream store.ID) ([]Event, error) {
	return store.All(ctx, q, scan, "select "+columns+" from event where party_id = $1 and stream_id = $2 order by seq", party, stream)
}

// One is one event of a stream.
//
// Errors: store.not-found.
func One(ctx context.Context, q store.Q, party, stream store.ID, seq int64) (Event, error) {
	return store.One(ctx, q, scan, "select "+columns+" from event where party_id = $1 and stream_id = $2 and seq = $3", party, stream, seq)
}
