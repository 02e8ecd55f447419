package sheet

import (
	"bytes"
	"encoding/json"
	"io"
)

// The description of a CSV as the W3C defines it (Metadata Vocabulary for
// Tabular Data), kept in the order of these fields.
type (
	csvwTable struct {
		Context []any       `json:"@context"`
		URL     string      `json:"url"`
		Title   string      `json:"dc:title"`
		Lead    string      `json:"dc:description,omitempty"`
		Facts   []csvwFact  `json:"notes,omitempty"`
		Dialect csvwDialect `json:"dialect"`
		Schema  csvwSchema  `json:"tableSchema"`
	}
	csvwFact struct {
		Label string `json:"label,omitempty"`
		Text  string `json:"text"`
	}
	csvwDialect struct {
		Header   bool   `json:"header"`
		Encoding string `json:"encoding"`
	}
	csvwSchema struct {
		Columns    []csvwColumn `json:"columns"`
		PrimaryKey []string     `json:"primaryKey"`
	}
	csvwColumn struct {
		Name     string   `json:"name"`
		Titles   string   `json:"titles"` // as the first line of the file has it
		Label    string   `json:"rdfs:label"`
		Datatype any      `json:"datatype"`
		Null     []string `json:"null,omitempty"`
		Unit     string   `json:"schema:unitText,omitempty"`
	}
	csvwDecimal struct {
		Base   string `json:"base"`
		Format string `json:"format"`
	}
)

// WriteCSVW writes the description of the file that WriteCSV writes, for the
// name it has.
func (t *Table) WriteCSVW(w io.Writer, file string) error {
	d := csvwTable{
		Context: []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": t.Lang}},
		URL:     file, Title: clean(t.Title), Lead: clean(t.Lead),
		Dialect: csvwDialect{Header: true, Encoding: "utf-8"},
	}
	for _, key := range t.keyColumns() {
		d.Schema.PrimaryKey = append(d.Schema.PrimaryKey, key.Key)
		d.Schema.Columns = append(d.Schema.Columns, csvwColumn{Name: key.Key, Titles: key.Key, Label: clean(key.Title), Datatype: "string"})
	}
	for _, note := range t.Notes {
		d.Facts = append(d.Facts, csvwFact{Text: clean(note)})
	}
	for _, f := range t.About {
		d.Facts = append(d.Facts, csvwFact{clean(f.Label), clean(f.Text)})
	}
	for _, c := range t.Columns {
		if !c.Derived {
			d.Schema.Columns = append(d.Schema.Columns, c.csvw())
		}
	}
	return writeJSON(w, d)
}

func (c Column) csvw() csvwColumn {
	out := csvwColumn{Name: c.Key, Titles: c.Key, Label: clean(c.label()), Datatype: "integer", Unit: clean(c.Unit),
		Null: []string{"", string(Suppressed)}}
	if c.Digits > 0 {
		out.Datatype = csvwDecimal{Base: "decimal", Format: "0." + "000000000"[:c.Digits]}
	}
	return out
}

// label is the title of a column that stands alone.
func (c Column) label() string {
	if c.Group == "" {
		return c.Title
	}
	return c.Group + ": " + c.Title
}

func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
