package edition

import (
	"context"
	"encoding/json"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/programme"
	"sanad/store"
)

const columns = "party_id, series, as_of, known_on, state, embargo, replaces, seq"

// row is what lists and guards need of an edition; its events say the rest.
type row struct {
	id       store.ID
	series   string
	asOf     calendar.Date
	knownOn  calendar.Instant
	state    State
	embargo  calendar.Instant
	replaces store.ID
	seq      int64
}

func (e Edition) row() row {
	return row{e.ID, e.Series, e.AsOf, e.KnownOn, e.State, e.Embargo, e.Replaces, e.Seq}
}

func scan(r store.Row) (row, error) {
	var e row
	err := r.Scan(&e.id, &e.series, &e.asOf, &e.knownOn, (*string)(&e.state), &e.embargo, &e.replaces, &e.seq)
	return e, err
}

func insert(ctx context.Context, s *act.Step, e row) error {
	_, err := s.Exec(ctx, "insert into edition ("+columns+") values ($1, $2, $3, $4, $5, $6, $7, $8)",
		e.id, e.series, e.asOf, e.knownOn, string(e.state), e.embargo, e.replaces, e.seq)
	return err
}

// update follows an event, so that two acts cannot both follow the same one.
func update(ctx context.Context, s *act.Step, e row, follows int64) error {
	n, err := s.Exec(ctx, "update edition set state = $1, embargo = $2, seq = $3 where party_id = $4 and seq = $5",
		string(e.state), e.embargo, e.seq, e.id, follows)
	if err == nil && n != 1 {
		return ErrSeen
	}
	return err
}

// read is an edition from its events.
//
// Errors: store.not-found.
func read(ctx context.Context, q store.Q, id store.ID) (Edition, error) {
	events, err := act.Events(ctx, q, id, id)
	if err != nil {
		return Edition{}, err
	}
	if len(events) == 0 || events[0].Kind != drafted {
		return Edition{}, store.ErrNotFound
	}
	return Fold(events)
}

// Get is an edition, for whoever may read editions of the whole country before
// they are published.
//
// Errors: store.not-found, also outside the scope.
func Get(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Edition, error) {
	if !scope.Allows("", "") {
		return Edition{}, store.ErrNotFound
	}
	return read(ctx, q, id)
}

// List gives all editions, the newest first, within such a scope. There are a
// few in a year.
func List(ctx context.Context, q store.Q, scope access.Scope) ([]Edition, error) {
	if !scope.Allows("", "") {
		return nil, nil
	}
	return list(ctx, q, "")
}

// Public gives the editions that everybody may read at an instant, the newest
// first, and those withdrawn after they were.
func Public(ctx context.Context, q store.Q, now calendar.Instant) ([]Edition, error) {
	return list(ctx, q, " where embargo > 0 and embargo <= $1", now)
}

// Reader gives one of those.
//
// Errors: store.not-found, also when it is not published yet.
func Reader(ctx context.Context, q store.Q, id store.ID, now calendar.Instant) (Edition, error) {
	e, err := read(ctx, q, id)
	if err == nil && (e.Embargo == 0 || e.Embargo > now) {
		return Edition{}, store.ErrNotFound
	}
	return e, err
}

func list(ctx context.Context, q store.Q, where string, args ...any) ([]Edition, error) {
	rows, err := store.All(ctx, q, scan, "select "+columns+" from edition"+where+" order by as_of desc, known_on desc, party_id desc", args...)
	if err != nil {
		return nil, err
	}
	out := make([]Edition, len(rows))
	for i, r := range rows {
		if out[i], err = read(ctx, q, r.id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// publications are the editions whose figures somebody outside has seen or will
// see, in the order in which they were made.
func publications(ctx context.Context, q store.Q) ([]row, error) {
	return store.All(ctx, q, scan, "select "+columns+" from edition where embargo > 0 order by known_on, party_id")
}

// ReplacedBy is the published edition that took the place of another; false when
// none did.
func ReplacedBy(ctx context.Context, q store.Q, id store.ID, now calendar.Instant) (Edition, bool, error) {
	found, err := list(ctx, q, " where replaces = $1 and state = 'released' and embargo <= $2", id, now)
	if err != nil || len(found) == 0 {
		return Edition{}, false, err
	}
	return found[0], true, nil
}

// keepDefinition keeps the text of a definition, once.
func keepDefinition(ctx context.Context, s *act.Step, t programme.Text) error {
	text, err := json.Marshal(t.Files)
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "insert into edition_definition (hash, programme, files) values ($1, $2, $3) on conflict (hash) do nothing", t.Hash, t.Programme, string(text))
	return err
}

// definition is the text of a kept definition.
//
// Errors: store.not-found.
func definition(ctx context.Context, q store.Q, hash string) (map[string]string, error) {
	text, err := store.One(ctx, q, store.Value[string], "select files from edition_definition where hash = $1", hash)
	if err != nil {
		return nil, err
	}
	var files map[string]string
	return files, json.Unmarshal([]byte(text), &files)
}
