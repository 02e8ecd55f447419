package sanad_test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every package says in doc.go what it is and what may enter it: that is how a
// newcomer finds the room, and how a reviewer knows that something is in the
// wrong one.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	files, _ := sources(t)
	said, packages := map[string]string{}, map[string]string{}
	for _, f := range files {
		if f.test {
			continue
		}
		packages[f.dir] = f.ast.Name.Name
		if f.ast.Doc != nil {
			said[f.dir] += f.ast.Doc.Text()
		}
	}
	for dir, name := range packages {
		switch text := said[dir]; {
		case len(strings.Fields(text)) < 25:
			t.Errorf("%s: no package comment of substance: write doc.go (what it is, what may enter)", dir)
		case name != "main" && !strings.Contains(text, "What may enter"):
			t.Errorf("%s: doc.go does not say what may enter (and what may not)", dir)
		}
	}
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	files, at := sources(t)
	for _, f := range files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no doc comment: say what it is, its unit, its errors, its source", at(name), name.Name)
			}
		}
	}
}

// undocumented are the exported names of a declaration without a comment. The
// comment of a group stands for its constants and variables, not for its types.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && receiverIsExported(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var out []*ast.Ident
		for _, s := range d.Specs {
			out = append(out, undocumentedSpec(d, s)...)
		}
		return out
	}
	return nil
}

func undocumentedSpec(d *ast.GenDecl, s ast.Spec) []*ast.Ident {
	switch s := s.(type) {
	case *ast.TypeSpec:
		alone := !d.Lparen.IsValid() && d.Doc != nil
		if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && !alone {
			return []*ast.Ident{s.Name}
		}
	case *ast.ValueSpec:
		if d.Doc != nil || s.Doc != nil || s.Comment != nil {
			return nil
		}
		var out []*ast.Ident
		for _, name := range s.Names {
			if name.IsExported() {
				out = append(out, name)
			}
		}
		return out
	}
	return nil
}

// receiverIsExported is false for the methods of a private type: they are there
// for an interface, whose words stand for them.
func receiverIsExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

// A note to oneself is work that nobody will find again: it belongs in an issue.
func TestNoNotesToOneself(t *testing.T) {
	files, at := sources(t)
	for _, f := range files {
		for _, group := range f.ast.Comments {
			for _, c := range group.List {
				for _, word := range []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"} {
					if strings.Contains(c.Text, word) {
						t.Errorf("%s: %q: finish it or file it", at(c), word)
					}
				}
			}
		}
	}
}

// A skipped test is a promise not kept; whoever reads the output must learn why.
func TestSkipsGiveTheirReason(t *testing.T) {
	walk(t, func(f source) bool { return f.test }, func(_ source, at token.Position, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		bare := (method.Sel.Name == "Skip" || method.Sel.Name == "Skipf") && len(call.Args) == 0
		if bare || method.Sel.Name == "SkipNow" {
			t.Errorf("%s: skipped without a reason: t.Skip(\"what is missing and how to get it\")", at)
		}
	})
}

// The map shows every room: a newcomer finds each package of the ranks in
// ARCHITECTURE.md, and each decision has its day.
func TestTheMapShowsEveryRoom(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range ranks {
		if !strings.Contains(string(text), "| `"+name+"` |") {
			t.Errorf("ARCHITECTURE.md: the table of ranks lacks %s: say in a line what it is", name)
		}
	}
	decisions, _ := filepath.Glob("docs/decisions/*.md")
	if len(decisions) == 0 {
		t.Error("docs/decisions is empty")
	}
	for _, path := range decisions {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^\d{4}-\d{2}-\d{2}$`).Match(text) {
			t.Errorf("%s: no line with the day of the decision", path)
		}
	}
}

// The glossary gives each word in three languages: a line that lacks one would
// be filled by whoever needs it next, each in another way.
func TestTheGlossaryIsComplete(t *testing.T) {
	text, err := os.ReadFile("docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| English ") {
			continue
		}
		if len(cells) != 4 || slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) == "" }) {
			t.Errorf("docs/glossary.md:%d: a term needs its English, Arabic and French words and a line of meaning", i+1)
		}
		if first := seen[cells[0]]; first > 0 {
			t.Errorf("docs/glossary.md:%d: %s stands in line %d already", i+1, strings.TrimSpace(cells[0]), first)
		}
		seen[cells[0]] = i + 1
	}
	if len(seen) < 60 {
		t.Errorf("docs/glossary.md has only %d terms", len(seen))
	}
}

// tested are packages whose tests stand elsewhere.
var tested = map[string]string{
	".":               "holds no code",
	"programmes":      "data, with its cases in tests.yaml; package programme runs them",
	"sources":         "data; package statistics imports it from the files it describes",
	"store/storetest": "every test of storage runs through it",
	"cmd/sanad":       "e2e runs the built program, command by command",
}

func TestEveryPackageHasTests(t *testing.T) {
	files, _ := sources(t)
	product, tests := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		if f.test {
			tests[f.dir] = true
		} else {
			product[f.dir] = true
		}
	}
	for dir := range product {
		if !tests[dir] && tested[dir] == "" {
			t.Errorf("%s has no tests of its own (CONTRIBUTING.md says where each kind goes)", dir)
		}
	}
}
