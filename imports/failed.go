package imports

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"

	"sanad/access"
	"sanad/audit"
	"sanad/fault"
	"sanad/locale"
	"sanad/sheet"
	"sanad/sheet/table"
	"sanad/store"
)

// Format is how the file of failed rows is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// WriteFailed writes the rows that were not written, as they came, to be
// corrected and sent again: the same columns in the same order, then what is
// wrong, the remedy, who was found, and a column for the clerk's answer about
// them. Whoever is named is written to the log of reads first.
//
// Errors: store.not-found; imports.forgotten; imports.format; audit's.
func (o *Office) WriteFailed(ctx context.Context, actor access.Actor, id store.ID, p *locale.Printer, format Format, w io.Writer) error {
	i, err := Get(ctx, o.DB, actor.Scope(access.PersonsImport), id)
	if err != nil {
		return err
	}
	if i.Forgotten {
		return ErrForgotten
	}
	f, err := o.open(ctx, i, i.Mapping.Read)
	if err != nil {
		return err
	}
	columns := slices.DeleteFunc(slices.Clone(f.Columns), added())
	list := sheet.List{Name: i.Name, RTL: p.Dir() == "rtl"}
	for _, c := range columns {
		list.Head = append(list.Head, c.Name)
	}
	for _, key := range []string{"imports.head-error", "imports.head-remedy", "imports.head-found", "imports.head-decision"} {
		list.Head = append(list.Head, p.T(key))
	}
	list.Lines = o.failedLines(ctx, actor, i, f, columns, p)
	switch format {
	case XLSX:
		return list.WriteXLSX(w)
	case CSV:
		separator := f.Separator
		if separator == 0 {
			separator = ';' // what a spreadsheet in Morocco expects
		}
		return list.WriteCSV(w, separator)
	}
	return fault.New(fault.Invalid, "imports.format", fault.Args{"value": string(format)}).On("format")
}

// added are the columns that an earlier file of failed rows had beside the
// source's own: they are written anew, not twice.
func added() func(table.Column) bool {
	skip := own()
	for _, lang := range languages {
		skip[locale.Fold(locale.For(lang).T("imports.head-decision"))] = true
	}
	return func(c table.Column) bool { return skip[locale.Fold(c.Name)] }
}

// failedLines are the lines of the file, read beside the rows that were kept.
func (o *Office) failedLines(ctx context.Context, actor access.Actor, i Import, f *table.File, columns []table.Column, p *locale.Printer) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		next := o.keptAfter(ctx, actor, i.ID)
		failed, err := next()
		for row, rowErr := range f.Rows() {
			if err == nil {
				err = rowErr
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if failed == nil {
				return
			}
			if int64(row.Number) != failed.Line {
				continue
			}
			line := make([]string, 0, len(columns)+4)
			for _, c := range columns {
				line = append(line, row.Cells[c.Index].Raw)
			}
			if !yield(append(line, failed.told(p)...), nil) {
				return
			}
			failed, err = next()
		}
	}
}

// keptAfter gives the rows that were kept one after the other, nil at the end.
func (o *Office) keptAfter(ctx context.Context, actor access.Actor, id store.ID) func() (*Row, error) {
	const at = 500
	var page []Row
	after, ended := int64(0), false
	return func() (*Row, error) {
		if len(page) == 0 && !ended {
			list, err := keptRows(ctx, o.DB, id, RowQuery{After: after, Limit: at})
			if err != nil {
				return nil, err
			}
			for _, k := range list {
				r, err := o.unsealRow(id, k)
				if err != nil {
					return nil, err
				}
				page, after = append(page, r), k.line
			}
			ended = len(list) < at
			if err := o.name(ctx, actor, id, audit.Export, page); err != nil {
				return nil, err
			}
		}
		if len(page) == 0 {
			return nil, nil
		}
		r := page[0]
		page = page[1:]
		return &r, nil
	}
}

// told is what is said of a row in the columns that are added; the last is for
// the clerk.
func (r Row) told(p *locale.Printer) []string {
	var wrong, remedy, found []string
	for _, problem := range r.Problems {
		what, how := problem.Told(p.Lang())
		wrong = append(wrong, problem.Place(p)+what)
		if how != "" && !slices.Contains(remedy, how) {
			remedy = append(remedy, how)
		}
	}
	for _, f := range r.Found {
		found = append(found, f.Describe(p))
	}
	return []string{strings.Join(wrong, "\n"), strings.Join(remedy, "\n"), strings.Join(found, "\n"), ""}
}

// Told is what is wrong, and apart from it the remedy: messages say one in their
// first sentence and the other in what follows.
func (p Problem) Told(lang locale.Lang) (wrong, remedy string) {
	text := p.Text.In(lang)
	if at := strings.Index(text, ". "); at >= 0 {
		return text[:at+1], strings.TrimSpace(text[at+2:])
	}
	return text, ""
}

// Place names the column of a problem before what is told of it; empty for one
// of the whole row.
func (p Problem) Place(pr *locale.Printer) string {
	switch {
	case p.Column != "":
		return pr.T("imports.in-column", "column", p.Column, "letter", p.Letter)
	case p.About.Complete():
		return pr.T("imports.about", "about", p.About)
	}
	return ""
}
