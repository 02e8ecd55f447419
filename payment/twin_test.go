package payment_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/programme"
	"sanad/programmes"
)

const twin = "twin-support"

// twins are the programmes and another one like the widows' support, whose
// payment.yaml is edited.
func twins(t testing.TB, edit ...string) *programme.Set {
	t.Helper()
	out := fstest.MapFS{}
	names := strings.NewReplacer("widows-support", twin, "01-widows-by-region", "91-twin-by-region", "name: widows-", "name: twin-", "widows.", "twin.", "codes: [W1]", "codes: [T1]")
	folder, err := fs.Sub(programmes.Files, widows)
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, path)
		content := names.Replace(string(text))
		if path == "payment.yaml" {
			content = strings.NewReplacer(edit...).Replace(content)
		}
		out[twin+"/"+path] = &fstest.MapFile{Data: []byte(content)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	set, err := programme.Load(programmes.Files, out)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// eachTwin runs on both engines, with acts about the twin.
func eachTwin(t *testing.T, set *programme.Set, run func(w *world)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			w := newWorldOf(t, engine, set)
			w.prog = twin
			run(w)
		})
	}
}
