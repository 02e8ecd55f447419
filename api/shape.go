package api

import "sanad/locale"

// Table is the JSON of a table, as package statistics writes it: a test holds
// the two against each other.
type Table struct {
	Name       string       `json:"name"`
	Programme  string       `json:"programme"`
	Title      locale.Text  `json:"title"`
	Note       locale.Text  `json:"note"`
	By         string       `json:"by" doc:"What the rows are."`
	AsOf       string       `json:"asOf" format:"date"`
	KnownOn    *string      `json:"knownOn" format:"date-time" doc:"Asked again with it, the answer is the same; null when nothing counts."`
	Definition string       `json:"definition" doc:"Hash of the programme's definition."`
	Unit       string       `json:"unit" doc:"What the table counts. Money is in centimes."`
	Columns    []Column     `json:"columns"`
	Shares     []Share      `json:"shares"`
	Rows       []Row        `json:"rows"`
	Total      Row          `json:"total"`
	Checks     []string     `json:"checks" doc:"Sums that hold in every row."`
	Problems   []Difference `json:"problems" doc:"What does not reconcile."`
}

// Column is a column of figures.
type Column struct {
	Key     string      `json:"key"`
	Title   locale.Text `json:"title"`
	Measure string      `json:"measure"`
	Unit    string      `json:"unit"`
	Kind    string      `json:"kind" enum:"flow,stock,distinct"`
	Group   string      `json:"group,omitempty" doc:"The code of the dimension over which columns are repeated."`
}

// Share is a column of percentages, which rows give as fractions.
type Share struct {
	Key    string      `json:"key"`
	Title  locale.Text `json:"title"`
	Digits int         `json:"digits"`
}

// Row is a line of figures.
type Row struct {
	Key    string      `json:"key"`
	Title  locale.Text `json:"title"`
	Level  string      `json:"level,omitempty"`
	Parent string      `json:"parent,omitempty" doc:"Key of the row that gathers it."`
	Values []*int64    `json:"values" doc:"In the order of columns; null: not stated, or withheld."`
	States []string    `json:"states,omitempty" doc:"Likewise, where one is not known: known, not-stated, suppressed."`
	Origin []string    `json:"origin,omitempty" doc:"Likewise, where one is reported: recorded, reported, both."`
	Shares []Fraction  `json:"shares" doc:"In the order of shares."`
}

// Fraction is a share before any rounding.
type Fraction struct {
	Numerator   int64 `json:"numerator"`
	Denominator int64 `json:"denominator" doc:"0: there is none."`
}

// Difference is two figures that must be equal and are not.
type Difference struct {
	Row    string `json:"row"`
	Column string `json:"column,omitempty"`
	Check  string `json:"check,omitempty"`
	Left   int64  `json:"left"`
	Right  int64  `json:"right"`
}
