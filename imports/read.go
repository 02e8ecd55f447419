package imports

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/registry"
	"sanad/sheet/table"
	"sanad/store"
	"sanad/territory"
)

// reader reads rows of one file by its mapping.
type reader struct {
	m       Mapping // its words folded
	fields  map[string]Field
	columns map[string]table.Column // by name
	home    string                  // province of rows that name none
	today   calendar.Date
	places  *communes
	lists   map[string]locale.Text // labels of questions that several columns answer
}

func newReader(m Mapping, fields []Field, f *table.File, home string, today calendar.Date, places *communes) *reader {
	r := &reader{m: m.folded(), fields: map[string]Field{}, columns: map[string]table.Column{}, home: home, today: today, places: places}
	for _, field := range fields {
		r.fields[field.Key] = field
	}
	for _, c := range f.Columns {
		r.columns[c.Name] = c
	}
	return r
}

// rowReading reads one row and gathers what is wrong with it.
type rowReading struct {
	*reader
	row      table.Row
	problems []Problem
}

// cell is what a row gives for a field; false where nothing is mapped.
func (r *rowReading) cell(field string) (table.Cell, bool) {
	if name := r.m.Columns[field]; name != "" {
		c := r.row.Cells[r.columns[name].Index]
		if !r.fields[field].Date {
			c = c.Written()
		}
		return c, true
	}
	if fixed := r.m.Fixed[field]; fixed != "" {
		return table.Cell{Kind: table.Text, Text: fixed, Raw: fixed}, true
	}
	return table.Cell{}, false
}

// text is a cell's text; one that could not be read is told.
func (r *rowReading) text(field string) string {
	c, _ := r.cell(field)
	if c.Fault != nil {
		r.refuse(field, c.Fault)
		return ""
	}
	return c.Text
}

// refuse keeps what is wrong with a field; the parts of a fault are each on the
// field they name, or on this one.
func (r *rowReading) refuse(field string, err error) {
	r.problems = append(r.problems, r.problemsOf(err, func(string) string { return field })...)
}

// problemsOf tells a fault's parts, each on the field that name gives.
func (r *rowReading) problemsOf(err error, name func(field string) string) []Problem {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.New(fault.Internal, "fault.internal", nil)
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	var out []Problem
	for _, part := range parts {
		out = append(out, r.problem(name(part.Field), part))
	}
	return out
}

func (r *rowReading) problem(field string, f *fault.Error) Problem {
	p := Problem{Field: field, Key: f.Key, Text: inAll(func(p *locale.Printer) string { return p.Fault(f) })}
	if name := r.m.Columns[field]; name != "" {
		c := r.columns[name]
		p.Column, p.Letter = c.Name, c.Letter
		p.Value = clip(r.row.Cells[c.Index].Raw)
	} else if label := r.fields[field].Label; label.Complete() {
		p.About = label
	} else {
		p.About = r.lists[field]
	}
	return p
}

// code reads a word of a field with codes: what the mapping says, a code itself,
// a label in any language, or a usual word.
func (r *rowReading) code(field string) string {
	text := r.text(field)
	if text == "" {
		return ""
	}
	f := r.fields[field]
	code, ok := r.meaning(f, text)
	if !ok {
		labels := make([]locale.Text, len(f.Codes))
		for i, c := range f.Codes {
			labels[i] = c.Label
		}
		r.refuse(field, fault.New(fault.Invalid, "imports.word-unknown", fault.Args{"value": clip(text), "words": labels}))
	}
	return code
}

func (r *reader) meaning(f Field, text string) (string, bool) {
	word := locale.Fold(text)
	if code, ok := r.m.Words[f.Key][word]; ok && code != "" {
		return code, true
	}
	return f.Meaning(text)
}

// Meaning is the code that a word of a field with codes stands for where no
// mapping says otherwise: the code itself, its label in any language, or a word
// that lists use for it.
func (f Field) Meaning(text string) (code string, ok bool) {
	word := locale.Fold(text)
	for _, o := range f.Codes {
		if slices.ContainsFunc([]string{o.Code, o.Label.Ar, o.Label.Fr, o.Label.En}, func(s string) bool { return locale.Fold(s) == word }) {
			return o.Code, true
		}
	}
	for _, o := range f.Codes {
		if slices.ContainsFunc(usual[o.Code], func(s string) bool { return locale.Fold(s) == word }) {
			return o.Code, true
		}
	}
	return "", false
}

