package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sanad/locale"
)

// use is a message key found in the product's code.
type use struct {
	key, where string
	args       []string // names given in a literal fault.Args
	argsKnown  bool
}

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)

// TestEveryKeyInTheCodeHasWords reads the Go files of the product: a message
// without words, or a fault that forgets a placeholder of its message, fails
// the build.
func TestEveryKeyInTheCodeHasWords(t *testing.T) {
	known := messages(t, locale.Arabic)
	uses := usesIn(t, "..")
	if len(uses) < 5 {
		t.Fatalf("only %d keys found: the scan is broken", len(uses))
	}
	for _, u := range uses {
		e, ok := known[u.key]
		if !ok {
			t.Errorf("%s: %q has no words in locale/messages", u.where, u.key)
			continue
		}
		if !u.argsKnown {
			continue
		}
		given := " " + strings.Join(u.args, " ") + " "
		for _, name := range e.placeholders() {
			if !strings.Contains(given, " "+name+" ") {
				t.Errorf("%s: %q says {{.%s}}, which its fault.Args do not give", u.where, u.key, name)
			}
		}
	}
}

func usesIn(t *testing.T, root string) []use {
	t.Helper()
	var uses []use
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			uses = append(uses, usesInFile(t, path)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return uses
}

func usesInFile(t *testing.T, path string) []use {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Errorf("%s: %v", path, err) // somebody's half-written file
		return nil
	}
	var uses []use
	ast.Inspect(tree, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if u, ok := useOf(call); ok {
				u.where = files.Position(call.Pos()).String()
				uses = append(uses, u)
			}
		}
		return true
	})
	return uses
}

// useOf recognises T("key"), Count("key") and fault.New(code, "key", args).
func useOf(call *ast.CallExpr) (use, bool) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return use{}, false
	}
	receiver, _ := selector.X.(*ast.Ident)
	switch name := selector.Sel.Name; {
	case name == "T" || name == "Count":
		key, ok := keyAt(call, 0)
		return use{key: key}, ok
	case name == "New" && receiver != nil && receiver.Name == "fault":
		key, ok := keyAt(call, 1)
		u := use{key: key}
		if ok && len(call.Args) == 3 {
			u.args, u.argsKnown = literalArgs(call.Args[2])
		}
		return u, ok
	}
	return use{}, false
}

func keyAt(call *ast.CallExpr, i int) (string, bool) {
	if len(call.Args) <= i {
		return "", false
	}
	literal, ok := call.Args[i].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	key, err := strconv.Unquote(literal.Value)
	return key, err == nil && keyShape.MatchString(key)
}

func literalArgs(e ast.Expr) (names []string, known bool) {
	if ident, ok := e.(*ast.Ident); ok {
		return nil, ident.Name == "nil"
	}
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return nil, false
		}
		key, ok := pair.Key.(*ast.BasicLit)
		if !ok {
			return nil, false
		}
		name, _ := strconv.Unquote(key.Value)
		names = append(names, name)
	}
	return names, true
}
