package statistics

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"sanad/act"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
)

// Kinds of the events of a document's streams: one stream for each of its files,
// whose last event states all figures of the file, or withdraws them.
const (
	stateKind    = "statistics.state"
	withdrawKind = "statistics.withdraw"
)

// documents is the party of what documents state: it belongs to nobody.
var documents = store.MakeID(0, 0xd0c5, 1)

// streamOf is the stream of a file of a document: the same in every database.
func streamOf(source, file string) store.ID {
	sum := sha256.Sum256([]byte(source + "/" + file))
	return store.MakeID(0, binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16]))
}

// StatedFile is what an event holds of a file: every figure it posts, and what
// the document prints beside them.
type StatedFile struct {
	Source  string         `json:"source"`          // id of the document
	File    string         `json:"file"`            //
	SHA256  string         `json:"sha256"`          // of the file
	Page    string         `json:"page,omitempty"`  // of the document
	Table   string         `json:"table,omitempty"` // whose shape the file has
	Figures []StatedFigure `json:"figures"`
	Printed []Printed      `json:"printed"`
}

// StatedFigure is one figure as the ledger counts it, with its place in the file.
type StatedFigure struct {
	Programme string        `json:"programme"`
	Measure   string        `json:"measure"`
	Territory string        `json:"territory,omitempty"`
	Dims      ledger.Dims   `json:"dims,omitempty"`
	Day       calendar.Date `json:"day"`
	Quantity  int64         `json:"quantity"` // in the measure's unit
	Line      int           `json:"line"`     // of the file
	Name      string        `json:"name"`     // of the figure, or row and column of the table
	Text      string        `json:"text"`     // as the file writes it
}

// Printed is something printed that is computed from the figures: a total, a
// percentage, a figure of running text that tables give too.
type Printed struct {
	Row    string `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Share  string `json:"share,omitempty"`  // share of the table; with it, Row
	Across bool   `json:"across,omitempty"` // percentage under the total; with it, Column
	Figure string `json:"figure,omitempty"`
	Text   string `json:"text"`
	Page   string `json:"page,omitempty"`
}

// entry is the posting of a stated figure.
func (f StatedFigure) entry(set *programme.Set) (ledger.Entry, error) {
	def, err := set.Get(f.Programme)
	if err != nil {
		return ledger.Entry{}, err
	}
	m := def.Ledger.Measure(f.Measure)
	if m == nil {
		return ledger.Entry{}, errors.New("statistics: the programme " + f.Programme + " has no measure " + f.Measure)
	}
	kind := ledger.Flow
	if standing(def, m) {
		kind = ledger.Stock
	}
	return ledger.Entry{Quantity: f.Quantity, Day: f.Day, Cell: ledger.Cell{Programme: f.Programme, Measure: f.Measure, Unit: string(m.Unit), Kind: kind,
		Origin: ledger.Reported, Territory: f.Territory, Dims: f.Dims}}, nil
}

// standing tells that a measure, or what it counts, stands on a day.
func standing(def *programme.Definition, m *programme.Measure) bool {
	if m.Kind != programme.Distinct {
		return m.Kind == programme.Standing
	}
	of := def.Ledger.Measure(m.Of)
	return of != nil && of.Kind == programme.Standing
}

// StatedBy is the file that made a statement, found from its posting: where a
// reported figure comes from. The caller has already the right to the figure.
//
// Errors: store.not-found.
func StatedBy(ctx context.Context, q store.Q, s ledger.Statement) (StatedFile, error) {
	ev, err := act.One(ctx, q, s.Posting.Party, s.Posting.Stream, s.Posting.Seq)
	if err != nil {
		return StatedFile{}, err
	}
	var f StatedFile
	return f, json.Unmarshal(ev.Payload, &f)
}

// lastStated is what stands of a file of a document as known on an instant, and
// its event; zero when nothing does.
func lastStated(ctx context.Context, q store.Q, source, file string, knownOn calendar.Instant) (f StatedFile, ev act.Event, err error) {
	events, err := act.Events(ctx, q, documents, streamOf(source, file))
	for _, e := range events {
		if e.RecordedAt <= knownOn {
			ev = e
		}
	}
	if err != nil || ev.Kind != stateKind {
		return StatedFile{}, act.Event{}, err
	}
	return f, ev, json.Unmarshal(ev.Payload, &f)
}

// VerifyStated computes the postings of every statement of the documents again
// from its event and compares them with the ledger. It reports each difference
// and returns how many events it read.
func VerifyStated(ctx context.Context, q store.Q, set *programme.Set, sources []*programme.Source, report func(problem string)) (int, error) {
	n := 0
	for _, src := range sources {
		for _, file := range src.Files {
			events, err := act.Events(ctx, q, documents, streamOf(src.ID, file.File))
			if err != nil {
				return n, err
			}
			for _, ev := range events {
				n++
				if ev.Kind != stateKind {
					continue
				}
				same, err := posted(ctx, q, set, ev)
				if err != nil {
					return n, err
				}
				if !same {
					report(src.ID + ": " + file.File + ": the postings are not those of its event")
				}
			}
		}
	}
	return n, nil
}

func posted(ctx context.Context, q store.Q, set *programme.Set, ev act.Event) (bool, error) {
	var f StatedFile
	if err := json.Unmarshal(ev.Payload, &f); err != nil {
		return false, err
	}
	postings, err := ledger.OfEvent(ctx, q, ev)
	if err != nil || len(postings) != len(f.Figures) {
		return false, err
	}
	for i, p := range postings {
		e, err := f.Figures[i].entry(set)
		if err != nil {
			return false, err
		}
		if p.CellID != e.Cell.Number() || p.Quantity != e.Quantity || p.Day != e.Day {
			return false, nil
		}
	}
	return true, nil
}

// Figure is the figure of the file that a statement posts.
func (f StatedFile) Figure(s ledger.Statement) (StatedFigure, bool) {
	i := slices.IndexFunc(f.Figures, func(x StatedFigure) bool {
		return x.Programme == s.Cell.Programme && x.Measure == s.Cell.Measure && x.Territory == s.Cell.Territory && x.Day == s.Day && maps.Equal(x.Dims, s.Cell.Dims)
	})
	if i < 0 {
		return StatedFigure{}, false
	}
	return f.Figures[i], true
}

// Prints is what the file prints in a place of its table where the figure is
// computed from others, as a total is.
func (f StatedFile) Prints(row, column string) (string, bool) {
	for _, p := range f.Printed {
		if p.Row == row && p.Column == column && p.Share == "" && !p.Across {
			return p.Text, true
		}
	}
	return "", false
}

// Same compares a figure with what is printed of it.
func (c Column) Same(cell Cell, printed string) bool {
	return cell.Known() && sameNumber(c.Unit, cell.Value, printed)
}
