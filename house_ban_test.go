package sanad_test

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// clockReaders may read the machine's clock.
var clockReaders = exceptions{
	"calendar/instant.go": "SystemClock itself: the one door to the present, replaced in tests and by the demonstration",
}

// updaters may open a write transaction that is not an act.
var updaters = exceptions{
	"audit/read.go":       "the log of reads: it changes no figure and no dossier, and a chained event per page would bury those that matter",
	"account/session.go":  "sessions are forgotten after their time and say nothing about whom the pole helps",
	"account/signin.go":   "a try to sign in happens before there is an actor who could act",
	"account/factor.go":   "a code is used up before the act that it allows, and says nothing about whom the pole helps",
	"account/throttle.go": "tries to sign in are counted before there is an actor, and forgotten after a day",
	"account/sweep.go":    "removes sessions, links and tries past their time, which are not business data",
	"registry/hear.go":    "a reading of the register that an older program did not keep: it says nothing that the rows do not",
	"account/firstrun.go": "the first one-time link is made before any account exists that could act",
}

// writers hold SQL that changes rows outside a *_sql.go file and outside an act.
var writers = exceptions{
	"account/signin.go":   "replaces a session, and the hash of a password when its cost was raised: no act, see updaters",
	"account/throttle.go": "counts tries to sign in: no act, see updaters",
	"account/sweep.go":    "forgets what is past its time: no act, see updaters",
	"account/session.go":  "sessions are no business data: no act, see updaters",
	"audit/read.go":       "the log of reads: no act, see updaters",
}

// sharedTables are written by more than one package.
var sharedTables = map[string]string{}

// calls visits each call of a selector: x.Name(args).
func calls(t *testing.T, wanted func(source) bool, visit func(f source, at token.Position, on, name string, call *ast.CallExpr)) {
	t.Helper()
	walk(t, wanted, func(f source, at token.Position, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); ok {
			on := ""
			if x, ok := method.X.(*ast.Ident); ok {
				on = x.Name
			}
			visit(f, at, on, method.Sel.Name, call)
		}
	})
}

// Time comes from store.Tx.Now and store.DB.Now, so that a test or the
// demonstration can run through years; a wait for time to pass is a race.
func TestTimeComesFromTheClock(t *testing.T) {
	used := map[string]bool{}
	walk(t, anyFile, func(f source, at token.Position, n ast.Node) {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if x, ok := s.X.(*ast.Ident); !ok || x.Name != "time" {
			return
		}
		switch {
		case s.Sel.Name == "Sleep":
			t.Errorf("%s: time.Sleep: wait for what must happen, not for time to pass", at)
		case f.test || !slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name):
		case !clockReaders.allows(f.path, used):
			t.Errorf("%s: time.%s: take the time from tx.Now() or the database's clock", at, s.Sel.Name)
		}
	})
	clockReaders.check(t, used)
}

func TestOnlyTheProgramPrints(t *testing.T) {
	product := func(f source) bool { return !f.test && !within(f, "cmd") }
	calls(t, product, func(_ source, at token.Position, on, name string, _ *ast.CallExpr) {
		if on == "fmt" && strings.HasPrefix(name, "Print") {
			t.Errorf("%s: fmt.%s: return it, or write to an io.Writer that the program hands over", at, name)
		}
	})
}

// Business data is written inside an act, and nowhere else.
func TestThereIsOneWritePath(t *testing.T) {
	used := map[string]bool{}
	product := func(f source) bool { return !f.test && !within(f, "act", "store") }
	calls(t, product, func(f source, at token.Position, _, name string, call *ast.CallExpr) {
		if name == "Update" && len(call.Args) == 2 && !updaters.allows(f.path, used) {
			t.Errorf("%s: a write transaction of its own: make it an act (act.Do), or list it with a reason", at)
		}
	})
	updaters.check(t, used)
}

var writing = regexp.MustCompile(`(?is)\b(?:insert\s+into|delete\s+from|update)\s+([a-z_]+)(?:\s*\(|\s+set\b|\s+where\b|\s+values\b|\s*$)`)

// texts visits each string literal of the product with its value.
func texts(t *testing.T, wanted func(source) bool, visit func(f source, at token.Position, text string)) {
	t.Helper()
	walk(t, wanted, func(f source, at token.Position, n ast.Node) {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				visit(f, at, text)
			}
		}
	})
}

// SQL that changes rows stands where one looks for it: with a noun's queries
// (*_sql.go), or in the file of the act that needs it.
func TestWritesStandWhereOneLooks(t *testing.T) {
	used := map[string]bool{}
	elsewhere := func(f source) bool {
		return !f.test && !strings.HasSuffix(f.path, "_sql.go") && !within(f, "store")
	}
	texts(t, elsewhere, func(f source, at token.Position, text string) {
		if !writing.MatchString(text) || imports(f, module+"/act") {
			return
		}
		if !writers.allows(f.path, used) {
			t.Errorf("%s: SQL that changes rows: put it into <noun>_sql.go or the file of its act", at)
		}
	})
	writers.check(t, used)
}

func imports(f source, path string) bool {
	return slices.ContainsFunc(f.ast.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(path) })
}

// A table belongs to one package: nobody writes into another's rows.
func TestATableHasOneOwner(t *testing.T) {
	owners := map[string]map[string]string{} // table, package, where
	texts(t, productFile, func(f source, at token.Position, text string) {
		for _, m := range writing.FindAllStringSubmatch(text, -1) {
			table := strings.ToLower(m[1])
			if owners[table] == nil {
				owners[table] = map[string]string{}
			}
			owners[table][f.dir] = at.String()
		}
	})
	for table, who := range owners {
		if len(who) > 1 && sharedTables[table] == "" {
			t.Errorf("table %s is written by %v: leave it to one and call it", table, slices.Sorted(maps.Keys(who)))
		}
	}
}

// What a page looks like from right to left must not depend on left and right.
var physical = regexp.MustCompile(`(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)`)

func TestStyleHasNoLeftAndRight(t *testing.T) {
	sheets, _ := filepath.Glob("web/assets/src/*.css")
	if len(sheets) == 0 {
		t.Fatal("no style sheet found in web/assets/src")
	}
	for _, sheet := range sheets {
		text, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if found := physical.FindString(line); found != "" {
				t.Errorf("%s:%d: %q: say inline-start or inline-end", sheet, i+1, strings.TrimSpace(found))
			}
		}
	}
}

// Programmes are data: code that knows one by name is a rule in the wrong place.
// The demonstration is made of named programmes, so it may.
func TestNoCodeKnowsAProgramme(t *testing.T) {
	folders, err := os.ReadDir("programmes")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"widows"} // the first programme, however its folder is called
	for _, d := range folders {
		if d.IsDir() {
			names = append(names, d.Name())
		}
	}
	known := func(text string) string {
		at := slices.IndexFunc(names, func(name string) bool { return strings.Contains(strings.ToLower(text), name) })
		if at < 0 {
			return ""
		}
		return names[at]
	}
	walk(t, func(f source) bool { return !f.test && !within(f, "demo") }, func(_ source, at token.Position, n ast.Node) {
		text := ""
		switch n := n.(type) {
		case *ast.Ident:
			text = n.Name
		case *ast.BasicLit:
			text = n.Value
		}
		if name := known(text); name != "" {
			t.Errorf("%s: %s names the programme %q: make it data of the programme", at, text, name)
		}
	})
}
