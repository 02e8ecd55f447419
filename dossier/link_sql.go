package dossier

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/programme"
	"sanad/store"
)

// insertLinks keeps the way back from the parties and dossiers that an act
// names. Persons are found by what is posted about them.
func insertLinks(ctx context.Context, s *act.Step, namings []naming) error {
	n := 0
	for _, l := range namings {
		if l.field.Type == programme.PersonField {
			continue
		}
		n++
		_, err := s.Exec(ctx, "insert into dossier_link (party_id, dossier_id, seq, n, question, other_id) values ($1, $2, $3, $4, $5, $6)",
			s.Act.Party, s.Act.Stream, s.Seq, n, l.field.Key, l.id)
		if err != nil {
			return err
		}
	}
	return nil
}

func dropLinks(ctx context.Context, s *act.Step, seq int64) error {
	_, err := s.Exec(ctx, "delete from dossier_link where party_id = $1 and dossier_id = $2 and seq = $3", s.Act.Party, s.Act.Stream, seq)
	return err
}

// Naming are the dossiers within a scope that name a party or another dossier
// in answers or acts, the newest first, at most limit of them;
// all when it is negative.
func Naming(ctx context.Context, q store.Q, scope access.Scope, other store.ID, f Filter, limit int) ([]Dossier, error) {
	w := f.where(scope, "state")
	w.And("exists (select 1 from dossier_link l where l.party_id = dossier.party_id and l.dossier_id = dossier.id and l.other_id = ?)", other)
	query := "select " + columns + " from dossier" + w.SQL() + " order by opened_on desc, id desc"
	if limit >= 0 {
		n := w.Arg(limit)
		query += " limit " + n
	}
	return store.All(ctx, q, scan, query, w.Args()...)
}

// replaceItems writes the items of a dossier again.
func replaceItems(ctx context.Context, s *act.Step, def *programme.Definition, d Dossier, items []programme.Item) error {
	if _, err := s.Exec(ctx, "delete from dossier_item where party_id = $1 and dossier_id = $2", d.Party, d.ID); err != nil {
		return err
	}
	for _, i := range items {
		_, err := s.Exec(ctx, `insert into dossier_item (party_id, dossier_id, track, number, programme, province, state, since, due_on, expected)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, d.Party, d.ID, i.Track, i.Number, d.Programme, d.Province, i.State, i.Since, i.Due, def.Workflow.IsOpen(i))
		if err != nil {
			return err
		}
	}
	return nil
}

// Expected is an item that something is still expected of.
type Expected struct {
	Dossier Dossier
	Track   string
	Number  int64
	Due     calendar.Date
}

// DueItems are the items within a scope that are due before a day, the most
// urgent first; of dossiers in some states, where states are named.
func DueItems(ctx context.Context, q store.Q, scope access.Scope, programme string, before calendar.Date, limit int, states ...string) ([]Expected, error) {
	w := &store.Where{}
	w.And("i.expected and i.due_on < ?", before)
	if len(states) > 0 {
		w.And("d.party_id = i.party_id and d.id = i.dossier_id")
		store.In(w, "d.state", states)
	}
	if programme != "" {
		w.And("i.programme = ?", programme)
	}
	scope.Restrict(w, access.Columns{Programme: "i.programme", Province: "i.province", Party: "i.party_id"})
	n := w.Arg(limit)
	from := "dossier_item i"
	if len(states) > 0 {
		from += ", dossier d"
	}
	type row struct {
		party, dossier store.ID
		e              Expected
	}
	rows, err := store.All(ctx, q, func(r store.Row) (row, error) {
		var i row
		return i, r.Scan(&i.party, &i.dossier, &i.e.Track, &i.e.Number, &i.e.Due)
	}, "select i.party_id, i.dossier_id, i.track, i.number, i.due_on from "+from+w.SQL()+" order by i.due_on, i.dossier_id, i.number limit "+n, w.Args()...)
	out := make([]Expected, 0, len(rows))
	for _, r := range rows {
		d, readErr := read(ctx, q, r.party, r.dossier)
		err = errors.Join(err, readErr)
		r.e.Dossier = d
		out = append(out, r.e)
	}
	return out, err
}

func itemRows(ctx context.Context, q store.Q, d Dossier) ([]programme.Item, error) {
	return store.All(ctx, q, func(r store.Row) (programme.Item, error) {
		var i programme.Item
		err := r.Scan(&i.Track, &i.Number, &i.State, &i.Since, &i.Due)
		return i, err
	}, "select track, number, state, since, due_on from dossier_item where party_id = $1 and dossier_id = $2 order by track, number", d.Party, d.ID)
}
