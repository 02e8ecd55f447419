package main

import (
	"os"

	"sanad/access"
	"sanad/fault"
	"sanad/store"
	"sanad/territory"
)

// importCommand imports reference data, figures of years without records, and
// lists of people that others keep.
type importCommand struct {
	Communes     importCommunes     `cmd:"" help:"Import communes from a CSV file."`
	Figures      importFigures      `cmd:"" help:"Import the figures of a document from a folder of CSV files."`
	Persons      importPersons      `cmd:"" help:"Import persons from a CSV file or a workbook."`
	Households   importHouseholds   `cmd:"" help:"Import households from a CSV file or a workbook, a row for each member."`
	Applications importApplications `cmd:"" help:"Import applications to a programme from a CSV file or a workbook."`
}

type importCommunes struct {
	File string `arg:"" help:"CSV with the columns code, province_code, name_ar, name_fr, kind."`
}

// Run adds or changes the communes of the file that differ.
//
// Errors: sanad.no-file; those of territory.ImportCommunes.
func (c *importCommunes) Run(s *session) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fault.New(fault.NotFound, "sanad.no-file", fault.Args{"path": c.File}).Because(err)
	}
	defer f.Close()
	db, err := s.create(store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	result, err := territory.ImportCommunes(s, db, access.SystemActor("import"), f)
	if err != nil {
		return err
	}
	s.tell("sanad.imported", "read", result.Read, "added", result.Added, "changed", result.Changed)
	return nil
}
