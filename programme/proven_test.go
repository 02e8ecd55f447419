package programme_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/programme"
	"sanad/programmes"
)

// What the tests have proven is not proven again by a command that only reads;
// what an administration adds beside it always is.
func TestOnlyTheBinarysOwnCasesAreTrusted(t *testing.T) {
	wrong := fstest.MapFS{}
	err := fs.WalkDir(programmes.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(path, "widows-support/") && path != "choices.yaml" {
			return err
		}
		text, err := fs.ReadFile(programmes.Files, path)
		if path == "widows-support/tests.yaml" {
			text = []byte(strings.Replace(string(text), "eligible: yes", "eligible: no", 1))
		}
		wrong[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := programme.Load(wrong); err == nil || !strings.Contains(err.Error(), "case ") {
		t.Errorf("a case that fails: %v", err)
	}
	if _, err := programme.LoadProven(wrong); err != nil {
		t.Errorf("trusted: %v", err)
	}
	if _, err := programme.LoadProven(fstest.MapFS{}, wrong); err == nil || !strings.Contains(err.Error(), "case ") {
		t.Errorf("beside the binary's own: %v", err)
	}
}
