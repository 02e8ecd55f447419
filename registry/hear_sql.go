package registry

import (
	"context"
	"strings"
	"sync"

	"sanad/calendar"
	"sanad/locale"
	"sanad/store"
)

// heardSound is a row of name_sound.
type heardSound struct{ sound, words string }

// spelled are the names whose sounds this process knows to be written, so that
// registering somebody with a usual name asks the database nothing.
type spelled struct {
	sync.Mutex
	names map[string]bool
}

type spelledKey struct{}

const maxSpelled = 100_000 // names, some ten megabytes

func (s *spelled) knows(name string) bool {
	s.Lock()
	defer s.Unlock()
	return s.names[name]
}

func (s *spelled) add(name string) {
	s.Lock()
	defer s.Unlock()
	if len(s.names) >= maxSpelled {
		clear(s.names)
	}
	s.names[name] = true
}

// hear writes the sounds of a person's names that the register did not have.
func hear(ctx context.Context, tx *store.Tx, p Person) error {
	known := tx.Memory(spelledKey{}, func() any { return &spelled{names: map[string]bool{}} }).(*spelled)
	for _, name := range []string{p.Arabic.Given, p.Arabic.Family, p.Latin.Given, p.Latin.Family} {
		if name == "" || known.knows(name) || tx.Remembered(spelledKey{}) == name {
			continue
		}
		if err := hearName(ctx, tx, name); err != nil {
			return err
		}
		tx.Remember(spelledKey{}, name)
		tx.Kept(func() { known.add(name) })
	}
	return nil
}

func hearName(ctx context.Context, tx *store.Tx, name string) error {
	_, err := tx.Exec(ctx, "insert into name_sound (sound, words, heard_at) values ($1, $2, $3) on conflict (sound, words) do nothing",
		sound(name), strings.Join(locale.Skeletons(name), " "), tx.Now())
	return err
}

// heardSince reads the sounds heard from an instant on.
func heardSince(ctx context.Context, q store.Q, since calendar.Instant, visit func(heardSound, calendar.Instant)) error {
	rows, err := q.Query(ctx, "select sound, words, heard_at from name_sound where heard_at >= $1", since)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s heardSound
		var at calendar.Instant
		if err := rows.Scan(&s.sound, &s.words, &at); err != nil {
			return err
		}
		visit(s, at)
	}
	return rows.Err()
}

func countHeard(ctx context.Context, q store.Q) (int, error) {
	return store.One(ctx, q, store.Value[int], "select count(*) from name_sound")
}

// unheard tells that a register has persons and no sounds: it was made by a
// program that did not keep them.
func unheard(ctx context.Context, q store.Q) (bool, error) {
	heard, err := store.Exists(ctx, q, "select 1 from name_sound limit 1")
	if err != nil || heard {
		return false, err
	}
	return store.Exists(ctx, q, "select 1 from person limit 1")
}

// allNames are the distinct names of the register, of one column after the other.
func allNames(ctx context.Context, q store.Q) ([]string, error) {
	return store.All(ctx, q, store.Value[string], `select given_ar from person where given_ar <> '' union select family_ar from person where family_ar <> ''
		union select given_latin from person where given_latin <> '' union select family_latin from person where family_latin <> ''`)
}

// soundMerged gives merged records the sounds of their names, by which they are
// found since.
func soundMerged(ctx context.Context, tx *store.Tx) error {
	list, err := store.All(ctx, tx, scanPerson, "select "+personColumns+" from person where into_id is not null")
	if err != nil {
		return err
	}
	for _, p := range list {
		_, err := tx.Exec(ctx, `update person set given_key = $1, family_key = $2, given_sound = $3, family_sound = $4,
			given_key_latin = $5, family_key_latin = $6, given_sound_latin = $7, family_sound_latin = $8 where party_id = $9`,
			append(p.sounds().appendTo(nil), p.ID)...)
		if err != nil {
			return err
		}
	}
	return nil
}
