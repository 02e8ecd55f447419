package imports

import (
	"context"
	"encoding/json"
	"strconv"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
)

// outcome is what comes of a row.
type outcome string

// The outcomes; the rows of the last two are kept to be shown and corrected.
const (
	written outcome = "written"
	amended outcome = "amended"
	linked  outcome = "linked"
	same    outcome = "same"
	Held    outcome = "held"    // resembles somebody: a clerk must say who it is
	Refused outcome = "refused" // something is wrong with it
)

// Problem is one thing that is wrong with a row.
type Problem struct {
	Field  string      `json:"field,omitempty"`
	Column string      `json:"column,omitempty"` // the head; empty when no column holds the field
	Letter string      `json:"letter,omitempty"` // of the column
	About  locale.Text `json:"about,omitzero"`   // what it is about, where no column is
	Value  string      `json:"value,omitempty"`  // as the file has it, shortened
	Key    string      `json:"key"`              // of the message, to count by
	Text   locale.Text `json:"text"`             // what is wrong and the remedy
}

// Found is somebody that a row may be.
type Found struct {
	Person store.ID `json:"person,omitzero"` // somebody registered
	Line   int64    `json:"line,omitempty"`  // otherwise another row of the file
	Chance int      `json:"chance"`          // that they are one person, of ten thousand
	Card   bool     `json:"card,omitempty"`  // they have the same identifier

	Who registry.Person `json:"-"` // of somebody registered whom the reader may see
}

// Row is a row that was not written.
type Row struct {
	Line     int64 // as a spreadsheet numbers it
	State    outcome
	Problems []Problem
	Found    []Found // of a row that was held back, the likeliest first
}

// sealedRow is what is kept of a row beside its number and state.
type sealedRow struct {
	Problems []Problem `json:"problems,omitempty"`
	Found    []Found   `json:"found,omitempty"`
}

// rowPurpose seals what is kept of a row to its place.
func rowPurpose(line int64) string { return "import row " + strconv.FormatInt(line, 10) }

func (o *Office) sealRow(id store.ID, r Row) (kept, error) {
	text, err := json.Marshal(sealedRow{r.Problems, r.Found})
	return kept{r.Line, r.State, o.Keys.Seal(rowPurpose(r.Line), id, string(text))}, err
}

func (o *Office) unsealRow(id store.ID, k kept) (Row, error) {
	text, err := o.Keys.Unseal(rowPurpose(k.line), id, k.cipher)
	if err != nil {
		return Row{}, err
	}
	var s sealedRow
	err = json.Unmarshal([]byte(text), &s)
	return Row{k.line, k.state, s.Problems, s.Found}, err
}

// RowQuery chooses rows that were not written.
type RowQuery struct {
	State outcome // empty: both
	After int64   // rows below this one
	Limit int     // 50 when 0
}

// Rows are those of an import that were not written, in the order of the file.
// Persons found are named as far as the actor may see them, and whoever is named
// is written to the log of reads.
//
// Errors: store.not-found; registry.key-wrong; audit's.
func (o *Office) Rows(ctx context.Context, actor access.Actor, id store.ID, query RowQuery) ([]Row, error) {
	if _, err := Get(ctx, o.DB, actor.Scope(access.PersonsImport), id); err != nil {
		return nil, err
	}
	list, err := keptRows(ctx, o.DB, id, query)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(list))
	for n, k := range list {
		if rows[n], err = o.unsealRow(id, k); err != nil {
			return nil, err
		}
	}
	return rows, o.name(ctx, actor, id, audit.Search, rows)
}

// name fills in who was found and logs that they were shown.
func (o *Office) name(ctx context.Context, actor access.Actor, id store.ID, kind audit.Kind, rows []Row) error {
	var ids []store.ID
	for _, r := range rows {
		for _, f := range r.Found {
			if !f.Person.IsZero() {
				ids = append(ids, f.Person)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	who, err := registry.Names(ctx, o.DB, actor.Scope(access.PersonsRead), ids)
	if err != nil {
		return err
	}
	var list []registry.Person
	for _, p := range who {
		list = append(list, p)
	}
	if list, err = registry.WithIdentifiers(ctx, o.DB, list); err != nil {
		return err
	}
	var shown []audit.Party
	for _, p := range list {
		who[p.ID] = p
		shown = append(shown, audit.Party{ID: p.ID, Province: p.Province})
	}
	for _, r := range rows {
		for n := range r.Found {
			r.Found[n].Who = who[r.Found[n].Person]
		}
	}
	return audit.Read(ctx, o.DB, audit.Entry{By: actor, Kind: kind, Parties: shown, Subject: id, Purpose: "import"})
}

// Describe is somebody found as a line of text: name, birth, identity card, and
// how sure it is; for somebody not registered, the row of the file.
func (f Found) Describe(p *locale.Printer) string {
	chance := p.Percent(int64(f.Chance), 10_000, 0)
	if f.Person.IsZero() {
		return p.T("imports.found-row", "line", f.Line, "chance", chance)
	}
	if f.Who.ID.IsZero() {
		return p.T("imports.found-hidden", "chance", chance)
	}
	return p.T("imports.found-person", "name", f.Who.Name(p.Lang()), "birth", birthOf(p, f.Who.Birth), "card", f.Who.Shown(registry.CIN), "number", f.Person.String(), "chance", chance)
}

func birthOf(p *locale.Printer, b calendar.Birth) string { return p.Birth(b) }
