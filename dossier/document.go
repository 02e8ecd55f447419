package dossier

import (
	"bytes"
	"context"
	"crypto/sha256"
	"image"
	_ "image/jpeg" // formats whose size in pixels is checked
	_ "image/png"
	"path"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// Scan is a paper handed in as a file.
type Scan struct {
	ID      store.ID // made by the door
	Kind    string   // key of the document in the programme's form
	Name    string   // as the reader's machine called it
	Content []byte
}

// Document is a paper kept with a dossier.
type Document struct {
	Party   store.ID
	ID      store.ID
	Dossier store.ID
	Kind    string
	Name    string
	Media   string // application/pdf, image/jpeg or image/png, found from the bytes
	Size    int64  // bytes
	SHA256  []byte
}

// mostPixels bounds an image: a few kilobytes of PNG can unfold to gigabytes.
const mostPixels = 50_000_000

// formats are the kinds of file a programme can allow, with what their bytes
// begin with and what their name ends with.
var formats = []struct {
	name, media, begins string
	ends                []string
}{
	{"pdf", "application/pdf", "%PDF-", []string{".pdf"}},
	{"jpeg", "image/jpeg", "\xff\xd8\xff", []string{".jpg", ".jpeg"}},
	{"png", "image/png", "\x89PNG\r\n\x1a\n", []string{".png"}},
}

// keep checks the scans of a request, keeps them, and lists them as papers.
func (w *work) keep(ctx context.Context) error {
	var l fault.List
	for _, scan := range w.r.Scans {
		d, err := w.document(scan)
		if err != nil {
			l.Add(err)
			continue
		}
		if err := insertDocument(ctx, w.Step, d, scan.Content); err != nil {
			return err
		}
		w.p.Papers = append(w.p.Papers, Paper{Kind: scan.Kind, Scan: scan.ID})
	}
	return l.Err()
}

// document checks one scan: a known paper, not too large, of an allowed format,
// and what its name says it is.
func (w *work) document(scan Scan) (Document, error) {
	field := "paper." + scan.Kind
	want := w.def.Form.Document(scan.Kind)
	if want == nil {
		return Document{}, fault.New(fault.Invalid, "dossier.paper-unknown", fault.Args{"value": scan.Kind}).On(field)
	}
	args := fault.Args{"name": baseName(scan.Name), "paper": want.Label, "most": want.MaxSize, "size": int64(len(scan.Content))}
	switch {
	case len(scan.Content) == 0:
		return Document{}, fault.New(fault.Invalid, "dossier.file-empty", args).On(field)
	case int64(len(scan.Content)) > want.MaxSize:
		return Document{}, fault.New(fault.TooLarge, "dossier.file-too-large", args).On(field)
	}
	media, err := sniff(scan, want, args)
	if err != nil {
		return Document{}, err.On(field)
	}
	sum := sha256.Sum256(scan.Content)
	return Document{Party: w.r.Party, ID: scan.ID, Dossier: w.r.Dossier, Kind: scan.Kind, Name: baseName(scan.Name),
		Media: media, Size: int64(len(scan.Content)), SHA256: sum[:]}, nil
}

func sniff(scan Scan, want *programme.Document, args fault.Args) (string, *fault.Error) {
	for _, f := range formats {
		if !bytes.HasPrefix(scan.Content, []byte(f.begins)) {
			continue
		}
		args["found"] = f.name
		if !slices.Contains(want.Formats, f.name) {
			break
		}
		if !slices.Contains(f.ends, strings.ToLower(path.Ext(scan.Name))) {
			return "", fault.New(fault.Invalid, "dossier.file-mislabelled", args)
		}
		if f.name != "pdf" && tooManyPixels(scan.Content) {
			return "", fault.New(fault.Invalid, "dossier.file-damaged", args)
		}
		return f.media, nil
	}
	args["formats"] = strings.Join(want.Formats, ", ")
	return "", fault.New(fault.Invalid, "dossier.file-format", args)
}

func tooManyPixels(content []byte) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(content))
	return err != nil || c.Width*c.Height > mostPixels
}

// baseName drops folders and control characters from a file's name.
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[len(runes)-120:])
	}
	return name
}

func insertDocument(ctx context.Context, s *act.Step, d Document, content []byte) error {
	if _, err := s.Exec(ctx, "insert into document (party_id, id, dossier_id, kind, name, media, size, sha256) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		d.Party, d.ID, d.Dossier, d.Kind, d.Name, d.Media, d.Size, d.SHA256); err != nil {
		return err
	}
	_, err := s.Exec(ctx, "insert into document_content (party_id, id, content) values ($1, $2, $3)", d.Party, d.ID, content)
	return err
}

func scanDocument(r store.Row) (Document, error) {
	var d Document
	err := r.Scan(&d.Party, &d.ID, &d.Dossier, &d.Kind, &d.Name, &d.Media, &d.Size, &d.SHA256)
	return d, err
}

// Documents are those of a dossier that the caller found within its scope.
func Documents(ctx context.Context, q store.Q, d Dossier) ([]Document, error) {
	return store.All(ctx, q, scanDocument, "select party_id, id, dossier_id, kind, name, media, size, sha256 from document where party_id = $1 and dossier_id = $2 order by id", d.Party, d.ID)
}

// Content is a document with its bytes.
//
// Errors: store.not-found, also outside the scope; dossier.file-altered when the
// bytes are not those that were handed in.
func Content(ctx context.Context, q store.Q, scope access.Scope, party, id store.ID) (Document, []byte, error) {
	d, err := store.One(ctx, q, scanDocument, "select party_id, id, dossier_id, kind, name, media, size, sha256 from document where party_id = $1 and id = $2", party, id)
	if err != nil {
		return Document{}, nil, err
	}
	if _, err := Get(ctx, q, scope, party, d.Dossier); err != nil {
		return Document{}, nil, err
	}
	content, err := store.One(ctx, q, store.Value[[]byte], "select content from document_content where party_id = $1 and id = $2", party, id)
	if err != nil {
		return Document{}, nil, err
	}
	if sum := sha256.Sum256(content); !bytes.Equal(sum[:], d.SHA256) {
		return Document{}, nil, fault.New(fault.Internal, "dossier.file-altered", fault.Args{"name": d.Name})
	}
	return d, content, nil
}
