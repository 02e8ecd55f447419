package locale

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// Printer speaks one language. It is safe for many goroutines.
type Printer struct {
	lang      Lang
	localizer *i18n.Localizer
	missing   sync.Map // keys already complained about
}

var printers = map[Lang]*Printer{
	Arabic:  newPrinter(Arabic),
	French:  newPrinter(French),
	English: newPrinter(English),
}

func newPrinter(lang Lang) *Printer {
	return &Printer{lang: lang, localizer: i18n.NewLocalizer(bundle, string(lang))}
}

// For is the printer of a language; the Arabic one for an unknown language.
func For(lang Lang) *Printer {
	if p, ok := printers[lang]; ok {
		return p
	}
	return printers[Arabic]
}

// Lang is the language of the printer.
func (p *Printer) Lang() Lang { return p.lang }

// Tag is the language tag, see Lang.Tag.
func (p *Printer) Tag() string { return p.lang.Tag() }

// Dir is the direction of the writing, see Lang.Dir.
func (p *Printer) Dir() string { return p.lang.Dir() }

// T is the message of a key. Args are names and values in turn
// ("name", person.Name, "on", date) or one fault.Args. Amounts, dates,
// instants, texts and lists are written in the printer's language; whole
// numbers are grouped from 10,000 on, so that a year never is.
//
// An unknown key is a defect: tests panic, a running product shows the key and
// logs it once.
func (p *Printer) T(key string, args ...any) string {
	data := arguments(args)
	count, plural := wholeNumber(data["count"])
	return p.say(key, data, count, plural)
}

// Has tells that a key has words, for keys that come from data.
func (p *Printer) Has(key string) bool {
	_, _, err := p.localizer.LocalizeWithTag(&i18n.LocalizeConfig{MessageID: key})
	return err == nil
}

// Count is the message of a key in the plural form of n; the message writes
// the number as {{.count}}.
func (p *Printer) Count(key string, n int64, args ...any) string {
	return p.say(key, arguments(args), n, true)
}

func (p *Printer) say(key string, data map[string]any, count int64, plural bool) string {
	words := make(map[string]any, len(data)+1)
	for name, value := range data {
		words[name] = p.value(value)
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: words}
	if plural {
		words["count"] = p.Number(count)
		config.PluralCount = count
	}
	text, err := p.localizer.Localize(config)
	if err != nil && plural { // a count in a message that has one form for all numbers
		config.PluralCount = nil
		text, err = p.localizer.Localize(config)
	}
	if err != nil {
		return p.complain(key, err)
	}
	return text
}

func (p *Printer) complain(key string, err error) string {
	if testing.Testing() {
		panic(fmt.Sprintf("locale: %q in %s: %v", key, p.lang, err))
	}
	if _, told := p.missing.LoadOrStore(key, true); !told {
		slog.Error("message missing", "key", key, "lang", string(p.lang), "error", err)
	}
	return key
}

// Fault tells a person what went wrong: the message of a *fault.Error, its
// parts after it, and a neutral sentence for any other error. Empty for nil.
func (p *Printer) Fault(err error) string {
	if err == nil {
		return ""
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return p.T("fault.internal")
	}
	text := p.T(f.Key, f.Args)
	if len(f.Parts) == 0 {
		return text
	}
	parts := make([]string, len(f.Parts))
	for i, part := range f.Parts {
		parts[i] = p.Fault(part)
	}
	return text + " " + strings.Join(parts, " ")
}

// arguments reads the args of T: one fault.Args, or names and values in turn.
func arguments(args []any) map[string]any {
	if len(args) == 1 {
		if named, ok := args[0].(fault.Args); ok {
			return named
		}
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return data
}

// value writes an argument in the printer's language.
func (p *Printer) value(v any) any {
	switch v := v.(type) {
	case money.Amount:
		return p.Money(v)
	case calendar.Date:
		return p.Date(v)
	case calendar.Instant:
		return p.Instant(v)
	case Text:
		return v.In(p.lang)
	case []string:
		return p.List(v)
	case []Text:
		items := make([]string, len(v))
		for i, t := range v {
			items[i] = t.In(p.lang)
		}
		return p.List(items)
	}
	if n, ok := wholeNumber(v); ok && (n >= 10000 || n < 0) {
		return p.Number(n)
	}
	return v
}

func wholeNumber(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

var conjunctions = map[Lang]string{Arabic: " و", French: " et ", English: " and "}

var commas = map[Lang]string{Arabic: "، ", French: ", ", English: ", "}

// List joins items as a sentence does: "a، b وc", "a, b et c", "a, b and c".
func (p *Printer) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], commas[p.lang]) + conjunctions[p.lang] + items[last]
}
