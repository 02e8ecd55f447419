package web

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"

	"sanad/fault"
	"sanad/locale"
	"sanad/report"
	"sanad/sheet"
	"sanad/statistics"
	"sanad/store"
)

// fileStem begins the name of a file in an address; its ending follows.
const fileStem = "figures."

// form is a way in which a table is given away.
type form struct {
	ending, label, media string
	whole                bool // says itself that the table does not reconcile
}

var tableFiles = []form{
	{"csv", "CSV", "text/csv; charset=utf-8", false},
	{"csv-metadata.json", "CSVW", "application/csvm+json", false},
	{"xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false},
	{"jsonstat.json", "JSON-stat", "application/json", false},
	{"json", "JSON", "application/json", true},
}

// tableFile gives a table as a file, as the page shows it, named by what it
// holds and as of when. Most forms have no place to say that a table does not
// reconcile, so that one is refused; JSON holds its problems.
func tableFile(s *Server, r *request) error {
	ending := strings.TrimPrefix(r.PathValue("file"), fileStem)
	i := slices.IndexFunc(tableFiles, func(f form) bool { return f.ending == ending })
	if i < 0 {
		return store.ErrNotFound
	}
	query := r.URL.Query()
	ask, err := statistics.Read(r.PathValue("table"), query.Get("by"), query.Get("as-of"), query.Get("known-on"))
	if err != nil {
		return err
	}
	result, err := s.Statistics.Compute(r.Context(), ask)
	if err != nil {
		return err
	}
	if !tableFiles[i].whole && !result.Reconciles() {
		return fault.New(fault.Conflict, "statistics.unreconciled", fault.Args{"table": result.Table.Title})
	}
	laid, turned, _ := laidOut(r.p, result, query)
	name := strings.Join([]string{result.Table.Name, result.By, result.AsOf.String()}, "-")
	if turned {
		name += "-turned"
	}
	var body bytes.Buffer // whole before its first byte leaves: half a table looks like one
	if err := writeTable(&body, ending, name, result, laid, r.p); err != nil {
		return err
	}
	r.w.Header().Set("Content-Type", tableFiles[i].media)
	r.w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+ending+`"`)
	r.w.WriteHeader(http.StatusOK)
	_, err = r.w.Write(body.Bytes())
	return err
}

func writeTable(w io.Writer, ending, name string, r *statistics.Result, laid *sheet.Table, p *locale.Printer) error {
	switch ending {
	case "csv":
		return laid.WriteCSV(w)
	case "csv-metadata.json":
		return laid.WriteCSVW(w, name+".csv")
	case "xlsx":
		return report.Book(p, r, laid).WriteXLSX(w)
	case "jsonstat.json":
		return laid.WriteJSONStat(w)
	}
	return r.WriteJSON(w)
}
