package web

import (
	"bytes"
	"io"
	"strings"

	"sanad/edition"
	"sanad/locale"
	"sanad/report"
	"sanad/sheet"
	"sanad/store"
)

// publishedFile gives a part of an edition as a file: tables.xlsx, report.html,
// or a table as NAME.csv, NAME.csv-metadata.json or NAME.json (JSON-stat). There
// is no PDF: a reader prints report.html, and a browser started for everybody
// who asks would be theirs to stop the machine with.
func publishedFile(s *Server, r *request) error {
	e, tables, err := s.readable(r)
	if err != nil {
		return err
	}
	write, media, err := s.fileOf(r, e, tables, r.PathValue("file"))
	if err != nil {
		return err
	}
	var body bytes.Buffer // whole before its first byte leaves
	if err := write(&body); err != nil {
		return err
	}
	r.kept()
	r.w.Header().Set("Content-Type", media)
	r.w.Header().Set("Content-Disposition", `attachment; filename="`+r.PathValue("file")+`"`)
	_, err = r.w.Write(body.Bytes())
	return err
}

type writer = func(io.Writer) error

func (s *Server) fileOf(r *request, e edition.Edition, tables []edition.Table, file string) (writer, string, error) {
	switch file {
	case "tables.xlsx":
		return editionWorkbook(r.p, e, tables).WriteXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", nil
	case "report.html":
		n := s.narrative(e)
		if n == nil {
			return nil, "", store.ErrNotFound
		}
		d, err := s.public.document(r, n, e, tables)
		return func(w io.Writer) error { return d.WriteHTML(w, r.p) }, "text/html; charset=utf-8", err
	}
	for _, t := range tables {
		rest, ok := strings.CutPrefix(file, t.Result.Table.Name)
		laid := report.Sheet(r.p, t.Result)
		switch {
		case !ok:
		case rest == ".csv":
			return laid.WriteCSV, "text/csv; charset=utf-8", nil
		case rest == ".csv-metadata.json":
			return func(w io.Writer) error { return laid.WriteCSVW(w, t.Result.Table.Name+".csv") }, "application/csvm+json", nil
		case rest == ".json":
			return laid.WriteJSONStat, "application/json", nil
		}
	}
	return nil, "", store.ErrNotFound
}

func editionWorkbook(p *locale.Printer, e edition.Edition, tables []edition.Table) sheet.Workbook {
	b := sheet.Workbook{Title: e.Title.In(p.Lang()), Creator: p.T("ui.product"), Created: e.KnownOn.Time().Format("2006-01-02T15:04:05Z")}
	for _, t := range tables {
		laid := report.Sheet(p, t.Result)
		if text := t.Protection(p); text != "" {
			laid.Notes = append(laid.Notes, text)
		}
		b.Tables = append(b.Tables, laid)
	}
	return b
}
