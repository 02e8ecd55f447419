package dossier

import (
	"context"
	"database/sql"
	"regexp"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/money"
	"sanad/registry"
	"sanad/store"
)

const columns = `party_id, id, programme, version, reference, province, commune, state, state_since, opened_on, clock, due_on, days_left,
	registrar, sex, birth_on, answers_seq, granted, holds, seq, recorded_at, label`

// scoped are the columns that a reader's scope restricts.
var scoped = access.Columns{Programme: "programme", Province: "province", Party: "party_id"}

func scan(r store.Row) (Dossier, error) {
	var d Dossier
	var left sql.NullInt64
	err := r.Scan(&d.Party, &d.ID, &d.Programme, &d.Version, &d.Reference, &d.Province, &d.Commune, &d.State, &d.StateSince, &d.OpenedOn,
		&d.Clock, &d.Due, &left, &d.Registrar, &d.Sex, &d.Birth, &d.AnswersSeq, &d.Granted, &d.Holds, &d.Seq, &d.RecordedAt, &d.Label)
	d.DaysLeft = int(left.Int64)
	return d, err
}

func insert(ctx context.Context, s *act.Step, d Dossier) error {
	_, err := s.Exec(ctx, "insert into dossier ("+columns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		d.Party, d.ID, d.Programme, d.Version, d.Reference, d.Province, d.Commune, d.State, d.StateSince, d.OpenedOn,
		d.Clock, d.Due, daysLeft(d), d.Registrar, d.Sex, d.Birth, d.AnswersSeq, d.Granted, d.Holds, d.Seq, d.RecordedAt, d.Label)
	return err
}

func daysLeft(d Dossier) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(d.DaysLeft), Valid: d.DaysLeft != 0}
}

// update writes the parts of a dossier that acts change. The event it follows
// is in the condition, so that two acts cannot both follow the same one.
func update(ctx context.Context, s *act.Step, d Dossier, follows int64) error {
	n, err := s.Exec(ctx, `update dossier set state = $1, state_since = $2, clock = $3, due_on = $4, days_left = $5, answers_seq = $6,
		granted = $7, holds = $8, seq = $9, recorded_at = $10, label = $11 where party_id = $12 and id = $13 and seq = $14`,
		d.State, d.StateSince, d.Clock, d.Due, daysLeft(d), d.AnswersSeq, d.Granted, d.Holds, d.Seq, d.RecordedAt, d.Label, d.Party, d.ID, follows)
	if err == nil && n != 1 {
		return ErrSeen
	}
	return err
}

func read(ctx context.Context, q store.Q, party, id store.ID) (Dossier, error) {
	return store.One(ctx, q, scan, "select "+columns+" from dossier where party_id = $1 and id = $2", party, id)
}

// Get is a dossier within a scope.
//
// Errors: store.not-found, also when it exists outside the scope.
func Get(ctx context.Context, q store.Q, scope access.Scope, party, id store.ID) (Dossier, error) {
	w := &store.Where{}
	w.And("party_id = ? and id = ?", party, id)
	scope.Restrict(w, scoped)
	return store.One(ctx, q, scan, "select "+columns+" from dossier"+w.SQL(), w.Args()...)
}

// ByReference finds a dossier by the number on its receipt.
//
// Errors: store.not-found.
func ByReference(ctx context.Context, q store.Q, scope access.Scope, reference string) (Dossier, error) {
	w := &store.Where{}
	w.And("reference = ?", reference)
	scope.Restrict(w, scoped)
	return store.One(ctx, q, scan, "select "+columns+" from dossier"+w.SQL(), w.Args()...)
}

// partOfNumber is what people read out of a dossier's number: its rank, whose
// zeros they leave out, after as many of its other parts as they like.
var partOfNumber = regexp.MustCompile(`^(?:\d{3,6}|(?:[A-Z0-9]*\d[A-Z0-9]*|[A-Z]+)(?:-\d+)*-\d{1,6})$`)

// rankDigits is how many digits of a number's end are indexed: as many as a rank
// has at least.
const rankDigits = 5

