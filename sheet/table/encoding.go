package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sanad/fault"
)

// Encoding is how a CSV writes letters.
type Encoding string

// The encodings that are read: what spreadsheets in Arabic and in French write,
// today and twenty years ago.
const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	Windows1256 Encoding = "windows-1256" // Arabic
	Windows1252 Encoding = "windows-1252" // French
	IBM850      Encoding = "ibm850"       // French, “CSV (MS-DOS)”
)

// Encodings are those that Options may ask for.
var Encodings = []Encoding{UTF8, UTF16LE, UTF16BE, Windows1256, Windows1252, IBM850}

var decoders = map[Encoding]encoding.Encoding{
	UTF16LE:     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	UTF16BE:     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	Windows1256: charmap.Windows1256,
	Windows1252: charmap.Windows1252,
	IBM850:      charmap.CodePage850,
}

var bom = []byte("\xef\xbb\xbf")

// text is the file as UTF-8, without its mark of order. A byte that UTF-8 does
// not allow is left as it is: its cell is refused.
func (f *File) text() io.Reader {
	raw := bufio.NewReaderSize(io.NewSectionReader(f.bytes, 0, f.size), 1<<16)
	if d := decoders[f.Encoding]; d != nil {
		return transform.NewReader(raw, d.NewDecoder())
	}
	if first, _ := raw.Peek(len(bom)); bytes.Equal(first, bom) {
		raw.Discard(len(bom)) // Peek has them
	}
	return raw
}

// findEncoding takes the asked encoding, or what the bytes say.
func (f *File) findEncoding(asked Encoding) error {
	if asked != "" {
		f.Encoding = asked
		if !slices.Contains(Encodings, asked) {
			return fault.New(fault.Invalid, "table.encoding-unknown", fault.Args{"value": string(asked)})
		}
		return nil
	}
	raw := bufio.NewReaderSize(io.NewSectionReader(f.bytes, 0, f.size), 1<<16)
	first, _ := raw.Peek(3)
	switch {
	case bytes.Equal(first, bom):
		f.Encoding = UTF8
	case bytes.HasPrefix(first, []byte("\xff\xfe")):
		f.Encoding = UTF16LE
	case bytes.HasPrefix(first, []byte("\xfe\xff")):
		f.Encoding = UTF16BE
	default:
		return f.guess(raw)
	}
	return nil
}

// guess tells UTF-8 from what was written before it: text of another encoding is
// hardly ever valid UTF-8. A few broken letters in much valid text are broken
// letters, not another encoding.
func (f *File) guess(raw *bufio.Reader) error {
	var good, bad int
	for {
		r, size, err := raw.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if r == utf8.RuneError && size == 1 {
			bad++
		} else if size > 1 {
			good++
		}
	}
	f.Encoding = UTF8
	if bad == 0 || good > 10*bad {
		return nil
	}
	f.Guessed = true
	var v votes
	raw.Reset(io.NewSectionReader(f.bytes, 0, f.size))
	for {
		b, err := raw.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		v.take(b)
	}
	f.Encoding = v.winner()
	return nil
}

// votes tell the encodings of one byte a letter apart. Windows-1256 kept the
// small accented letters of French where Windows-1252 has them, so that only
// Arabic letters and French capitals differ: the first stand together in words,
// the second between Latin letters.
type votes struct {
	before byte // the byte before the run
	last   byte
	run    int // Arabic letters in a row
	arabic int
	french int
	dos    int
}

func (v *votes) take(b byte) {
	if arabicByte(b) {
		if v.run == 0 {
			v.before = v.last
		}
		v.run++
	} else if v.run > 0 {
		beside := latinByte(v.before) || latinByte(b)
		if v.run >= 3 || v.run == 2 && !beside {
			v.arabic++
		} else if beside {
			v.french++
		}
		v.run = 0
	}
	if latinByte(v.last) && (b == 0x82 || b == 0x8a) { // é and è of MS-DOS, a quotation mark and a capital of Windows
		v.dos++
	}
	v.last = b
}

func (v *votes) winner() Encoding {
	switch {
	case v.dos > v.french && v.dos > v.arabic:
		return IBM850
	case v.arabic > v.french:
		return Windows1256
	}
	return Windows1252
}

func latinByte(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }

// arabicByte tells that a byte of Windows-1256 is an Arabic letter or its mark.
func arabicByte(b byte) bool {
	switch {
	case b >= 0xc0 && b <= 0xdf:
		return b != 0xd7
	case b == 0xe1, b >= 0xe3 && b <= 0xe6, b == 0xec, b == 0xed, b >= 0xf0 && b <= 0xf3, b == 0xf5, b == 0xf6, b == 0xf8, b == 0xfa:
		return true
	}
	return b == 0x81 || b == 0x8d || b == 0x8e || b == 0x90
}

// broken tells that a text is UTF-8 that somebody opened as Windows-1252 and
// kept: "Ø£Ø­Ù…Ø¯" for أحمد, "JosÃ©" for José.
func broken(text string) bool {
	if !bytes.ContainsAny([]byte(text), "ÃÂØÙÅÚÛ") {
		return false
	}
	raw, err := charmap.Windows1252.NewEncoder().String(text)
	return err == nil && utf8.ValidString(raw) && utf8.RuneCountInString(raw) < len(raw)
}
