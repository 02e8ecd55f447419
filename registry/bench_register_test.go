package registry_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sanad/calendar"
	"sanad/population"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// The register of the benchmarks: persons of package population, which has the
// namesakes of a country and the errors of its clerks, and among them one in
// crowding of the commonest name of all, in one province.
const (
	benchSeed = 7
	crowding  = 200
	crowded   = "03.231" // the province of the namesakes
)

// drawn visits the first n records of the synthetic register that an office
// would take, as drafts.
func drawn(n int, visit func(row []string, d registry.Draft) error) error {
	in, out := io.Pipe()
	go func() { out.CloseWithError(population.Write(out, n*6/5, benchSeed)) }()
	defer in.Close()
	r := csv.NewReader(in)
	if _, err := r.Read(); err != nil {
		return err
	}
	today, cards := calendar.SystemClock().Date(), map[string]bool{}
	for taken := 0; taken < n; {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		d := registry.Draft{Arabic: registry.Name{Given: row[3], Family: row[4]}, Latin: registry.Name{Given: row[5], Family: row[6]}, Sex: registry.Sex(row[7]), Province: crowded, Phone: row[11]}
		if d.Birth, err = calendar.ParseBirth(row[8]); err != nil {
			continue
		}
		if row[10] != "" {
			d.Province, d.Commune = row[10][:6], row[10]
		}
		if row[9] != "" && !cards[row[9]] { // an office takes a card once
			cards[row[9]] = true
			d.Identifiers = []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(len(cards))}}
		}
		if d, _ = d.Clean(); d.Check(today) != nil {
			continue
		}
		taken++
		if err := visit(row, d); err != nil {
			return err
		}
	}
	return nil
}

// namesake is the n-th of those who have one name.
func namesake(n int) registry.Draft {
	return registry.Draft{Arabic: registry.Name{Given: "محمد", Family: "العلوي"}, Latin: registry.Name{Given: "Mohamed", Family: "El Alaoui"}, Sex: registry.Male, Province: crowded,
		Birth: calendar.Birth{On: calendar.NewDate(1940+n%70, 1, 1+n*7%365), Precision: calendar.ByDay}}
}

// largeRegister opens the register of a benchmark on an engine, made in var/bench
// when it is not there.
func largeRegister(b *testing.B, engine string, keys *registry.Keys, persons int) *store.DB {
	b.Helper()
	folder := filepath.Join("..", "var", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	url := filepath.Join(folder, fmt.Sprintf("register-%d.db", persons))
	if engine == "postgres" {
		url = storetest.KeptPostgres(b, filepath.Join(folder, fmt.Sprintf("postgres-%d", persons)))
	}
	for {
		db, err := store.Open(b.Context(), url, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Migrate(b.Context()); err != nil {
			b.Fatal(err)
		}
		there, err := store.Exists(b.Context(), db, "select 1 from person limit 1")
		if err != nil {
			b.Fatal(err)
		}
		if there {
			b.Cleanup(func() { db.Close() })
			return db
		}
		db.Close()
		begun := time.Now()
		fillLarge(b, url, keys, persons)
		b.Logf("%s: %d records written in %v", engine, persons, time.Since(begun))
	}
}

func fillLarge(b *testing.B, url string, keys *registry.Keys, persons int) {
	b.Helper()
	db, err := store.Open(b.Context(), url, store.Options{Bulk: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var batch []registry.Draft
	communes := map[string]bool{}
	write := func() error {
		defer func() { batch = batch[:0] }()
		return db.Update(b.Context(), func(tx *store.Tx) error {
			for _, d := range batch {
				if d.Commune == "" || communes[d.Commune] {
					continue
				}
				communes[d.Commune] = true
				if _, err := tx.Exec(b.Context(), "insert into commune (code, province, name_ar, name_fr, kind) values ($1, $2, $1, $1, 'urban')", d.Commune, d.Province); err != nil {
					return err
				}
			}
			return registry.WriteRows(b.Context(), tx, keys, batch)
		})
	}
	n := 0
	add := func(d registry.Draft) error {
		n++
		d.ID = largeID(n)
		if batch = append(batch, d); len(batch) < 20_000 {
			return nil
		}
		return write()
	}
	err = drawn(persons-persons/crowding, func(_ []string, d registry.Draft) error {
		if n%crowding == 0 {
			if err := add(namesake(n / crowding)); err != nil {
				return err
			}
		}
		return add(d)
	})
	if err == nil {
		err = write()
	}
	if err != nil {
		b.Fatal(err)
	}
}
