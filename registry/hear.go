package registry

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"sanad/calendar"
	"sanad/locale"
	"sanad/store"
)

// Prepare makes what search reads of a register that was written by a program
// that did not keep it; of any other it does nothing.
func Prepare(ctx context.Context, db *store.DB) error {
	missing, err := unheard(ctx, db)
	if err != nil || !missing {
		return err
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		all, err := allNames(ctx, tx)
		if err != nil {
			return err
		}
		for _, name := range all {
			if err := hearName(ctx, tx, name); err != nil {
				return err
			}
		}
		return soundMerged(ctx, tx)
	})
}

// heard is the sounds of a register in memory: some ten thousand strings, read
// again only when there are more of them.
type heard struct {
	sync.Mutex
	at   map[heardSound]bool
	list []heardSound
	last calendar.Instant
}

type heardKey struct{}

// writersTake is how long a transaction may stay open that heard names earlier
// than others which are there already.
const writersTake = calendar.Instant(10 * time.Minute / time.Microsecond)

// sounds are those of the register as q sees it; within a transaction they are
// read anew, because they may never be kept.
func soundsHeard(ctx context.Context, q store.Q) ([]heardSound, error) {
	h := &heard{at: map[heardSound]bool{}}
	if db, ok := q.(*store.DB); ok {
		h = db.Kept(heardKey{}, func() any { return h }).(*heard)
	}
	h.Lock()
	defer h.Unlock()
	count, err := countHeard(ctx, q)
	if err != nil || count == len(h.list) {
		return h.list, err
	}
	if err := h.read(ctx, q, h.last-writersTake); err != nil {
		return nil, err
	}
	if len(h.list) < count { // kept by a transaction that took longer
		err = h.read(ctx, q, 0)
	}
	return h.list, err
}

func (h *heard) read(ctx context.Context, q store.Q, since calendar.Instant) error {
	return heardSince(ctx, q, since, func(s heardSound, at calendar.Instant) {
		if !h.at[s] {
			h.at[s] = true
			h.list = append(h.list, s)
		}
		h.last = max(h.last, at)
	})
}

// meant are the sounds of the register that a part of what was typed may mean,
// the nearest first in each list.
type meant struct {
	exact  []string // the very sound
	begun  []string // with a word of it, or its beginning
	inside []string // anywhere within
	near   []string // another form of the name, one sound wrong, or a part of what was typed
}

// Bounds of each list: further sounds are less likely than what was asked.
const (
	mostBegun  = 250
	mostInside = 250
	mostNear   = 250
)

// part is one part of what was typed, made ready to be compared.
type typedPart struct {
	sound string
	words []string
	forms []string // other forms of the name
}

func newTypedPart(words []string) typedPart {
	text := strings.Join(words, " ")
	s := locale.Skeleton(text)
	return typedPart{s, locale.Skeletons(text), otherSounds()[s]}
}

// among finds what a part may mean.
func (t typedPart) among(list []heardSound) meant {
	var m meant
	for _, h := range list {
		switch {
		case h.sound == t.sound:
			m.exact = append(m.exact, h.sound)
		case t.isWordOf(h), len(t.sound) > 1 && strings.HasPrefix(h.sound, t.sound):
			m.begun = append(m.begun, h.sound)
		case len(t.sound) > 1 && strings.Contains(h.sound, t.sound):
			m.inside = append(m.inside, h.sound)
		case slices.Contains(t.forms, h.sound), len(t.sound) > 2 && oneOff(t.sound, h.sound), len(t.words) > 1 && len(h.sound) > 1 && slices.Contains(t.words, h.sound):
			m.near = append(m.near, h.sound)
		}
	}
	m.exact = t.nearest(m.exact, 1)
	m.begun = t.nearest(m.begun, mostBegun)
	m.inside = t.nearest(m.inside, mostInside)
	m.near = t.nearest(m.near, mostNear)
	return m
}

// isWordOf: every word typed is a word of the name.
func (t typedPart) isWordOf(h heardSound) bool {
	if len(h.words) == len(h.sound) || len(t.words) == 0 { // a name of one word
		return false
	}
	for _, w := range t.words {
		if !hasWord(h.words, w) {
			return false
		}
	}
	return true
}

// hasWord finds a word between blanks.
func hasWord(words, word string) bool {
	for rest := words; ; {
		at := strings.Index(rest, word)
		if at < 0 {
			return false
		}
		end := at + len(word)
		if (at == 0 || rest[at-1] == ' ') && (end == len(rest) || rest[end] == ' ') {
			return true
		}
		rest = rest[at+1:]
	}
}

// nearest are the sounds once each, those of nearly the same length first.
func (t typedPart) nearest(sounds []string, most int) []string {
	slices.SortFunc(sounds, func(a, b string) int {
		if d := gap(a, t.sound) - gap(b, t.sound); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	sounds = slices.Compact(sounds)
	return sounds[:min(len(sounds), most)]
}

func gap(a, b string) int { return max(len(a)-len(b), len(b)-len(a)) }

// oneOff tells that one sound is wrong, missing or more, or that two changed places.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a != b && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
	}
	return a[i:] == b[i+1:]
}
