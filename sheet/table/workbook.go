package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"sanad/fault"
)

// workbook is what the sheets of a file share.
type workbook struct {
	zip       *zip.Reader
	sheets    []Sheet
	since1904 bool
	texts     texts
	styles    []shown  // by number of cell style
	merges    []merged // of the sheet that is read
	hidden    []bool   // its hidden columns

	rowsHidden int // how many of its rows are hidden
}

func (f *File) openWorkbook(asked string) error {
	f.Format = XLSX
	z, err := zip.NewReader(f.bytes, f.size)
	if err != nil {
		return fault.New(fault.Invalid, "table.truncated", nil).Because(err)
	}
	f.book = &workbook{zip: z}
	if err := f.book.readParts(); err != nil {
		return err
	}
	f.Sheets = f.book.sheets
	if asked != "" {
		if !slices.ContainsFunc(f.Sheets, func(s Sheet) bool { return s.Name == asked }) {
			return fault.New(fault.Invalid, "table.sheet-unknown", fault.Args{"value": short(asked), "sheets": strings.Join(names(f.Sheets), "، ")})
		}
		f.Sheet = asked
	} else if f.Sheet, err = f.book.firstFilled(); err != nil {
		return err
	}
	err = f.book.readMerges(f.book.partOf(f.Sheet))
	f.hides = f.book.hidden
	if f.book.rowsHidden > 0 {
		f.notice("table.rows-hidden", fault.Args{"rows": f.book.rowsHidden})
	}
	return err
}

func names(sheets []Sheet) []string {
	var all []string
	for _, s := range sheets {
		all = append(all, s.Name)
	}
	return all
}

// firstFilled is the first sheet that is shown and holds a table: two rows of at
// least two cells, or more than is worth looking through. Where none does, it is
// the first that holds anything: a cover has a title and a date, and no table.
func (b *workbook) firstFilled() (string, error) {
	first := ""
	for _, s := range b.sheets {
		if s.Hidden {
			continue
		}
		rows := 0
		for rec, err := range b.records(s.part, maxSmall) {
			if err != nil && fault.CodeOf(err) != fault.TooLarge {
				return "", err
			}
			filled := rec.filled()
			if filled > 0 && first == "" {
				first = s.Name
			}
			if filled >= 2 {
				rows++
			}
			if err != nil || rows == 2 {
				return s.Name, nil
			}
		}
	}
	if first == "" {
		return "", fault.New(fault.Invalid, "table.empty", nil)
	}
	return first, nil
}

func (b *workbook) partOf(sheet string) string {
	for _, s := range b.sheets {
		if s.Name == sheet {
			return s.part
		}
	}
	return ""
}

// readParts finds the parts by their relations, as the format wants: their names
// are a habit of Excel's.
func (b *workbook) readParts() error {
	root, err := b.relations("_rels/.rels", "")
	if err != nil {
		return err
	}
	main := root.ofType("/officeDocument")
	if main == "" || b.find(main) == nil || strings.HasSuffix(main, ".bin") || strings.HasSuffix(main, "document.xml") {
		return fault.New(fault.Invalid, "table.workbook-other", nil)
	}
	parts, err := b.relations(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"), path.Dir(main))
	if err != nil {
		return err
	}
	if err := b.readSheets(main, parts); err != nil {
		return err
	}
	if part := parts.ofType("/styles"); part != "" {
		if err := b.readStyles(part); err != nil {
			return err
		}
	}
	if part := parts.ofType("/sharedStrings"); part != "" {
		return b.readTexts(part)
	}
	return nil
}

type relation struct{ id, kind, part string }

type relations []relation

// ofType is the first part whose type ends so: the two dialects of the format
// differ before.
func (r relations) ofType(end string) string {
	for _, one := range r {
		if strings.HasSuffix(one.kind, end) {
			return one.part
		}
	}
	return ""
}

func (b *workbook) relations(part, folder string) (relations, error) {
	if b.find(part) == nil {
		return nil, fault.New(fault.Invalid, "table.workbook-other", nil)
	}
	var found relations
	err := b.walk(part, maxSmall, func(_ *xmlReader, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			found = append(found, relation{attr(e, "Id"), attr(e, "Type"), strings.TrimPrefix(target, "/")})
		}
		return nil
	})
	return found, err
}

func (b *workbook) readSheets(part string, parts relations) error {
	return b.walk(part, maxSmall, func(_ *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.since1904 = yes(attr(e, "date1904"))
		case "sheet":
			for _, r := range parts {
				if r.id == attr(e, "id") && strings.HasSuffix(r.kind, "/worksheet") {
					state := attr(e, "state")
					b.sheets = append(b.sheets, Sheet{Name: attr(e, "name"), Hidden: state != "" && state != "visible", part: r.part})
				}
			}
		}
		return nil
	})
}

func yes(value string) bool { return value == "1" || value == "true" || value == "on" }

