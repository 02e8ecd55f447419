package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/territory"
)

const (
	maxText  = 500 // characters of a text without a limit of its own
	maxItems = 50  // items of a list without a limit of its own
)

// Check makes answers canonical: types, limits and options are checked,
// questions whose condition is false are dropped (not asked), questions asked
// and not answered become null. on is the day of the dossier.
//
// Errors: all at once, one per field; an item's field is "orphans.2.birth",
// counted from 1. Keys: programme.required, programme.unknown-field,
// programme.not-… for a wrong type, programme.too-… for a limit.
func (f *Form) Check(answers Answers, on calendar.Date) (Answers, error) {
	return f.CheckAbout(answers, on, nil)
}

// CheckAbout is Check for a form whose conditions look at the subject.
func (f *Form) CheckAbout(answers Answers, on calendar.Date, facts Facts) (Answers, error) {
	c := &checking{lists: f.engine.lists, on: on, activation: f.engine.activation(Answers{}, on, facts)}
	return c.all(f.Fields(), answers, &c.answers)
}

// all checks the answers to some fields.
func (c *checking) all(fields []*Field, answers Answers, into *record) (Answers, error) {
	out := c.fields(fields, answers.values, "", into)
	if err := c.faults.Err(); err != nil {
		return Answers{}, err
	}
	return Answers{values: out}, nil
}

// Needs are the documents a dossier must hold, given its answers: Yes, No, or
// Unknown while an answer is missing. Documents that are not required are No.
func (f *Form) Needs(answers Answers, on calendar.Date) (map[string]Tristate, error) {
	a := f.engine.activation(answers, on, nil)
	out := make(map[string]Tristate, len(f.Documents))
	for i := range f.Documents {
		doc := &f.Documents[i]
		need := No
		if doc.Required {
			asked, err := asked(&doc.When, a)
			if err != nil {
				return nil, err
			}
			need = asked
		}
		out[doc.Key] = need
	}
	return out, nil
}

func asked(when *Expr, a *activation) (Tristate, error) {
	if when.program == nil {
		return Yes, nil
	}
	return when.truth(a, &missing{})
}

type checking struct {
	*activation
	lists  map[string]*recordType
	on     calendar.Date
	faults fault.List
}

// fields checks one record. into is what conditions see: the answers kept so
// far, so that a dropped answer cannot open another question.
func (c *checking) fields(fields []*Field, given map[string]any, prefix string, into *record) map[string]any {
	kept := make(map[string]any, len(given))
	into.values = kept
	for _, f := range fields {
		name := prefix + f.Key
		asked, err := asked(&f.When, c.activation)
		if err != nil {
			c.faults.Add(onField(err, name))
			continue
		}
		value, err := c.value(f, given[f.Key], name)
		switch {
		case asked == No:
		case err != nil:
			c.faults.Add(onField(err, name))
		case value != nil:
			kept[f.Key] = value
		case asked == Yes:
			kept[f.Key] = nil
			if f.Required {
				c.faults.Add(fault.New(fault.Invalid, "programme.required", nil).On(name))
			}
		}
	}
	c.strangers(fields, given, prefix)
	return kept
}

// strangers refuses answers to questions the form does not have.
func (c *checking) strangers(fields []*Field, given map[string]any, prefix string) {
	for _, key := range NewAnswers(given).Keys() {
		if !slices.ContainsFunc(fields, func(f *Field) bool { return f.Key == key }) {
			c.faults.Add(wrong("programme.unknown-field", key).On(prefix + key))
		}
	}
}

func onField(err error, name string) error {
	if e, ok := err.(*fault.Error); ok && e.Field == "" && len(e.Parts) == 0 {
		return e.On(name)
	}
	return err
}

// value checks one answer against its field; nil stays nil.
func (c *checking) value(f *Field, v any, name string) (any, error) {
	if s, ok := v.(string); ok {
		v = strings.TrimSpace(s)
	}
	if v == nil || v == "" {
		return nil, nil
	}
	switch f.Type {
	case YesNoField:
		if _, ok := v.(bool); !ok {
			return nil, wrong("programme.not-yesno", shortly(v))
		}
		return v, nil
	case IntField, MoneyField:
		return f.number(v)
	case DateField:
		return f.date(v, c.on)
	case ChoiceField:
		return c.offered(f).choice(v)
	case ChoicesField:
		return f.choices(v)
	case ItemField:
		return f.number(v)
	case PlaceField:
		return f.place(v)
	case PersonField, OrganisationField, EstablishmentField, DossierField:
		return f.party(v)
	case ListField:
		return c.list(f, v, name)
	}
	return f.text(v)
}

// shortly shows a wrong value without repeating a page of it.
func shortly(v any) string {
	s := []rune(fmt.Sprint(v))
	if len(s) > 40 {
		s = append(s[:40], '…')
	}
	return string(s)
}

func (f *Field) number(v any) (any, error) {
	n, ok := v.(int64)
	if !ok {
		return nil, wrong("programme.not-number", shortly(v))
	}
	if low, set := f.Min.Number(); set && n < low {
		return nil, beyond("programme.too-small", f.shown(n), f.shown(low))
	}
	if high, set := f.Max.Number(); set && n > high {
		return nil, beyond("programme.too-large", f.shown(n), f.shown(high))
	}
	return n, nil
}

// shown is a number as messages write it: money as money.
func (f *Field) shown(n int64) any {
	if f.Type == MoneyField {
		return money.Amount(n)
	}
	return n
}

func beyond(key string, value, limit any) *fault.Error {
	return fault.New(fault.Invalid, key, fault.Args{"value": value, "limit": limit})
}

