package main_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"sanad/store"
	"sanad/store/storetest"
)

var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "sanad-cmd-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "sanad")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// result is what a run of the program left.
type result struct {
	out, said string
	status    int
}

func sanad(t *testing.T, args ...string) result {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "LANG=C", "LC_ALL=")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{out.String(), said.String(), cmd.ProcessState.ExitCode()}
}

// expect checks a run's exit status and words in what it said.
func (r result) expect(t *testing.T, status int, words ...string) result {
	t.Helper()
	if r.status != status {
		t.Errorf("exit status %d, want %d: %s%s", r.status, status, r.out, r.said)
	}
	for _, w := range words {
		if !strings.Contains(r.said, w) {
			t.Errorf("said %q, which lacks %q", r.said, w)
		}
	}
	return r
}

const scale = 0.005

// eachEngine makes a small demonstration on each engine.
func eachEngine(t *testing.T, run func(t *testing.T, db string)) {
	for engine, address := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "demo.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			db := address(t)
			keys := filepath.Join(t.TempDir(), "keys")
			sanad(t, "demo", "--db", db, "--keys", keys, "--scale", strconv.FormatFloat(scale, 'f', -1, 64)).expect(t, 0, "100 %")
			run(t, db)
		})
	}
}

// table01 is the report's (report-2021/01-widows-by-region.csv).
const table01 = `casablanca-settat,20372,18781
marrakech-safi,17252,16261
fes-meknes,16388,15152
rabat-sale-kenitra,15260,13861
beni-mellal-khenifra,11643,10772
tanger-tetouan-al-hoceima,10916,9921
oriental,10154,9713
souss-massa,10122,9502
draa-tafilalet,8635,8123
guelmim-oued-noun,1765,1638
laayoune-sakia-el-hamra,1098,904
dakhla-oued-ed-dahab,256,223`

func expected(t *testing.T) string {
	rows, err := csv.NewReader(strings.NewReader(table01)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("region,applications_received,applications_accepted\n")
	var total [3]int
	for _, row := range rows {
		b.WriteString(row[0])
		for i := 1; i < 3; i++ {
			n, _ := strconv.Atoi(row[i])
			n = int(math.Round(float64(n) * scale))
			total[i] += n
			b.WriteString("," + strconv.Itoa(n))
		}
		b.WriteString("\n")
	}
	return b.String() + "total," + strconv.Itoa(total[1]) + "," + strconv.Itoa(total[2]) + "\n"
}

func TestTable(t *testing.T) {
	want := expected(t)
	eachEngine(t, func(t *testing.T, db string) {
		got := sanad(t, "table", "01-widows-by-region", "--as-of", "2021-07-02", "--db", db).expect(t, 0)
		if got.out != want || got.said != "" {
			t.Errorf("got\n%s%s\nwant\n%s", got.out, got.said, want)
		}
		known := sanad(t, "table", "01-widows-by-region", "--known-on", "2018-06-30", "--db", db).expect(t, 0)
		if again := sanad(t, "table", "01-widows-by-region", "--known-on", "2018-06-30T23:00:00Z", "--as-of", "2018-06-30", "--db", db); known.out == want || again.out == want {
			t.Error("known in 2018 is the same as now")
		}
		html := sanad(t, "table", "widows-pipeline", "--by", "month", "--format", "html", "--lang", "ar", "--db", db).expect(t, 0)
		if !strings.Contains(html.out, `dir="rtl"`) {
			t.Errorf("not a page: %.200s", html.out)
		}
		sanad(t, "table", "unemployment", "--db", db).expect(t, 2, "unemployment")
		sanad(t, "table", "01-widows-by-region", "--as-of", "2021-02-30", "--lang", "fr", "--db", db).expect(t, 2, "2021-02-30")
		sanad(t, "table", "01-widows-by-region", "--by", "planet", "--db", db).expect(t, 2, "planet")
		sanad(t, "table", "01-widows-by-region", "--as-of", "2999-01-01", "--db", db).expect(t, 2)
		sanad(t, "demo", "--scale", "0.001", "--db", db).expect(t, 1, "already holds data")
		verify(t, db)
	})
}

// verify is clean, and after tampering it is not.
func verify(t *testing.T, path string) {
	t.Helper()
	sanad(t, "verify", "--db", path).expect(t, 0)
	db, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range []string{
		"update posting set recorded_at = recorded_at + 1 where n = 0 and quantity = 1",
		"update event set reason = 'because' where seq = 1 and kind = 'dossier.deposit'",
	} {
		if err := db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), query); return err }); err != nil {
			t.Fatal(err)
		}
		sanad(t, "verify", "--db", path).expect(t, 1)
	}
}

func TestWrongRequests(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.db")
	sanad(t, "table", "01-widows-by-region", "--db", missing).expect(t, 2, missing)
	sanad(t, "verify", "--db", missing, "--lang", "ar").expect(t, 2, "لا توجد")
	if _, err := os.Stat(missing); err == nil {
		t.Error("a command that reads has made a database")
	}
	sanad(t, "table", "--db", missing).expect(t, 2)
	sanad(t, "publish").expect(t, 2, "publish")
	sanad(t, "demo", "--scale", "700", "--db", missing).expect(t, 2, "700")
	sanad(t, "import", "communes", "/nowhere.csv", "--db", missing).expect(t, 2, "/nowhere.csv")
	if out := sanad(t, "check").expect(t, 0).out; !strings.Contains(out, "widows-support") {
		t.Errorf("check says %q", out)
	}
	sanad(t, "version").expect(t, 0)
}

func TestImportCommunes(t *testing.T) {
	db, file := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "communes.csv")
	text := "code,province_code,region_code,name_ar,name_fr,kind\n01.511.01.01,01.511,01,أصيلة,Assilah,urban\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sanad(t, "import", "communes", file, "--db", db).expect(t, 0, "1 added")
	sanad(t, "import", "communes", file, "--db", db).expect(t, 0, "0 added")
}

// The first run prints a link; told to stop, the server stops.
func TestServe(t *testing.T) {
	cmd := exec.Command(binary, "serve", "--db", filepath.Join(t.TempDir(), "new.db"), "--addr", "127.0.0.1:0")
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	link, serving := false, false
	for lines := bufio.NewScanner(pipe); !serving && lines.Scan(); {
		link = link || strings.Contains(lines.Text(), "/claim/")
		serving = strings.Contains(lines.Text(), "serving")
	}
	if !link || !serving {
		t.Errorf("link %v, serving %v", link, serving)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("told to stop: %v", err)
	}
}

func TestTheAccountsAreTheOwners(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	shown := sanad(t, "demo", "--db", db, "--scale", "0.001").expect(t, 0).out
	info, err := os.Stat(db + ".accounts.txt")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info, err)
	}
	kept, err := os.ReadFile(db + ".accounts.txt")
	if err != nil || string(kept) != shown || !strings.Contains(shown, "clerk.rabat") {
		t.Errorf("kept %q, shown %q, %v", kept, shown, err)
	}
}
