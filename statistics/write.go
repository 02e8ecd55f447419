package statistics

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
	"sanad/programme"
)

// Format is a way to write a table.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	JSON Format = "json"
	HTML Format = "html"
)

// Write writes the table in a format; the printer gives the language of HTML.
//
// Errors: statistics.format-unknown on "format", and the writer's.
func (r *Result) Write(w io.Writer, f Format, p *locale.Printer) error {
	switch f {
	case CSV:
		return r.WriteCSV(w)
	case JSON:
		return r.WriteJSON(w)
	case HTML:
		return r.WriteHTML(w, p)
	}
	return fault.New(fault.Invalid, "statistics.format-unknown", fault.Args{"format": string(f)}).On("format")
}

// WriteCSV writes keys and figures, the total last: the columns of the report's
// file of that number without labels. Money is in dirhams with two decimals.
func (r *Result) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := r.KeyColumns()
	for _, c := range r.Columns {
		head = append(head, c.Key)
	}
	out.Write(head) // Flush keeps the first error
	for _, row := range r.Lines() {
		line := r.KeysOf(row)
		for i, c := range row.Cells {
			line = append(line, r.Columns[i].Plain(c))
		}
		out.Write(line)
	}
	out.Flush()
	return out.Error()
}

// KeyColumns are the names of the columns of keys: the dimension of the rows, or
// where a dimension gathers them, their level, their key and the key above.
func (r *Result) KeyColumns() []string {
	if r.Table.Rows.Groups != "" {
		return []string{"level", "key", r.Table.Rows.Groups}
	}
	return []string{r.By}
}

// KeysOf are the keys of a row, in those columns.
func (r *Result) KeysOf(row Row) []string {
	if r.Table.Rows.Groups != "" {
		return []string{row.Level, row.Key, row.Parent}
	}
	return []string{row.Key}
}

// Marks of what stands in no cell, as statistical offices write them; the legend
// is under the table.
const (
	NotStatedMark  = ".."
	SuppressedMark = "x"
)

// Plain writes a figure for a machine, in dirhams where it is money: nothing for
// one that is not stated, SuppressedMark for one that is withheld.
func (c Column) Plain(cell Cell) string {
	switch {
	case cell.State == NotStated:
		return ""
	case cell.State == Suppressed:
		return SuppressedMark
	case c.Unit == programme.Centimes && c.Digits == 0:
		return strconv.FormatInt(money.Amount(cell.Value).Dirhams(), 10)
	case c.Unit == programme.Centimes:
		return money.Amount(cell.Value).String()
	}
	return strconv.FormatInt(cell.Value, 10)
}

// Show writes a cell for a reader: its figure, or the mark of what is not there.
func (c Column) Show(p *locale.Printer, cell Cell) string {
	switch cell.State {
	case NotStated:
		return NotStatedMark
	case Suppressed:
		return SuppressedMark
	}
	return c.Text(p, cell.Value)
}

// Text writes a figure of the column for a reader.
func (c Column) Text(p *locale.Printer, v int64) string {
	switch {
	case c.Unit == programme.Centimes && c.Digits == 0:
		return p.Dirhams(money.Amount(v))
	case c.Unit == programme.Centimes:
		return p.Money(money.Amount(v))
	}
	return p.Number(v)
}

