package e2e_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Who tries the product gets pages at once, and the whole demonstration takes
// their place when it is made: the same accounts, another database.
func TestTheWholeDemonstrationTakesThePlaceOfTheSmall(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	s := serve(t, db, "--demo", "--scale", "0.02")
	accounts := accountsOf(t, db)
	reader := open(t, s, 1280, 900)
	reader.signIn(accounts["statistics"])
	reader.visit("/")
	if !strings.Contains(reader.text("body"), "العرض الكامل قيد الإعداد") {
		t.Fatalf("the page does not say that a small demonstration is served:\n%s", reader.text("body"))
	}
	ended := time.After(5 * time.Minute)
	for tick := time.NewTicker(200 * time.Millisecond); ; {
		if _, err := os.Stat(db); err == nil {
			reader.visit("/sign-in")
			if strings.Contains(reader.text("body"), "بيانات تجريبية") {
				break
			}
		}
		select {
		case <-ended:
			t.Fatal("the whole demonstration was not served within five minutes")
		case <-tick.C:
		}
	}
	reader.signIn(accounts["statistics"])
	reader.visit("/tables/01-widows-by-region")
	n := accepted(t, db)
	if n < 2000 {
		t.Errorf("%d accepted: not the whole demonstration", n)
	}
	reader.sees(fmt.Sprintf("%d.%03d", n/1000, n%1000))
	for _, left := range []string{".first", ".making"} {
		if found, _ := filepath.Glob(db + left + "*"); len(found) > 0 {
			t.Errorf("left behind: %v", found)
		}
	}
}

// accountsOf reads the file that a demonstration writes, by login.
func accountsOf(t testing.TB, db string) map[string]account {
	t.Helper()
	f, err := os.Open(db + ".accounts.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]account{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if parts := strings.Fields(lines.Text()); len(parts) >= 2 {
			out[parts[0]] = account{parts[0], parts[1]}
		}
	}
	return out
}
