package report

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"sanad/fault"
	"sanad/locale"
	"sanad/sheet"
)

// Workbook is all tables of the document, a sheet each.
func (d *Document) Workbook(p *locale.Printer) sheet.Workbook {
	b := sheet.Workbook{Title: d.Title.In(p.Lang()), Creator: d.Publisher.In(p.Lang()), Created: d.KnownOn.Time().Format("2006-01-02T15:04:05Z")}
	sheets := d.sheets(p)
	for _, name := range d.Tables() {
		b.Tables = append(b.Tables, sheets[name])
	}
	return b
}

// WriteDir writes the document into a folder, made when it is not there:
//
//	report.html             the document, which needs no other file
//	report.pdf              printed from it
//	tables.xlsx             all tables, a sheet each
//	csv/NAME.csv            a table, for machines
//	csv/NAME.csv-metadata.json  what it holds (CSVW)
//	json/NAME.json          a table as JSON-stat 2.0
//
// Each file is written whole or not at all. Without a Chromium there is no PDF:
// an older one is removed, so that it cannot be taken for this one, and the
// error is ErrNoBrowser, after everything else was written.
//
// Errors: report.cannot-write with the file, and the writers'.
func (d *Document) WriteDir(ctx context.Context, dir string, p *locale.Printer) error {
	var html bytes.Buffer
	if err := d.WriteHTML(&html, p); err != nil {
		return err
	}
	files := map[string]func(io.Writer) error{"tables.xlsx": d.Workbook(p).WriteXLSX,
		"report.html": func(w io.Writer) error { _, err := w.Write(html.Bytes()); return err }}
	for name, t := range d.sheets(p) {
		files["csv/"+name+".csv"] = t.WriteCSV
		files["csv/"+name+".csv-metadata.json"] = func(w io.Writer) error { return t.WriteCSVW(w, name+".csv") }
		files["json/"+name+".json"] = t.WriteJSONStat
	}
	for name, write := range files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), write); err != nil {
			return err
		}
	}
	return d.writePDF(ctx, filepath.Join(dir, "report.pdf"), html.Bytes())
}

func (d *Document) writePDF(ctx context.Context, path string, html []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return cannotWrite(path, err)
	}
	pdf, err := Print(ctx, html, d.KnownOn)
	if err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { _, err := w.Write(pdf); return err })
}

// writeFile writes beside the file and then takes its place.
func writeFile(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cannotWrite(path, err)
	}
	half := path + ".part"
	if err := os.WriteFile(half, b.Bytes(), 0o644); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Rename(half, path); err != nil {
		return cannotWrite(path, errors.Join(err, os.Remove(half)))
	}
	return nil
}

func cannotWrite(path string, err error) error {
	return fault.New(fault.Unavailable, "report.cannot-write", fault.Args{"path": path}).Because(err)
}
