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
	TextField   FieldType = "text"
	YesNoField  FieldType = "yesno"  // bool
	IntField    FieldType = "int"    // int64
	DateField   FieldType = "date"   // ISO text
	ChoiceField FieldType = "choice" // an option's code
	MoneyField  FieldType = "money"  // int64 centimes
	PersonField FieldType = "person" // identifier in the register of persons
	ListField   FieldType = "list"   // items that have fields of their own
)

// Field is one question.
type Field struct {
	at
	Key      string      `key:"key,need"`
	Type     FieldType   `key:"type,need"`
	Label    locale.Text `key:"label,need"`
	Help     locale.Text `key:"help"`
	Required bool        `key:"required"` // asked and unanswered is refused
	When     Expr        `key:"when"`     // asked only when true; always when empty
	Options  []Option    `key:"options"`
	Min      Bound       `key:"min"` // value, date, or number of items
	Max      Bound       `key:"max"` // and for a text its length in characters
	Fields   []Field     `key:"fields"`
	Facet    bool        `key:"facet"` // lists may filter by it
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
func (f *Form) Field(key string) *Field {
	head, item, _ := strings.Cut(key, ".")
	for _, field := range f.Fields() {
		if field.Key != head {
			continue
		}
		if item == "" {
			return field
		}
		for i := range field.Fields {
			if field.Fields[i].Key == item {
				return &field.Fields[i]
			}
		}
	}
	return nil
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
	case ListField:
		return nil, wrong("programme.not-list", text)
	}
	return text, nil
}

func wrong(key string, value any) *fault.Error {
	return fault.New(fault.Invalid, key, fault.Args{"value": value})
}
