package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sanad/store"
)

// cluster is the PostgreSQL server of this test process.
type cluster struct {
	dir   string
	admin *sql.DB
	alive io.Closer // the server stops when this pipe closes; held, or it would be collected
}

var (
	clusterOnce sync.Once
	theCluster  *cluster
	clusterErr  error
)

func startCluster(t testing.TB) *cluster {
	t.Helper()
	clusterOnce.Do(func() { theCluster, clusterErr = newCluster() })
	if clusterErr != nil {
		t.Fatalf("PostgreSQL could not be started (install Debian's postgresql-15, or put initdb and postgres on the PATH): %v", clusterErr)
	}
	return theCluster
}

func newCluster() (*cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "sanad-pg-")
	if err != nil {
		return nil, err
	}
	cred, err := serverUser(dir)
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	initdb := command(cred, filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "sanad", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := c.serve(bin, cred); err != nil {
		return nil, err
	}
	return c, c.template()
}

// binaries finds the newest PostgreSQL of 15 or later.
func binaries() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	sort.Strings(found)
	if len(found) == 0 {
		return "", fmt.Errorf("no initdb found on the PATH or under /usr/lib/postgresql")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// serverUser is who the server runs as: this user, or, for root, the first of
// postgres and nobody that exists; the folder is handed over to it.
func serverUser(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
	}
	return nil, fmt.Errorf("PostgreSQL does not run as root and neither user postgres nor nobody exists")
}

func command(cred *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	return cmd
}

// serve starts the server under a shell that stops it and removes its folder
// once this process is gone, however it goes: the pipe then closes.
func (c *cluster) serve(bin string, cred *syscall.Credential) error {
	script := `"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200 -c log_min_messages=fatal >"$2/log" 2>&1 &
pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; rm -rf "$2"`
	cmd := command(cred, "/bin/sh", "-c", script, "sh", bin, c.dir)
	cmd.SysProcAttr.Setsid = true
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	c.alive = pipe
	if err := cmd.Start(); err != nil {
		return err
	}
	admin, err := sql.Open("pgx", c.url("postgres"))
	c.admin = admin
	if err != nil {
		return err
	}
	return c.ready()
}

// ready waits until the server answers, for at most twenty seconds.
func (c *cluster) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := c.admin.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("server not ready: %w: %s", err, strings.TrimSpace(string(log)))
		case <-tick.C:
		}
	}
}

// template makes the migrated database that every test's is cloned from.
func (c *cluster) template() error {
	ctx := context.Background()
	if _, err := c.admin.ExecContext(ctx, "create database template_sanad"); err != nil {
		return err
	}
	db, err := store.Open(ctx, c.url("template_sanad"), store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Migrate(ctx)
}

func (c *cluster) url(name string) string {
	return fmt.Sprintf("postgres://sanad@/%s?host=%s", name, c.dir)
}

func (c *cluster) exec(t testing.TB, query string) {
	t.Helper()
	if _, err := c.admin.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
