package linkage

import (
	"testing"
	"unicode/utf8"
)

func FuzzNormal(f *testing.F) {
	for _, text := range []string{"محمد الأمين", "El Houcine", "09/04/1956", "١٩٥٦", "+212 661234567", "tq13 8df", "N/A", "\u202eأحمد\u202c", "\xff", "01.511.01.09", "Fatima-Zahra", "ﷲ"} {
		for kind := range kinds {
			f.Add(uint8(kind), text)
		}
	}
	f.Fuzz(func(t *testing.T, k uint8, text string) {
		kind := Kind(k % uint8(kinds))
		once := normal(kind, text)
		if utf8.ValidString(text) && !utf8.ValidString(once) {
			t.Errorf("%s of %q is no text: %q", kind, text, once)
		}
		if kind == Birth && once != "" && len(once) != 8 {
			t.Errorf("birth of %q: %q", text, once)
		}
		if kind != Birth && normal(kind, once) != once {
			t.Errorf("%s of %q is %q, and of that %q", kind, text, once, normal(kind, once))
		}
		var m measure
		a := newName([]byte(once), aliasClasses())
		if level := compareNames(&m, &a, &a); once != "" && (level < nameSame || level > nameDifferent) {
			t.Errorf("%q with itself: level %d", once, level)
		}
	})
}
