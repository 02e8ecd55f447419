package sanad_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "sanad"

// ranks are the packages from the lowest to the highest: each may import those
// before it and none after. A new package takes its place here first; where it
// does not fit, the design is asked, not the list.
var ranks = []string{
	// data that imports nothing
	"programmes", "sources", "names",
	// the ground: knows nothing of social assistance
	"fault", "money", "calendar", "locale", "store", "store/storetest", "sheet", "sheet/table",
	// trust
	"access", "act", "audit", "account",
	// the domain
	"territory", "population", "linkage", "disclosure", "ledger", "registry", "commission", "programme", "dossier", "imports", "payment", "statistics", "edition",
	// the doors
	"web/assets", "web/ui", "report", "api", "web", "demo/facts", "demo", "cmd/sanad", "e2e", "bench",
}

// importers says who alone may import a library, so that it can be replaced in
// one place. A module of go.mod that is missing here is imported nowhere.
var importers = map[string][]string{
	"github.com/jackc/pgx/v5":          {"store", "store/storetest"},
	"modernc.org/sqlite":               {"store", "store/storetest"},
	"github.com/pressly/goose/v3":      {"store"},
	"github.com/google/uuid":           {"store"},
	"cel.dev/cel-go":                   {"programme"},
	"github.com/goccy/go-yaml":         {"programme"},
	"github.com/nicksnyder/go-i18n/v2": {"locale"},
	"golang.org/x/text":                {"locale", "registry", "account", "sheet/table", "web", "e2e"}, // encodings of files, normal forms of what is typed
	"golang.org/x/crypto":              {"account", "registry"},
	"github.com/pquerna/otp":           {"account"},                               // codes of thirty seconds (RFC 6238)
	"maragu.dev/gomponents":            {"web/ui", "web", "report", "statistics"}, // a table written as HTML is an export like CSV
	"github.com/alecthomas/kong":       {"cmd/sanad"},
	"github.com/chromedp/chromedp":     {"e2e", "web", "report"},
	"github.com/chromedp/cdproto":      {"e2e", "web", "report"},
	"github.com/xrash/smetrics":        {"linkage"}, // the reference that our measures are tested against
	"pgregory.net/rapid":               {"*"},       // tests of any package
	"github.com/xuri/excelize/v2":      {"sheet", "sheet/table"},
	"github.com/danielgtaylor/huma/v2": {"api"},
	"golang.org/x/time":                {"api"},
}

func own(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func TestImportsGoDownOnly(t *testing.T) {
	for _, p := range packages(t) {
		dir, _ := own(p.ImportPath)
		rank := slices.Index(ranks, dir)
		if dir == "." {
			rank = 0
		} else if rank < 0 {
			t.Errorf("%s is not in the list of ranks (house_ranks_test.go): give it its place", dir)
			continue
		}
		for _, path := range p.Imports {
			checkImport(t, dir, rank, path, false)
		}
		for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
			checkImport(t, dir, rank, path, true)
		}
	}
}

func checkImport(t *testing.T, dir string, rank int, path string, test bool) {
	t.Helper()
	to, ok := own(path)
	if !ok {
		return
	}
	switch other := slices.Index(ranks, to); {
	case to == dir: // a black-box test imports what it tests
	case to == "store/storetest" && test:
	case to == "store/storetest":
		t.Errorf("%s imports %s, which is for tests only", dir, to)
	case other >= rank:
		t.Errorf("%s imports %s, which is not below it: move what both need down, or pass it in", dir, to)
	}
}

func TestLibrariesHaveOneDoor(t *testing.T) {
	for _, p := range packages(t) {
		dir, _ := own(p.ImportPath)
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
				continue // the standard library, or ours
			}
			if who := doorOf(path); !slices.Contains(who, dir) && !slices.Contains(who, "*") {
				t.Errorf("%s imports %s: only %v may (house_ranks_test.go, importers)", dir, path, who)
			}
		}
	}
}

func doorOf(path string) []string {
	for library, who := range importers {
		if path == library || strings.HasPrefix(path, library+"/") {
			return who
		}
	}
	return nil
}

var noWords = []string{"util", "utils", "common", "model", "models", "helper", "helpers", "type", "types", "base", "core", "misc", "shared", "pkg", "internal", "lib"}

func TestPackagesAreNamedForWhatTheyAre(t *testing.T) {
	for _, p := range packages(t) {
		dir, _ := own(p.ImportPath)
		for part := range strings.SplitSeq(dir, "/") {
			if slices.Contains(noWords, part) || slices.Contains(noWords, p.Name) {
				t.Errorf("%s: a package is a word a civil servant knows; %q says nothing", dir, part)
			}
		}
	}
}

// The SQLite of modernc.org is C translated for one exact version of its libc;
// with another it may corrupt memory (its README says so).
func TestLibcIsTheOneSQLiteWants(t *testing.T) {
	have := output(t, "go", "list", "-m", "-f", "{{.Version}}", "modernc.org/libc")
	mod, err := os.ReadFile(output(t, "go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindSubmatch(mod)
	if want == nil {
		t.Fatal("modernc.org/sqlite names no libc in its go.mod")
	}
	if have != string(want[1]) {
		t.Errorf("modernc.org/libc is %s, modernc.org/sqlite wants %s: go get modernc.org/libc@%s", have, want[1], want[1])
	}
}
