package programme_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/programme"
)

// tiny is the smallest programme that loads; every test below breaks one thing
// in it and names the problem that must be told.
var tiny = map[string]string{
	"programme.yaml": `id: tiny
version: 1
codes: [T1]
title: {ar: ع, fr: T, en: T}
purpose: {ar: ع, fr: T, en: T}
fund: {ar: ع, fr: T, en: T}
subject: person
records_since: 2020-01-01
legal:
  - id: law
    ref: "1.20"
    signed: 2020-01-01
    url: https://example.org
    title: {ar: ع, fr: T, en: T}
    articles:
      - {id: one, number: "1", text: {ar: ع, fr: T, en: T}}
`,
	"form.yaml": `sections:
  - id: main
    title: {ar: ع, fr: T, en: T}
    fields:
      - {key: poor, type: yesno, label: {ar: ع, fr: T, en: T}}
      - {key: size, type: int, min: 1, max: 30, label: {ar: ع, fr: T, en: T}}
      - key: kind
        type: choice
        when: a.poor
        label: {ar: ع, fr: T, en: T}
        options:
          - {code: x, label: {ar: ع, fr: T, en: T}}
      - key: kids
        type: list
        label: {ar: ع, fr: T, en: T}
        fields:
          - {key: who, type: person, label: {ar: ع, fr: T, en: T}}
          - {key: birth, type: date, label: {ar: ع, fr: T, en: T}}
documents:
  - {key: card, label: {ar: ع, fr: T, en: T}, formats: [pdf], max_size: 1000, legal: law.one}
`,
	"workflow.yaml": `clocks:
  - {id: thirty, days: 30, kind: legal, legal: law, title: {ar: ع, fr: T, en: T}}
states:
  - {id: open, level: counter, title: {ar: ع, fr: T, en: T}}
  - {id: yes, level: closed, terminal: true, title: {ar: ع, fr: T, en: T}}
  - {id: no, level: closed, terminal: true, title: {ar: ع, fr: T, en: T}}
acts:
  - {id: deposit, verb: deposit, to: open, by: [counter-clerk], level: counter, clock: {move: start, id: thirty}, title: {ar: ع, fr: T, en: T}}
  - id: decide
    verb: decide
    from: [open]
    by: [central-secretary]
    level: centre
    session: centre
    forbids: [registrar]
    title: {ar: ع, fr: T, en: T}
    outcomes:
      - {id: accepted, to: yes, requires: yes, effects: [grant], title: {ar: ع, fr: T, en: T}}
      - {id: refused, to: no, title: {ar: ع, fr: T, en: T}}
`,
	"rules.yaml": `parameters:
  - id: most
    unit: persons
    title: {ar: ع, fr: T, en: T}
    values:
      - {from: 2020-01-01, value: 5, legal: law.one}
items:
  - id: minors
    list: kids
    title: {ar: ع, fr: T, en: T}
    conditions:
      - {id: born, legal: law.one, expr: item.birth > date("2010-01-01"), title: {ar: ع, fr: T, en: T}, because: {ar: ع, fr: T, en: T}}
derive:
  - {id: n, expr: count(minors), title: {ar: ع, fr: T, en: T}}
conditions:
  - {id: is_poor, legal: law.one, expr: a.poor, title: {ar: ع, fr: T, en: T}, because: {ar: ع, fr: T, en: T}}
  - {id: small, legal: law.one, expr: a.size <= p.most, title: {ar: ع, fr: T, en: T}, because: {ar: ع, fr: T, en: T}}
amount: {expr: n, per: once}
`,
	"ledger.yaml": `measures:
  - {id: asked, unit: dossiers, kind: flow, title: {ar: ع, fr: T, en: T}}
  - {id: waiting, unit: dossiers, kind: stock, title: {ar: ع, fr: T, en: T}}
  - {id: decided, unit: dossiers, kind: stock, title: {ar: ع, fr: T, en: T}}
  - {id: children, unit: persons, kind: stock, dims: [sex], title: {ar: ع, fr: T, en: T}}
  - {id: spent, unit: centimes, kind: flow, title: {ar: ع, fr: T, en: T}}
stocks:
  - {measure: waiting, states: [open]}
  - {measure: decided, states: [yes, no]}
posts:
  - on: deposit
    lines:
      - {measure: asked, quantity: 1}
  - on: decide
    outcome: accepted
    lines:
      - {measure: children, quantity: 1, each: minors}
      - {measure: spent, quantity: amount}
    moves:
      - {account: envelope, quantity: amount}
accounts:
  - {id: envelope, unit: centimes, max: 1000, title: {ar: ع, fr: T, en: T}, because: {ar: ع, fr: T, en: T}}
`,
	"tables.yaml": `tables:
  - name: tiny-table
    unit: dossiers
    by: [region]
    title: {ar: ع, fr: T, en: T}
    columns:
      - {key: asked, measure: asked, title: {ar: ع, fr: T, en: T}}
      - {key: waiting, measure: waiting, title: {ar: ع, fr: T, en: T}}
      - {key: decided, measure: decided, title: {ar: ع, fr: T, en: T}}
      - {key: spent, measure: spent, title: {ar: ع, fr: T, en: T}}
    checks: [asked = waiting + decided]
    shares:
      - {key: rate, numerator: decided, denominator: asked, title: {ar: ع, fr: T, en: T}}
    sort: {column: asked, desc: true}
    chart: [asked]
    map: asked
`,
	"tests.yaml": `base:
  poor: true
  size: 5
  kids:
    - {who: 00000000-0000-7000-8000-000000000001, birth: 2012-01-01}
    - {who: 00000000-0000-7000-8000-000000000002, birth: 2002-01-01}
cases:
  - {name: at the bound, on: 2020-01-01, expect: {eligible: yes, amount: 1}}
  - {name: over the bound, on: 2020-01-01, answers: {size: 6}, expect: {eligible: no, refuse: [small]}}
  - {name: not poor, on: 2021-01-01, answers: {poor: false}, expect: {eligible: no, refuse: [is_poor]}}
  - {name: before the law, on: 2019-12-31, error: programme.no-value}
`,
}

