package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"runtime"

	"modernc.org/sqlite"

	"sanad/fault"
)

// readers is how many connections read beside the writer; more than the cores
// only adds memory.
func readers() int { return max(4, runtime.NumCPU()) }

// liteConnector opens SQLite connections and asserts on each what must hold on
// each: synchronous is a setting of the connection, not of the file.
type liteConnector struct {
	dsn     string
	pragmas []string
}

func (c liteConnector) Driver() driver.Driver { return &sqlite.Driver{} }

func (c liteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "store.cannot-open", fault.Args{"path": c.dsn}).Because(err)
	}
	for _, p := range c.pragmas {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, "pragma "+p, nil); err != nil {
			conn.Close()
			return nil, fmt.Errorf("pragma %s: %w", p, err)
		}
	}
	if err := assertPragmas(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// assertPragmas refuses a connection that could lose an acknowledged write.
func assertPragmas(ctx context.Context, conn driver.Conn) error {
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		rows, err := conn.(driver.QueryerContext).QueryContext(ctx, "pragma "+name, nil)
		if err != nil {
			return err
		}
		got := make([]driver.Value, 1)
		err = rows.Next(got)
		rows.Close()
		if err != nil {
			return err
		}
		if fmt.Sprint(got[0]) != want {
			return fault.New(fault.Unavailable, "store.pragma", fault.Args{"name": name, "value": fmt.Sprint(got[0]), "want": want})
		}
	}
	return nil
}

func liteDB(path string, more ...string) *sql.DB {
	// busy_timeout first: the other pragmas may meet a lock. _txlock does not
	// matter: write transactions are begun by hand.
	pragmas := append([]string{"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)", "temp_store(memory)"}, more...)
	return sql.OpenDB(liteConnector{dsn: path, pragmas: pragmas})
}

func (db *DB) openSQLite(ctx context.Context, bulk bool) error {
	db.engine = SQLite
	// SQLite would make a file that everybody on the machine may read, and gives
	// its log the rights of the file.
	if f, err := os.OpenFile(db.url, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600); err == nil {
		f.Close()
	}
	writePragmas := []string{"cache_size(-16384)"}
	if bulk {
		writePragmas = []string{"cache_size(-262144)", "wal_autocheckpoint(60000)"}
	}
	wdb := liteDB(db.url, writePragmas...)
	wdb.SetMaxOpenConns(1)
	if err := wdb.PingContext(ctx); err != nil {
		wdb.Close()
		return translate(err)
	}
	db.read = liteDB(db.url, "query_only(1)", "cache_size(-8192)")
	db.read.SetMaxOpenConns(readers())
	db.read.SetMaxIdleConns(readers())
	db.writer = newWriter(db, wdb)
	return nil
}
