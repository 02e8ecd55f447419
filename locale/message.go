package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed messages/*.json
var messageFiles embed.FS

// bundle holds every message; a broken file stops the program at start, since
// half a language is worse than none.
var bundle = mustLoad(messageFiles)

func mustLoad(files fs.FS) *i18n.Bundle {
	b := i18n.NewBundle(language.Arabic)
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	paths, err := fs.Glob(files, "messages/*.json")
	if err != nil {
		panic(err)
	}
	for _, path := range paths {
		if _, err := b.LoadMessageFileFS(files, path); err != nil {
			panic(fmt.Sprintf("locale: %s: %v", path, err))
		}
	}
	return b
}
