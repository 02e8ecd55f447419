package statistics

import (
	"context"
	"math/big"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
	"sanad/programme"
)

// Figure is a figure of running text, computed.
type Figure struct {
	*programme.Figure
	Programme *programme.Definition
	Unit      programme.Unit // empty for a percentage
	Cell      Cell           // the number; of a percentage only whether it is known, and its origin
	Share     Share          // the fraction of a percentage, before any rounding
	AsOf      calendar.Date
	KnownOn   calendar.Instant // when the last posting that counts was recorded, or as asked; 0: nothing counts
}

// Figures computes figures by their names, all of one moment; the Ask gives the
// two dates.
//
// Errors: statistics.figure-unknown on "figure", and those of Compute.
func (e *Engine) Figures(ctx context.Context, a Ask, names ...string) (map[string]Figure, error) {
	w := figureWork{e: e, a: a, done: map[string]Figure{}, counted: map[*programme.Definition][]*programme.Figure{}}
	for _, name := range names {
		if err := w.plan(name); err != nil {
			return nil, err
		}
	}
	knownOn, err := e.DB.Settle(ctx, a.KnownOn)
	if err != nil {
		return nil, err
	}
	q := question{asOf: a.AsOf, knownOn: knownOn, given: a.KnownOn != 0, mix: a.Mix, reported: a.reported}
	if q.asOf.IsZero() {
		q.asOf = knownOn.Date()
	}
	if today := e.DB.Today(); q.asOf > today {
		return nil, fault.New(fault.Invalid, "statistics.as-of-future", fault.Args{"day": q.asOf, "today": today}).On("as-of")
	}
	for _, def := range e.Programmes.All() {
		if err := w.count(ctx, q, def); err != nil {
			return nil, err
		}
	}
	out := map[string]Figure{}
	for _, name := range names {
		out[name] = w.derive(name)
	}
	return out, nil
}

// figureWork is figures being computed: first those that are counted, then those
// made of them.
type figureWork struct {
	e       *Engine
	a       Ask
	done    map[string]Figure
	counted map[*programme.Definition][]*programme.Figure
}

func (w *figureWork) plan(name string) error {
	def, f, ok := w.e.Programmes.Figure(name)
	if !ok {
		return fault.New(fault.NotFound, "statistics.figure-unknown", fault.Args{"figure": name}).On("figure")
	}
	if f.Measure != "" {
		w.counted[def] = append(w.counted[def], f)
		return nil
	}
	for _, part := range f.Parts() {
		if err := w.plan(part); err != nil {
			return err
		}
	}
	return nil
}

// count computes the counted figures of a programme as a table of one line.
func (w *figureWork) count(ctx context.Context, q question, def *programme.Definition) error {
	list := w.counted[def]
	if len(list) == 0 {
		return nil
	}
	q.def, q.table = def, &programme.Table{Name: "figures"}
	for _, f := range list {
		m := def.Ledger.Measure(f.Measure)
		q.table.Columns = append(q.table.Columns, programme.Column{Key: f.Name, Title: f.Title, Measure: f.Measure, Kind: m.Kind, Where: f.Where, Digits: f.Decimals(m.Unit)})
	}
	r, err := w.e.compute(ctx, q)
	if err != nil {
		return err
	}
	for i, f := range list {
		w.done[f.Name] = Figure{Figure: f, Programme: def, Unit: r.Columns[i].Unit, Cell: r.Total.Cells[i], AsOf: r.AsOf, KnownOn: r.KnownOn}
	}
	return nil
}

func (w *figureWork) derive(name string) Figure {
	if f, ok := w.done[name]; ok {
		return f
	}
	def, d, _ := w.e.Programmes.Figure(name)
	f := Figure{Figure: d, Programme: def}
	var parts []Figure
	for _, part := range d.Parts() {
		p := w.derive(part)
		parts = append(parts, p)
		f.Cell.Origin |= p.Cell.Origin
		f.AsOf, f.KnownOn = p.AsOf, max(f.KnownOn, p.KnownOn)
		if !p.Cell.Known() {
			f.Cell.State = p.Cell.State
		}
	}
	switch {
	case !f.Cell.Known():
	case d.Share != nil:
		f.Share = Share{Num: parts[0].Cell.Value, Den: parts[1].Cell.Value}
	case d.Change != nil:
		f.Share = Share{Num: parts[1].Cell.Value - parts[0].Cell.Value, Den: parts[0].Cell.Value}
	default:
		f.Unit = parts[0].Unit
		for _, p := range parts {
			f.Cell.Value += p.Cell.Value
		}
	}
	w.done[name] = f
	return f
}

// Text writes the figure for a reader, without its unit's word.
func (f Figure) Text(p *locale.Printer) string {
	switch {
	case f.Percent() && f.Cell.Known() && f.Share.Den != 0:
		n := f.Share.rounded(f.Digits, f.Round)
		return p.Percent(n.Int64(), scale(f.Digits).Int64(), f.Digits)
	case f.Percent() && f.Cell.Known():
		return locale.NoValue
	}
	return Column{Unit: f.Unit, Digits: f.digits()}.Show(p, f.Cell)
}

// Plain writes the figure for a machine: "10.38", "123861", "29654744.54".
func (f Figure) Plain() string {
	switch {
	case f.Percent() && f.Cell.Known() && f.Share.Den != 0:
		return f.Share.plain(f.Digits, f.Round)
	case f.Percent():
		return ""
	case f.Unit == programme.Centimes:
		return strings.TrimSuffix(money.Amount(f.Cell.Value).String(), ".00")
	}
	return Column{Unit: f.Unit}.Plain(f.Cell)
}

func (f Figure) digits() int { return digits(f.Unit, f.Decimals(f.Unit)) }

// scale is what a percentage is counted in: hundredths of 10 to the digits.
func scale(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)+2), nil)
}

// rounded is the percentage in its last decimal.
func (s Share) rounded(digits int, how string) *big.Int {
	return locale.Hundredths(big.NewInt(s.Num), big.NewInt(s.Den), digits, how == "down")
}

// plain is the percentage as decimal text: "-20.17".
func (s Share) plain(digits int, how string) string {
	return locale.FixedBig(s.rounded(digits, how), digits)
}
