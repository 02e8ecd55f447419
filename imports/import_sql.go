package imports

import (
	"context"
	"encoding/json"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/sheet/table"
	"sanad/store"
)

const columns = "party_id, kind, programme, source, province, name, size, state, account_id, on_day, arrived_at, moved_at, total, done, reached, counts, mapping, resumes, failure, forgotten, seq"

// counted is what column counts holds.
type counted struct {
	Counts
	Wrong map[Wrong]int64 `json:"wrong,omitempty"`
}

func scan(r store.Row) (Import, error) {
	var i Import
	var counts, mapping string
	err := r.Scan(&i.ID, &i.Kind, &i.Programme, &i.Source, &i.Province, &i.Name, &i.Size, &i.State, &i.Account, &i.On, &i.ArrivedAt, &i.MovedAt,
		&i.Total, &i.Done, &i.Reached, &counts, &mapping, &i.Resumes, &i.Failure, &i.Forgotten, &i.Seq)
	if err == nil {
		var c counted
		err = json.Unmarshal([]byte(counts), &c)
		i.Counts, i.Wrong = c.Counts, c.Wrong
	}
	if err == nil && mapping != "" {
		err = json.Unmarshal([]byte(mapping), &i.Mapping)
	}
	return i, err
}

func insertImport(ctx context.Context, s *act.Step, i Import) error {
	counts, mapping, err := i.texts()
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "insert into import_file ("+columns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
		i.ID, string(i.Kind), i.Programme, i.Source, i.Province, i.Name, i.Size, string(i.State), i.Account, i.On, i.ArrivedAt, i.MovedAt,
		i.Total, i.Done, i.Reached, counts, mapping, string(i.Resumes), i.Failure, i.Forgotten, i.Seq)
	return err
}

func (i Import) texts() (counts, mapping string, err error) {
	c, err := json.Marshal(counted{i.Counts, i.Wrong})
	if err != nil {
		return "", "", err
	}
	if i.Mapping.Columns == nil && i.Mapping.Read == (table.Options{}) {
		return string(c), "", nil // nobody said anything yet
	}
	m, err := json.Marshal(i.Mapping)
	return string(c), string(m), err
}

// update writes an import as it is after an act, provided that it is as the act
// found it.
func update(ctx context.Context, s *act.Step, i Import, was int64) error {
	counts, mapping, err := i.texts()
	if err != nil {
		return err
	}
	n, err := s.Exec(ctx, `update import_file set state = $1, on_day = $2, moved_at = $3, done = $4, reached = $5, counts = $6, mapping = $7, resumes = $8, failure = $9,
		forgotten = $10, seq = $11, account_id = $12, total = $13 where party_id = $14 and seq = $15`,
		string(i.State), i.On, i.MovedAt, i.Done, i.Reached, counts, mapping, string(i.Resumes), i.Failure, i.Forgotten, s.Seq, i.Account, i.Total, i.ID, was)
	if err == nil && n == 0 {
		return ErrState
	}
	return err
}

// scoped names the columns that a scope restricts: an import belongs to no
// programme's office, but to those who may import in its province.
var scoped = access.Columns{Province: "province"}

// Get is an import within a scope (access.PersonsImport).
//
// Errors: store.not-found.
func Get(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Import, error) {
	w := &store.Where{}
	w.And("party_id = ?", id)
	scope.Restrict(w, scoped)
	return store.One(ctx, q, scan, "select "+columns+" from import_file"+w.SQL(), w.Args()...)
}

// Page is part of a list: at most Limit imports (50 when 0) that arrived before
// an instant; zero for the newest.
type Page struct {
	Before calendar.Instant
	Limit  int
}

const pageLines = 50

// List are the imports within a scope, the newest first, and whether there are
// more.
func List(ctx context.Context, q store.Q, scope access.Scope, p Page) (list []Import, more bool, err error) {
	w := &store.Where{}
	if p.Before != 0 {
		w.And("arrived_at < ?", p.Before)
	}
	scope.Restrict(w, scoped)
	if p.Limit == 0 {
		p.Limit = pageLines
	}
	list, err = store.All(ctx, q, scan, "select "+columns+" from import_file"+w.SQL()+" order by arrived_at desc, party_id limit "+w.Arg(p.Limit+1), w.Args()...)
	if len(list) > p.Limit {
		return list[:p.Limit], true, err
	}
	return list, false, err
}

// Sources are those that files came from before, within a scope, for a form that
// offers them.
func Sources(ctx context.Context, q store.Q, scope access.Scope) ([]string, error) {
	w := &store.Where{}
	scope.Restrict(w, scoped)
	return store.All(ctx, q, store.Value[string], "select distinct source from import_file"+w.SQL()+" order by source limit 500", w.Args()...)
}

// waiting are the imports that a worker has to go on with, the oldest first.
func waiting(ctx context.Context, q store.Q) ([]store.ID, error) {
	return store.All(ctx, q, store.Value[store.ID], "select party_id from import_file where state in ('checking', 'running') order by arrived_at, party_id")
}

// Unfinished are the imports of a source that a process left while it wrote them,
// for whoever has no server to go on with them.
func Unfinished(ctx context.Context, q store.Q, source string) ([]store.ID, error) {
	return store.All(ctx, q, store.Value[store.ID], "select party_id from import_file where source = $1 and state = 'running'", source)
}

// remembered is the mapping of a source's last file of a kind that was checked,
// within a scope.
//
// Errors: store.not-found.
func remembered(ctx context.Context, q store.Q, scope access.Scope, of Import) (Mapping, error) {
	w := &store.Where{}
	w.And("source = ? and kind = ? and programme = ? and mapping <> '' and state <> 'arrived' and party_id <> ?", of.Source, string(of.Kind), of.Programme, of.ID)
	scope.Restrict(w, scoped)
	last, err := store.One(ctx, q, scan, "select "+columns+" from import_file"+w.SQL()+" order by arrived_at desc limit 1", w.Args()...)
	return last.Mapping, err
}

// outdated are the imports that ended, or were left, before an instant and are
// still kept.
func outdated(ctx context.Context, q store.Q, before calendar.Instant) ([]Import, error) {
	return store.All(ctx, q, scan, "select "+columns+" from import_file where not forgotten and moved_at < $1 and state not in ('checking', 'running') order by moved_at", before)
}

func insertContent(ctx context.Context, s *act.Step, id store.ID, n int, cipher []byte) error {
	_, err := s.Exec(ctx, "insert into import_content (party_id, n, cipher) values ($1, $2, $3)", id, n, cipher)
	return err
}

func contentOf(ctx context.Context, q store.Q, id store.ID) ([][]byte, error) {
	return store.All(ctx, q, store.Value[[]byte], "select cipher from import_content where party_id = $1 order by n", id)
}

func deleteContent(ctx context.Context, s *act.Step, id store.ID) error {
	if _, err := s.Exec(ctx, "delete from import_content where party_id = $1", id); err != nil {
		return err
	}
	_, err := s.Exec(ctx, "delete from import_row where party_id = $1", id)
	return err
}