func (f *Field) date(v any, on calendar.Date) (any, error) {
	s, _ := v.(string)
	d, err := calendar.ParseDate(s)
	if err != nil {
		return nil, wrong("programme.not-date", shortly(v))
	}
	if low := f.Min.Date(on); low != 0 && d < low {
		return nil, beyond("programme.too-early", d, low)
	}
	if high := f.Max.Date(on); high != 0 && d > high {
		return nil, beyond("programme.too-late", d, high)
	}
	return d.String(), nil
}

// offered is a choice with the options that the dossier's own answers leave.
func (c *checking) offered(f *Field) *Field {
	return f.Offered(Answers{values: c.activation.answers.values})
}

// Offered is a choice with the options that a dossier's answers leave: all of
// them unless it is among what another question was answered with.
func (f *Field) Offered(answers Answers) *Field {
	codes, given := answers.values[f.Among].([]any)
	if f.Among == "" || !given {
		return f
	}
	less := *f
	less.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o Option) bool { return !slices.Contains(codes, any(o.Code)) })
	return &less
}

func (f *Field) choice(v any) (any, error) {
	codes := make([]string, len(f.Options))
	for i, o := range f.Options {
		if o.Code == v {
			return v, nil
		}
		codes[i] = o.Code
	}
	return nil, fault.New(fault.Invalid, "programme.not-choice", fault.Args{"value": shortly(v), "options": codes})
}

func (f *Field) text(v any) (any, error) {
	s, ok := v.(string)
	if !ok || !utf8.ValidString(s) {
		return nil, wrong("programme.not-text", shortly(v))
	}
	low, _ := f.Min.Number()
	high, set := f.Max.Number()
	if !set {
		high = maxText
	}
	switch n := int64(utf8.RuneCountInString(s)); {
	case n > high:
		return nil, beyond("programme.too-long", n, high)
	case n < low:
		return nil, beyond("programme.too-short", n, low)
	}
	return s, nil
}

// choices puts codes into the order of the options, each once.
func (f *Field) choices(v any) (any, error) {
	given, ok := v.([]any)
	if !ok {
		return nil, wrong("programme.not-list", shortly(v))
	}
	if len(given) == 0 {
		return nil, nil
	}
	for _, code := range given {
		if _, err := f.choice(code); err != nil {
			return nil, err
		}
	}
	var out []any
	for _, o := range f.Options {
		if slices.Contains(given, any(o.Code)) {
			out = append(out, o.Code)
		}
	}
	if high, set := f.Max.Number(); set && int64(len(out)) > high {
		return nil, beyond("programme.too-many", int64(len(out)), high)
	}
	return out, nil
}

// place checks a code of a region, a province or a commune; of says which.
// Whether a commune exists its register says.
func (f *Field) place(v any) (any, error) {
	code, _ := v.(string)
	_, region := territory.RegionByCode(code)
	_, province := territory.ProvinceByCode(code)
	known := map[string]bool{"region": region, "province": province, "commune": territory.CommuneCode(code)}
	if f.Of != "" && known[f.Of] || f.Of == "" && (region || province || known["commune"]) {
		return code, nil
	}
	return nil, wrong("programme.not-place", shortly(v))
}

// party checks the shape of an identifier only: the register says whether it is
// somebody.
func (f *Field) party(v any) (any, error) {
	s, _ := v.(string)
	s = strings.ToLower(s)
	ok := len(s) == 36
	for i, r := range s {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		ok = ok && (hyphen && r == '-' || !hyphen && strings.ContainsRune("0123456789abcdef", r))
	}
	if !ok {
		return nil, wrong("programme.not-"+string(f.Type), shortly(v))
	}
	return s, nil
}

func (c *checking) list(f *Field, v any, name string) (any, error) {
	items, ok := v.([]any)
	if !ok {
		return nil, wrong("programme.not-list", shortly(v))
	}
	low, _ := f.Min.Number()
	high, set := f.Max.Number()
	if !set {
		high = maxItems
	}
	switch n := int64(len(items)); {
	case n > high:
		return nil, beyond("programme.too-many", n, high)
	case n < low:
		return nil, beyond("programme.too-few", n, low)
	}
	out := make([]any, len(items))
	for i, item := range items {
		place := name + "." + strconv.Itoa(i+1)
		given, ok := item.(map[string]any)
		if !ok {
			c.faults.Add(wrong("programme.not-list", shortly(item)).On(place))
			continue
		}
		out[i] = c.item(f, given, place+".")
	}
	c.repeated(f, out, name)
	return out, nil
}

// repeated refuses a row that says again what an earlier one said. An unanswered
// question tells no rows apart and makes none the same.
func (c *checking) repeated(f *Field, items []any, name string) {
	first := map[string]int{}
	for i := range items {
		row, _ := items[i].(map[string]any)
		var said []string
		for _, key := range f.Unique {
			if row[key] != nil {
				said = append(said, fmt.Sprint(row[key]))
			}
		}
		if len(f.Unique) == 0 || len(said) < len(f.Unique) {
			continue
		}
		all := strings.Join(said, "\x00")
		if n, again := first[all]; again {
			c.faults.Add(fault.New(fault.Conflict, "programme.repeated", fault.Args{"value": said[0], "row": i + 1, "first": n}).On(name + "." + strconv.Itoa(i+1) + "." + f.Unique[0]))
			continue
		}
		first[all] = i + 1
	}
}

func (c *checking) item(f *Field, given map[string]any, prefix string) map[string]any {
	c.onItem(c.lists[f.Key], nil)
	return c.fields(refs(f.Fields), given, prefix, &c.activation.item)
}
