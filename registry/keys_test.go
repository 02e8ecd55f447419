package registry_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"sanad/fault"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sanad.key")
	if _, err := registry.OpenKeys(path); err != nil {
		t.Fatal(err)
	}
	first, _ := os.ReadFile(path)
	if info, _ := os.Stat(path); len(first) != 32 || info.Mode().Perm() != 0o600 {
		t.Errorf("%d bytes, %v", len(first), info.Mode())
	}
	if _, err := registry.OpenKeys(path); err != nil {
		t.Error(err)
	}
	if again, _ := os.ReadFile(path); !bytes.Equal(first, again) {
		t.Error("made anew")
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := registry.OpenKeys(path); fault.KeyOf(err) != "registry.key-open" {
		t.Errorf("open to others: %v", err)
	}
	short := filepath.Join(t.TempDir(), "short.key")
	if err := os.WriteFile(short, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := registry.OpenKeys(short); fault.KeyOf(err) != "registry.key-broken" {
		t.Errorf("five bytes: %v", err)
	}
	if _, err := registry.OpenKeys(filepath.Join(t.TempDir(), "none", "x.key")); fault.KeyOf(err) != "registry.key-file" {
		t.Errorf("no folder: %v", err)
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		other, err := registry.NewKeys(bytes.Repeat([]byte{1}, 32))
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Check(t.Context(), db); err != nil {
			t.Errorf("an empty register: %v", err)
		}
		register(t, db, widow("ZZ000001"))
		if err := testKeys(t).Check(t.Context(), db); err != nil {
			t.Error(err)
		}
		if err := other.Check(t.Context(), db); !errors.Is(err, registry.ErrWrongKey) {
			t.Errorf("another key: %v", err)
		}
	})
}
