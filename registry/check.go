package registry

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/calendar"
	"sanad/fault"
	"sanad/territory"
)

// Bounds of what can be written of a person.
const (
	maxName     = 60  // letters of a given or family name
	maxAddress  = 300 // letters
	oldest      = 120 // years: nobody is older
	motherhood  = 10  // years: nobody is a mother younger
	maxChildren = 20  // in one act
)

// checker gathers the faults of a draft; prefix names the person in a form of
// several ("children.0.").
type checker struct {
	faults fault.List
	prefix string
}

func (c *checker) refuse(field, key string, args fault.Args) {
	c.faults.Add(fault.New(fault.Invalid, key, args).On(c.prefix + field))
}

// Check tells everything that is wrong with a draft on a day, all at once, each
// on its field: given_ar, family_ar, given_latin, family_latin, sex, birth,
// died_on, province, commune, address, phone, cin, idcs, massar. It does not
// look into the register.
//
// Errors: registry.name-missing, name-part-missing, name-long, name-not-arabic,
// name-not-latin, sex-missing, birth-missing, birth-future, birth-too-old,
// death-future, death-before-birth, province-unknown, commune-elsewhere,
// address-long, phone-invalid, identifier-kind, identifier-twice, cin-invalid,
// idcs-invalid, massar-invalid.
func (d Draft) Check(today calendar.Date) error {
	c := &checker{}
	c.person(d, today)
	return c.faults.Err()
}

func (c *checker) person(d Draft, today calendar.Date) {
	c.names(d)
	if d.Sex != Female && d.Sex != Male {
		c.refuse("sex", "registry.sex-missing", nil)
	}
	c.dates(d, today)
	c.place(d)
	if n := utf8.RuneCountInString(d.Address); n > maxAddress {
		c.refuse("address", "registry.address-long", fault.Args{"length": n, "limit": maxAddress})
	}
	if d.Phone != "" && !isPhone(d.Phone) {
		c.refuse("phone", "registry.phone-invalid", fault.Args{"value": clip(d.Phone)})
	}
	c.identities(d.Identifiers)
}

func (c *checker) names(d Draft) {
	if d.Arabic.IsZero() && d.Latin.IsZero() {
		c.refuse("given_ar", "registry.name-missing", nil)
		return
	}
	c.name(d.Arabic, "ar", "registry.name-not-arabic", unicode.Arabic)
	c.name(d.Latin, "latin", "registry.name-not-latin", unicode.Latin)
}

func (c *checker) name(n Name, script, key string, letters *unicode.RangeTable) {
	if n.IsZero() {
		return
	}
	for _, part := range []struct{ field, text string }{{"given_" + script, n.Given}, {"family_" + script, n.Family}} {
		switch count := utf8.RuneCountInString(part.text); {
		case count == 0:
			c.refuse(part.field, "registry.name-part-missing", nil)
		case count > maxName:
			c.refuse(part.field, "registry.name-long", fault.Args{"value": clip(part.text), "length": count, "limit": maxName})
		case !written(part.text, letters):
			c.refuse(part.field, key, fault.Args{"value": clip(part.text)})
		}
	}
}

// written tells that a name has letters of its script and, beside them, only
// marks on letters, blanks, hyphens, apostrophes and points.
func written(name string, script *unicode.RangeTable) bool {
	letters := 0
	for _, r := range name {
		switch {
		case unicode.Is(script, r) && unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(" -'’.ـ", r):
		default:
			return false
		}
	}
	return letters > 0
}

func (c *checker) dates(d Draft, today calendar.Date) {
	switch {
	case d.Birth.IsZero():
		c.refuse("birth", "registry.birth-missing", nil)
	case d.Birth.On > today:
		c.refuse("birth", "registry.birth-future", fault.Args{"value": d.Birth.String(), "today": today})
	case d.Birth.Age(today) > oldest:
		c.refuse("birth", "registry.birth-too-old", fault.Args{"value": d.Birth.String(), "years": d.Birth.Age(today), "limit": oldest})
	}
	c.death(d.DiedOn, d.Birth, today)
}

func (c *checker) death(on calendar.Date, birth calendar.Birth, today calendar.Date) {
	switch {
	case on == 0:
	case on > today:
		c.refuse("died_on", "registry.death-future", fault.Args{"value": on, "today": today})
	case on < birth.On:
		c.refuse("died_on", "registry.death-before-birth", fault.Args{"value": on, "birth": birth.String()})
	}
}

// place checks the codes; that the commune was imported, the database checks.
func (c *checker) place(d Draft) {
	if _, ok := territory.ProvinceByCode(d.Province); !ok {
		c.refuse("province", "registry.province-unknown", fault.Args{"value": clip(d.Province)})
		return
	}
	if d.Commune != "" && !strings.HasPrefix(d.Commune, d.Province+".") {
		c.refuse("commune", "registry.commune-elsewhere", fault.Args{"value": clip(d.Commune), "province": place(d.Province)})
	}
}

func isPhone(text string) bool {
	return len(text) == 10 && text[0] == '0' && strings.Trim(text, "0123456789") == ""
}

func (c *checker) identities(list []Identity) {
	seen := map[IdentifierKind]bool{}
	for _, i := range list {
		if seen[i.Kind] {
			c.refuse(string(i.Kind), "registry.identifier-twice", nil)
		}
		seen[i.Kind] = true
		if i.Value != "" {
			c.identity(i)
		}
	}
}

// identity checks one identifier and gives its normal form.
func (c *checker) identity(i Identity) string {
	if _, known := shapes[i.Kind]; !known {
		c.refuse("identifier", "registry.identifier-kind", fault.Args{"value": clip(string(i.Kind))})
		return ""
	}
	value, ok := normal(i.Kind, i.Value)
	if !ok {
		c.refuse(string(i.Kind), invalidIdentifier[i.Kind], fault.Args{"value": clip(i.Value)})
	}
	return value
}

var invalidIdentifier = map[IdentifierKind]string{CIN: "registry.cin-invalid", IDCS: "registry.idcs-invalid", Massar: "registry.massar-invalid"}

// family checks a mother and her children, and them against each other.
func (c *checker) family(f Family, today calendar.Date) {
	c.prefix = "mother."
	c.person(f.Mother, today)
	if f.Mother.Sex == Male {
		c.refuse("sex", "registry.mother-male", nil)
	}
	c.prefix = "husband."
	if !f.Husband.isZero() {
		c.names(Draft{Arabic: f.Husband.Arabic, Latin: f.Husband.Latin})
		c.death(f.Husband.DiedOn, calendar.Birth{}, today)
	}
	c.prefix = ""
	if len(f.Children) > maxChildren {
		c.refuse("children", "registry.children-many", fault.Args{"value": len(f.Children), "limit": maxChildren})
	}
	for i, child := range f.Children {
		c.prefix = "children." + strconv.Itoa(i) + "."
		c.person(child, today)
		if tooEarly(f.Mother.Birth, child.Birth) {
			c.refuse("birth", "registry.child-before-mother", fault.Args{"value": child.Birth.String(), "mother": f.Mother.Birth.String(), "years": motherhood})
		}
	}
}

// tooEarly tells that a child cannot be the mother's, every doubt about either
// date taken in their favour.
func tooEarly(mother, child calendar.Birth) bool {
	latest := child.On
	switch child.Precision {
	case calendar.ByYear:
		latest = child.On.AddYears(1)
	case calendar.ByMonth:
		latest = child.On.AddMonths(1)
	}
	return !mother.IsZero() && !child.IsZero() && latest < mother.On.AddYears(motherhood)
}

// clip keeps a refused value short enough to be told.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
