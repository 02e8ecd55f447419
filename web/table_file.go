package web

import (
	"bytes"
	"net/http"
	"strings"

	"sanad/fault"
	"sanad/statistics"
	"sanad/store"
)

// fileStem begins the name of a file in an address; what follows is the format.
const fileStem = "figures."

// mediaTypes are the formats that are given away as files.
var mediaTypes = map[statistics.Format]string{
	statistics.CSV:  "text/csv; charset=utf-8",
	statistics.JSON: "application/json",
}

// tableFile gives a table as a file, named by what it holds and as of when. CSV
// has no place to say that a table does not reconcile, so that one is refused;
// JSON holds its problems.
func tableFile(s *Server, r *request) error {
	name, format := r.PathValue("table"), statistics.Format(strings.TrimPrefix(r.PathValue("file"), fileStem))
	media, known := mediaTypes[format]
	if !known {
		return store.ErrNotFound
	}
	query := r.URL.Query()
	ask, err := statistics.Read(name, query.Get("by"), query.Get("as-of"), query.Get("known-on"))
	if err != nil {
		return err
	}
	result, err := s.Statistics.Compute(r.Context(), ask)
	if err != nil {
		return err
	}
	if format == statistics.CSV && !result.Reconciles() {
		return fault.New(fault.Conflict, "statistics.unreconciled", fault.Args{"table": result.Table.Title})
	}
	var body bytes.Buffer // whole before its first byte leaves: half a table looks like one
	if err := result.Write(&body, format, r.p); err != nil {
		return err
	}
	r.w.Header().Set("Content-Type", media)
	r.w.Header().Set("Content-Disposition", `attachment; filename="`+name+"-"+result.By+"-"+result.AsOf.String()+"."+string(format)+`"`)
	r.w.WriteHeader(http.StatusOK)
	_, err = r.w.Write(body.Bytes())
	return err
}
