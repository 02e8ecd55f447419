package sanad_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// largest is how big a file in git may be, in bytes. What is larger was not
// written by hand: it is fetched or made when the product is built.
const largest = 60_000

var large = exceptions{
	"demo/facts/data/communes.csv": "the list of 1,503 communes, reference data that the demonstration imports as a deployment does",
}

// foreign are the traces of third-party code, which is never committed.
var foreign = regexp.MustCompile(`(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|exe|so|jar|zip|gz)$`)

// secret are files that hold keys, or data that a run leaves behind.
var secret = regexp.MustCompile(`\.(key|pem|p12|db|db-wal|db-shm|sqlite)$|(^|/)(bin|var)/`)

// tracked are the files in git and those that would be added next.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skipf("needs git and its folder, to know which files are the product's: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestGitHoldsOnlyWhatWasWrittenHere(t *testing.T) {
	used := map[string]bool{}
	for _, path := range tracked(t) {
		info, err := os.Stat(path)
		switch {
		case err != nil: // removed and not yet committed
		case foreign.MatchString(path):
			t.Errorf("%s: third-party code: pin it in go.mod or package.json instead", path)
		case secret.MatchString(path):
			t.Errorf("%s: a key, a database or a build's output: add it to .gitignore", path)
		case info.Size() > largest && !large.allows(path, used):
			t.Errorf("%s has %d bytes, more than %d: make it when the product is built, or give a reason", path, info.Size(), largest)
		}
	}
	large.check(t, used)
}
