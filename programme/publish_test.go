package programme_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sanad/programme"
)

// paper is a programme that publishes what documents report, with a document;
// every test below breaks one thing in it.
var paper = map[string]string{
	"toy/programme.yaml": `id: toy
version: 1
codes: [T1]
title: {ar: ع, fr: T, en: T}
purpose: {ar: ع, fr: T, en: T}
fund: {ar: ع, fr: T, en: T}
legal: []
`,
	"toy/ledger.yaml": `dimensions:
  - {id: season, begins: "10-01", title: {ar: ع, fr: T, en: T}}
  - id: group
    title: {ar: ع, fr: T, en: T}
    codes: [{code: g, title: {ar: ع, fr: T, en: T}}]
  - id: item
    within: group
    overlaps: [persons]
    title: {ar: ع, fr: T, en: T}
    codes: [{code: x, within: g, title: {ar: ع, fr: T, en: T}}, {code: y, within: g, title: {ar: ع, fr: T, en: T}}]
  - id: band
    of: age
    title: {ar: ع, fr: T, en: T}
    codes: [{code: <20, title: {ar: ع, fr: T, en: T}}, {code: 20+, title: {ar: ع, fr: T, en: T}}]
measures:
  - {id: visits, unit: services, kind: flow, dims: [item, sex, age], title: {ar: ع, fr: T, en: T}}
  - {id: people, unit: persons, kind: distinct, of: visits, title: {ar: ع, fr: T, en: T}}
  - {id: cases, unit: persons, kind: flow, dims: [item], title: {ar: ع, fr: T, en: T}}
  - {id: cost, unit: centimes, kind: flow, title: {ar: ع, fr: T, en: T}}
`,
	"toy/tables.yaml": `tables:
  - name: items
    unit: services
    by: [item]
    rows: {groups: group}
    where: {band: [20+]}
    title: {ar: ع, fr: T, en: T}
    columns:
      - {key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}
      - {key: female, measure: people, where: {sex: [F]}, title: {ar: ع, fr: T, en: T}}
      - {key: people, measure: people, title: {ar: ع, fr: T, en: T}}
    checks: [people = female]
    footnotes: [{column: visits, text: {ar: ع, fr: T, en: T}}]
  - name: seasons
    unit: services
    by: [band]
    title: {ar: ع, fr: T, en: T}
    columns: [{key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}]
    pivot: {by: season}
    across: {of: total, title: {ar: ع, fr: T, en: T}}
    shares: [{key: part, numerator: total, denominator: total, of: total, title: {ar: ع, fr: T, en: T}}]
figures:
  - {name: toy.visits, measure: visits, where: {item: [x]}, title: {ar: ع, fr: T, en: T}}
  - {name: toy.more, measure: visits, where: {item: [y]}, title: {ar: ع, fr: T, en: T}}
  - {name: toy.cost, measure: cost, title: {ar: ع, fr: T, en: T}}
  - {name: toy.both, sum: [toy.visits, toy.more], title: {ar: ع, fr: T, en: T}}
  - {name: toy.share, share: {of: toy.visits, in: toy.both}, digits: 2, title: {ar: ع, fr: T, en: T}}
relations:
  - {id: part, holds: toy.visits <= toy.both, because: {ar: ع, fr: T, en: T}}
`,
	"paper.yaml": `id: paper
title: {ar: ع, fr: T, en: T}
publisher: {ar: ع, fr: T, en: T}
as_of: 2021-07-02
files:
  - {file: seasons.csv, table: seasons, shares: {part: {"<20": "1.5"}}, across: {total: "100"}}
  - {file: text.csv, figures: {name: key, value: value, unit: unit}, states: {toy.visits: 2021-07-02}, repeats: [toy.both]}
printed: [{figure: toy.share, text: "50.00"}]
`,
}

// publish loads the programme and its document, some texts changed.
func publish(file, old, text string) error {
	programmes, documents := fstest.MapFS{}, fstest.MapFS{}
	for name, content := range paper {
		if name == file {
			content = strings.Replace(content, old, text, 1)
		}
		if name == "paper.yaml" {
			documents[name] = &fstest.MapFile{Data: []byte(content)}
			continue
		}
		programmes[name] = &fstest.MapFile{Data: []byte(content)}
	}
	set, err := programme.Load(programmes)
	if err != nil {
		return err
	}
	_, err = set.LoadSources(documents)
	return err
}

func TestAProgrammeThatOnlyPublishesLoads(t *testing.T) {
	if err := publish("", "", ""); err != nil {
		t.Fatalf("\n%v", err)
	}
}

