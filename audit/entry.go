package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Kind says how persons' data were read.
type Kind string

// The kinds of reads.
const (
	Search   Kind = "search"   // a list of persons or dossiers found
	Person   Kind = "person"   // a person's page
	Dossier  Kind = "dossier"  // a dossier's page
	Document Kind = "document" // a paper opened or downloaded
	Export   Kind = "export"   // a file with persons in it
	Print    Kind = "print"    // minutes, a decision list, a letter
)

var kinds = []Kind{Search, Person, Dossier, Document, Export, Print}

// Party is somebody whose data an answer shows.
type Party struct {
	ID       store.ID
	Province string // "RR.PPP" or "", as access.Columns: who may later see this line of the log
}

// Entry is one answer that shows persons' data.
type Entry struct {
	By      access.Actor
	Kind    Kind
	Parties []Party  // everybody shown; none for a search that found nobody
	Subject store.ID // the dossier, document or session that was opened, or zero
	Purpose string   // why, in the reader's words or a code; must be given for a search, a person and an export
	Network string   // where from
	Words   []byte   // Digest of what was searched for, or nil
}

// Record is a line of the log.
type Record struct {
	ID       store.ID
	Party    store.ID // equal to Account when the answer showed nobody
	Account  store.ID
	At       calendar.Instant
	Kind     Kind
	Subject  store.ID
	Province string
	Purpose  string
	Network  string
	Words    []byte
	Shown    int // how many parties the same answer showed
}

// maxPurpose bounds a purpose, in characters.
const maxPurpose = 500

// purposeless are the reads that carry their purpose in themselves: whoever
// opens a dossier works on it.
var purposeless = []Kind{Dossier, Document, Print}

func (e Entry) check() error {
	switch {
	case !slices.Contains(kinds, e.Kind):
		return fault.New(fault.Invalid, "audit.kind-unknown", fault.Args{"value": string(e.Kind)}).On("kind")
	case e.Purpose == "" && !slices.Contains(purposeless, e.Kind):
		return fault.New(fault.Invalid, "audit.purpose-missing", nil).On("purpose")
	case utf8.RuneCountInString(e.Purpose) > maxPurpose:
		return fault.New(fault.Invalid, "audit.purpose-long", fault.Args{"max": maxPurpose}).On("purpose")
	}
	return nil
}

// shown are the parties without repetition; the reader stands in for nobody.
func (e Entry) shown() (parties []Party, n int) {
	seen := map[store.ID]bool{}
	for _, p := range e.Parties {
		if !seen[p.ID] {
			seen[p.ID] = true
			parties = append(parties, p)
		}
	}
	if len(parties) == 0 {
		return []Party{{ID: e.By.Account}}, 0
	}
	return parties, len(parties)
}

// Digest is the keyed digest of search words (HMAC-SHA-256, the installation's
// key): names and identifiers are few enough that a plain digest could be tried
// out. Words are digested folded, so that the caller passes what the search
// compared.
func Digest(key []byte, words string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(words))
	return h.Sum(nil)
}

// clean is a text that both engines store: valid, without control characters.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
}
