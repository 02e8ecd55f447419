package main

import (
	"io/fs"
	"os"
	"strings"

	"sanad/access"
	"sanad/fault"
	"sanad/programme"
	"sanad/sources"
	"sanad/statistics"
	"sanad/store"
)

type importFigures struct {
	Dir    string `arg:"" help:"Folder with the CSV files of a document."`
	Source string `placeholder:"NAME" help:"The document; the one whose files the folder has, unless given."`
}

// Run posts the figures of a document that are new or have changed.
//
// Errors: sanad.no-file, sanad.no-source; those of statistics.Import.
func (c *importFigures) Run(s *session) error {
	if _, err := os.ReadDir(c.Dir); err != nil {
		return fault.New(fault.NotFound, "sanad.no-file", fault.Args{"path": c.Dir}).Because(err)
	}
	set, list, err := s.loadSources()
	if err != nil {
		return err
	}
	dir := os.DirFS(c.Dir)
	src, err := chooseSource(list, c.Source, dir)
	if err != nil {
		return err
	}
	db, err := s.create(store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	result, err := statistics.Import(s, db, set, src, access.SystemActor("import"), dir)
	if err != nil {
		return err
	}
	s.tell("sanad.figures-imported", "source", src.Title, "read", result.Read, "figures", result.Figures, "stated", result.Stated, "changed", result.Changed)
	if len(result.Skipped) > 0 {
		s.tell("sanad.figures-skipped", "files", result.Skipped)
	}
	return nil
}

func (s *session) loadSources() (*programme.Set, []*programme.Source, error) {
	set, err := s.load()
	if err != nil {
		return nil, nil, err
	}
	list, err := set.LoadSources(sources.Files)
	return set, list, err
}

// chooseSource finds a document by name, or as the one of which a folder has
// most files.
//
// Errors: sanad.no-source.
func chooseSource(list []*programme.Source, name string, dir fs.FS) (*programme.Source, error) {
	var best *programme.Source
	var names []string
	most := 0
	for _, src := range list {
		names = append(names, src.ID)
		if src.ID == name {
			return src, nil
		}
		n := 0
		for _, f := range src.Files {
			if dir == nil {
				break
			}
			if _, err := fs.Stat(dir, f.File); err == nil {
				n++
			}
		}
		if n > most {
			best, most = src, n
		}
	}
	if best == nil || name != "" {
		return nil, fault.New(fault.NotFound, "sanad.no-source", fault.Args{"source": name, "sources": strings.Join(names, ", ")}).On("source")
	}
	return best, nil
}
