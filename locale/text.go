package locale

// Text is a short text written in the three languages: a title, a label, the
// name of a place. Definitions and reference tables carry them.
type Text struct {
	Ar string `json:"ar" yaml:"ar"`
	Fr string `json:"fr" yaml:"fr"`
	En string `json:"en" yaml:"en"`
}

// In is the text in a language; the Arabic when that language was left empty,
// because an Arabic word tells a reader more than nothing.
func (t Text) In(lang Lang) string {
	switch {
	case lang == French && t.Fr != "":
		return t.Fr
	case lang == English && t.En != "":
		return t.En
	}
	return t.Ar
}

// Complete tells that no language was left empty.
func (t Text) Complete() bool { return t.Ar != "" && t.Fr != "" && t.En != "" }
