package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A list is tried, written, and what failed comes back in a file.
func TestImportPersons(t *testing.T) {
	dir := t.TempDir()
	db, file, failed := filepath.Join(dir, "a.db"), filepath.Join(dir, "list.csv"), filepath.Join(dir, "failed.csv")
	text := "numero;prenom;nom;sexe;date de naissance;cin\n1;Fatima;Alaoui;F;17/05/1980;ZZ900001\n2;Youssef;Bennani;M;31/02/1975;\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := []string{"import", "persons", file, "--source", "commune", "--province", "04.421", "--lang", "en", "--db", db}
	sanad(t, append(command, "--dry-run")...).expect(t, 0, "Would be written: 1,", "refused: 1.", "31/02/1975")
	sanad(t, append(command, "--failed", failed)...).expect(t, 0, "Written: 1,", failed)
	sanad(t, command...).expect(t, 0, "Written: 0,", "written before: 1,")
	rows, err := os.ReadFile(failed)
	if err != nil || !strings.Contains(string(rows), "2;Youssef;Bennani;M;31/02/1975;") || strings.Contains(string(rows), "Fatima") {
		t.Errorf("%v: %s", err, rows)
	}
	sanad(t, append(command, "--map", "given=prenom,family=nom")...).expect(t, 2, "Sex")
	sanad(t, append(command, "--map", "given")...).expect(t, 2, "given")
	sanad(t, "import", "applications", file, "--programme", "nothing", "--source", "x", "--province", "04.421", "--db", db).expect(t, 2, "nothing")
	sanad(t, "import", "households", "/nowhere.csv", "--source", "x", "--db", db).expect(t, 2, "/nowhere.csv")
	sanad(t, "verify", "--db", db).expect(t, 0)
}
