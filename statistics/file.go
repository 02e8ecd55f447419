package statistics

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"

	"sanad/programme"
)

// FileTable is a document's file as WriteCSV writes a table: without its columns
// of words and in our line ends, so that a computed table can be held against it.
func FileTable(dir fs.FS, f programme.SourceFile) (string, error) {
	data, err := fs.ReadFile(dir, f.File)
	if err != nil {
		return "", err
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, rec := range records {
		var kept []string
		for i, field := range rec {
			if !slices.Contains(f.Labels, records[0][i]) {
				kept = append(kept, field)
			}
		}
		b.WriteString(strings.Join(kept, ",") + "\n")
	}
	return b.String(), nil
}
