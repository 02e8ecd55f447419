package linkage

import (
	"testing"

	"pgregory.net/rapid"
)

// Marks may only say "apart" of texts that are: a missed one costs a comparison,
// a false one a person.
func TestMarksNeverPartWhatFewEditsJoin(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("ABK0123456789")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a := []byte(text.Draw(t, "a"))
		b := append([]byte(nil), a...)
		for range rapid.IntRange(0, 3).Draw(t, "edits") {
			at, c := rapid.IntRange(0, len(b)).Draw(t, "at"), byte(rapid.RuneFrom([]rune("ABK0123456789")).Draw(t, "c"))
			switch {
			case at == len(b):
				b = append(b, c)
			case rapid.Bool().Draw(t, "replace"):
				b[at] = c
			default:
				b = append(b[:at], b[at+1:]...)
			}
		}
		var m measure
		if edits := m.edits(a, b); apart(markOf(a), markOf(b), edits) {
			t.Fatalf("%q and %q are %d edits apart, and their marks say more", a, b, edits)
		}
	})
	if !apart(markOf([]byte("AB123456")), markOf([]byte("CD789012")), 2) {
		t.Error("marks part nothing")
	}
}
