package locale

import "golang.org/x/text/language"

// Lang is one of the three languages of the product.
type Lang string

// The languages, the first being the language of the administration.
const (
	Arabic  Lang = "ar"
	French  Lang = "fr"
	English Lang = "en"
)

// Languages are all the languages, in the order a switch shows them.
var Languages = []Lang{Arabic, French, English}

var tags = map[Lang]string{Arabic: "ar-MA", French: "fr-MA", English: "en"}

var names = map[Lang]string{Arabic: "العربية", French: "Français", English: "English"}

// matcher maps what a browser asks for to one of ours; the first is the default.
var matcher = language.NewMatcher([]language.Tag{
	language.MustParse("ar-MA"), language.MustParse("fr-MA"), language.English,
})

// Parse reads "ar", "fr", "en" or a tag that begins so ("ar-MA"). It is false
// for anything else, which a door answers with its own default.
func Parse(text string) (Lang, bool) {
	if len(text) > 2 && text[2] != '-' || len(text) < 2 {
		return Arabic, false
	}
	lang := Lang(text[:2])
	_, known := tags[lang]
	if !known {
		return Arabic, false
	}
	return lang, true
}

// Negotiate picks the language of an Accept-Language header; Arabic when none
// is acceptable or the header is broken.
func Negotiate(acceptLanguage string) Lang {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return Arabic
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return Arabic
	}
	return Languages[index]
}

// Tag is the language tag for HTML and for Intl: "ar-MA", "fr-MA", "en".
func (l Lang) Tag() string { return tags[l] }

// Dir is the direction of the writing, "rtl" or "ltr".
func (l Lang) Dir() string {
	if l == Arabic {
		return "rtl"
	}
	return "ltr"
}

// Name is the name of the language in itself.
func (l Lang) Name() string { return names[l] }