// attr is an attribute by its local name: r:id in one dialect is id in another.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (b *workbook) find(name string) *zip.File {
	for _, f := range b.zip.File {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// xmlReader gives the tokens of a part: the raw ones, since the other kind keeps
// a stack that a hostile file makes as deep as it likes.
type xmlReader struct {
	part string
	*xml.Decoder
	budget *budget
	packed io.ReadCloser
}

// budget bounds what one token may be, and the whole part: a few bytes of a ZIP
// can hold gigabytes.
type budget struct {
	in   io.Reader
	left int64 // of the part
	here int64 // of the token
}

var errTooLarge = errors.New("a part of the workbook is too large")

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 || b.here <= 0 {
		return 0, errTooLarge
	}
	n, err := b.in.Read(p)
	b.left -= int64(n)
	b.here -= int64(n)
	return n, err
}

func (b *workbook) open(part string, most int64) (*xmlReader, error) {
	f := b.find(part)
	if f == nil {
		return nil, malformed(part, nil)
	}
	packed, err := f.Open()
	if err != nil {
		return nil, malformed(part, err)
	}
	limit := &budget{in: packed, left: most}
	x := &xmlReader{part: part, budget: limit, packed: packed, Decoder: xml.NewDecoder(bufio.NewReaderSize(limit, 1<<16))}
	x.Strict = true
	return x, nil
}

// next is the next token, io.EOF at the end of the part.
func (x *xmlReader) next() (xml.Token, error) {
	x.budget.here = maxRecord
	token, err := x.RawToken()
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return token, err
	case errors.Is(err, errTooLarge):
		return nil, fault.New(fault.TooLarge, "table.too-large", fault.Args{"part": x.part})
	}
	return nil, malformed(x.part, err)
}

// inside is the next token of an element that has not ended yet.
func (x *xmlReader) inside() (xml.Token, error) {
	token, err := x.next()
	if errors.Is(err, io.EOF) {
		err = malformed(x.part, io.ErrUnexpectedEOF)
	}
	return token, err
}

// rest reads to the end, where the ZIP keeps the sum over all bytes.
func (x *xmlReader) rest() error {
	x.budget.here = x.budget.left
	if _, err := io.Copy(io.Discard, x.budget); errors.Is(err, errTooLarge) {
		return fault.New(fault.TooLarge, "table.too-large", fault.Args{"part": x.part})
	} else if err != nil {
		return malformed(x.part, err)
	}
	return nil
}

// text is what stands in an element up to its end, elements within it included.
func (x *xmlReader) text(name string, into []byte, most int) ([]byte, error) {
	start := len(into)
	for {
		token, err := x.inside()
		if err != nil {
			return into, err
		}
		switch token := token.(type) {
		case xml.CharData:
			if into = append(into, token...); len(into)-start > most {
				return into, fault.New(fault.TooLarge, "table.too-large", fault.Args{"part": x.part})
			}
		case xml.EndElement:
			if token.Name.Local == name {
				return into, nil
			}
		}
	}
}

// walk calls visit for each element of a part.
func (b *workbook) walk(part string, most int64, visit func(*xmlReader, xml.StartElement) error) error {
	x, err := b.open(part, most)
	if err != nil {
		return err
	}
	defer x.packed.Close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(x, e); err != nil {
				return err
			}
		}
	}
}

func malformed(part string, cause error) error {
	if errors.Is(cause, io.ErrUnexpectedEOF) || errors.Is(cause, zip.ErrChecksum) {
		return fault.New(fault.Invalid, "table.truncated", nil).Because(cause)
	}
	return fault.New(fault.Invalid, "table.malformed", fault.Args{"part": part}).Because(cause)
}

// texts are the different texts of a workbook, one after the other.
type texts struct {
	all  []byte
	ends []uint32
}

func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.ends) {
		return "", false
	}
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return string(t.all[start:t.ends[i]]), true
}

func (b *workbook) readTexts(part string) error {
	return b.walk(part, 2*maxStrings, func(x *xmlReader, e xml.StartElement) (err error) {
		if e.Name.Local == "si" {
			if len(b.texts.ends) > maxStrings/16 || len(b.texts.all) > maxStrings {
				return fault.New(fault.TooLarge, "table.too-large", fault.Args{"part": part})
			}
			b.texts.all, err = x.richText("si", b.texts.all)
			b.texts.ends = append(b.texts.ends, uint32(len(b.texts.all)))
		}
		return err
	})
}

// richText is the text of its runs; the reading aid of another script (rPh) is
// not part of it.
func (x *xmlReader) richText(name string, into []byte) ([]byte, error) {
	start := len(into)
	aid := false
	for {
		token, err := x.inside()
		if err != nil {
			return into, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			aid = aid || token.Name.Local == "rPh"
			if token.Name.Local == "t" && !aid {
				if into, err = x.text("t", into, maxRecord-(len(into)-start)); err != nil {
					return into, err
				}
			}
		case xml.EndElement:
			aid = aid && token.Name.Local != "rPh"
			if token.Name.Local == name {
				return append(into[:start], unescaped(into[start:])...), nil
			}
		}
	}
}

// unescaped undoes _x000D_, which stands for a letter that XML cannot hold.
func unescaped(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	var out []byte
	for i := 0; i < len(text); i++ {
		if rest := text[i:]; len(rest) >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_' {
			if n, err := strconv.ParseUint(string(rest[2:6]), 16, 16); err == nil {
				out = append(out, string(rune(n))...)
				i += 6
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}
