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
	tables  []edition.Table
	figures map[string]statistics.Figure
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
	if e.Outcome == nil || e.Outcome.Text == nil {
		return false // of a time when no check decided on sentences
	}
	return !slices.ContainsFunc(n.Tables(), func(name string) bool {
		_, table, ok := set.Table(name)
		return !ok || !slices.Contains(e.Contents, edition.Content{Table: name, By: table.By[0]})
	})
}

// Published is the narrative of an edition, with its tables and figures as
// they were published, see edition.Office.Tables and Figures.
//
// Errors: report.not-published, statistics.figure-unknown, when Tells is false.
func (n *Narrative) Published(ctx context.Context, e edition.Edition, tables []edition.Table, figures map[string]statistics.Figure) (*Document, error) {
	d, err := n.Document(ctx, e.AsOf, e.KnownOn, published{tables, figures})
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

// Figures gives the figures of running text as the edition decided on them.
func (s published) Figures(_ context.Context, _ statistics.Ask, names ...string) (map[string]statistics.Figure, error) {
	out := map[string]statistics.Figure{}
	for _, name := range names {
		f, ok := s.figures[name]
		if !ok {
			return nil, fault.New(fault.NotFound, "statistics.figure-unknown", fault.Args{"figure": name}).On("figure")
		}
		out[name] = f
	}
	return out, nil
}
