package programme_test

import (
	"testing"

	"sanad/programme"
	"sanad/programmes"
)

// What an edition keeps of definitions must lead back to the same definitions.
func TestDefinitionsAreLoadedAgainFromTheirTexts(t *testing.T) {
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatal(err)
	}
	texts := set.Texts()
	again, err := programme.LoadTexts(texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range set.All() {
		if got, err := again.Get(d.ID); err != nil || got.Hash != d.Hash {
			t.Errorf("%s: %v, hash %s; want %s", d.ID, err, got.Hash, d.Hash)
		}
	}
	for _, text := range texts {
		delete(text.Files, "ledger.yaml")
	}
	if _, err := programme.LoadTexts(texts); err == nil {
		t.Error("definitions without their ledgers are loaded")
	}
}