func folder(change func(files map[string]string)) fstest.MapFS {
	files := map[string]string{}
	for name, text := range tiny {
		files[name] = text
	}
	change(files)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["tiny/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestTheTinyProgrammeLoads(t *testing.T) {
	set, err := programme.Load(folder(func(map[string]string) {}))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	if _, err := set.Get("other"); err == nil {
		t.Error("an unknown programme is found")
	}
	if d, table, ok := set.Table("tiny-table"); !ok || d.ID != "tiny" || table.Column("waiting").Kind != programme.Standing {
		t.Error("the table is not found by name, or its column has no kind")
	}
}

// mistakes are one change each to the tiny programme, and what must be said of it.
var mistakes = []struct{ file, old, new, want string }{
	{"form.yaml", "sections:", "sections: [", "form.yaml:"},
	{"programme.yaml", "version: 1", "version: 1\ncategory: size", `the category "size" is no such question`},
	{"ledger.yaml", "posts:", "funds: {title: {ar: ع, fr: T, en: T}, columns: [{account: none, side: in, title: {ar: ع, fr: T, en: T}}]}\nposts:", `the funds add up "none"`},
	{"programme.yaml", "version: 1", "version: 1\nannounced: never", `announced in the state "never"`},
	{"programme.yaml", "version: 1", "version: 1\ncovers: kids.who", `what the dossier covers is "kids.who"`},
	{"form.yaml", "type: yesno,", "type: yesno, colour: red,", `form.yaml:5: unknown key "colour"`},
	{"form.yaml", "type: yesno,", "type: yesno, type: int,", `form.yaml:5: the key "type" stands twice`},
	{"form.yaml", "type: yesno", "type: yesno2", `field type "yesno2" is not known`},
	{"form.yaml", "{key: poor", "{key: size", `field "size" is defined twice`},
	{"form.yaml", "{key: poor", "{key: Poor", `field "Poor" is not a name`},
	{"form.yaml", "max: 30", "max: much", `has the limit "much"`},
	{"form.yaml", "max: 30", "max: 0", "minimum 1 above its maximum 0"},
	{"form.yaml", "type: int, min", "type: int, required: often, min", "form.yaml:6: often is of the wrong type"},
	{"form.yaml", "label: {ar: ع, fr: T, en: T}}\n      - {key: size", "label: {ar: ع, en: T}}\n      - {key: size", "form.yaml:5: the French (fr) text is missing"},
	{"form.yaml", "type: choice", "type: text", "has 1 options and type text"},
	{"form.yaml", "when: a.poor", "when: a.kids.size() > 0", "when of kind reads kids, which is asked later"},
	{"form.yaml", "when: a.poor", "when: a.pour", "undefined field 'pour'"},
	{"form.yaml", "formats: [pdf]", "formats: [exe]", `format "exe" is not known`},
	{"form.yaml", "legal: law.one}", "legal: law.two}", `cites "law.two", which is not defined`},
	{"form.yaml", "min: 1", "min: 1.5", "is not a single value"},
	{"form.yaml", "{key: poor, type: yesno,", "{key: poor, type: yesno, restricted: true,", "field poor is restricted and could be told from a list"},
	{"form.yaml", "      - key: kind\n        type: choice\n        when: a.poor",
		"      - {key: secret, type: text, restricted: true, label: {ar: ع, fr: T, en: T}}\n      - key: kind\n        type: choice\n        when: a.secret == 'x'", "reads secret, which is restricted"},
	{"form.yaml", "      - key: kids\n", "      - key: kids\n        unique: [number]\n", `rows of kids are told apart by "number"`},
	{"form.yaml", "      - key: kind\n", "      - key: kind\n        unique: [x]\n", "field kind is not a list and has fields"},
	{"programme.yaml", "id: tiny", "id: huge", "is not the folder's name"},
	{"programme.yaml", "version: 1", "version: one", "one is of the wrong type"},
	{"programme.yaml", "subject: person\n", "", `the key "subject" is missing`},
	{"programme.yaml", "subject: person", "subject: ghost", `subject "ghost" is not known`},
	{"programme.yaml", "records_since: 2020-01-01", "records_since: 2020-02-30", `"2020-02-30" cannot be read`},
	{"programme.yaml", "    url: https://example.org\n", "", "law has no source"},
	{"workflow.yaml", "verb: decide", "verb: guess", `verb "guess" is not known`},
	{"workflow.yaml", "[central-secretary]", "[king]", `role "king" is not known`},
	{"workflow.yaml", "from: [open]", "from: [opened]", `names the state "opened"`},
	{"workflow.yaml", "to: no,", "to: yes,", "workflow.yaml:6: state no cannot be reached"},
	{"workflow.yaml", "{id: no, level: closed, terminal: true", "{id: no, level: closed", "state no is a dead end"},
	{"workflow.yaml", "effects: [grant]", "effects: [party]", `effect "party" is not known`},
	{"workflow.yaml", "clock: {move: start, id: thirty}, ", "", "no act starts clock thirty"},
	{"workflow.yaml", "session: centre", "session: moon", `session "moon" is not known`},
	{"workflow.yaml", "forbids: [registrar]", "forbids: [anyone]", `separation of duties "anyone" is not known`},
	{"workflow.yaml", "    session: centre\n", "    session: centre\n    to: yes\n", "act decide does not lead to one place"},
	{"workflow.yaml", "    forbids: [registrar]\n", "    requires: [{id: r, expr: act.sum > 1, because: {ar: ع, fr: T, en: T}}]\n", "undefined field 'sum'"},
	{"workflow.yaml", "    forbids: [registrar]\n", "    verb: reserve\n", `the key "verb" stands twice`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    claims: [stay]\n", `takes the claim "stay", which is not defined`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    documents: [bill]\n", `needs the document "bill", which is not defined`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    sheet: kids\n", `written on a sheet of "kids"`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    fields: [{key: c, type: text, among: kind, label: {ar: ع, fr: T, en: T}}]\n", `field c is among "kind"`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    opens: [steps]\n", `opens items of "steps"`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    sets: {kids: a.poor}\n", `sets "kids", which is no such question`},
	{"workflow.yaml", "acts:\n", "certificates: [{id: paper, on: grant, title: {ar: ع, fr: T, en: T}, text: {ar: ع, fr: T, en: T}}]\nacts:\n", `certificate paper is given by "grant", which is no act`},
	{"workflow.yaml", "acts:\n", "certificates: [{id: paper, on: decide, outcomes: [late], title: {ar: ع, fr: T, en: T}, text: {ar: ع, fr: T, en: T}}]\nacts:\n", `given with the outcome "late", which act decide does not have`},
	{"workflow.yaml", "acts:\n", "certificates: [{id: paper, on: decide, shows: [colour], title: {ar: ع, fr: T, en: T}, text: {ar: ع, fr: T, en: T}}]\nacts:\n", `certificate paper shows "colour", which nobody asks`},
	{"workflow.yaml", "{id: accepted, ", "{id: accepted, enters: {category: a.kind}, ", `column of the register "category" is not known`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    enters: {category: a.kind}\n", `column of the register "category" is not known`},
	{"workflow.yaml", "    forbids: [registrar]\n", "    grid: quality\n", `has the verb decide and the grid "quality"`},
	{"workflow.yaml", "    from: [open]\n", "", "2 acts open a dossier"},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [left]}\nstates:\n", `the board counts "left", which is none`},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [asked], again: decide}\nstates:\n", `the board offers "decide" again`},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [asked], begins: {kids: a}}\nstates:\n", `begins with an answer to "kids"`},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [asked], follows: [lost]}\nstates:\n", `the board names the state "lost"`},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [asked], stock: envelope}\nstates:\n", `shows the stock "envelope"`},
	{"workflow.yaml", "states:\n", "board: {title: {ar: ع, fr: T, en: T}, counts: [asked], beside: [nothing]}\nstates:\n", `shows the programme "nothing", which is not there`},
	{"rules.yaml", "expr: a.poor", "expr: a.pour", "rules.yaml:16: condition is_poor: undefined field 'pour'"},
	{"rules.yaml", "expr: a.poor", "expr: a.size", "condition is_poor gives int"},
	{"rules.yaml", "expr: a.poor", "expr: a.size * 1.5 > 2.0", "no matching overload"},
	{"rules.yaml", "expr: a.poor", "expr: dyn(a.poor)", "condition is_poor gives dyn"},
	{"rules.yaml", "expr: a.poor", "expr: 'a.kind == \"z\"'", "is no option of it"},
	{"rules.yaml", "expr: a.poor", "expr: a.size > 7", "bare number 7"},
	{"rules.yaml", "expr: a.poor", "expr: a.poor &&", "condition is_poor: Syntax error"},
	{"rules.yaml", "expr: a.poor", "expr: ''", "the expression is empty"},
	{"rules.yaml", "expr: a.poor", "expr: ~", "is not a single value"},
	{"programme.yaml", "id: tiny", "id: ''", "is of the wrong type"},
	{"rules.yaml", "expr: count(minors)", "expr: later + 1", "undeclared reference to 'later'"},
	{"rules.yaml", "list: kids", "list: poor", `is over "poor", which is no list`},
	{"rules.yaml", "{id: n,", "{id: amount,", `derived value "amount" cannot be named`},
	{"rules.yaml", "a.size <= p.most", "a.size < p.most", `case "at the bound": eligible is no`},
	{"rules.yaml", ", legal: law.one}\n", "}\n", "the value of most has no legal source"},
	{"rules.yaml", "value: 5,", "value: 5.5,", "is of the wrong type"},
	{"rules.yaml", "      - {from: 2020-01-01, value: 5, legal: law.one}\n",
		"      - {from: 2020-01-01, value: 5, legal: law.one}\n      - {from: 2019-01-01, value: 5, legal: law.one}\n", "a value from 2019-01-01 after one from 2020-01-01"},
	{"rules.yaml", "parameters:\n", "parameters:\n  - {id: idle, unit: years, title: {ar: ع, fr: T, en: T}, values: [{from: 2020-01-01, value: 1, legal: law}]}\n", "parameter idle is never used"},
	{"ledger.yaml", "{measure: asked, quantity: 1}", "{measure: ask, quantity: 1}", `measure "ask", which is not defined`},
	{"ledger.yaml", "unit: centimes", "unit: dollars", `unit "dollars" is not known`},
	{"ledger.yaml", "states: [open]", "states: [shut]", `names the state "shut"`},
	{"ledger.yaml", "outcome: accepted", "outcome: perhaps", `outcome "perhaps", which act decide does not have`},
	{"ledger.yaml", "each: minors", "each: majors", `each names "majors"`},
	{"ledger.yaml", "quantity: amount", "quantity: amounts", "undeclared reference to 'amounts'"},
	{"ledger.yaml", "dims: [sex]", "dims: [shoe]", `does not give the dimension "shoe"`},
	{"ledger.yaml", "max: 1000, title", "min: 9, max: 8, title", "account envelope can hold nothing"},
	{"ledger.yaml", ", because: {ar: ع, fr: T, en: T}}", "}", "account envelope does not say why it refuses"},
	{"ledger.yaml", "{account: envelope, quantity: amount}", "{account: envelopes, quantity: amount}", `names the account "envelopes"`},
	{"ledger.yaml", "{account: envelope, quantity: amount}", "{account: envelope, of: [a.kind], quantity: amount}", "gives 1 parts, the account has 0"},
	{"ledger.yaml", "measures:\n", "measures:\n  - {id: idle, unit: items, kind: flow, title: {ar: ع, fr: T, en: T}}\n", "measure idle is never posted"},
	{"ledger.yaml", "states: [yes, no]", "states: [yes]", "does not hold: decide from open to no changes the left by 0 and the right by -1"},
	{"tables.yaml", "measure: waiting,", "measure: resting,", `shows the measure "resting"`},
	{"tables.yaml", "asked = waiting + decided", "asked = waiting + lost", `names "lost", which is no column`},
	{"tables.yaml", "asked = waiting + decided", "asked = waiting + spent", "mixes dossiers and centimes"},
	{"tables.yaml", "by: [region]", "by: [sex]", "which measure asked does not freeze"},
	{"tables.yaml", "map: asked", "map: nowhere", `names "nowhere", which is no column`},
	{"tables.yaml", "{key: waiting, measure: waiting,", "{key: waiting, kind: flow, measure: waiting,", "is a flow and its measure a stock"},
	{"tests.yaml", "  - {name: over the bound, on: 2020-01-01, answers: {size: 6}, expect: {eligible: no, refuse: [small]}}\n", "", "no case gives no for condition small"},
	{"tests.yaml", "answers: {size: 6}", "answers: {size: 7}", "no case would notice 6 instead of 5 in most"},
	{"tests.yaml", "error: programme.no-value", "error: programme.other", `the error is "programme.no-value", not "programme.other"`},
	{"tests.yaml", "refuse: [is_poor]", "refuse: [is_rich]", `refuses for "is_rich", which is no condition`},
	{"tests.yaml", "amount: 1", "amount: 6", "amount is 1, not 6"},
	{"tests.yaml", "name: not poor", "name: at the bound", "is written twice"},
}

