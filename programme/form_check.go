package programme

import "sanad/calendar"

// check refuses a form that is wrong before any expression is read.
func (f *Form) check(p page, d *Definition) {
	sections, keys := map[string]bool{}, map[string]bool{}
	for _, s := range f.Sections {
		p.unique(sections, s.line, "section", s.ID)
		if len(s.Fields) == 0 {
			p.say(s.line, "add fields", "section %s asks nothing", s.ID)
		}
		checkFields(p, s.Fields, keys, false)
	}
	documents := map[string]bool{}
	for _, doc := range f.Documents {
		p.unique(documents, doc.line, "document", doc.Key)
		if len(doc.Formats) == 0 {
			p.say(doc.line, "add formats: [pdf, jpeg, png]", "document %s accepts no format", doc.Key)
		}
		for _, format := range doc.Formats {
			p.oneOf(doc.line, "format", format, "pdf", "jpeg", "png")
		}
		if doc.MaxSize < 1 {
			p.say(doc.line, "write the limit in bytes", "document %s has no size limit", doc.Key)
		}
		d.cites(p, doc.line, "document "+doc.Key, doc.Legal, false)
	}
}

func checkFields(p page, fields []Field, keys map[string]bool, inList bool) {
	for i := range fields {
		f := &fields[i]
		p.unique(keys, f.line, "field", f.Key)
		if f.Key != "" && !isIdentifier(f.Key) {
			p.say(f.line, "use small letters, digits and _, starting with a letter", "field %q cannot be named in an expression", f.Key)
		}
		p.oneOf(f.line, "field type", string(f.Type), fieldTypes...)
		f.checkOptions(p)
		f.checkOf(p)
		f.checkBounds(p)
		if f.Restricted && (f.Type != TextField || f.Facet) {
			p.say(f.line, "make it a text that lists do not filter by", "field %s is restricted and could be told from a list", f.Key)
		}
		if f.Type != ListField {
			if len(f.Fields)+len(f.Unique) > 0 {
				p.say(f.line, "make it type: list or remove fields and unique", "field %s is not a list and has fields", f.Key)
			}
			continue
		}
		if inList || len(f.Fields) == 0 {
			p.say(f.line, "give a list of the form its own fields, none of them a list", "list %s has no fields or stands in a list", f.Key)
			continue
		}
		for _, key := range f.Unique {
			if findField(f.Questions(), key) == nil {
				p.say(f.line, "name a question of the list", "rows of %s are told apart by %q, which they do not ask", f.Key, key)
			}
		}
		checkFields(p, f.Fields, map[string]bool{}, true)
	}
}

func (f *Field) checkOptions(p page) {
	if chooses := f.Type == ChoiceField || f.Type == ChoicesField; chooses != (len(f.Options) > 0) {
		p.say(f.line, "give options to a choice, and to nothing else", "field %s has %d options and type %s", f.Key, len(f.Options), f.Type)
	}
	codes := map[string]bool{}
	for _, o := range f.Options {
		p.unique(codes, o.line, "option", o.Code)
	}
}

// checkOf: what of means depends on the type; programmes and tracks are looked up
// once all are read.
func (f *Field) checkOf(p page) {
	switch f.Type {
	case DossierField, ItemField:
		if f.Of == "" {
			p.say(f.line, "add of: the programme of the dossier, or the track of the item", "field %s does not say of what", f.Key)
		}
	case PlaceField:
		p.oneOf(f.line, "level of a place", f.Of, "region", "province", "commune")
	case EstablishmentField, OrganisationField:
	default:
		if f.Of != "" {
			p.say(f.line, "remove it", "field %s of type %s is of nothing", f.Key, f.Type)
		}
	}
}

func (f *Field) checkBounds(p page) {
	for _, b := range []Bound{f.Min, f.Max} {
		if b == "" {
			continue
		}
		_, number := b.Number()
		ok := number && f.Type != DateField
		switch f.Type {
		case DateField:
			ok = b.Date(1) != 0
		case YesNoField, ChoiceField, PersonField, OrganisationField, EstablishmentField, DossierField, PlaceField, ItemField:
			ok = false
		}
		if !ok {
			p.say(f.line, "write a whole number, or for a date YYYY-MM-DD or today", "field %s of type %s has the limit %q", f.Key, f.Type, b)
		}
	}
	low, okLow := f.Min.Number()
	high, okHigh := f.Max.Number()
	const latest = calendar.Date(1 << 30) // "today" as maximum is after any written date
	dates := f.Type == DateField && f.Min != "" && f.Max != "" && f.Min.Date(0) > f.Max.Date(latest)
	if okLow && okHigh && low > high || dates {
		p.say(f.line, "swap them", "field %s has its minimum %s above its maximum %s", f.Key, f.Min, f.Max)
	}
}

// checkAmong: what a choice is among is answered in the form with the same codes.
func checkAmong(p page, fields []Field, d *Definition) {
	for i := range fields {
		f := &fields[i]
		checkAmong(p, f.Fields, d)
		if f.Among == "" {
			continue
		}
		if given := d.Form.Field(f.Among); f.Type != ChoiceField || given == nil || given.Type != ChoicesField {
			p.say(f.line, "name a question of form.yaml of type choices, in a choice", "field %s is among %q, which is no such question", f.Key, f.Among)
		}
	}
}
