package programme

import (
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
)

// Form is what a programme asks. Field keys are never reused and never change
// type between versions.
type Form struct {
	at
	Sections  []Section  `key:"sections,need"`
	Documents []Document `key:"documents"`

	engine *engine
}

// Section is a group of questions under a title.
type Section struct {
	at
	ID     string      `key:"id,need"`
	Title  locale.Text `key:"title,need"`
	Help   locale.Text `key:"help"`
	Fields []Field     `key:"fields,need"`
}

// FieldType is what kind of answer a question takes.
type FieldType string

// The field types.
const (
	TextField          FieldType = "text"
	YesNoField         FieldType = "yesno"         // bool
	IntField           FieldType = "int"           // int64
	DateField          FieldType = "date"          // ISO text
	ChoiceField        FieldType = "choice"        // an option's code
	ChoicesField       FieldType = "choices"       // several options' codes, in the order of the options
	MoneyField         FieldType = "money"         // int64 centimes
	PersonField        FieldType = "person"        // identifier in the register of persons
	OrganisationField  FieldType = "organisation"  // identifier in the register of organisations
	EstablishmentField FieldType = "establishment" // identifier in the register of establishments
	DossierField       FieldType = "dossier"       // another dossier: its identifier
	PlaceField         FieldType = "place"         // code of a region, province or commune
	ItemField          FieldType = "item"          // an open item of a track: its number, int64
	ListField          FieldType = "list"          // items that have fields of their own
)

var fieldTypes = []string{"text", "yesno", "int", "date", "choice", "choices", "money", "person", "organisation", "establishment", "dossier", "place", "item", "list"}

// IsParty tells that an answer is the identifier of a party or of a dossier.
func (t FieldType) IsParty() bool {
	return t == PersonField || t == OrganisationField || t == EstablishmentField || t == DossierField
}

// Field is one question.
type Field struct {
	at
	Key        string      `key:"key,need"`
	Type       FieldType   `key:"type,need"`
	Label      locale.Text `key:"label,need"`
	Help       locale.Text `key:"help"`
	Required   bool        `key:"required"` // asked and unanswered is refused
	When       Expr        `key:"when"`     // asked only when true; always when empty
	Options    []Option    `key:"options"`
	Choice     string      `key:"choice"` // options shared by several questions, by their id (programmes/choices.yaml)
	Of         string      `key:"of"`     // of a dossier its programme, of a place its level, of an item its track, of an establishment its category
	Min        Bound       `key:"min"`    // value, date, or number of items
	Max        Bound       `key:"max"`    // and for a text its length in characters
	Fields     []Field     `key:"fields"`
	Facet      bool        `key:"facet"`      // stands beside the dossier wherever it is listed among others
	Restricted bool        `key:"restricted"` // where somebody can be found: shown to those alone who may read it, and to nobody in a list
	Among      string      `key:"among"`      // of a choice in an act: the form's choices whose answered codes alone are offered
	Unique     []string    `key:"unique"`     // of a list: the questions whose answers together no two rows may share
}

// Option is one answer of a choice.
type Option struct {
	at
	Code  string      `key:"code,need"`
	Label locale.Text `key:"label,need"`
}

// Document is a paper the dossier must hold.
type Document struct {
	at
	Key      string      `key:"key,need"`
	Label    locale.Text `key:"label,need"`
	Help     locale.Text `key:"help"`
	When     Expr        `key:"when"`
	Required bool        `key:"required"`
	Formats  []string    `key:"formats,need"`  // pdf, jpeg, png
	MaxSize  int64       `key:"max_size,need"` // bytes
	Legal    string      `key:"legal"`
}

// Bound is a limit as written: a whole number, a date, or "today".
type Bound string

func boundOf(n int64) Bound { return Bound(strconv.FormatInt(n, 10)) }

func (b *Bound) readScalar(text string, _ int) error {
	*b = Bound(text)
	return nil
}

// Number is the limit as a number; false when none is set.
func (b Bound) Number() (int64, bool) {
	n, err := strconv.ParseInt(string(b), 10, 64)
	return n, err == nil
}

// Date is the limit as a date, "today" being on; zero when none is set.
func (b Bound) Date(on calendar.Date) calendar.Date {
	if b == "today" {
		return on
	}
	d, err := calendar.ParseDate(string(b))
	if err != nil {
		return 0
	}
	return d
}

// Fields are the questions of all sections in order.
func (f *Form) Fields() []*Field {
	var out []*Field
	for i := range f.Sections {
		for j := range f.Sections[i].Fields {
			out = append(out, &f.Sections[i].Fields[j])
		}
	}
	return out
}

// Field finds a question by key, nil when there is none; a question of a list's
// items is "orphans.birth".
func (f *Form) Field(key string) *Field { return findField(f.Fields(), key) }

func findField(fields []*Field, key string) *Field {
	head, item, _ := strings.Cut(key, ".")
	for _, field := range fields {
		if field.Key != head {
			continue
		}
		if item == "" {
			return field
		}
		return findField(refs(field.Fields), item)
	}
	return nil
}

// refs are the fields as form and acts hand them around.
func refs(fields []Field) []*Field {
	out := make([]*Field, len(fields))
	for i := range fields {
		out[i] = &fields[i]
	}
	return out
}

// Document finds a document by key, nil when there is none.
func (f *Form) Document(key string) *Document {
	for i := range f.Documents {
		if f.Documents[i].Key == key {
			return &f.Documents[i]
		}
	}
	return nil
}

// Parse reads what a person typed into the field; an empty text is unanswered
// (nil). Lists are not typed.
//
// Errors: as Form.Check says for the type.
func (f *Field) Parse(text string) (any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	switch f.Type {
	case YesNoField:
		if text == "yes" || text == "no" {
			return text == "yes", nil
		}
		return nil, wrong("programme.not-yesno", text)
	case IntField:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, wrong("programme.not-number", text)
		}
		return n, nil
	case MoneyField:
		amount, err := money.Parse(text)
		return int64(amount), err
	case ItemField:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, wrong("programme.not-item", text)
		}
		return n, nil
	case ListField, ChoicesField:
		return nil, wrong("programme.not-list", text)
	}
	return text, nil
}

func wrong(key string, value any) *fault.Error {
	return fault.New(fault.Invalid, key, fault.Args{"value": value})
}

// IsYear tells that a whole number between its bounds is a year, which is written
// without separators.
func (f *Field) IsYear() bool {
	const first, last = 1900, 2199
	low, okLow := f.Min.Number()
	high, okHigh := f.Max.Number()
	return f.Type == IntField && okLow && okHigh && low >= first && high <= last
}

// Questions are the questions of a list's items.
func (f *Field) Questions() []*Field { return refs(f.Fields) }
