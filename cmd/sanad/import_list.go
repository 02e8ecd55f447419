package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sanad/access"
	"sanad/dossier"
	"sanad/fault"
	"sanad/imports"
	"sanad/sheet/table"
	"sanad/store"
)

type (
	importPersons      struct{ importList }
	importHouseholds   struct{ importList }
	importApplications struct {
		importList
		Programme string `required:"" placeholder:"ID" help:"The programme that the applications are for."`
	}
)

// importList are the options of a list of people.
type importList struct {
	File     string   `arg:"" help:"CSV file or workbook; a row names its columns."`
	Source   string   `required:"" placeholder:"NAME" help:"Who keeps the list: its rows and its mapping are known by it."`
	Map      []string `placeholder:"FIELD=COLUMN" help:"What the columns hold; the mapping of the source's last file, or a guess from the heads, unless given."`
	Set      []string `placeholder:"FIELD=VALUE" help:"One value for all rows."`
	Province string   `placeholder:"CODE" help:"Province of rows that name none."`
	DryRun   bool     `help:"Check every row and write nothing into the register."`
	Failed   string   `placeholder:"OUT" help:"Write the rows that were not written, with why, to this file (.csv or .xlsx)."`
}

// Run imports persons.
//
// Errors: those of importList.run.
func (c *importPersons) Run(s *session) error { return c.run(s, imports.Persons, "") }

// Run imports households.
//
// Errors: those of importList.run.
func (c *importHouseholds) Run(s *session) error { return c.run(s, imports.Households, "") }

// Run imports applications.
//
// Errors: those of importList.run.
func (c *importApplications) Run(s *session) error {
	return c.run(s, imports.Applications, c.Programme)
}

// run brings the file, checks it, writes its rows unless told not to, and says
// what came of them.
//
// Errors: sanad.no-file, sanad.no-database; those of imports.
func (c *importList) run(s *session, kind imports.Kind, programmeID string) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return fault.New(fault.NotFound, "sanad.no-file", fault.Args{"path": c.File}).Because(err)
	}
	set, err := s.load()
	if err != nil {
		return err
	}
	db, err := s.create(store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := s.unlock(db)
	if err != nil {
		return err
	}
	office := imports.NewOffice(db, dossier.NewOffice(db, set), keys)
	if err := s.finish(office, c.Source); err != nil {
		return err
	}
	i, err := office.Arrive(s, imports.Arrival{Key: store.NewID(db.Now()), Actor: imports.CommandLine, Import: store.NewID(db.Now()), Kind: kind, Programme: programmeID,
		Source: c.Source, Province: c.Province, Name: filepath.Base(c.File), Content: content})
	if err != nil {
		return err
	}
	m, err := c.mapping(s, office, i)
	if err != nil {
		return err
	}
	ask := func() imports.Request {
		return imports.Request{Key: store.NewID(db.Now()), Actor: imports.CommandLine, Import: i.ID}
	}
	if err := office.Check(s, ask(), m); err != nil {
		return err
	}
	if err := s.advance(office, i.ID); err != nil {
		return err
	}
	if !c.DryRun {
		if err := office.Run(s, ask()); err != nil {
			return err
		}
		if err := s.advance(office, i.ID); err != nil {
			return err
		}
	}
	return c.tell(s, office, i.ID)
}

// finish ends what an interrupted command left of a source's lists.
func (s *session) finish(office *imports.Office, source string) error {
	left, err := imports.Unfinished(s, office.DB, source)
	for _, id := range left {
		if err == nil {
			err = s.advance(office, id)
		}
	}
	return err
}

// advance does an import's work and shows how far it is.
func (s *session) advance(office *imports.Office, id store.ID) error {
	b := newBar(s.say)
	defer b.end()
	return office.Advance(s, id, func(done, total int64) { b.show(int(done), int(total)) })
}

// mapping is what was given, upon what is proposed.
func (c *importList) mapping(s *session, office *imports.Office, i imports.Import) (imports.Mapping, error) {
	v, err := office.Preview(s, imports.CommandLine, i.ID, table.Options{})
	if err != nil {
		return imports.Mapping{}, err
	}
	m := v.Proposed
	for _, notice := range v.Notices {
		fmt.Fprintln(s.say, s.p.Fault(notice))
	}
	if len(c.Map) > 0 {
		given, err := imports.ParseMapping(c.Map)
		if err != nil {
			return imports.Mapping{}, err
		}
		m.Columns = given.Columns
		m = v.WithDates(m)
	}
	fixed, err := imports.ParseMapping(c.Set)
	if err != nil {
		return imports.Mapping{}, err
	}
	if len(c.Set) > 0 {
		m.Fixed = fixed.Columns
	}
	for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
		s.tell("sanad.mapped", "field", field, "column", m.Columns[field])
	}
	return m, nil
}

// tell says what came of the rows, names the first that were not written, and
// writes all of those to a file when asked.
func (c *importList) tell(s *session, office *imports.Office, id store.ID) error {
	i, err := imports.Get(s, office.DB, imports.CommandLine.Scope(access.PersonsImport), id)
	if err != nil {
		return err
	}
	n, key := i.Counts, "sanad.list-imported"
	if c.DryRun {
		key = "sanad.list-tried"
	}
	s.tell(key, "rows", i.Total, "written", n.Written, "amended", n.Amended, "linked", n.Linked, "same", n.Same, "held", n.Held, "refused", n.Refused)
	rows, err := office.Rows(s, imports.CommandLine, id, imports.RowQuery{Limit: most})
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, p := range r.Problems {
			fmt.Fprintln(s.say, s.p.T("sanad.list-row", "row", r.Line), p.Place(s.p)+p.Text.In(s.p.Lang()))
		}
		for _, f := range r.Found {
			fmt.Fprintln(s.say, "    "+f.Describe(s.p))
		}
	}
	if c.Failed == "" || n.Failed() == 0 {
		return nil
	}
	return c.writeFailed(s, office, id)
}

func (c *importList) writeFailed(s *session, office *imports.Office, id store.ID) error {
	f, err := os.OpenFile(c.Failed, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // it holds persons
	if err != nil {
		return fault.New(fault.NotFound, "sanad.no-file", fault.Args{"path": c.Failed}).Because(err)
	}
	format := imports.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Failed)), "."))
	err = office.WriteFailed(s, imports.CommandLine, id, s.p, format, f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		s.tell("sanad.failed-written", "path", c.Failed)
	}
	return err
}