func TestEveryMistakeIsToldWithFileLineAndRemedy(t *testing.T) {
	for _, c := range mistakes {
		t.Run(c.want, func(t *testing.T) {
			if !strings.Contains(tiny[c.file], c.old) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			_, err := programme.Load(folder(func(files map[string]string) {
				files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
			}))
			wellFormed(t, err)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("told:\n%v\nwant: %s", err, c.want)
			}
		})
	}
}

var problem = regexp.MustCompile(`^programmes/[^:]*:[1-9][0-9]*: .+; .+$`)

func wellFormed(t *testing.T, err error) {
	t.Helper()
	var problems programme.Problems
	if err != nil && !errors.As(err, &problems) {
		t.Fatalf("the error is not problems: %v", err)
	}
	for _, p := range problems {
		if !problem.MatchString(p.String()) {
			t.Errorf("no file, line or remedy: %q", p)
		}
	}
}

func TestMissingAndForeignFilesAreTold(t *testing.T) {
	_, err := programme.Load(folder(func(files map[string]string) {
		delete(files, "programme.yaml")
		files["script.js"] = "alert(1)"
	}))
	wellFormed(t, err)
	for _, want := range []string{"tiny/programme.yaml:1: the file cannot be read", "tiny/script.js:1: the file is not part of a programme"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("told:\n%v\nwant: %s", err, want)
		}
	}
}