// ByPart finds the newest dossiers whose number ends with a rank and has, in
// order, the other parts that were typed before it ("W1-123", "04421-00123",
// "00123"); none when the text is no part of a number.
func ByPart(ctx context.Context, q store.Q, scope access.Scope, part string, limit int) ([]Dossier, error) {
	if !partOfNumber.MatchString(part) {
		return nil, nil
	}
	groups := strings.Split(part, "-")
	rank := strings.TrimLeft(groups[len(groups)-1], "0")
	rank = strings.Repeat("0", max(rankDigits-len(rank), 0)) + rank
	w := &store.Where{}
	w.And("substr(reference, length(reference) - 4) = ?", rank[len(rank)-rankDigits:])
	w.And("reference like ?", "%"+strings.Join(groups[:len(groups)-1], "%-")+"%-"+rank)
	scope.Restrict(w, scoped)
	limited := w.Arg(limit)
	return store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL()+" order by opened_on desc, id desc limit "+limited, w.Args()...)
}

// OfParty are a party's dossiers within a scope, the newest first; of a person,
// those of every record of theirs.
func OfParty(ctx context.Context, q store.Q, scope access.Scope, party store.ID) ([]Dossier, error) {
	selves, err := registry.Selves(ctx, q, party)
	if err != nil {
		return nil, err
	}
	w := &store.Where{}
	store.In(w, "party_id", selves)
	scope.Restrict(w, scoped)
	return store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL()+" order by opened_on desc, id desc", w.Args()...)
}

// nextNumber takes the next number of a series, from 1.
func nextNumber(ctx context.Context, s *act.Step, name string) (int64, error) {
	return store.One(ctx, s, store.Value[int64], `insert into series (name, next) values ($1, 2)
		on conflict (name) do update set next = series.next + 1 returning next - 1`, name)
}

// Entitlement is what a decision gives, until it ends.
type Entitlement struct {
	Party     store.ID
	Dossier   store.ID
	Seq       int64 // the event that granted it
	Component string
	Amount    money.Amount // for each Per
	Per       string       // month, year or once
	StartsOn  calendar.Date
	EndsOn    calendar.Date // the last day; zero while it runs
}

func insertEntitlement(ctx context.Context, s *act.Step, e Entitlement) error {
	_, err := s.Exec(ctx, "insert into entitlement (party_id, dossier_id, seq, component, amount, per, starts_on) values ($1, $2, $3, $4, $5, $6, $7)",
		e.Party, e.Dossier, e.Seq, e.Component, int64(e.Amount), e.Per, e.StartsOn)
	return err
}

func endEntitlement(ctx context.Context, s *act.Step, d Dossier, on calendar.Date) error {
	_, err := s.Exec(ctx, "update entitlement set ends_on = $1 where party_id = $2 and dossier_id = $3 and ends_on is null", on, d.Party, d.ID)
	return err
}

// restoreEntitlements undoes what an event did to the entitlements of a dossier:
// one that it granted goes (the event still tells of it), one that it ended runs.
func restoreEntitlements(ctx context.Context, s *act.Step, d Dossier, seq int64) error {
	if _, err := s.Exec(ctx, "delete from entitlement where party_id = $1 and dossier_id = $2 and seq = $3", d.Party, d.ID, seq); err != nil || !d.Granted {
		return err
	}
	_, err := s.Exec(ctx, "update entitlement set ends_on = null where party_id = $1 and dossier_id = $2", d.Party, d.ID)
	return err
}

// Entitlements are those of a dossier that the caller found within its scope.
func Entitlements(ctx context.Context, q store.Q, d Dossier) ([]Entitlement, error) {
	return store.All(ctx, q, func(r store.Row) (Entitlement, error) {
		var e Entitlement
		err := r.Scan(&e.Party, &e.Dossier, &e.Seq, &e.Component, (*int64)(&e.Amount), &e.Per, &e.StartsOn, &e.EndsOn)
		return e, err
	}, "select party_id, dossier_id, seq, component, amount, per, starts_on, ends_on from entitlement where party_id = $1 and dossier_id = $2 order by seq", d.Party, d.ID)
}

// ByID finds a dossier by its identifier alone; false when there is none within
// the scope.
func ByID(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Dossier, bool, error) {
	w := &store.Where{}
	w.And("id = ?", id)
	scope.Restrict(w, scoped)
	list, err := store.All(ctx, q, scan, "select "+columns+" from dossier"+w.SQL(), w.Args()...)
	if err != nil || len(list) == 0 {
		return Dossier{}, false, err
	}
	return list[0], true, nil
}
