package imports

import (
	"strings"

	"sanad/locale"
	"sanad/sheet/table"
)

// heads are what clerks write over columns, beside the fields' own labels. Each
// is compared folded (locale.Fold), so that accents, articles joined to their
// word and hamza seats do not matter.
var heads = map[string][]string{
	keyField:       {"id", "numero", "n°", "no", "num", "n", "numero d'ordre", "n° d'ordre", "identifiant", "code", "matricule", "ref", "reference", "key", "number", "رقم", "الرقم", "الرقم الترتيبي", "رقم ترتيبي", "ر.ت", "المعرف", "المرجع"},
	personField:    {"person", "personne", "numero personne", "person number", "الشخص", "رقم الشخص", "رقم المستفيد", "numero beneficiaire"},
	decisionField:  {"decision", "القرار", "décision"},
	householdField: {"household", "menage", "foyer", "famille n°", "code menage", "numero menage", "n° menage", "household number", "الأسرة", "رقم الأسرة", "رمز الأسرة", "رقم العائلة"},
	roleField:      {"role", "lien", "lien de parente", "parente", "qualite", "relation", "relationship", "lien avec le chef de menage", "الصفة", "صلة القرابة", "القرابة", "العلاقة", "صفة الفرد", "علاقة القرابة برب الأسرة"},
	dayField:       {"date de depot", "date depot", "deposited on", "deposit date", "date of deposit", "تاريخ الإيداع", "تاريخ إيداع الطلب", "تاريخ الطلب"},
	"given":        {"prenom", "prenoms", "given name", "first name", "given", "prénom(s)"},
	"family":       {"nom", "nom de famille", "family name", "last name", "surname", "family"},
	"given_ar":     {"الاسم", "الاسم الشخصي", "الإسم", "الإسم الشخصي", "الاسم الشخصي بالعربية", "prenom arabe", "prenom ar", "prenom en arabe", "given_ar"},
	"family_ar":    {"النسب", "الاسم العائلي", "الإسم العائلي", "اللقب", "الاسم العائلي بالعربية", "nom arabe", "nom ar", "nom en arabe", "family_ar"},
	"given_latin":  {"الاسم الشخصي باللاتينية", "الاسم الشخصي بالفرنسية", "الاسم بالفرنسية", "prenom fr", "prenom latin", "prenom en francais", "given_latin"},
	"family_latin": {"الاسم العائلي باللاتينية", "الاسم العائلي بالفرنسية", "النسب بالفرنسية", "nom fr", "nom latin", "nom en francais", "family_latin"},
	"sex":          {"sexe", "sex", "genre", "gender", "الجنس", "النوع"},
	"birth":        {"date de naissance", "date naissance", "ne le", "nee le", "naissance", "annee de naissance", "birth", "birth date", "date of birth", "dob", "تاريخ الازدياد", "تاريخ الميلاد", "تاريخ الولادة", "سنة الازدياد", "الازدياد"},
	"died_on":      {"date de deces", "deces", "decede le", "died on", "date of death", "تاريخ الوفاة", "الوفاة"},
	"province":     {"province", "prefecture", "province/prefecture", "province ou prefecture", "code province", "العمالة", "الإقليم", "العمالة أو الإقليم", "عمالة", "إقليم", "العمالة/الإقليم"},
	"commune":      {"commune", "code commune", "الجماعة", "الجماعة الترابية", "جماعة", "municipality"},
	"address":      {"adresse", "address", "domicile", "العنوان", "عنوان السكنى", "محل السكنى"},
	"phone":        {"telephone", "tel", "gsm", "portable", "mobile", "phone", "n° de telephone", "numero de telephone", "الهاتف", "رقم الهاتف", "الهاتف المحمول"},
	"cin":          {"cin", "cnie", "cni", "n° cin", "numero cin", "carte nationale", "carte d'identite", "identity card", "id card", "رقم البطاقة", "رقم البطاقة الوطنية", "البطاقة الوطنية", "رقم ب.ت.و", "ب.ت.و", "رقم البطاقة الوطنية للتعريف", "ر.ب.ت.و"},
	"idcs":         {"idcs", "identifiant digital civil et social", "المعرف المدني والاجتماعي الرقمي", "المعرف الرقمي المدني والاجتماعي"},
	"massar":       {"massar", "code massar", "رمز مسار", "رقم مسار", "مسار"},
}

// own are the heads that the file of failed rows adds, in every language, and
// that hold nothing to read.
func own() map[string]bool {
	out := map[string]bool{}
	for _, key := range []string{"imports.head-error", "imports.head-remedy", "imports.head-found"} {
		for _, lang := range languages {
			out[locale.Fold(locale.For(lang).T(key))] = true
		}
	}
	return out
}

// propose guesses a mapping from the heads: the words above, the fields' labels
// in every language, and their keys. No column is taken twice.
func propose(fields []Field, columns []table.Column) Mapping {
	meant := map[string]string{} // folded head: field
	say := func(head, field string) {
		if folded := headKey(head); folded != "" && meant[folded] == "" {
			meant[folded] = field
		}
	}
	for _, f := range fields {
		for _, head := range append([]string{f.Key, f.Label.Ar, f.Label.Fr, f.Label.En}, heads[f.Key]...) {
			say(head, f.Key)
		}
	}
	for _, lang := range languages {
		meant[headKey(locale.For(lang).T("imports.head-decision"))] = decisionField
	}
	m, skip := Mapping{Columns: map[string]string{}}, own()
	for _, c := range columns {
		field := meant[headKey(c.Name)]
		if field == "" || m.Columns[field] != "" || skip[locale.Fold(c.Name)] {
			continue
		}
		m.Columns[field] = c.Name
	}
	return m
}

// headKey is a head as heads are compared: folded, without blanks, so that
// "N° CIN", "n cin" and "NCIN" are one.
func headKey(head string) string {
	return strings.ReplaceAll(locale.Fold(strings.ReplaceAll(head, "_", " ")), " ", "")
}
