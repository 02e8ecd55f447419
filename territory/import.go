package territory

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// maxImport bounds a file of communes, in bytes: the whole country takes 95 KB.
const maxImport = 4 << 20

// gazetteer is the party and stream of the imports: the list of communes
// belongs to nobody.
var gazetteer = store.MakeID(0, 0x7e55, 1)

// Imported says what an import changed.
type Imported struct {
	Read    int // communes in the file
	Added   int
	Changed int
}

// imported is what the event holds: the file and every row it changed.
type imported struct {
	File     string    `json:"file"` // SHA-256
	Communes []Commune `json:"communes"`
}

// ErrForbidden: communes are reference data for everybody; they are imported
// from the command line, by whoever runs the machine.
var ErrForbidden = fault.New(fault.Forbidden, "territory.forbidden", nil)

// ImportCommunes reads a file of communes (see ReadCommunes) and adds or changes
// those that differ, in one act. A file that changes nothing makes no event, so
// importing twice is importing once. A commune that is not in the file stays as
// it is: one that ended has its last day in valid_to.
//
// Errors: those of ReadCommunes, all at once, and then nothing is written;
// territory.forbidden unless the actor is the system itself.
func ImportCommunes(ctx context.Context, db *store.DB, actor access.Actor, r io.Reader) (Imported, error) {
	if !actor.IsSystem() {
		return Imported{}, ErrForbidden
	}
	sum := sha256.New()
	communes, err := ReadCommunes(io.TeeReader(r, sum))
	if err != nil {
		return Imported{}, err
	}
	result, rows, err := compare(ctx, db, communes)
	if err != nil || len(rows) == 0 {
		return result, err
	}
	a := act.Act{Key: store.NewID(db.Now()), Party: gazetteer, Stream: gazetteer, Kind: "territory.import_communes", On: db.Today(), Actor: actor}
	_, err = act.Do(ctx, db, a, func(ctx context.Context, s *act.Step) (any, error) {
		result, rows, err = compare(ctx, s, communes)
		for _, c := range rows {
			if err == nil {
				err = saveCommune(ctx, s.Tx, c)
			}
		}
		return imported{File: hex.EncodeToString(sum.Sum(nil)), Communes: rows}, err
	})
	return result, err
}

// compare finds the communes that are new or differ from what is stored.
func compare(ctx context.Context, q store.Q, communes []Commune) (Imported, []Commune, error) {
	stored, err := Communes(ctx, q, "")
	if err != nil {
		return Imported{}, nil, err
	}
	known := index(stored, func(c Commune) string { return c.Code })
	result := Imported{Read: len(communes)}
	var rows []Commune
	for _, c := range communes {
		old, ok := known[c.Code]
		switch {
		case !ok:
			result.Added++
		case old != c:
			result.Changed++
		default:
			continue
		}
		rows = append(rows, c)
	}
	return result, rows, nil
}

// limited reads at most maxImport bytes and says when there were more, and
// skips the mark that some programs put before UTF-8.
func limited(r io.Reader) io.Reader {
	b := bufio.NewReader(&boundedReader{r: r, left: maxImport})
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

var errTooLarge = errors.New("territory: file too large")

type boundedReader struct {
	r    io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
