package statistics

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// Imported says what an import changed.
type Imported struct {
	Source  *programme.Source
	Read    int      // files
	Figures int      // they state
	Stated  int      // files that were stated for the first time
	Changed int      // files that stated something else before
	Skipped []string // files of the folder that the document does not name
}

// ErrForbidden: figures of documents are imported from the command line, by
// whoever runs the machine.
var ErrForbidden = fault.New(fault.Forbidden, "statistics.forbidden", nil)

// Import reads the files of a document from a folder and posts their figures:
// one act a file, without subject, the document as source. All files are
// imported or none. A file that says what it said before changes nothing; one
// that says something else is a correction: what it stated is taken back, known
// from now on, and stated anew.
//
// Errors, every one in the folder, each with file, line, column, value and
// remedy: statistics.file-missing, statistics.file-large, statistics.csv-invalid,
// statistics.file-column, statistics.column-unread, statistics.file-row,
// statistics.file-row-twice, statistics.file-value, statistics.file-figure,
// statistics.file-figure-missing; statistics.forbidden unless the actor is the
// system itself. Then nothing is written.
func Import(ctx context.Context, db *store.DB, set *programme.Set, src *programme.Source, actor access.Actor, dir fs.FS) (Imported, error) {
	if !actor.IsSystem() {
		return Imported{}, ErrForbidden
	}
	files, err := readSource(set, src, dir)
	if err != nil {
		return Imported{}, err
	}
	keys := make([][2]store.ID, len(files))
	for i := range keys {
		keys[i] = [2]store.ID{store.NewID(db.Now()), store.NewID(db.Now())}
	}
	var out Imported
	err = act.Together(ctx, db, func(tx *store.Tx) error {
		out = Imported{Source: src, Read: len(files), Skipped: unnamed(src, dir)}
		for i, f := range files {
			if err := restate(ctx, tx, set, f, actor, keys[i], &out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// restate brings the stream of a file up to what the file says.
func restate(ctx context.Context, tx *store.Tx, set *programme.Set, f StatedFile, actor access.Actor, keys [2]store.ID, out *Imported) error {
	out.Figures += len(f.Figures)
	_, last, err := lastStated(ctx, tx, f.Source, f.File, tx.Now())
	if err != nil {
		return err
	}
	payload, err := json.Marshal(f)
	if err != nil || bytes.Equal(payload, last.Payload) {
		return err
	}
	a := act.Act{Key: keys[0], Party: documents, Stream: streamOf(f.Source, f.File), Kind: withdrawKind, On: tx.Today(), Actor: actor}
	if last.Seq > 0 {
		out.Changed++
		if _, err := act.In(ctx, tx, a, func(ctx context.Context, s *act.Step) (any, error) {
			s.Corrects(last.Seq)
			return nil, ledger.Reverse(ctx, s, last.Seq)
		}); err != nil {
			return err
		}
	} else {
		out.Stated++
	}
	a.Key, a.Kind = keys[1], stateKind
	_, err = act.In(ctx, tx, a, func(ctx context.Context, s *act.Step) (any, error) { return f, post(ctx, s, set, f) })
	return err
}

func post(ctx context.Context, s *act.Step, set *programme.Set, f StatedFile) error {
	entries := make([]ledger.Entry, len(f.Figures))
	for i, figure := range f.Figures {
		var err error
		if entries[i], err = figure.entry(set); err != nil {
			return err
		}
	}
	return (&ledger.Book{}).Post(ctx, s, entries...)
}

// unnamed are the CSV files of the folder that the document does not name: told,
// so that nobody believes them imported.
func unnamed(src *programme.Source, dir fs.FS) []string {
	names, _ := fs.Glob(dir, "*.csv") // the pattern is well formed
	return slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(src.Files, func(f programme.SourceFile) bool { return f.File == name })
	})
}
