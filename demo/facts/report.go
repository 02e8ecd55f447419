package facts

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

//go:embed data
var data embed.FS

// records reads an embedded file without its head; a test reads them all.
func records(name string) [][]string {
	_, rows := read(name)
	return rows
}

func read(name string) (head []string, rows [][]string) {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Errorf("%s: %w", name, err))
	}
	return all[0], all[1:]
}

// Table is a table of the report: rows by their key, in the report's order.
type Table struct {
	columns map[string]int
	keys    []string
	rows    map[string][]string
}

// Report reads a table of the report by the name of its file, without .csv.
func Report(name string) Table { return reportBy(name, 0) }

// reportBy reads a table whose key stands in another column than the first.
func reportBy(name string, key int) Table {
	head, rows := read("report/" + name + ".csv")
	t := Table{columns: map[string]int{}, rows: map[string][]string{}}
	for i, c := range head {
		t.columns[c] = i
	}
	for _, r := range rows {
		if t.rows[r[key]] = r; r[key] != "total" {
			t.keys = append(t.keys, r[key])
		}
	}
	return t
}

// Keys are the rows in the order of the report, without the total.
func (t Table) Keys() []string { return t.keys }

// Text is a cell; a column that is not there is a defect.
func (t Table) Text(key, column string) string {
	i, ok := t.columns[column]
	if !ok || t.rows[key] == nil {
		panic("facts: no cell " + key + ", " + column)
	}
	return t.rows[key][i]
}

// Int is a cell that counts; an empty one is 0.
func (t Table) Int(key, column string) int {
	text := t.Text(key, column)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

// Column are the counts of all rows but the total.
func (t Table) Column(column string) []int {
	out := make([]int, len(t.keys))
	for i, key := range t.keys {
		out[i] = t.Int(key, column)
	}
	return out
}

// Centimes is a cell in dirhams, with or without centimes.
func (t Table) Centimes(key, column string) int {
	whole, part, _ := strings.Cut(t.Text(key, column), ".")
	n, err := strconv.Atoi(whole + (part + "00")[:2])
	if err != nil {
		panic(err)
	}
	return n
}

// figures are those that stand in the report's running text.
var figures = Report("figures")

// Figure is a whole number of the running text, by its key in figures.csv.
func Figure(key string) int { return figures.Int(key, "value") }
