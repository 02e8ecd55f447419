package programme

import (
	"slices"

	"sanad/calendar"
	"sanad/locale"
)

// Ledger is what a programme counts, what each act posts, and the guarded
// accounts that acts move.
type Ledger struct {
	at
	Dimensions []Dimension `key:"dimensions"`
	Measures   []Measure   `key:"measures,need"`
	Stocks     []Stock     `key:"stocks"`
	Accounts   []Account   `key:"accounts"`
	Posts      []Post      `key:"posts"`
	Funds      *Funds      `key:"funds"` // how a dossier's money is shown

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
	Measure string          `key:"measure,need"`
	States  []string        `key:"states,need"`
	Dims    map[string]Expr `key:"dims"` // over the answers and the subject, when the state is entered
}

// Post is what an act posts beside the stocks, and what it moves.
type Post struct {
	at
	On      string     `key:"on,need"` // act
	Outcome string     `key:"outcome"` // every outcome when empty
	Lines   []PostLine `key:"lines"`
	Moves   []MoveLine `key:"moves"`
}

// PostLine is one posting, or one for each item of a list.
type PostLine struct {
	at
	Measure   string          `key:"measure,need"`
	Quantity  Expr            `key:"quantity"`
	Each      string          `key:"each"`      // an item check of the rules, or a list: "a.children", "act.services"
	When      Expr            `key:"when"`      // posted only when it holds
	Dims      map[string]Expr `key:"dims"`      // values of dimensions; sex and age come from whom it is about
	Subject   string          `key:"subject"`   // whom it is about: the dossier's subject when empty, "none", "act.centre", "item.person"
	Territory Expr            `key:"territory"` // the dossier's when empty
	Clear     bool            `key:"clear"`     // takes back all that the dossier still has in the measure, cell by cell

	constant *int64 // a quantity that is a plain number, which most are
}

// Account is a guarded balance, or one for each value of its parts: a depot and
// an item, a call and a domain, an institution and a sex. The database holds it
// between its limits in the act's own transaction.
type Account struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Unit    Unit        `key:"unit,need"`
	Parts   []string    `key:"parts"` // what its parts are, for people: depot, item
	Min     *int64      `key:"min"`
	Max     *int64      `key:"max"`
	Shared  bool        `key:"shared"` // the same account in every programme that names it so
	Because locale.Text `key:"because"`
	Counted string      `key:"counted"` // the stock that holds what was taken of it, about its first part and by sex: for figures of an earlier day
}

// MoveLine moves a guarded account.
type MoveLine struct {
	at
	Account  string `key:"account,need"`
	Of       []Expr `key:"of"` // its parts
	Quantity Expr   `key:"quantity,need"`
	Each     string `key:"each"`
	When     Expr   `key:"when"`
}

// Movement is a guarded account as an act moves it.
type Movement struct {
	Account  string `json:"account"` // its id in the programme
	Name     string `json:"name"`    // in the whole system
	Quantity int64  `json:"quantity"`
}

// Posting is one line for the ledger, still without day and the dossier's
// territory.
type Posting struct {
	Measure   string
	Unit      Unit
	Kind      Kind
	Quantity  int64
	Dims      []string          // the dimensions to freeze
	Values    map[string]string // of those that a line gives
	Subject   Who
	Territory string // where a line gives it
	Clear     bool   // instead of a quantity: all the dossier has in the measure goes
}

// Who is whom a posting is about; zero for nobody.
type Who struct {
	ID    string // an identifier, or a text that stands for somebody unregistered
	Sex   string
	Birth calendar.Date
}

// Situation is an act that happens, with everything its expressions may read.
type Situation struct {
	Act, Outcome string
	From, To     string    // states before and after; From is empty at the opening
	Decision     *Decision // the one in force; needed where a line uses it
	Answers      Answers   // in force once the act is done
	Fields       Answers   // the act's own
	Facts        Facts
	Done         map[string]int64 // how often each act took place before
	Open         map[string]int64 // open items of each track before
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

// Account finds a guarded account by id, nil when there is none.
func (l *Ledger) Account(id string) *Account {
	for i := range l.Accounts {
		if l.Accounts[i].ID == id {
			return &l.Accounts[i]
		}
	}
	return nil
}

// IsStateStock tells that a measure counts the dossiers in some states.
func (l *Ledger) IsStateStock(measure string) bool {
	return slices.ContainsFunc(l.Stocks, func(s Stock) bool { return s.Measure == measure })
}

// IsCleared tells that a stock is left by taking back what entered, cell by cell.
func (l *Ledger) IsCleared(measure string) bool {
	for _, s := range l.Stocks {
		if s.Measure == measure {
			return len(s.Dims) > 0
		}
	}
	for _, post := range l.Posts {
		if slices.ContainsFunc(post.Lines, func(line PostLine) bool { return line.Measure == measure && line.Clear }) {
			return true
		}
	}
	return false
}
