package api

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sanad/access"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/report"
	"sanad/statistics"
)

// Entry is a table in the list.
type Entry struct {
	Name      string        `json:"name" example:"02-institutions-by-year"`
	Title     locale.Text   `json:"title"`
	Programme string        `json:"programme"`
	Unit      string        `json:"unit" example:"dossiers" doc:"What the table counts."`
	By        []string      `json:"by" doc:"What its rows can be; the first is the default."`
	Columns   []EntryColumn `json:"columns" doc:"Of the definition; a table that repeats them over a dimension has more."`
}

// EntryColumn is a column of a table in the list.
type EntryColumn struct {
	Key   string      `json:"key"`
	Title locale.Text `json:"title"`
}

type listInput struct {
	Lang string `query:"lang" enum:"ar,fr,en" doc:"Language of problems; the client's Accept-Language, or Arabic."`
}

type listOutput struct {
	Body struct {
		Tables []Entry `json:"tables"`
	}
}

// tableInput is documented here and read by tableQuestion.
type tableInput struct {
	Name    string   `path:"name" example:"02-institutions-by-year" doc:"Name of the table, as the list has it."`
	AsOf    string   `query:"asOf" example:"2021-07-02" doc:"Last day that counts; today unless given."`
	KnownOn string   `query:"knownOn" example:"2021-07-15T12:00:00Z" doc:"Last instant of recording that counts, or a day; now unless given. A past one gives the same answer for ever."`
	By      string   `query:"by" example:"region" doc:"What the rows are; the table's first unless given."`
	Row     []string `query:"row,explode" example:"fes-meknes" doc:"Only these rows, by key; the total stays the total of all."`
	Column  []string `query:"column,explode" example:"capacity" doc:"Only these columns, by key."`
	Format  string   `query:"format" enum:"json,json-stat,csv,csvw,xlsx" doc:"json has titles in three languages, shares as fractions, problems and origins; csvw describes the csv."`
	Lang    string   `query:"lang" enum:"ar,fr,en" doc:"Language of titles in json-stat, csvw and xlsx, and of problems."`
}

