package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sanad/fault"
)

// digestSuffix names the file beside a backup that holds its SHA-256, in the
// form of sha256sum, so that a machine without this program can check it too.
const digestSuffix = ".sha256"

// Backup writes a copy of an SQLite database, as it was at one instant, while
// others write to it; readers and writers do not wait. The copy is whole and
// checked, with its digest beside it, or absent. It holds no key: who has the
// backup alone reads no national identifier.
//
// Errors: store.backup-exists, store.backup-server on PostgreSQL (pg_dump makes
// those), store.backup-damaged when the copy does not pass SQLite's own check;
// those of the disk.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.engine != SQLite {
		return fault.New(fault.Invalid, "store.backup-server", nil)
	}
	return wholeFile(path, func(part string) error {
		own := liteDB(db.url) // the readers' connections refuse it, and the writer is needed
		defer own.Close()
		if _, err := own.ExecContext(ctx, "vacuum into $1", part); err != nil {
			return translate(err)
		}
		if err := checkWhole(ctx, part, path); err != nil {
			return err
		}
		sum, err := digest(part)
		if err != nil {
			return err
		}
		return os.WriteFile(path+digestSuffix, fmt.Appendf(nil, "%s  %s\n", sum, filepath.Base(path)), 0o600)
	})
}

// Restore makes a database of a backup, where there is none yet. What the
// backup's program knew is brought up to this one's schema when it is opened.
//
// Errors: store.backup-exists when the database is there; store.backup-damaged
// when the file is not the one whose digest lies beside it, or its pages do not
// fit together; store.backup-absent.
func Restore(ctx context.Context, backup, path string) error {
	wanted, err := os.ReadFile(backup + digestSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "store.backup-absent", fault.Args{"path": backup + digestSuffix}).Because(err)
	}
	if err != nil {
		return err
	}
	sum, err := digest(backup)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "store.backup-absent", fault.Args{"path": backup}).Because(err)
	}
	if err != nil {
		return err
	}
	if found, _, _ := bytes.Cut(wanted, []byte(" ")); string(found) != sum {
		return fault.New(fault.Invalid, "store.backup-damaged", fault.Args{"path": backup})
	}
	return wholeFile(path, func(part string) error {
		if err := copyFile(backup, part); err != nil {
			return err
		}
		return checkWhole(ctx, part, backup)
	})
}

// wholeFile has a file written under another name beside its own, and gives it
// its own when it is safe on the disk. A file that is there is never replaced.
func wholeFile(path string, write func(part string) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fault.New(fault.Conflict, "store.backup-exists", fault.Args{"path": path})
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	claimed, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	part := claimed.Name()
	defer os.Remove(part)
	defer claimed.Close()
	if err := write(part); err != nil {
		return err
	}
	if err := claimed.Sync(); err != nil {
		return err
	}
	if err := os.Link(part, path); err != nil { // fails where another put a file meanwhile
		return fault.New(fault.Conflict, "store.backup-exists", fault.Args{"path": path}).Because(err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// checkWhole asks SQLite whether a file's pages and indexes fit together; named
// is what the reader calls it.
func checkWhole(ctx context.Context, path, named string) error {
	own := liteDB(path)
	defer own.Close()
	own.SetMaxOpenConns(1)
	var said string
	err := own.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&said)
	if err == nil && said == "ok" {
		_, err = own.ExecContext(ctx, "pragma journal_mode(delete)") // leaves one file, without its log beside it
	}
	if err != nil || said != "ok" {
		return fault.New(fault.Invalid, "store.backup-damaged", fault.Args{"path": named}).Because(errors.Join(err, errors.New(said)))
	}
	return nil
}

func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