// What cannot be split, does not add, or names nothing is told when the program
// starts, with its file, line and remedy.
func TestMistakesOfTablesAreTold(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"toy/ledger.yaml", "id: season", "id: year", "dimension year is known to every programme"},
		{"toy/ledger.yaml", `begins: "10-01"`, `begins: "13-01"`, "the periods of dimension season cannot be read"},
		{"toy/ledger.yaml", "within: group\n", "within: band\n", "lies within"},
		{"toy/ledger.yaml", "{code: y, within: g", "{code: y, within: q", `the code y of dimension item lies within "q"`},
		{"toy/ledger.yaml", "{code: y,", "{code: x,", `the code "x" of dimension item stands twice`},
		{"toy/ledger.yaml", "of: age", "of: height", `makes bands of "height"`},
		{"toy/ledger.yaml", "code: 20+", "code: old", `the code "old" of dimension band is no band`},
		{"toy/ledger.yaml", "code: 20+", "code: 10+", "the bands <20 and 10+ of dimension band overlap"},
		{"toy/ledger.yaml", "dims: [item, sex, age]", "dims: [item, sex, season]", `dimension "season" is not known, or is not frozen`},
		{"toy/ledger.yaml", "of: visits", "of: guests", `measure people counts the subjects of "guests"`},
		{"toy/ledger.yaml", "kind: distinct, of: visits", "kind: flow, of: visits", `measure people counts "visits" and is a flow`},
		{"toy/ledger.yaml", "kind: distinct, of: visits", "kind: distinct, of: cost, distinct: item", "counts the values of item, which cost does not freeze"},
		{"toy/tables.yaml", "by: [item]", "by: [moon]", `dimension "moon" is not known`},
		{"toy/tables.yaml", "{groups: group}", "{groups: season}", "the rows of table items do not lie within season"},
		{"toy/tables.yaml", "band: [20+]", "band: [30+]", `where band is "30+", which is no code of it`},
		{"toy/tables.yaml", "band: [20+]", "colour: [red]", `where "colour", which is not known`},
		{"toy/tables.yaml", "{key: visits, measure: visits,", "{key: visits, measure: cost,", "is by item, which measure cost does not freeze"},
		{"toy/tables.yaml", "{key: visits, measure: visits,", "{key: visits, measure: cases,", "adds persons over item, where one may stand several times"},
		{"toy/tables.yaml", "people = female", "people = female + visits", "mixes persons and services"},
		{"toy/tables.yaml", "where: {sex: [F]}", "where: {item: [x]}", "adds the distinct column female"},
		{"toy/tables.yaml", "{key: visits, measure: visits,", "{key: visits, measure: visits, at: closing,", "column visits has at and its measure is no stock"},
		{"toy/tables.yaml", "{key: visits, measure: visits,", "{key: visits, measure: visits, digits: 0,", "column visits has digits"},
		{"toy/tables.yaml", "pivot: {by: season}", "pivot: {by: band}", "has band in rows and columns"},
		{"toy/tables.yaml", "[{column: visits,", "[{column: guests,", `names "guests", which is no column`},
		{"toy/tables.yaml", "name: seasons", "name: items", `table "items" is defined twice`},
		{"toy/tables.yaml", "{name: toy.more,", "{name: toy.visits,", "figure toy.visits is defined twice"},
		{"toy/tables.yaml", "sum: [toy.visits, toy.more]", "sum: [toy.visits, toy.cost]", "mixes services and centimes"},
		{"toy/tables.yaml", "sum: [toy.visits, toy.more]", "measure: visits, sum: [toy.more]", `figure "toy.both" is not one thing`},
		{"toy/tables.yaml", "in: toy.both", "in: toy.all", `names "toy.all", which is no figure`},
		{"toy/tables.yaml", "toy.visits <= toy.both", "toy.visits <= toy.share", "uses toy.share, which is no number of things"},
		{"toy/tables.yaml", "toy.visits <= toy.both", "<= toy.both", "the relation part has an empty side"},
		{"paper.yaml", "id: paper", "id: book", "is not the file's name"},
		{"paper.yaml", "table: seasons", "table: years", `the shape of the table "years"`},
		{"paper.yaml", "{part: {", "{whole: {", `prints the share "whole"`},
		{"paper.yaml", `"1.5"`, `"1,5"`, `"1,5" is no number as printed`},
		{"paper.yaml", "file: text.csv", "file: ../text.csv", "lies elsewhere"},
		{"paper.yaml", "table: seasons, ", "", "is neither a table nor figures"},
		{"paper.yaml", "states: {toy.visits:", "states: {toy.share:", "states toy.share, which is made of others"},
		{"paper.yaml", "repeats: [toy.both]", "repeats: [toy.visits]", "both states and repeats toy.visits"},
		{"paper.yaml", "figure: toy.share", "figure: toy.none", `names "toy.none", which is no figure`},
	} {
		t.Run(c.want, func(t *testing.T) {
			if !strings.Contains(paper[c.file], c.old) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			err := publish(c.file, c.old, c.new)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("told:\n%v\nwant: %s", err, c.want)
			}
			for line := range strings.Lines(errorText(err)) {
				if !strings.Contains(line, ".yaml:") || !strings.Contains(line, "; ") {
					t.Errorf("no file, line or remedy: %q", line)
				}
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Bands that share a bound do not meet, and hold what lies wholly inside.
func TestBands(t *testing.T) {
	for code, want := range map[string]programme.Band{"<20": {High: 20}, "20-40": {Low: 20, High: 40}, "80+": {Low: 80}, "7": {Low: 7, High: 8}} {
		if got, ok := programme.ParseBand(code); !ok || got != want {
			t.Errorf("%s: %v %v", code, got, ok)
		}
	}
	for _, code := range []string{"", "-", "40-20", "20-20", "a+", "-5", "<", "20-40-60"} {
		if got, ok := programme.ParseBand(code); ok {
			t.Errorf("%q is read as %v", code, got)
		}
	}
	band := programme.Band{Low: 20, High: 40}
	for code, inside := range map[string]bool{"20": true, "39": true, "40": false, "19": false, "20-40": true, "25-30": true, "30-50": false, "20+": false} {
		if other, _ := programme.ParseBand(code); band.Holds(other) != inside {
			t.Errorf("20-40 holds %s: %v", code, !inside)
		}
	}
}
