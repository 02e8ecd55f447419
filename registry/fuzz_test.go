package registry_test

import (
	"errors"
	"testing"

	"sanad/calendar"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// Whatever is typed into the one box or into the form of a new person gives an
// answer or a message, never a failure.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{"خديجة العلوي 1970", "zz-123456", "مولاي فاطمة الزهراء", "Med", "%_\\'\"", "\u202e\u200f", "ءءء", "a b c d e f g h"} {
		f.Add(text, text)
	}
	db, keys := storetest.SQLite(f, store.Options{}), testKeys(f)
	d := widow(registry.SyntheticCIN(1))
	if _, err := registry.Register(f.Context(), registry.Alone(db), keys, by(system, db), d); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, given, family string) {
		known := func(err error) {
			var told *fault.Error
			if err != nil && (!errors.As(err, &told) || told.Code == fault.Internal) {
				t.Errorf("%q %q: an error that nobody can mend: %v", given, family, err)
			}
		}
		_, err := registry.Search(t.Context(), db, keys, all, registry.Query{Text: given + " " + family})
		known(err)
		_, err = registry.FindAlike(t.Context(), db, keys, all, registry.Draft{Arabic: registry.Name{Given: given, Family: family}, Sex: registry.Female,
			Birth: calendar.Birth{On: calendar.MustDate("1970-05-17"), Precision: calendar.ByDay}})
		known(err)
	})
}
