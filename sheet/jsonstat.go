package sheet

import (
	"encoding/json"
	"io"
	"strconv"

	"sanad/locale"
)

// A dataset as JSON-stat 2.0 defines it (json-stat.org), kept in the order of
// these fields: two dimensions, the rows and the columns, which are the metric.
type (
	jsonStat struct {
		Version   string                   `json:"version"`
		Class     string                   `json:"class"`
		Label     string                   `json:"label"`
		Source    string                   `json:"source,omitempty"`
		Note      []string                 `json:"note,omitempty"`
		ID        []string                 `json:"id"`
		Size      []int                    `json:"size"`
		Role      map[string][]string      `json:"role"`
		Dimension map[string]jsonDimension `json:"dimension"`
		Value     []*json.Number           `json:"value"`            // null: not given
		Status    map[string]State         `json:"status,omitempty"` // by place in value
		Extension map[string]any           `json:"extension"`
	}
	jsonDimension struct {
		Label    string       `json:"label"`
		Category jsonCategory `json:"category"`
	}
	jsonCategory struct {
		Index []string            `json:"index"`
		Label map[string]string   `json:"label"`
		Child map[string][]string `json:"child,omitempty"` // of rows within rows
		Unit  map[string]jsonUnit `json:"unit,omitempty"`
	}
	jsonUnit struct {
		Label    string `json:"label"`
		Decimals int    `json:"decimals"`
	}
)

// metric is the dimension of the columns.
const metric = "measure"

// WriteJSONStat writes the table as a JSON-stat 2.0 dataset. What is not given
// is null, with its state; a figure that comes from a document has a state too.
func (t *Table) WriteJSONStat(w io.Writer) error {
	d := jsonStat{Version: "2.0", Class: "dataset", Label: clean(t.Title), Note: t.Notes,
		ID: []string{t.Head.Key, metric}, Size: []int{len(t.Rows), len(t.Columns)},
		Role:      map[string][]string{"metric": {metric}},
		Dimension: map[string]jsonDimension{t.Head.Key: t.rowDimension(), metric: t.columnDimension()},
		Value:     []*json.Number{}, Status: map[string]State{}, Extension: map[string]any{"name": t.Name, "lang": t.Lang}}
	if len(t.About) > 0 {
		d.Source = clean(t.About[0].Text)
	}
	facts := []csvwFact{}
	for _, f := range t.About {
		facts = append(facts, csvwFact{clean(f.Label), clean(f.Text)})
	}
	d.Extension["about"] = facts
	for _, row := range t.Rows {
		for i, c := range t.Columns {
			d.add(row.Cells[i], row.shown(c))
		}
	}
	return writeJSON(w, d)
}

func (d *jsonStat) add(c Cell, col Column) {
	if c.State != Given {
		d.Status[strconv.Itoa(len(d.Value))] = c.State
	}
	if !c.Has() {
		d.Value = append(d.Value, nil)
		return
	}
	n := json.Number(locale.Fixed(c.Value, col.Digits))
	d.Value = append(d.Value, &n)
}

func (t *Table) rowDimension() jsonDimension {
	c := jsonCategory{Index: []string{}, Label: map[string]string{}, Child: map[string][]string{}}
	for i, row := range t.Rows {
		c.Index = append(c.Index, row.Key)
		c.Label[row.Key] = clean(row.Title)
		if parent := t.parent(i); parent != "" {
			c.Child[parent] = append(c.Child[parent], row.Key)
		}
	}
	return jsonDimension{Label: clean(t.Head.Title), Category: c}
}

// parent is the key of the row that a row stands under, one level out.
func (t *Table) parent(i int) string {
	for n := i - 1; n >= 0; n-- {
		if t.Rows[n].Level < t.Rows[i].Level {
			return t.Rows[n].Key
		}
	}
	return ""
}

func (t *Table) columnDimension() jsonDimension {
	c := jsonCategory{Index: []string{}, Label: map[string]string{}, Unit: map[string]jsonUnit{}}
	for _, col := range t.Columns {
		c.Index = append(c.Index, col.Key)
		c.Label[col.Key] = clean(col.label())
		unit := jsonUnit{Label: clean(col.Unit), Decimals: col.Digits}
		if col.Percent {
			unit.Label = "%"
		}
		c.Unit[col.Key] = unit
	}
	return jsonDimension{Label: metric, Category: c}
}
