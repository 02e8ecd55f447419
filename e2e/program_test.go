package e2e_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	buildOnce sync.Once
	binary    string
	buildErr  error
)

// TestMain removes the binary that the tests built, and ends the shared server.
func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	closeOffice()
	if binary != "" {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// sanad builds the program once and gives its path.
func sanad(t testing.TB) string {
	t.Helper()
	buildOnce.Do(func() {
		dir, err := os.MkdirTemp("", "sanad-e2e-")
		if err != nil {
			buildErr = err
			return
		}
		binary = filepath.Join(dir, "sanad")
		cmd := exec.Command("go", "build", "-o", binary, "../cmd/sanad")
		if out, err := cmd.CombinedOutput(); err != nil {
			buildErr = fmt.Errorf("go build: %w: %s", err, out)
		}
	})
	if buildErr != nil {
		t.Fatal(buildErr)
	}
	return binary
}

// run runs a command of the program and gives what it printed on standard output.
func run(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.Command(sanad(t), args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("sanad %s: %v\n%s%s", strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String()
}

// server is a running "sanad serve".
type server struct {
	url string
	cmd *exec.Cmd
}

// serve runs the program for one test.
func serve(t testing.TB, db string, more ...string) *server {
	t.Helper()
	s := start(t, db, more...)
	t.Cleanup(s.kill)
	return s
}

// start starts the program on a free port and waits until it answers.
func start(t testing.TB, db string, more ...string) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	var log bytes.Buffer
	s := &server{url: "http://" + addr, cmd: exec.Command(sanad(t), append([]string{"serve", "--db", db, "--addr", addr}, more...)...)}
	s.cmd.Stdout, s.cmd.Stderr = &log, &log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := s.ready(); err != nil {
		s.kill()
		t.Fatalf("%v\n%s", err, log.String())
	}
	return s
}

// ready asks until the server answers, for at most twenty seconds.
func (s *server) ready() error {
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		resp, err := http.Get(s.url + "/sign-in")
		if err == nil {
			resp.Body.Close()
			return nil
		}
		select {
		case <-deadline:
			return fmt.Errorf("the server does not answer: %w", err)
		case <-tick.C:
		}
	}
}

// kill ends the server as a power cut would: kill -9, no farewell.
func (s *server) kill() {
	if s.cmd.ProcessState != nil {
		return
	}
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// account is a demonstration account, from the file that the demo writes.
type account struct{ login, password string }

// demo loads a small demonstration and gives its accounts by login.
func demo(t testing.TB, db string) map[string]account {
	t.Helper()
	run(t, "demo", "--db", db, "--scale", "0.002")
	return accountsOf(t, db)
}
