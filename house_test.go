package sanad_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// source is one Go file of the product, parsed with its comments.
type source struct {
	path string // from the root of the module: "ledger/posting.go"
	dir  string // "ledger"; "." for the root
	test bool
	ast  *ast.File
}

// house is the whole tree, read once for all tests of this package.
type house struct {
	fset  *token.FileSet
	files []source
	err   error
}

var tree = sync.OnceValue(func() house {
	h := house{fset: token.NewFileSet()}
	h.err = filepath.WalkDir(".", h.read)
	return h
})

// read parses one Go file; folders that hold no source of ours are passed by.
func (h *house) read(path string, entry fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	name := entry.Name()
	if entry.IsDir() {
		hidden := path != "." && strings.HasPrefix(name, ".")
		if hidden || slices.Contains([]string{"node_modules", "testdata", "var", "bin", "tools"}, name) {
			return filepath.SkipDir
		}
		return nil
	}
	if !strings.HasSuffix(name, ".go") {
		return nil
	}
	file, err := parser.ParseFile(h.fset, path, nil, parser.ParseComments)
	h.files = append(h.files, source{path: path, dir: filepath.Dir(path), test: strings.HasSuffix(name, "_test.go"), ast: file})
	return err
}

// sources gives the files to a test and where a node of them stands.
func sources(t *testing.T) ([]source, func(ast.Node) token.Position) {
	t.Helper()
	h := tree()
	if h.err != nil {
		t.Fatalf("reading the tree: %v", h.err)
	}
	if len(h.files) < 50 {
		t.Fatalf("found only %d Go files: is the test run from the root of the module?", len(h.files))
	}
	return h.files, func(n ast.Node) token.Position { return h.fset.Position(n.Pos()) }
}

// walk visits every node of every file that wanted accepts.
func walk(t *testing.T, wanted func(source) bool, visit func(f source, at token.Position, n ast.Node)) {
	t.Helper()
	files, at := sources(t)
	for _, f := range files {
		if !wanted(f) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if n != nil {
				visit(f, at(n), n)
			}
			return true
		})
	}
}

func anyFile(source) bool       { return true }
func productFile(f source) bool { return !f.test }
func within(f source, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return f.dir == d || strings.HasPrefix(f.dir, d+"/") })
}

// exceptions are files that may do what others may not, each with its reason.
// One that is no longer needed is an error, so that the list stays true.
type exceptions map[string]string

// allows tells that path is listed, and notes that it was needed.
func (e exceptions) allows(path string, used map[string]bool) bool {
	_, listed := e[path]
	used[path] = used[path] || listed
	return listed
}

func (e exceptions) check(t *testing.T, used map[string]bool) {
	t.Helper()
	for path, reason := range e {
		switch {
		case len(strings.Fields(reason)) < 5:
			t.Errorf("%s: the exception has no reason worth the name: %q", path, reason)
		case !used[path]:
			t.Errorf("%s: listed as an exception but does nothing of the kind: take it off the list", path)
		}
	}
}

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath, Name                   string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out := output(t, "go", "list", "-e", "-json=ImportPath,Name,Imports,TestImports,XTestImports", "./...")
	var all []listed
	for d := json.NewDecoder(strings.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
	return all
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	var problems strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, problems.String())
	}
	return strings.TrimSpace(string(out))
}