// usual are words that lists use for our codes.
var usual = map[string][]string{
	string(registry.Female): {"أنثى", "انثى", "امرأة", "مؤنث", "femme", "feminin", "féminin", "fille", "female", "woman", "girl", "بنت"},
	string(registry.Male):   {"ذكر", "رجل", "مذكر", "homme", "masculin", "garçon", "h", "male", "man", "boy", "ولد"},
	headRole:                {"رب الأسرة", "ربة الأسرة", "رئيس الأسرة", "صاحب الطلب", "صاحبة الطلب", "المستفيد", "المستفيدة", "chef de ménage", "chef", "demandeur", "demandeuse", "bénéficiaire", "applicant", "head of household"},
	spouseRole:              {"زوج", "زوجة", "الزوج", "الزوجة", "conjoint", "conjointe", "époux", "épouse", "mari", "husband", "wife"},
	childRole:               {"ابن", "ابنة", "إبن", "إبنة", "بنت", "الابن", "الابنة", "طفل", "طفلة", "fils", "fille", "enfant", "son", "daughter"},
	memberRole:              {"فرد", "عضو", "آخر", "أخ", "أخت", "أب", "أم", "جد", "جدة", "autre", "membre", "frère", "soeur", "père", "mère", "other", "brother", "sister", "parent"},
	"yes":                   {"نعم", "oui", "yes", "o", "y", "1", "vrai", "true", "x"},
	"no":                    {"لا", "non", "no", "n", "0", "faux", "false"},
}

// day reads a date known to the day.
func (r *rowReading) day(field string) calendar.Date {
	b := r.birth(field)
	if !b.IsZero() && b.Precision != calendar.ByDay {
		c, _ := r.cell(field)
		r.refuse(field, fault.New(fault.Invalid, "imports.day-incomplete", fault.Args{"value": clip(c.Text)}))
		return 0
	}
	return b.On
}

func (r *rowReading) birth(field string) calendar.Birth {
	c, ok := r.cell(field)
	if !ok {
		return calendar.Birth{}
	}
	b, err := c.Date(r.m.Dates[field])
	if err != nil {
		r.refuse(field, err)
	}
	return b
}

// draft reads the person of a row.
func (r *rowReading) draft() registry.Draft {
	d := registry.Draft{
		Arabic: registry.Name{Given: r.text("given_ar"), Family: r.text("family_ar")},
		Latin:  registry.Name{Given: r.text("given_latin"), Family: r.text("family_latin")},
		Sex:    registry.Sex(r.code("sex")), Birth: r.birth("birth"), DiedOn: r.day("died_on"),
		Address: r.text("address"), Phone: r.phone(),
	}
	r.eitherScript(r.text("given"), r.text("family"), &d)
	d.Province, d.Commune = r.place()
	for _, kind := range []registry.IdentifierKind{registry.CIN, registry.IDCS, registry.Massar} {
		if value := r.identifier(string(kind)); value != "" {
			d.Identifiers = append(d.Identifiers, registry.Identity{Kind: kind, Value: value})
		}
	}
	d, _ = d.Clean()
	return d
}

// check tells what the register refuses of a draft, each on its column.
func (r *rowReading) check(d registry.Draft) {
	told := map[string]bool{}
	for _, p := range r.problems {
		told[p.Field] = true
	}
	err := d.Check(r.today)
	if err == nil {
		return
	}
	for _, p := range r.problemsOf(err, r.fieldOf) {
		if !told[p.Field] { // "sex missing" where the word was not understood
			r.problems = append(r.problems, p)
		}
	}
}

