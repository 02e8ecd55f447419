package programme

import (
	"slices"

	"cel.dev/cel-go/common/types"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
)

// Ledger is what a programme counts and what each act posts.
type Ledger struct {
	at
	Dimensions []Dimension `key:"dimensions"`
	Measures   []Measure   `key:"measures,need"`
	Stocks     []Stock     `key:"stocks"`
	Posts      []Post      `key:"posts"`
	Guards     []Guard     `key:"guards"`

	engine *engine
}

// Unit is what is counted; units do not add.
type Unit string

// The units.
const (
	Persons      Unit = "persons"
	Dossiers     Unit = "dossiers"
	Services     Unit = "services"
	Institutions Unit = "institutions"
	Associations Unit = "associations"
	Territories  Unit = "territories"
	Projects     Unit = "projects"
	Operations   Unit = "operations"
	Places       Unit = "places"
	Items        Unit = "items"
	Centimes     Unit = "centimes"
)

// Units are all of them.
var Units = []Unit{Persons, Dossiers, Services, Institutions, Associations, Territories, Projects, Operations, Places, Items, Centimes}

var unitNames = namesOf(Units)

func namesOf(units []Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = string(u)
	}
	return out
}

// Kind says how a measure is summed.
type Kind string

// The kinds. Distinct is a way to read a flow or a stock: acts post none, and
// the parts of a distinct count do not add up to the whole.
const (
	Flow     Kind = "flow"     // between two days
	Standing Kind = "stock"    // up to a day
	Distinct Kind = "distinct" // distinct subjects between two days
)

// Measure is one thing that is counted, with one unit and one kind.
type Measure struct {
	at
	ID          string      `key:"id,need"`
	Title       locale.Text `key:"title,need"`
	Description locale.Text `key:"description"`
	Unit        Unit        `key:"unit,need"`
	Kind        Kind        `key:"kind,need"`
	Dims        []string    `key:"dims"`     // frozen at posting beside territory and day: sex, age, or a dimension of the ledger
	Of          string      `key:"of"`       // of a distinct count: the measure whose subjects are counted
	Distinct    string      `key:"distinct"` // of a distinct count: the dimension whose values are counted, instead of subjects
	Reported    bool        `key:"reported"` // no act posts it: its figures come from documents
}

// Stock is a measure that counts the dossiers in some states: entering them
// posts +1, leaving them -1.
type Stock struct {
	at
	Measure string   `key:"measure,need"`
	States  []string `key:"states,need"`
}

// Post is what an act posts beside the stocks.
type Post struct {
	at
	On      string     `key:"on,need"` // act
	Outcome string     `key:"outcome"` // every outcome when empty
	Lines   []PostLine `key:"lines,need"`
}

// PostLine is one posting, or one for each item that passed a check.
type PostLine struct {
	at
	Measure  string `key:"measure,need"`
	Quantity Expr   `key:"quantity,need"`
	Each     string `key:"each"` // an item check of the rules: one posting per item, about its person

	constant *int64 // a quantity that is a plain number, which most are
}

// Guard is a limit a balance may not cross; the ledger holds it in the act's
// own transaction.
type Guard struct {
	at
	Account string `key:"account,need"`
	Measure string `key:"measure,need"`
	Min     *int64 `key:"min"`
	Max     *int64 `key:"max"`
	Per     string `key:"per,need"` // territory, programme or subject
}

// Posting is one line for the ledger, still without day, territory and the
// values of its dimensions, which the dossier knows.
type Posting struct {
	Measure  string
	Unit     Unit
	Kind     Kind
	Quantity int64
	Dims     []string // the dimensions to freeze
	Subject  Selector
}

// Selector says whom a posting is about: the dossier's subject, or the person
// of an item of a list.
type Selector struct {
	List  string // empty for the dossier's subject
	Index int    // from 0
	Field string // the item's field that holds the person
}

// PostInput is an act that happens.
type PostInput struct {
	Act, Outcome string
	From, To     string    // states before and after; From is empty at the opening
	Decision     *Decision // the one in force; needed where a line uses it
	Answers      Answers
	On           calendar.Date
}

// Measure finds a measure by id, nil when there is none.
func (l *Ledger) Measure(id string) *Measure {
	for i := range l.Measures {
		if l.Measures[i].ID == id {
			return &l.Measures[i]
		}
	}
	return nil
}

// IsStateStock tells that a measure counts the dossiers in some states.
func (l *Ledger) IsStateStock(measure string) bool {
	return slices.ContainsFunc(l.Stocks, func(s Stock) bool { return s.Measure == measure })
}

// Postings are what an act posts: stocks left, stocks entered, then the lines
// in the order of the file. A correction is not asked here: the ledger posts
// the exact reverse of what it finds.
//
// Errors: programme.decision-missing when a line needs a decision, or an amount
// or count that the decision could not know.
func (l *Ledger) Postings(in PostInput) ([]Posting, error) {
	out := l.moved(nil, in.From, in.To, -1)
	out = l.moved(out, in.To, in.From, 1)
	for i := range l.Posts {
		post := &l.Posts[i]
		if post.On != in.Act || post.Outcome != "" && post.Outcome != in.Outcome {
			continue
		}
		for j := range post.Lines {
			var err error
			if out, err = l.line(out, &post.Lines[j], in); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// moved posts quantity to the stocks that hold state and not other.
func (l *Ledger) moved(out []Posting, state, other string, quantity int64) []Posting {
	for i := range l.Stocks {
		s := &l.Stocks[i]
		if slices.Contains(s.States, state) && !slices.Contains(s.States, other) {
			out = append(out, l.Measure(s.Measure).posting(quantity))
		}
	}
	return out
}

func (m *Measure) posting(quantity int64) Posting {
	return Posting{Measure: m.ID, Unit: m.Unit, Kind: m.Kind, Quantity: quantity, Dims: m.Dims}
}

func (l *Ledger) line(out []Posting, line *PostLine, in PostInput) ([]Posting, error) {
	quantity, err := l.quantity(line, in)
	if err != nil {
		return nil, err
	}
	posting := l.Measure(line.Measure).posting(quantity)
	if line.Each == "" {
		return append(out, posting), nil
	}
	if in.Decision == nil {
		return nil, missingDecision(in)
	}
	for _, item := range in.Decision.Items {
		if item.Check == line.Each && item.Eligible == Yes {
			posting.Subject = Selector{List: item.List, Index: item.Index, Field: l.engine.persons[item.List]}
			out = append(out, posting)
		}
	}
	return out, nil
}

func missingDecision(in PostInput) error {
	return fault.New(fault.Invalid, "programme.decision-missing", fault.Args{"act": in.Act})
}

func (l *Ledger) quantity(line *PostLine, in PostInput) (int64, error) {
	if line.constant != nil {
		return *line.constant, nil
	}
	if in.Decision == nil {
		return 0, missingDecision(in)
	}
	a := l.engine.activation(in.Answers, in.On)
	a.amount = types.Int(in.Decision.Amount)
	a.values = l.engine.values(in.Decision)
	out, err := line.Quantity.eval(a)
	n, known := out.(types.Int)
	if err == nil && !known {
		err = missingDecision(in)
	}
	return int64(n), err
}
