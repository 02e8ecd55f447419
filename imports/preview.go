package imports

import (
	"context"
	"errors"
	"maps"

	"sanad/access"
	"sanad/fault"
	"sanad/sheet/table"
	"sanad/store"
)

// sampleRows is how many rows stand beside the choice of a field.
const sampleRows = 3

// Preview is what a file holds, for saying what its columns are.
type Preview struct {
	File     *table.File // its kind, encoding, sheets and columns
	Sample   [][]string  // of each column, what its first rows have
	Proposed Mapping     // the import's own, else that of the source's last file, else a guess from the heads
	Known    bool        // Proposed is not a guess
	Notices  []*fault.Error

	fields []Field
}

// WithDates is a mapping that says how the dates of its columns look, where it
// does not say so yet.
func (v Preview) WithDates(m Mapping) Mapping {
	said := m.Dates
	m.Dates = maps.Clone(said)
	for _, field := range v.fields {
		if _, ok := said[field.Key]; field.Date && !ok && m.Columns[field.Key] != "" {
			m.dates(field.Key, m.Columns[field.Key], v.File)
		}
	}
	return m
}

// Preview reads the beginning of a file. read is what the actor says of it; zero
// options are those of the import.
//
// Errors: store.not-found; imports.forgotten; those of the reader of tables.
func (o *Office) Preview(ctx context.Context, actor access.Actor, id store.ID, read table.Options) (Preview, error) {
	scope := actor.Scope(access.PersonsImport)
	i, err := Get(ctx, o.DB, scope, id)
	if err != nil {
		return Preview{}, err
	}
	if read == (table.Options{}) {
		read = i.Mapping.Read
	}
	f, err := o.open(ctx, i, read)
	if err != nil {
		return Preview{}, err
	}
	rows, err := f.Sample(sampleRows)
	if err != nil {
		return Preview{}, err
	}
	v := Preview{File: f, Sample: make([][]string, len(f.Columns)), Notices: f.Notices}
	for c := range f.Columns {
		for _, row := range rows {
			v.Sample[c] = append(v.Sample[c], row.Cells[c].Text)
		}
	}
	if v.fields, err = o.Fields(i.Kind, i.Programme); err != nil {
		return Preview{}, err
	}
	v.Proposed, v.Known, err = o.proposed(ctx, scope, i, v)
	v.Proposed.Read = read
	return v, err
}

// proposed is the mapping to begin with.
func (o *Office) proposed(ctx context.Context, scope access.Scope, i Import, v Preview) (Mapping, bool, error) {
	if len(i.Mapping.Columns) > 0 {
		return i.Mapping, true, nil
	}
	guess := v.WithDates(propose(v.fields, v.File.Columns))
	last, err := remembered(ctx, o.DB, scope, i)
	if errors.Is(err, store.ErrNotFound) {
		return guess, false, nil
	}
	if err != nil {
		return Mapping{}, false, err
	}
	return last.onto(guess, v.File.Columns), true, nil
}

// dates notes how the dates of a column look.
func (m *Mapping) dates(field, column string, f *table.File) {
	for _, c := range f.Columns {
		if c.Name != column {
			continue
		}
		d, err := f.Dates(c.Index)
		if err == nil && d != (table.Dates{}) {
			if m.Dates == nil {
				m.Dates = map[string]table.Dates{}
			}
			m.Dates[field] = d
		}
	}
}

// onto is the mapping of an earlier file where this one has its columns, and a
// guess for the others: the file of failed rows has one column more.
func (m Mapping) onto(guess Mapping, columns []table.Column) Mapping {
	out := Mapping{Columns: map[string]string{}, Fixed: m.Fixed, Dates: guess.Dates, Words: m.Words}
	here, taken := map[string]bool{}, map[string]bool{}
	for _, c := range columns {
		here[c.Name] = true
	}
	for field, column := range m.Columns {
		if here[column] {
			out.Columns[field], taken[column] = column, true
		}
	}
	for field, column := range guess.Columns {
		if out.Columns[field] == "" && !taken[column] && out.Fixed[field] == "" {
			out.Columns[field] = column
		}
	}
	for field, d := range m.Dates {
		if out.Dates == nil {
			out.Dates = map[string]table.Dates{}
		}
		out.Dates[field] = d
	}
	return out
}
