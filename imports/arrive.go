package imports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/sheet/table"
	"sanad/store"
	"sanad/territory"
)

// MostBytes is the largest file that is taken in.
const MostBytes = 64 << 20

const (
	partBytes = 256 << 10 // of a file in one row of the database
	maxSource = 120       // letters
	maxName   = 200       // letters of a file's name
)

// Arrival is a file brought to be imported.
type Arrival struct {
	Key       store.ID
	Actor     access.Actor
	Import    store.ID // made by the door
	Kind      Kind
	Programme string // of applications
	Source    string
	Province  string
	Name      string
	Content   []byte
	Read      table.Options // what whoever brings it knows of the file; zero: the bytes tell
}

// Arrive keeps a file, once it could be read to its end.
//
// Errors: imports.forbidden, kind-unknown, programme-missing, subject,
// source-missing, source-long, province-unknown, file-empty, file-large, no-rows;
// those of the reader of tables; act's.
func (o *Office) Arrive(ctx context.Context, a Arrival) (Import, error) {
	a.Source, a.Name = strings.Join(strings.Fields(a.Source), " "), fileName(a.Name)
	if err := o.checkArrival(a); err != nil {
		return Import{}, err
	}
	total, err := countRows(a)
	if err != nil {
		return Import{}, err
	}
	i := Import{ID: a.Import, Kind: a.Kind, Programme: a.Programme, Source: a.Source, Province: a.Province, Name: a.Name, Size: int64(len(a.Content)),
		State: Arrived, Account: a.Actor.Account, Total: total, Mapping: Mapping{Read: a.Read}}
	sum := sha256.Sum256(a.Content)
	asked := []any{i.Kind, i.Programme, i.Source, i.Province, i.Name, sum[:]}
	_, err = act.Do(ctx, o.DB, o.act(Request{Key: a.Key, Actor: a.Actor, Import: a.Import}, "arrive", asked), func(ctx context.Context, s *act.Step) (any, error) {
		i.On, i.ArrivedAt, i.MovedAt, i.Seq = s.Today(), s.Now(), s.Now(), s.Seq
		if err := insertImport(ctx, s, i); err != nil {
			return nil, err
		}
		n := 0
		for rest := a.Content; len(rest) > 0; n++ {
			part := rest[:min(partBytes, len(rest))]
			rest = rest[len(part):]
			if err := insertContent(ctx, s, i.ID, n, o.Keys.Seal(partPurpose(n), i.ID, string(part))); err != nil {
				return nil, err
			}
		}
		return map[string]any{"kind": i.Kind, "programme": i.Programme, "source": i.Source, "province": i.Province, "name": i.Name, "size": i.Size, "sha256": sum[:], "rows": total}, nil
	})
	if err != nil {
		return Import{}, err
	}
	return Get(ctx, o.DB, a.Actor.Scope(access.PersonsImport), i.ID)
}

// partPurpose seals a part of a file to its place, so that no two exchange.
func partPurpose(n int) string { return "import file " + strconv.Itoa(n) }

func (o *Office) checkArrival(a Arrival) error {
	if !a.Actor.Holds(access.PersonsImport) {
		return ErrForbidden
	}
	var l fault.List
	switch a.Kind {
	case Persons, Households:
	case Applications:
		_, err := o.programme(a.Programme)
		l.Add(err)
	default:
		l.Add(fault.New(fault.Invalid, "imports.kind-unknown", fault.Args{"value": string(a.Kind)}).On("kind"))
	}
	switch n := utf8.RuneCountInString(a.Source); {
	case n == 0:
		l.Add(fault.New(fault.Invalid, "imports.source-missing", nil).On("source"))
	case n > maxSource:
		l.Add(fault.New(fault.Invalid, "imports.source-long", fault.Args{"length": n, "limit": maxSource}).On("source"))
	}
	l.Add(checkProvince(a.Actor, a.Province))
	switch n := len(a.Content); {
	case n == 0:
		l.Add(fault.New(fault.Invalid, "imports.file-empty", fault.Args{"name": a.Name}).On("file"))
	case n > MostBytes:
		l.Add(fault.New(fault.TooLarge, "imports.file-large", fault.Args{"name": a.Name, "size": n >> 20, "limit": MostBytes >> 20}).On("file"))
	}
	return l.Err()
}

func checkProvince(actor access.Actor, province string) error {
	if _, known := territory.ProvinceByCode(province); !known && province != "" {
		return fault.New(fault.Invalid, "imports.province-unknown", fault.Args{"value": province}).On("province")
	}
	switch {
	case may(actor, province):
		return nil
	case province == "":
		return fault.New(fault.Invalid, "imports.province-missing", nil).On("province")
	}
	return elsewhere(province).On("province")
}

// elsewhere: the actor may not import there.
func elsewhere(province string) *fault.Error {
	return fault.New(fault.Forbidden, "imports.elsewhere", fault.Args{"province": territory.Label(province)})
}

// countRows reads a file to its end, so that one cut in two is refused when it
// comes and not in the middle of its import.
func countRows(a Arrival) (total int64, err error) {
	f, err := table.Open(bytes.NewReader(a.Content), int64(len(a.Content)), a.Read)
	if err != nil {
		return 0, err
	}
	for _, err := range f.Rows() {
		if err != nil {
			return 0, err
		}
		total++
	}
	if total == 0 {
		return 0, fault.New(fault.Invalid, "imports.no-rows", fault.Args{"name": a.Name}).On("file")
	}
	return total, nil
}

// open is an import's file.
//
// Errors: imports.forgotten; registry.key-wrong; those of the reader of tables.
func (o *Office) open(ctx context.Context, i Import, read table.Options) (*table.File, error) {
	parts, err := contentOf(ctx, o.DB, i.ID)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, ErrForgotten
	}
	content := make([]byte, 0, i.Size)
	for n, sealed := range parts {
		part, err := o.Keys.Unseal(partPurpose(n), i.ID, sealed)
		if err != nil {
			return nil, err
		}
		content = append(content, part...)
	}
	return table.Open(bytes.NewReader(content), int64(len(content)), read)
}

// fileName drops folders and what could reorder a line from a file's name.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[len(runes)-maxName:])
	}
	return name
}