// file is an answer that is a file.
type file struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// media are the formats with their types.
var media = map[string]string{
	"json": "application/json", "json-stat": "application/json; profile=json-stat", "csv": "text/csv; charset=utf-8; header=present",
	"csvw": "application/csvm+json", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

var endings = map[string]string{"json": ".json", "json-stat": ".json", "csv": ".csv", "csvw": ".csv-metadata.json", "xlsx": ".xlsx"}

func (s *server) tables(api huma.API) {
	signed := []map[string][]string{{"session": {}}}
	get(api, s, huma.Operation{OperationID: "list-tables", Path: "/tables", Summary: "The tables there are", Tags: []string{"Tables"}, Security: signed,
		Responses: map[string]*huma.Response{}}, s.listTables)
	schemas := api.OpenAPI().Components.Schemas
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	get(api, s, huma.Operation{OperationID: "get-table", Path: "/tables/{name}", Summary: "One table, as of a day and as known on an instant", Tags: []string{"Tables"}, Security: signed,
		Responses: map[string]*huma.Response{"200": {Description: "The table", Content: map[string]*huma.MediaType{
			"application/json":      {Schema: schemas.Schema(typeOf[Table](), true, "Table")},
			"text/csv":              {Schema: &huma.Schema{Type: huma.TypeString}},
			"application/csvm+json": {Schema: &huma.Schema{Type: huma.TypeObject}},
			media["xlsx"]:           {Schema: binary},
		}}}}, s.getTable)
}

func (s *server) listTables(ctx context.Context, _ *listInput) (*listOutput, error) {
	if err := knows(ctx); err != nil {
		return nil, err
	}
	if _, err := s.may(ctx, access.TablesRead); err != nil {
		return nil, err
	}
	out := &listOutput{}
	out.Body.Tables = []Entry{}
	for _, t := range s.Statistics.Programmes.Tables() {
		def, _, _ := s.Statistics.Programmes.Table(t.Name)
		out.Body.Tables = append(out.Body.Tables, entry(def, t))
	}
	return out, nil
}

func entry(def *programme.Definition, t *programme.Table) Entry {
	e := Entry{Name: t.Name, Title: t.Title, Programme: def.ID, Unit: string(t.Unit), By: t.By}
	for _, c := range t.Columns {
		e.Columns = append(e.Columns, EntryColumn{c.Key, c.Title})
	}
	return e
}

func (s *server) getTable(ctx context.Context, in *tableInput) (*file, error) {
	if _, err := s.may(ctx, access.TablesRead); err != nil {
		return nil, err
	}
	format, ask, err := tableQuestion(ctx, in)
	if err != nil {
		return nil, err
	}
	r, err := s.Statistics.Compute(ctx, ask)
	if err != nil {
		return nil, err
	}
	if r, err = selected(r, in.Row, in.Column); err != nil {
		return nil, err
	}
	return answer(r, format, locale.For(language(requestOf(ctx))))
}

// tableQuestion reads what was asked; every wrong parameter is told at once.
func tableQuestion(ctx context.Context, in *tableInput) (string, statistics.Ask, error) {
	var list fault.List
	list.Add(knows(ctx, "asOf", "knownOn", "by", "row", "column", "format"))
	ask, err := statistics.Read(in.Name, in.By, in.AsOf, in.KnownOn)
	list.Add(err)
	format := in.Format
	if format == "" {
		format = "json"
	}
	if media[format] == "" {
		list.Add(fault.New(fault.Invalid, "api.format-unknown", fault.Args{"format": in.Format}).On("format"))
	}
	return format, ask, list.Err()
}

// selected keeps rows and columns by their keys. The total stays the total of
// all rows, and says so by its key.
//
// Errors: statistics.row-unknown on "row", statistics.column-unknown on "column".
func selected(r *statistics.Result, rows, columns []string) (*statistics.Result, error) {
	var list fault.List
	for _, key := range rows {
		if _, ok := r.Row(key); !ok {
			list.Add(fault.New(fault.NotFound, "statistics.row-unknown", fault.Args{"row": key, "table": r.Table.Name}).On("row"))
		}
	}
	for _, key := range columns {
		if r.Column(key) < 0 {
			list.Add(fault.New(fault.NotFound, "statistics.column-unknown", fault.Args{"column": key, "table": r.Table.Name}).On("column"))
		}
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	out := *r
	if len(rows) > 0 {
		out.Rows = slices.DeleteFunc(slices.Clone(r.Rows), func(row statistics.Row) bool { return !slices.Contains(rows, row.Key) })
	}
	if len(columns) > 0 {
		keep := func(c statistics.Column) bool { return slices.Contains(columns, c.Key) }
		out.Columns = slices.DeleteFunc(slices.Clone(r.Columns), func(c statistics.Column) bool { return !keep(c) })
		out.Rows = slices.Clone(out.Rows)
		for i := range out.Rows {
			out.Rows[i].Cells = kept(out.Rows[i].Cells, r.Columns, keep)
		}
		out.Total.Cells, out.Across = kept(r.Total.Cells, r.Columns, keep), kept(r.Across, r.Columns, keep)
	}
	return &out, nil
}

func kept[T any](list []T, columns []statistics.Column, keep func(statistics.Column) bool) []T {
	var out []T
	for i, v := range list {
		if keep(columns[i]) {
			out = append(out, v)
		}
	}
	return out
}

// answer writes a table as a file. CSV has no place to say that a table does not
// reconcile, so that one is refused.
//
// Errors: statistics.unreconciled.
func answer(r *statistics.Result, format string, p *locale.Printer) (*file, error) {
	if format == "csv" && !r.Reconciles() {
		return nil, fault.New(fault.Conflict, "statistics.unreconciled", fault.Args{"table": r.Table.Title})
	}
	t := report.Sheet(p, r)
	name := strings.Join([]string{r.Table.Name, r.By, r.AsOf.String()}, "-")
	write := map[string]func(io.Writer) error{
		"json": r.WriteJSON, "csv": r.WriteCSV, "json-stat": t.WriteJSONStat,
		"csvw": func(w io.Writer) error { return t.WriteCSVW(w, name+".csv") },
		"xlsx": report.Book(p, r, t).WriteXLSX,
	}[format]
	var body bytes.Buffer // whole before its first byte leaves: half a table looks like one
	if err := write(&body); err != nil {
		return nil, err
	}
	return &file{ContentType: media[format], Disposition: `inline; filename="` + name + endings[format] + `"`, Body: body.Bytes()}, nil
}
