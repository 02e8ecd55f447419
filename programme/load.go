package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// The seven files of a programme, in the order of their names, which is the
// order of the hash.
var files = []string{"form.yaml", "ledger.yaml", "programme.yaml", "rules.yaml", "tables.yaml", "tests.yaml", "workflow.yaml"}

// paymentFile is there in a programme that pays.
const paymentFile = "payment.yaml"

// Load reads and checks every folder of each file system: those of the binary,
// and those that an administration adds beside it. Same files, same set.
//
// Errors: Problems, holding every mistake of every folder.
func Load(systems ...fs.FS) (*Set, error) { return load(0, systems) }

// LoadProven is Load where the first file system is the binary's own, whose cases
// and scenarios its tests have played: they are not played again, which takes
// half of the time that a short command lasts.
//
// Errors: those of Load.
func LoadProven(own fs.FS, more ...fs.FS) (*Set, error) {
	return load(1, append([]fs.FS{own}, more...))
}

// load leaves out the proof of the first so many file systems.
func load(proven int, systems []fs.FS) (*Set, error) {
	set, problems := &Set{byID: map[string]*Definition{}}, Problems{}
	for _, fsys := range systems {
		problems = append(problems, set.readChoices(fsys)...)
	}
	for i, fsys := range systems {
		found, err := set.loadFolders(fsys, i >= proven)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	slices.SortFunc(set.list, func(a, b *Definition) int { return strings.Compare(a.ID, b.ID) })
	problems = append(problems, set.checkTogether()...)
	if len(problems) == 0 {
		set.checkAcross(&problems)
	}
	if len(set.list) == 0 {
		problems = append(problems, Problem{File: "programmes", Line: 1, Text: "there is no programme", Remedy: "add a folder"})
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	return set, nil
}

func (s *Set) loadFolders(fsys fs.FS, prove bool) (Problems, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("programmes cannot be listed: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() })
	loaded, found := make([]*Definition, len(entries)), make([]Problems, len(entries))
	var wait sync.WaitGroup // a folder knows nothing of the others: each process reads all of them first
	for i, e := range entries {
		wait.Go(func() { loaded[i], found[i] = s.loadFolder(fsys, e.Name(), prove) })
	}
	wait.Wait()
	var problems Problems
	for i, d := range loaded { // ReadDir sorts by name
		problems = append(problems, found[i]...)
		if s.byID[entries[i].Name()] != nil {
			page{"programmes/" + entries[i].Name() + "/programme.yaml", &problems}.say(1, "rename the folder and its id", "another programme is called %s", entries[i].Name())
		}
		s.list = append(s.list, d)
		s.byID[d.ID] = d
	}
	return problems, nil
}

func (s *Set) loadFolder(fsys fs.FS, folder string, prove bool) (*Definition, Problems) {
	l := &loader{d: &Definition{text: map[string]string{}}, folder: folder, set: s}
	l.readAll(fsys)
	l.takeChoices()
	l.checkNames()
	if len(l.problems) > 0 || !l.d.Runs() {
		return l.d, l.problems // expressions cannot be typed over a broken form
	}
	l.compile()
	if len(l.problems) == 0 && prove {
		l.runCases()
		l.playScenarios()
	}
	return l.d, l.problems
}

type loader struct {
	d        *Definition
	folder   string
	set      *Set
	problems Problems
	tests    testFile
	tables   tableFile
}

func (l *loader) page(file string) page {
	return page{file: "programmes/" + l.folder + "/" + file, problems: &l.problems}
}

func (l *loader) readAll(fsys fs.FS) {
	into := map[string]any{
		"programme.yaml": l.d, "form.yaml": &l.d.Form, "workflow.yaml": &l.d.Workflow, "rules.yaml": &l.d.Rules,
		"ledger.yaml": &l.d.Ledger, "tables.yaml": &l.tables, "tests.yaml": &l.tests,
	}
	sum, read := sha256.New(), map[string]bool{}
	for _, name := range files {
		data, err := fs.ReadFile(fsys, l.folder+"/"+name)
		if errors.Is(err, fs.ErrNotExist) && name != "programme.yaml" {
			continue // a text of law has no rules; a programme that only publishes what documents report, no acts
		}
		if err != nil {
			l.page(name).say(1, "add the file", "the file cannot be read: %v", err)
			continue
		}
		text := canonical(data)
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		l.d.text[name] = text
		reader{l.page(name)}.read(data, into[name])
		read[name] = true
	}
	if !read["workflow.yaml"] && (read["form.yaml"] || read["rules.yaml"] || read["tests.yaml"]) {
		l.page("workflow.yaml").say(1, "add the file", "a form, rules or cases stand here without acts")
	}
	if data, err := fs.ReadFile(fsys, l.folder+"/"+paymentFile); err == nil {
		text := canonical(data)
		fmt.Fprintf(sum, "%s %d\n%s", paymentFile, len(text), text)
		l.d.text[paymentFile] = text
		l.d.Payment = &Payment{}
		reader{l.page(paymentFile)}.read(data, l.d.Payment)
	}
	l.d.Hash = hex.EncodeToString(sum.Sum(nil))
	l.d.Tables, l.d.Figures, l.d.Relations = l.tables.Tables, l.tables.Figures, l.tables.Relations
	l.d.Cases, l.d.Scenarios, l.d.base = l.tests.Cases, l.tests.Scenarios, NewAnswers(l.tests.Base)
	l.unknownFiles(fsys)
}

// canonical is the text the hash covers: line ends and trailing blanks do not
// count, so that a check-out on another system keeps the hash.
func canonical(data []byte) string {
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

func (l *loader) unknownFiles(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, l.folder)
	if err != nil {
		return // every missing file is already told
	}
	for _, e := range entries {
		if e.Name() != paymentFile && !strings.Contains(" "+strings.Join(files, " ")+" ", " "+e.Name()+" ") {
			l.page(e.Name()).say(1, "remove it; a programme is "+strings.Join(files, ", "), "the file is not part of a programme")
		}
	}
}

// checkNames is everything that can be checked without expressions.
func (l *loader) checkNames() {
	d := l.d
	d.checkHead(l.page("programme.yaml"), l.folder)
	d.Workflow.addQuestions()
	d.Ledger.check(l.page("ledger.yaml"), d)
	if d.Payment != nil {
		d.Payment.check(l.page(paymentFile), d)
	}
	checkTables(l.page("tables.yaml"), d)
	if d.Runs() {
		d.Form.check(l.page("form.yaml"), d)
		d.Workflow.check(l.page("workflow.yaml"), d)
		d.Rules.check(l.page("rules.yaml"), d)
		checkCaseNames(l.page("tests.yaml"), d)
	}
}

// compile types and plans every expression, then proves what rests on them.
func (l *loader) compile() {
	d := l.d
	d.engine = newEngine(d)
	d.Form.engine = d.engine
	d.engine.compileForm(l.page("form.yaml"), &d.Form)
	d.engine.compileRules(l.page("rules.yaml"), &d.Rules)
	d.engine.compileActs(l.page("workflow.yaml"), d)
	d.engine.compileLedger(l.page("ledger.yaml"), d)
	d.engine.compilePayment(l.page(paymentFile), d.Payment)
	noteReads(d)
	d.engine.everyParameterUsed(l.page("rules.yaml"), &d.Rules)
	proveTables(l.page("tables.yaml"), d)
}
