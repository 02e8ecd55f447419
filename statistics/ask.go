package statistics

import (
	"context"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// Engine computes tables over one database. Safe for concurrent use.
type Engine struct {
	DB         *store.DB
	Programmes *programme.Set
}

// Ask is a question: a table, and as of when, as known when.
type Ask struct {
	Table   string
	By      string           // dimension of the rows; empty: the table's first
	Where   string           // which codes count, "sex=F;season=2019-2020|2020-2021"; empty: all
	AsOf    calendar.Date    // last day that counts; zero: the day of KnownOn, which is today when that is zero
	KnownOn calendar.Instant // last instant of recording that counts; zero: now
	Mix     ledger.Mix       // what of it counts: zero, all; otherwise an answer that nobody publishes, to compare with

	reported bool // as if nothing had been recorded: only what documents say
}

// Read makes an Ask from what a person typed; empty texts are the defaults. A
// known-on that is a day stands for the end of that day.
//
// Errors, all at once: date.invalid on "as-of", instant.invalid on "known-on".
func Read(table, by, asOf, knownOn string) (Ask, error) {
	a := Ask{Table: strings.TrimSpace(table), By: strings.TrimSpace(by)}
	var list fault.List
	if asOf = strings.TrimSpace(asOf); asOf != "" {
		var err error
		a.AsOf, err = calendar.ParseDate(asOf)
		list.Add(on("as-of", err))
	}
	if knownOn = strings.TrimSpace(knownOn); knownOn != "" {
		var err error
		a.KnownOn, err = parseKnownOn(knownOn)
		list.Add(on("known-on", err))
	}
	return a, list.Err()
}

// parseKnownOn also reads a day as papers write it, "02/07/2021".
func parseKnownOn(text string) (calendar.Instant, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return calendar.EndOf(day), nil
	}
	return calendar.ParseInstant(text)
}

func on(field string, err error) error {
	if f, ok := err.(*fault.Error); ok {
		return f.On(field)
	}
	return err
}

// question is an Ask with everything found and settled.
type question struct {
	def     *programme.Definition
	table   *programme.Table
	by      string
	where   programme.Where
	asOf    calendar.Date
	knownOn calendar.Instant // settled
	given   bool             // the known-on was asked for, not the present
	mix     ledger.Mix

	reported bool
}

// settle finds the table and fixes both dates.
//
// Errors: statistics.table-unknown, statistics.by-unknown,
// statistics.as-of-future, and those of store.DB.Settle.
func (e *Engine) settle(ctx context.Context, a Ask) (question, error) {
	def, table, ok := e.Programmes.Table(a.Table)
	if !ok {
		return question{}, fault.New(fault.NotFound, "statistics.table-unknown", fault.Args{"table": a.Table, "tables": e.names()}).On("table")
	}
	if a.By == "" {
		a.By = table.By[0]
	}
	if !slices.Contains(table.By, a.By) {
		return question{}, fault.New(fault.Invalid, "statistics.by-unknown", fault.Args{"by": a.By, "table": a.Table, "dimensions": table.By}).On("by")
	}
	where, err := readWhere(def, table, a.Where)
	if err != nil {
		return question{}, err
	}
	if today := e.DB.Today(); a.AsOf > today {
		return question{}, fault.New(fault.Invalid, "statistics.as-of-future", fault.Args{"day": a.AsOf, "today": today}).On("as-of")
	}
	knownOn, err := e.DB.Settle(ctx, a.KnownOn)
	if err != nil {
		return question{}, err
	}
	if a.AsOf.IsZero() {
		a.AsOf = knownOn.Date()
	}
	return question{def: def, table: table, by: a.By, where: where, asOf: a.AsOf, knownOn: knownOn, given: a.KnownOn != 0, mix: a.Mix, reported: a.reported}, nil
}

// readWhere reads conditions on dimensions that every measure of the table can be
// split by.
//
// Errors: statistics.where-unknown.
func readWhere(def *programme.Definition, table *programme.Table, text string) (programme.Where, error) {
	if text == "" {
		return nil, nil
	}
	w := programme.Where{}
	for part := range strings.SplitSeq(text, ";") {
		dim, codes, _ := strings.Cut(part, "=")
		if !def.Splits(table, dim) {
			return nil, fault.New(fault.Invalid, "statistics.where-unknown", fault.Args{"value": part, "table": table.Name}).On("where")
		}
		w[dim] = strings.Split(codes, "|")
		d := dimensionOf(def, dim)
		for _, code := range w[dim] {
			if !d.knows(code) {
				return nil, fault.New(fault.Invalid, "statistics.where-unknown", fault.Args{"value": part, "table": table.Name}).On("where")
			}
		}
	}
	return w, nil
}

// names are the tables of all programmes, for the message that one is unknown.
func (e *Engine) names() []string {
	var names []string
	for _, d := range e.Programmes.All() {
		for _, t := range d.Tables {
			names = append(names, t.Name)
		}
	}
	return names
}