func TestMistakesOfSeveralFilesAreToldTogether(t *testing.T) {
	_, err := programme.Load(folder(func(files map[string]string) {
		files["form.yaml"] = strings.ReplaceAll(files["form.yaml"], "formats: [pdf]", "formats: [exe]")
		files["workflow.yaml"] = strings.ReplaceAll(files["workflow.yaml"], "effects: [grant]", "effects: [party]")
		files["tables.yaml"] = strings.ReplaceAll(files["tables.yaml"], "map: asked", "map: nowhere")
	}))
	var problems programme.Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Errorf("want the three mistakes:\n%v", err)
	}
}

func TestTheHashFollowsTheWordsOnly(t *testing.T) {
	hash := func(change func(map[string]string)) string {
		set, err := programme.Load(folder(change))
		if err != nil {
			t.Fatal(err)
		}
		return set.All()[0].Hash
	}
	same := hash(func(map[string]string) {})
	windows := hash(func(f map[string]string) { f["form.yaml"] = strings.ReplaceAll(f["form.yaml"], "\n", "  \r\n") })
	other := hash(func(f map[string]string) { f["form.yaml"] = strings.Replace(f["form.yaml"], "fr: T", "fr: U", 1) })
	if same != windows || same == other || len(same) != 64 {
		t.Errorf("hashes %s %s %s", same, windows, other)
	}
}

func FuzzLoad(f *testing.F) {
	for name, text := range tiny {
		f.Add(name, text)
	}
	f.Add("form.yaml", "&a [*a]")
	f.Add("form.yaml", "sections: {? [a]: b}")
	f.Add("tests.yaml", strings.Repeat("[", 5000))
	f.Fuzz(func(t *testing.T, name, text string) {
		if _, known := tiny[name]; !known {
			return
		}
		_, err := programme.Load(folder(func(files map[string]string) { files[name] = text }))
		wellFormed(t, err)
	})
}
