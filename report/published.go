package report

import (
	"context"
	"slices"

	"sanad/edition"
	"sanad/fault"
	"sanad/programme"
	"sanad/statistics"
)

// published gives an edition as everybody may read it.
type published struct {
	edition edition.Edition
	tables  []edition.Table
	engine  *statistics.Engine
}

// Tells says that an edition holds every table of the narrative, by the
// definitions that the running program has: only then can it be told as a
// report. Its tables can be read whatever the definitions became.
func (n *Narrative) Tells(e edition.Edition, set *programme.Set) bool {
	for _, def := range set.All() {
		if e.Definitions[def.ID] != def.Hash {
			return false
		}
	}
	return !slices.ContainsFunc(n.Tables(), func(name string) bool {
		_, table, ok := set.Table(name)
		return !ok || !slices.Contains(e.Contents, edition.Content{Table: name, By: table.By[0]})
	})
}

// Published is the narrative of an edition, with its tables as they were
// published.
//
// Errors: those of statistics.Engine.Figures.
func (n *Narrative) Published(ctx context.Context, e edition.Edition, tables []edition.Table, engine *statistics.Engine) (*Document, error) {
	d, err := n.Document(ctx, e.AsOf, e.KnownOn, published{e, tables, engine})
	if d != nil {
		d.Edition = e.Title
	}
	return d, err
}

// Compute gives a table of the edition.
func (s published) Compute(_ context.Context, a statistics.Ask) (*statistics.Result, error) {
	for _, t := range s.tables {
		if t.Table == a.Table && t.Result.By == t.Result.Table.By[0] {
			return t.Result, nil
		}
	}
	return nil, fault.New(fault.NotFound, "report.not-published", fault.Args{"table": a.Table})
}

// Figures gives the figures of running text, as known when the edition was made.
// A figure of a measure of which the edition hides a cell is withheld with it:
// taken off a total it could give the hidden one away.
func (s published) Figures(ctx context.Context, a statistics.Ask, names ...string) (map[string]statistics.Figure, error) {
	all, err := s.engine.Figures(ctx, a, names...)
	if err != nil {
		return nil, err
	}
	hidden, least := s.hidden()
	for name, f := range all {
		if s.touches(f.Figure, hidden) || small(f, least) {
			f.Cell.State, f.Cell.Value, f.Share = statistics.Suppressed, 0, statistics.Share{}
			all[name] = f
		}
	}
	return all, nil
}

// counted is a measure of a programme.
type counted struct{ programme, measure string }

// hidden are the measures of which a cell is hidden, and the threshold below
// which a count of people is.
func (s published) hidden() (map[counted]bool, int64) {
	out, least := map[counted]bool{}, int64(0)
	for _, t := range s.tables {
		least = max(least, t.Check.Least)
		for _, place := range t.Check.Hidden {
			if i := t.Result.Column(place.Column); i >= 0 {
				out[counted{t.Result.Programme.ID, t.Result.Columns[i].Measure}] = true
			}
		}
	}
	return out, least
}

func (s published) touches(f *programme.Figure, hidden map[counted]bool) bool {
	def, _, ok := s.engine.Programmes.Figure(f.Name)
	if !ok || f.Measure != "" {
		return !ok || hidden[counted{def.ID, f.Measure}]
	}
	return slices.ContainsFunc(f.Parts(), func(name string) bool {
		_, part, ok := s.engine.Programmes.Figure(name)
		return !ok || s.touches(part, hidden)
	})
}

// small is a count of people that could name somebody.
func small(f statistics.Figure, least int64) bool {
	people := f.Unit == programme.Persons || f.Unit == programme.Dossiers
	return people && f.Cell.Value > 0 && f.Cell.Value < least
}
