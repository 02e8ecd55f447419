package sanad_test

import (
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// One SQL text runs on SQLite and on PostgreSQL (docs/decisions/0001); what only
// one of them knows would be found by whoever uses the other.

// portableTypes are the types that both engines and our Go types agree on.
var portableTypes = []string{"uuid", "bigint", "int", "text", "boolean", "date", "bytea"}

// byAnotherKey are tables whose rows belong to a party and are found another way.
var byAnotherKey = map[string]string{
	"identifier_claim": "its key is what makes an identifier unique in the whole country (docs/decisions/0007)",
}

var (
	tableText = regexp.MustCompile(`(?s)create table (\w+) \(\n(.*?)\n\);`)
	comment   = regexp.MustCompile(`--[^\n]*`)
	primary   = regexp.MustCompile(`primary key \((\w+)`)
)

func TestMigrationsArePortable(t *testing.T) {
	paths, _ := filepath.Glob("store/migration/*.sql")
	if len(paths) == 0 {
		t.Fatal("no migration found in store/migration")
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "-- +goose Up\n") || strings.Contains(string(text), "+goose Down") {
			t.Errorf("%s: begins with -- +goose Up and has no way down: what was recorded is not unlearned", path)
		}
		for _, m := range tableText.FindAllStringSubmatch(comment.ReplaceAllString(string(text), ""), -1) {
			checkTable(t, path, m[1], m[2])
		}
	}
}

func checkTable(t *testing.T, path, table, body string) {
	t.Helper()
	key := ""
	hasParty := false
	for line := range strings.SplitSeq(body, "\n") {
		words := strings.Fields(strings.Trim(line, " ,"))
		if m := primary.FindStringSubmatch(line); m != nil {
			key = m[1]
		}
		if len(words) < 2 || slices.Contains([]string{"primary", "unique", "check", "foreign", "constraint"}, words[0]) {
			continue
		}
		if !slices.Contains(portableTypes, words[1]) {
			t.Errorf("%s: %s.%s is %s: only %v are the same on both engines", path, table, words[0], words[1], portableTypes)
		}
		hasParty = hasParty || words[0] == "party_id"
		if strings.Contains(line, "primary key") && key == "" {
			key = words[0]
		}
	}
	if hasParty && key != "party_id" && byAnotherKey[table] == "" {
		t.Errorf("%s: %s belongs to a party: its primary key begins with party_id", path, table)
	}
}

// dialect is what one engine alone understands.
var dialect = regexp.MustCompile(`(?i)\b(ilike|generate_series|for update|now\(\)|current_timestamp|datetime\(|strftime\(|julianday|array\[|unnest\(|any\(\$|group_concat|string_agg|autoincrement|insert or (?:ignore|replace)|replace into|nextval|ifnull\()|\w::\w|\bpragma\b`)

var statement = regexp.MustCompile(`(?is)^\s*(?:select|insert|update|delete|with)\b`)

func TestQueriesArePortable(t *testing.T) {
	texts(t, func(f source) bool { return !f.test && !within(f, "store") }, func(_ source, at token.Position, text string) {
		if !statement.MatchString(text) {
			return
		}
		if found := dialect.FindString(text); found != "" {
			t.Errorf("%s: %q is known to one engine only (docs/decisions/0001)", at, found)
		}
		if !ascending(text) {
			t.Errorf("%s: $n must be first used in ascending order: SQLite numbers them as it meets them", at)
		}
	})
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// ascending tells that the placeholders of a text first appear as n, n+1, n+2;
// a text that continues another may begin after 1.
func ascending(text string) bool {
	last := 0
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[1])
		switch {
		case err != nil || n > last+1 && last > 0:
			return false
		case n > last:
			last = n
		}
	}
	return true
}
