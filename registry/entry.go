package registry

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
	"sanad/territory"
)

// The register of organisations and the register of establishments are kept the
// same way: an event holds the whole entry as it is after it, the row is the
// last of them, and whoever writes names the revision that was seen.

// Titles are how an organisation or establishment is called in each script; one
// may be empty.
type Titles struct {
	Arabic string `json:"ar,omitempty"`
	Latin  string `json:"latin,omitempty"`
}

// In is the name to show in a language.
func (n Titles) In(lang locale.Lang) string {
	if lang == locale.Arabic && n.Arabic != "" || n.Latin == "" {
		return n.Arabic
	}
	return n.Latin
}

// Seat is where an organisation or establishment is and how it is reached.
type Seat struct {
	Province string `json:"province,omitempty"` // code; empty for one of the whole country
	Commune  string `json:"commune,omitempty"`  // code, or empty
	Address  string `json:"address,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

const maxTitle = 160 // letters of an organisation's or establishment's name

func (c *checker) titles(n Titles) {
	if n.Arabic == "" && n.Latin == "" {
		c.refuse("name_ar", "registry.title-missing", nil)
	}
	for field, text := range map[string]string{"name_ar": n.Arabic, "name_latin": n.Latin} {
		if count := utf8.RuneCountInString(text); count > maxTitle {
			c.refuse(field, "registry.title-long", fault.Args{"length": count, "limit": maxTitle})
		}
	}
}

func (c *checker) seat(s Seat, needed bool) {
	if s.Province != "" || needed {
		c.place(Draft{Province: s.Province, Commune: s.Commune})
	}
	if n := utf8.RuneCountInString(s.Address); n > maxAddress {
		c.refuse("address", "registry.address-long", fault.Args{"length": n, "limit": maxAddress})
	}
}

// oneOf refuses a code that is not among those known; the door gives the list.
func (c *checker) oneOf(field, key, value string, known []string) {
	if !slices.Contains(known, value) {
		c.refuse(field, key, fault.Args{"value": clip(value)})
	}
}

// coded is a short code drawn from an identifier, the same one each time.
func coded(prefix string, id store.ID) string {
	sum := sha256.Sum256(id[:])
	return prefix + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:5])
}

// sounding is what search compares: the skeleton of every word in both scripts,
// and the code in small letters.
func sounding(code, acronym string, n Titles) string {
	words := strings.Fields(n.Arabic + " " + n.Latin + " " + acronym)
	for i, w := range words {
		words[i] = sound(w)
	}
	return " " + strings.ToLower(code) + " " + strings.Join(words, " ")
}

// matching adds that an entry matches what was typed: its code, or every word.
func matching(w *store.Where, text string) {
	if code := strings.ToLower(strings.TrimSpace(text)); strings.HasPrefix(code, "a-") || strings.HasPrefix(code, "e-") {
		w.And("sound like ?", "% "+code+" %")
		return
	}
	for _, word := range strings.Fields(text) {
		w.And("sound like ?", "% "+sound(word)+"%")
	}
}

// entry is what both registers need of an act: who is written, and the revision.
type entry[T any] struct {
	kind     string
	of       func(*T) (id *store.ID, revision *int)
	check    func(*T, calendar.Date) error
	province func(*T) string
	get      func(context.Context, store.Q, store.ID) (T, error)
	insert   func(context.Context, *store.Tx, T) error
	update   func(context.Context, *store.Tx, T) (int64, error)
}

// write carries out an act that registers an entry (revision 0) or writes it
// again (the revision that was seen).
func (e entry[T]) write(ctx context.Context, w Write, a act.Act, v T) (T, error) {
	id, revision := e.of(&v)
	if id.IsZero() {
		*id = derived(a.Key, 0)
	}
	a.Kind, a.Party, a.Stream = e.kind, *id, *id
	if !a.Fresh {
		a.Input = v
	}
	begins := *revision == 0
	a.Begins = a.Fresh && begins
	ev, err := w(ctx, a, func(ctx context.Context, s *act.Step) (any, error) {
		next := v
		_, n := e.of(&next)
		*n++
		if err := e.allowed(ctx, s, next, begins); err != nil {
			return nil, err
		}
		if begins {
			return next, e.insert(ctx, s.Tx, next)
		}
		changed, err := e.update(ctx, s.Tx, next)
		if err == nil && changed == 0 {
			err = ErrChanged
		}
		return next, err
	})
	if err != nil {
		return v, err
	}
	var made T
	return made, json.Unmarshal(ev.Payload, &made)
}

// allowed: whoever writes an entry may do so where it is and where it was.
func (e entry[T]) allowed(ctx context.Context, s *act.Step, next T, begins bool) error {
	if err := e.check(&next, s.Today()); err != nil {
		return err
	}
	places := []string{e.province(&next)}
	if !begins {
		id, _ := e.of(&next)
		was, err := e.get(ctx, s, *id)
		if err != nil {
			return err
		}
		places = append(places, e.province(&was))
	}
	for _, p := range places {
		if !s.Act.Actor.Can(access.RegistersWrite, "", p) {
			return fault.New(fault.Forbidden, "registry.forbidden", fault.Args{"province": territory.Label(p)}).On("province")
		}
	}
	return nil
}

// last is an entry as its events up to an instant say.
//
// Errors: store.not-found.
func (e entry[T]) last(ctx context.Context, q store.Q, id store.ID, at calendar.Instant) (T, error) {
	var out T
	events, err := act.Events(ctx, q, id, id)
	if err != nil {
		return out, err
	}
	for _, ev := range slices.Backward(events) {
		if ev.Kind == e.kind && ev.RecordedAt <= at {
			return out, json.Unmarshal(ev.Payload, &out)
		}
	}
	return out, store.ErrNotFound
}
