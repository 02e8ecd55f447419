package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"sort"
	"strings"
)

// Kind says how postings of a measure add up over time.
type Kind string

// The kinds of measure.
const (
	Flow  Kind = "flow"  // happened between two days
	Stock Kind = "stock" // stands on a day
)

// Origin says where the postings of a cell come from.
type Origin string

// The origins. A cell that says nothing is recorded.
const (
	Recorded Origin = "recorded" // events about records: each posting can name its subject
	Reported Origin = "reported" // figures of an old report: no subject, the document is the stream
)

// Cell is a combination of what is counted, where, and of whom.
type Cell struct {
	Programme string
	Measure   string
	Unit      string // persons, dossiers, services, places, items, centimes …
	Kind      Kind
	Origin    Origin
	Territory string // the finest code known: commune or province; empty for the country
	Dims      Dims
}

// Dims are the dimensions frozen at posting, "age" and "sex" for instance. The
// text form sorts them, so that the same cell is always written the same.
type Dims map[string]string

// String is "age=43;sex=F".
func (d Dims) String() string {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(k + "=" + d[k])
	}
	return b.String()
}

// ParseDims reads the text form.
func ParseDims(s string) Dims {
	d := Dims{}
	for part := range strings.SplitSeq(s, ";") {
		if k, v, ok := strings.Cut(part, "="); ok {
			d[k] = v
		}
	}
	return d
}

// key is the cell as one text; its hash is the cell's number, the same in every
// process and on every node without asking anybody.
func (c Cell) key() string {
	key := c.Programme + "|" + c.Measure + "|" + c.Unit + "|" + string(c.Kind) + "|" + c.Territory + "|" + c.Dims.String()
	if c.Origin == Reported { // recorded is not written: the numbers of older ledgers stand
		key += "|" + string(Reported)
	}
	return key
}

// Province is the province of a territory code "01.511" or "01.511.05.19", which
// is what rights are given for; empty for the country or a region.
func (c Cell) Province() string {
	if len(c.Territory) < 6 {
		return ""
	}
	return c.Territory[:6]
}

// Number identifies the cell in the ledger.
func (c Cell) Number() int64 { return number(c.key()) }

func number(key string) int64 {
	sum := sha256.Sum256([]byte(key))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}
