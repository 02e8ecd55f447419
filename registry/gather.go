package registry

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"sanad/calendar"
	"sanad/linkage"
	"sanad/store"
)

// Gathered are drafts that stand beside each other and in no register yet, such
// as the rows of a file: a draft is compared with those before it as FindAlike
// compares it with the register, found by the same names and days. Not safe for
// concurrent use. A draft costs about half a kilobyte.
type Gathered struct {
	by     *linkage.Matcher
	drafts []gathered
	heard  map[string][]int // both sounds of a name, in whichever order
	born   map[string][]int // a day of birth and one sound
}

type gathered struct {
	name   int64
	year   int
	record []string
}

// AlikeDraft is a draft of those gathered that may be the same person.
type AlikeDraft struct {
	Name int64 // as it was added under
	Why  linkage.Explanation
}

// NewGathered makes an empty gathering that judges by the register's model.
//
// Errors: linkage.model.
func NewGathered(ctx context.Context, q store.Q) (*Gathered, error) {
	by, err := matcher(ctx, q)
	return &Gathered{by: by, heard: map[string][]int{}, born: map[string][]int{}}, err
}

// Add gathers a draft under a name of the caller's.
func (g *Gathered) Add(name int64, d Draft) {
	n := len(g.drafts)
	g.drafts = append(g.drafts, gathered{name, d.Birth.On.Year(), d.record()})
	for _, key := range unique(d.heardKeys()) {
		g.heard[key] = append(g.heard[key], n)
	}
	for _, key := range unique(d.bornKeys(d.Birth.On)) {
		g.born[key] = append(g.born[key], n)
	}
}

// Alike finds who may be the person of a draft among those gathered, the
// likeliest first; as FindAlike it stops at a few.
func (g *Gathered) Alike(d Draft) []AlikeDraft {
	near := g.near(d)
	if len(near) == 0 {
		return nil
	}
	records := make([][]string, len(near))
	for i, n := range near {
		records[i] = g.drafts[n].record
	}
	var out []AlikeDraft
	for i, why := range g.by.Compare(d.record(), records) {
		if why.Probability >= linkage.Review {
			out = append(out, AlikeDraft{g.drafts[near[i]].name, why})
		}
	}
	slices.SortStableFunc(out, func(a, b AlikeDraft) int { return cmp.Compare(b.Why.Probability, a.Why.Probability) })
	return out[:min(len(out), mostAlike)]
}

// near are the drafts worth a comparison, each once.
func (g *Gathered) near(d Draft) []int {
	if d.Birth.IsZero() {
		return nil
	}
	var out []int
	seen := map[int]bool{}
	take := func(list []int, most int, fits func(gathered) bool) {
		for _, n := range list {
			if most == 0 {
				return
			}
			if !seen[n] && fits(g.drafts[n]) {
				seen[n] = true
				out = append(out, n)
				most--
			}
		}
	}
	year := d.Birth.On.Year()
	for _, key := range unique(d.heardKeys()) {
		take(g.heard[key], mostCandidates, func(o gathered) bool { return o.year >= year-yearsApart && o.year <= year+yearsApart })
	}
	days := []calendar.Date{d.Birth.On}
	if y, m, day := d.Birth.On.Parts(); day <= 12 && day != int(m) {
		days = append(days, calendar.NewDate(y, time.Month(day), int(m)))
	}
	for _, day := range days {
		for _, key := range unique(d.bornKeys(day)) {
			take(g.born[key], mostCandidates, func(gathered) bool { return true })
		}
	}
	return out
}

// heardKeys are the sounds of both names in each script, in one order.
func (d Draft) heardKeys() (out []string) {
	for _, s := range d.heard() {
		first, second := s.given, s.family
		if first > second {
			first, second = second, first
		}
		out = append(out, first+"|"+second)
	}
	return out
}

// bornKeys are a day of birth with each sound; none unless the day is known.
func (d Draft) bornKeys(day calendar.Date) (out []string) {
	if d.Birth.Precision != calendar.ByDay {
		return nil
	}
	on := strconv.Itoa(int(day)) + "|"
	for _, s := range d.heard() {
		out = append(out, on+"g"+s.given, on+"f"+s.family)
	}
	return out
}

// record is a draft as the comparison reads it.
func (d Draft) record() []string {
	card := ""
	for _, i := range d.Identifiers {
		if value, ok := normal(i.Kind, i.Value); ok && i.Kind == CIN {
			card = value
		}
	}
	return Person{Arabic: d.Arabic, Latin: d.Latin, Sex: d.Sex, Birth: d.Birth, Commune: d.Commune, Phone: d.Phone}.record(card)
}

func unique(keys []string) []string {
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Normal is an identifier in its one form, "AB123456" for "ab 123-456"; false for
// a text of another form.
func (i Identity) Normal() (string, bool) { return normal(i.Kind, i.Value) }

// IdentifierOf reads a text as an identifier of whichever kind it has the form of.
func IdentifierOf(text string) (Identity, bool) {
	for _, kind := range kinds {
		if value, ok := normal(kind, text); ok {
			return Identity{kind, value}, true
		}
	}
	return Identity{}, false
}
