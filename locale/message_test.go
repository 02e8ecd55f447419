package locale_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sanad/locale"
)

// categories are the plural forms CLDR gives each language; French "many" is
// for millions.
var categories = map[locale.Lang][]string{
	locale.Arabic:  {"few", "many", "one", "other", "two", "zero"},
	locale.French:  {"many", "one", "other"},
	locale.English: {"one", "other"},
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// entry is a message as its file holds it: its plural forms, or only "other".
type entry struct {
	forms  map[string]string
	plural bool
}

func (e entry) placeholders() []string {
	set := map[string]bool{}
	for _, text := range e.forms {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			set[match[1]] = true
		}
	}
	if e.plural {
		set["count"] = true // a form such as "one error" may write it in words
	}
	return slices.Sorted(maps.Keys(set))
}

// messages reads every message file of a language, and fails for a key that
// two files hold.
func messages(t *testing.T, lang locale.Lang) map[string]entry {
	t.Helper()
	paths, err := filepath.Glob("messages/*." + string(lang) + ".json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no messages in %s: %v", lang, err)
	}
	all := map[string]entry{}
	for _, path := range paths {
		for key, e := range readMessages(t, path) {
			if _, twice := all[key]; twice {
				t.Errorf("%s: %q is in another file too", path, key)
			}
			all[key] = e
		}
	}
	return all
}

func readMessages(t *testing.T, path string) map[string]entry {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	entries := map[string]entry{}
	for key, value := range raw {
		e := entry{forms: map[string]string{}}
		if value[0] == '{' {
			e.plural = true
			err = json.Unmarshal(value, &e.forms)
		} else {
			var text string
			err = json.Unmarshal(value, &text)
			e.forms["other"] = text
		}
		if err != nil {
			t.Errorf("%s: %q: %v", path, key, err)
		}
		entries[key] = e
	}
	return entries
}

func TestEveryMessageIsInEveryLanguage(t *testing.T) {
	byLang := map[locale.Lang]map[string]entry{}
	keys := map[string]bool{}
	for _, lang := range locale.Languages {
		byLang[lang] = messages(t, lang)
		for key := range byLang[lang] {
			keys[key] = true
		}
	}
	for key := range keys {
		want := byLang[locale.Arabic][key]
		for _, lang := range locale.Languages {
			e, ok := byLang[lang][key]
			if !ok {
				t.Errorf("%q has no words in %s", key, lang)
				continue
			}
			checkEntry(t, key, lang, e, want)
		}
	}
}

func checkEntry(t *testing.T, key string, lang locale.Lang, e, arabic entry) {
	t.Helper()
	if e.plural != arabic.plural {
		t.Errorf("%q counts in one language and not in another", key)
		return
	}
	if got := slices.Sorted(maps.Keys(e.forms)); e.plural && !slices.Equal(got, categories[lang]) {
		t.Errorf("%q in %s has the forms %v, needs %v", key, lang, got, categories[lang])
	}
	if got, want := e.placeholders(), arabic.placeholders(); !slices.Equal(got, want) {
		t.Errorf("%q has the placeholders %v in %s and %v in Arabic", key, got, lang, want)
	}
	for form, text := range e.forms {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%q in %s is empty (%s)", key, lang, form)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return r >= '٠' && r <= '٩' || r >= '۰' && r <= '۹' }) {
			t.Errorf("%q in %s has digits that Morocco does not use", key, lang)
		}
	}
}