// fieldOf is the mapped field of what the register says of a part of a person.
func (r *reader) fieldOf(field string) string {
	if r.m.has(field) {
		return field
	}
	for general, either := range standIns {
		if slices.Contains(either, field) && r.m.has(general) {
			return general
		}
	}
	if base, _, ok := strings.Cut(field, "_"); ok && (base == "given" || base == "family") {
		for _, other := range standIns[base] {
			if r.m.has(other) {
				return other
			}
		}
	}
	return field
}

// eitherScript puts a name into the script whose letters it has.
func (r *rowReading) eitherScript(given, family string, d *registry.Draft) {
	for _, part := range []struct {
		text          string
		arabic, latin *string
	}{{given, &d.Arabic.Given, &d.Latin.Given}, {family, &d.Arabic.Family, &d.Latin.Family}} {
		into := part.latin
		if isArabic(part.text) {
			into = part.arabic
		}
		*into = cmp.Or(*into, part.text)
	}
}

func isArabic(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'ء' && r <= 'ي' || r >= 'ٱ' && r <= 'ۓ' })
}

// phone restores the zero that a spreadsheet takes from a number.
func (r *rowReading) phone() string {
	c, _ := r.cell("phone")
	text := r.text("phone")
	if c.Kind == table.Number && len(text) == 9 {
		return "0" + text
	}
	return text
}

func (r *rowReading) identifier(field string) string {
	c, ok := r.cell(field)
	if !ok {
		return ""
	}
	if c.Fault != nil {
		r.refuse(field, c.Fault)
		return ""
	}
	value, _, err := c.Identifier()
	if err != nil {
		r.refuse(field, err)
	}
	return value
}

// place is a row's province and commune, by code or by name.
func (r *rowReading) place() (province, commune string) {
	province, commune = r.text("province"), r.text("commune")
	if p, ok := territory.ResolveProvince(province); ok {
		province = p.Code
	}
	if territory.CommuneCode(commune) && province == "" {
		province = strings.Join(strings.SplitN(commune, ".", 3)[:2], ".")
	}
	province = cmp.Or(province, r.home)
	return province, r.places.resolve(province, commune)
}

// communes finds communes by name, each province read once.
type communes struct {
	read func(province string) ([]territory.Commune, error)
	of   map[string]map[string]string // province: folded name: code, "" for one that two have
}

func (c *communes) resolve(province, text string) string {
	if text == "" || territory.CommuneCode(text) {
		return text
	}
	names, known := c.of[province]
	if !known {
		names = map[string]string{}
		list, err := c.read(province)
		if err != nil {
			return text // the register refuses it, or the next row meets the same error
		}
		for _, one := range list {
			for _, name := range []string{one.Name.Ar, one.Name.Fr} {
				key := locale.Fold(name)
				if other, twice := names[key]; twice && other != one.Code {
					names[key] = ""
					continue
				}
				names[key] = one.Code
			}
		}
		c.of[province] = names
	}
	return cmp.Or(names[locale.Fold(text)], text)
}

// decision is what a clerk answered about a row that was held back.
type decision struct {
	other bool     // another person than those who resemble
	text  string   // the person's number as written, empty when there is none
	same  store.ID // once found
}

// newWords say that a row is of another person, folded.
var newWords = func() map[string]bool {
	out := map[string]bool{}
	for _, word := range []string{"جديد", "جديدة", "شخص جديد", "شخص آخر", "nouveau", "nouvelle", "nouvelle personne", "autre", "new", "new person", "other"} {
		out[locale.Fold(word)] = true
	}
	return out
}()

func (r *rowReading) decision() decision {
	text := r.text(decisionField)
	if newWords[locale.Fold(text)] {
		return decision{other: true}
	}
	return decision{text: text}
}

// content is what a row says in the fields that count, for its digest: not where
// its columns stand, nor what a clerk decided about it.
func (r *rowReading) content(counts func(Field) bool) string {
	var b strings.Builder
	for _, field := range slices.Sorted(maps.Keys(r.fields)) {
		if c, ok := r.cell(field); ok && field != decisionField && counts(r.fields[field]) && c.Text != "" {
			b.WriteString(field + "\x1f" + c.Text + "\x1e")
		}
	}
	return b.String()
}

// clip keeps a value short enough to be told.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
