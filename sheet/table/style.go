package table

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// shown is how finely a number is shown as a date.
type shown uint8

const (
	asNumber shown = iota
	asDay
	asMonth
	asYear
)

func (b *workbook) readStyles(part string) error {
	formats := map[string]string{}
	cells := false // within the styles of cells, not those the styles come from
	return b.walk(part, maxSmall, func(_ *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			formats[attr(e, "numFmtId")] = attr(e, "formatCode")
		case "cellXfs":
			cells = true
		case "cellStyles", "dxfs":
			cells = false
		case "xf":
			if cells {
				id := attr(e, "numFmtId")
				b.styles = append(b.styles, showing(id, formats[id]))
			}
		}
		return nil
	})
}

var inFormat = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// showing tells dates from other numbers by the format that shows them; the
// numbers of formats that every workbook has are in ECMA-376, 18.8.30.
func showing(id, format string) shown {
	if format == "" {
		n, _ := strconv.Atoi(id) // none is 0, a number
		switch {
		case n == 17, n == 55:
			return asMonth
		case n >= 14 && n <= 16, n == 22, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n >= 56 && n <= 58:
			return asDay
		}
		return asNumber
	}
	format, _, _ = strings.Cut(inFormat.ReplaceAllString(strings.ToLower(format), ""), ";")
	day, month, year := strings.Contains(format, "d"), strings.Contains(format, "m"), strings.Contains(format, "y")
	switch {
	case strings.Contains(format, "general"):
		return asNumber
	case day, month && !year && !strings.ContainsAny(format, "hs"):
		return asDay
	case month && year && !strings.ContainsAny(format, "hs"):
		return asMonth
	case year && !strings.ContainsAny(format, "hs"):
		return asYear
	case year:
		return asDay
	}
	return asNumber
}
