package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The drill: a backup is restored under another name, holds the same chains, and
// is told from one whose keys did not come with it.
func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	db, backup, restored := filepath.Join(dir, "demo.db"), filepath.Join(dir, "kept", "b.db"), filepath.Join(dir, "again.db")
	sanad(t, "demo", "--db", db, "--scale", "0.001").expect(t, 0)
	sanad(t, "backup", backup, "--db", db).expect(t, 0, backup, db+".key")
	sanad(t, "backup", backup, "--db", db).expect(t, 1, backup)
	sanad(t, "restore", backup, "--db", restored).expect(t, 1, restored+".key")

	key, err := os.ReadFile(db + ".key")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(restored+".key", key, 0o600); err != nil {
		t.Fatal(err)
	}
	heads := func(db string) string {
		r := sanad(t, "verify", "--db", db).expect(t, 0)
		_, after, found := strings.Cut(r.out+r.said, "Hash over")
		if !found {
			t.Fatalf("verify says %q", r.out+r.said)
		}
		line, _, _ := strings.Cut(after, "\n")
		return line
	}
	if was, is := heads(db), heads(restored); was != is {
		t.Errorf("the chains end otherwise: %s, restored %s", was, is)
	}
	sanad(t, "restore", backup, "--db", restored).expect(t, 1, restored)
	if err := os.Truncate(backup, 5000); err != nil {
		t.Fatal(err)
	}
	sanad(t, "restore", backup, "--db", filepath.Join(dir, "third.db"), "--lang", "ar").expect(t, 2, "تالفة")
}
