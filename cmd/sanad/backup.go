package main

import (
	"errors"
	"io/fs"
	"os"

	"sanad/fault"
	"sanad/store"
)

// backupCommand copies the database while the server runs.
type backupCommand struct {
	File string `arg:"" help:"File of the backup, which must not be there; its SHA-256 is written beside it."`
}

// Run writes the backup and its digest, and reminds of the keys, which are not
// in it.
//
// Errors: sanad.no-database; those of store.DB.Backup.
func (c *backupCommand) Run(s *session) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Backup(s, c.File); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	s.tell("sanad.backed-up", "path", c.File, "size", s.p.Number((info.Size()+1<<20-1)>>20), "keys", s.keyFile())
	return nil
}

// restoreCommand makes a database of a backup.
type restoreCommand struct {
	File string `arg:"" help:"File of the backup, with its .sha256 beside it."`
}

// Run restores into --db, which must not be there, brings it to this program's
// schema, and says whether the key file beside it is the one it was written with.
//
// Errors: those of store.Restore.
func (c *restoreCommand) Run(s *session) error {
	if s.onServer() {
		return fault.New(fault.Invalid, "store.backup-server", nil)
	}
	if err := store.Restore(s, c.File, s.db); err != nil {
		return err
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	s.tell("sanad.restored", "path", s.db)
	if _, err := os.Stat(s.keyFile()); errors.Is(err, fs.ErrNotExist) {
		s.tell("sanad.restored-keyless", "keys", s.keyFile())
		return errTold
	}
	_, err = s.unlock(db)
	return err
}