// The shape of the JSON. Keys are in the order of the fields; money is in
// centimes, as its unit says; a share is a fraction, rounded by whoever shows it.
type (
	jsonTable struct {
		Name       string            `json:"name"`
		Programme  string            `json:"programme"`
		Title      locale.Text       `json:"title"`
		Note       locale.Text       `json:"note"`
		By         string            `json:"by"`
		AsOf       calendar.Date     `json:"asOf"`
		KnownOn    *calendar.Instant `json:"knownOn"` // null when nothing counts
		Definition string            `json:"definition"`
		Unit       programme.Unit    `json:"unit"`
		Columns    []jsonColumn      `json:"columns"`
		Shares     []jsonShare       `json:"shares"`
		Rows       []jsonRow         `json:"rows"`
		Total      jsonRow           `json:"total"`
		Checks     []programme.Check `json:"checks"`
		Problems   []jsonProblem     `json:"problems"`
	}
	jsonColumn struct {
		Key     string         `json:"key"`
		Title   locale.Text    `json:"title"`
		Measure string         `json:"measure"`
		Unit    programme.Unit `json:"unit"`
		Kind    programme.Kind `json:"kind"`
		Group   string         `json:"group,omitempty"` // the code of the pivot
	}
	jsonShare struct {
		Key    string      `json:"key"`
		Title  locale.Text `json:"title"`
		Digits int         `json:"digits"`
	}
	jsonRow struct {
		Key    string         `json:"key"`
		Title  locale.Text    `json:"title"`
		Level  string         `json:"level,omitempty"`  // where rows are of several dimensions
		Parent string         `json:"parent,omitempty"` // key of the row that gathers it
		Values []*int64       `json:"values"`           // in the order of columns; null: not stated, or withheld
		States []string       `json:"states,omitempty"` // likewise, where one is not known: known, not-stated, suppressed
		Origin []string       `json:"origin,omitempty"` // likewise, where one is reported: recorded, reported, both
		Shares []jsonFraction `json:"shares"`           // in the order of shares
	}
	jsonFraction struct {
		Numerator   int64 `json:"numerator"`
		Denominator int64 `json:"denominator"`
	}
	jsonProblem struct {
		Row    string `json:"row"`
		Column string `json:"column,omitempty"`
		Check  string `json:"check,omitempty"`
		Left   int64  `json:"left"`
		Right  int64  `json:"right"`
	}
)

// WriteJSON writes everything the result says.
func (r *Result) WriteJSON(w io.Writer) error {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(r.json()); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Result) json() jsonTable {
	t := jsonTable{Name: r.Table.Name, Programme: r.Programme.ID, Title: r.Table.Title, Note: r.Table.Note, By: r.By, AsOf: r.AsOf,
		Definition: r.DefinitionHash, Unit: r.Table.Unit, Columns: []jsonColumn{}, Shares: []jsonShare{}, Rows: []jsonRow{},
		Total: r.rowJSON(r.Total), Checks: append([]programme.Check{}, r.Table.Checks...), Problems: []jsonProblem{}}
	if r.KnownOn != 0 {
		t.KnownOn = &r.KnownOn
	}
	for _, c := range r.Columns {
		t.Columns = append(t.Columns, jsonColumn{c.Key, c.Title, c.Measure, c.Unit, c.Kind, c.Group})
	}
	for _, s := range r.Table.Shares {
		t.Shares = append(t.Shares, jsonShare{s.Key, s.Title, s.Digits})
	}
	for _, row := range r.Rows {
		t.Rows = append(t.Rows, r.rowJSON(row))
	}
	for _, p := range r.Problems {
		t.Problems = append(t.Problems, jsonProblem(p))
	}
	return t
}

func (r *Result) rowJSON(row Row) jsonRow {
	out := jsonRow{Key: row.Key, Title: row.Title, Parent: row.Parent, Values: []*int64{}, Shares: []jsonFraction{}}
	if r.Table.Rows.Groups != "" {
		out.Level = row.Level
	}
	var states, origins []string
	for _, c := range row.Cells {
		var v *int64
		if c.Known() {
			v = &c.Value
		} else {
			out.States = []string{}
		}
		if c.Origin&Reported != 0 {
			out.Origin = []string{}
		}
		out.Values, states, origins = append(out.Values, v), append(states, c.State.String()), append(origins, c.Origin.String())
	}
	if out.States != nil {
		out.States = states
	}
	if out.Origin != nil {
		out.Origin = origins
	}
	for _, s := range row.Shares {
		out.Shares = append(out.Shares, jsonFraction{s.Num, s.Den})
	}
	return out
}

// String is the word of the state in files.
func (s State) String() string { return [...]string{"known", "not-stated", "suppressed"}[s] }

// String is the word of the origin in files.
func (o Origin) String() string { return [...]string{"none", "recorded", "reported", "both"}[o] }
