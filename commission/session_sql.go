package commission

import (
	"context"
	"encoding/json"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/store"
)

const columns = `party_id, id, programme, level, province, held_on, place, quorum, members, state`

var scoped = access.Columns{Programme: "programme", Province: "province"}

func scan(r store.Row) (Session, error) {
	var s Session
	var members string
	err := r.Scan(&s.Party, &s.ID, &s.Programme, (*string)(&s.Level), &s.Province, &s.HeldOn, &s.Place, &s.Quorum, &members, (*string)(&s.State))
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(members), &s.Members)
}

// memo is where a transaction remembers a session: a sitting rules on hundreds of
// files.
type memo store.ID

func insert(ctx context.Context, s *act.Step, ses Session) error {
	members, err := json.Marshal(ses.Members)
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "insert into session ("+columns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		ses.Party, ses.ID, ses.Programme, string(ses.Level), ses.Province, ses.HeldOn, ses.Place, ses.Quorum, string(members), string(ses.State))
	return err
}

func update(ctx context.Context, s *act.Step, ses Session) error {
	members, err := json.Marshal(ses.Members)
	if err != nil {
		return err
	}
	s.Remember(memo(ses.ID), nil)
	_, err = s.Exec(ctx, "update session set members = $1, state = $2 where party_id = $3 and id = $4", string(members), string(ses.State), ses.Party, ses.ID)
	return err
}

func read(ctx context.Context, s *act.Step, party, id store.ID) (Session, error) {
	if known, ok := s.Remembered(memo(id)).(Session); ok && known.Party == party {
		return known, nil
	}
	ses, err := store.One(ctx, s, scan, "select "+columns+" from session where party_id = $1 and id = $2", party, id)
	if err == nil {
		s.Remember(memo(id), ses)
	}
	return ses, err
}

// Get is a session within a scope.
//
// Errors: store.not-found.
func Get(ctx context.Context, q store.Q, scope access.Scope, party, id store.ID) (Session, error) {
	w := &store.Where{}
	w.And("party_id = ? and id = ?", party, id)
	scope.Restrict(w, scoped)
	return store.One(ctx, q, scan, "select "+columns+" from session"+w.SQL(), w.Args()...)
}

// Filter chooses sessions; zero fields choose all.
type Filter struct {
	Programme string
	Level     Level
	Province  string
	State     State
	Before    calendar.Date // held before this day, for the next page; zero: from the newest
	BeforeID  store.ID
	Limit     int
}

// List gives sessions within a scope, the newest first.
func List(ctx context.Context, q store.Q, scope access.Scope, f Filter) ([]Session, error) {
	w := f.where(scope)
	if !f.Before.IsZero() {
		w.And("(held_on, id) < (?, ?)", f.Before, f.BeforeID)
	}
	return store.All(ctx, q, scan, "select "+columns+" from session"+w.SQL()+" order by held_on desc, id desc limit "+w.Arg(f.Limit), w.Args()...)
}

// Count is how many sessions the filter chooses in all.
func Count(ctx context.Context, q store.Q, scope access.Scope, f Filter) (int64, error) {
	w := f.where(scope)
	return store.One(ctx, q, store.Value[int64], "select count(*) from session"+w.SQL(), w.Args()...)
}

func (f Filter) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	scope.Restrict(w, scoped)
	if f.Programme != "" {
		w.And("programme = ?", f.Programme)
	}
	if f.Level != "" {
		w.And("level = ?", string(f.Level))
	}
	if f.Province != "" {
		w.And("province = ?", f.Province)
	}
	if f.State != "" {
		w.And("state = ?", string(f.State))
	}
	return w
}

var itemRows = store.NewRows("agenda_item", "party_id, dossier_id, session_id, position")

func insertItems(ctx context.Context, s *act.Step, items []Item) error {
	values := make([]any, 0, 4*len(items))
	for _, i := range items {
		values = append(values, i.Party, i.Dossier, i.Session, i.Position)
	}
	return itemRows.Insert(ctx, s.Tx, values)
}

// ruleOn records an outcome once: a second ruling finds no row to change.
func ruleOn(ctx context.Context, s *act.Step, r Ruling, recused string) error {
	n, err := s.Exec(ctx, "update agenda_item set outcome = $1, recused = $2 where party_id = $3 and dossier_id = $4 and session_id = $5 and outcome = ''",
		r.Outcome, recused, r.File.Party, r.File.Dossier, r.Session)
	if err != nil || n == 1 {
		return err
	}
	there, err := store.Exists(ctx, s, "select 1 from agenda_item where party_id = $1 and dossier_id = $2 and session_id = $3", r.File.Party, r.File.Dossier, r.Session)
	if err != nil {
		return err
	}
	if there {
		return ErrRuled
	}
	return ErrNotOnAgenda
}

// Items is a session's agenda in order. The caller found the session within its scope.
func Items(ctx context.Context, q store.Q, session store.ID) ([]Item, error) {
	return store.All(ctx, q, func(r store.Row) (Item, error) {
		var i Item
		err := r.Scan(&i.Party, &i.Dossier, &i.Session, &i.Position, &i.Outcome, &i.Recused)
		return i, err
	}, "select party_id, dossier_id, session_id, position, outcome, recused from agenda_item where session_id = $1 order by position", session)
}
