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

// socket is a cluster's own folder, in which its socket lies, with where its
// programs are and whom it runs as.
func socket() (c *cluster, bin string, cred *syscall.Credential, err error) {
	if bin, err = binaries(); err != nil {
		return nil, "", nil, err
	}
	dir, err := os.MkdirTemp("", "sanad-pg-")
	if err != nil {
		return nil, "", nil, err
	}
	cred, err = serverUser(dir)
	return &cluster{dir: dir}, bin, cred, err
}

func newCluster() (*cluster, error) {
	c, bin, cred, err := socket()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(c.dir, "data")
	if err := initialize(bin, cred, data); err != nil {
		return nil, err
	}
	if err := c.serve(bin, cred, data, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB"); err != nil {
		return nil, err
	}
	return c, c.template()
}

func initialize(bin string, cred *syscall.Credential, data string) error {
	out, err := command(cred, filepath.Join(bin, "initdb"), "-D", data, "-U", "sanad", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// KeptPostgres starts a server with PostgreSQL's own settings over a folder that
// stays, made when it is not there, and gives the address of a database in it
// that is not migrated yet: for a benchmark whose rows take minutes to make. The
// server stops with the test.
func KeptPostgres(t testing.TB, folder string) string {
	t.Helper()
	c, err := keptCluster(folder)
	if err != nil {
		t.Fatalf("PostgreSQL could not be started over %s: %v", folder, err)
	}
	t.Cleanup(func() { c.alive.Close() })
	var there bool
	if err := c.admin.QueryRowContext(t.Context(), "select exists (select 1 from pg_database where datname = 'kept')").Scan(&there); err != nil {
		t.Fatal(err)
	}
	if !there {
		c.exec(t, "create database kept")
	}
	return c.url("kept")
}

// keptCluster keeps its data apart from its socket, whose path must be short.
func keptCluster(folder string) (*cluster, error) {
	c, bin, cred, err := socket()
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err != nil {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
		if _, err := serverUser(folder); err != nil {
			return nil, err
		}
		if err := initialize(bin, cred, data); err != nil {
			return nil, err
		}
	}
	return c, c.serve(bin, cred, data)
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
func (c *cluster) serve(bin string, cred *syscall.Credential, data string, settings ...string) error {
	script := `bin=$1 data=$2 dir=$3; shift 3
"$bin/postgres" -D "$data" -k "$dir" -c listen_addresses= -c max_connections=200 -c log_min_messages=fatal "$@" >"$dir/log" 2>&1 &
pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; rm -rf "$dir"`
	cmd := command(cred, "/bin/sh", append([]string{"-c", script, "sh", bin, data, c.dir}, settings...)...)
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
