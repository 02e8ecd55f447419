package programme

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"

	"sanad/calendar"
	"sanad/territory"
)

// Fact is what an act freezes of a party it names, or of the dossier's subject:
// what conditions read and what the ledger's dimensions hold. A party has the
// parts of its register; the others are empty and unknown to expressions.
type Fact struct {
	Sex       string        `json:"sex,omitempty"` // F or M
	Birth     calendar.Date `json:"birth,omitzero"`
	Kind      string        `json:"kind,omitempty"`     // of an organisation
	Category  string        `json:"category,omitempty"` // of an establishment
	Operator  string        `json:"operator,omitempty"` // the organisation that runs it
	Setting   string        `json:"setting,omitempty"`  // urban or rural
	Province  string        `json:"province,omitempty"`
	Commune   string        `json:"commune,omitempty"`
	PlacesF   int64         `json:"places_f,omitempty"` // authorised, for women and girls
	PlacesM   int64         `json:"places_m,omitempty"` // for men and boys
	PlacesX   int64         `json:"places_x,omitempty"` // for either
	Open      bool          `json:"open,omitempty"`     // on the act's day
	Closed    bool          `json:"closed,omitempty"`   // for good, by the act's day; neither open nor closed: not opened yet
	Programme string        `json:"programme,omitempty"`
	State     string        `json:"state,omitempty"`  // of another dossier
	Due       calendar.Date `json:"due,omitzero"`     // the day its clock runs out
	Covers    []string      `json:"covers,omitempty"` // what it covers, see Definition.Covers

	id string // of the subject
}

// AsNamed is what another dossier that names one of this programme knows of its
// answers, beside its state and the day it is due.
func (d *Definition) AsNamed(f Fact, answers Answers) Fact {
	f.Category = answers.Text(d.Category)
	f.Covers = answers.Codes(d.Covers)
	return f
}

// Codes are the different answers of a question of a list ("envelopes.domain"),
// or those of a question of type choices, in their order.
func (a Answers) Codes(key string) []string {
	var out []string
	list, question, inList := strings.Cut(key, ".")
	if !inList {
		codes, _ := a.values[key].([]any)
		for _, c := range codes {
			out = append(out, c.(string))
		}
		return out
	}
	for _, item := range a.List(list) {
		if code := item.Text(question); code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// Facts are those of every party an act names, by identifier; the subject's own
// under "".
type Facts map[string]Fact

// partyType is what an expression sees of a party: act.centre.category.
var partyType = newPartyType()

func newPartyType() *recordType {
	t := newRecordType("party")
	t.add("id", types.StringType, func(r *record) (any, error) { id, _ := r.values["id"].(string); return types.String(id), nil })
	text := func(key string, get func(*Fact) string) {
		missing := types.NewUnknown(1, types.NewAttributeTrail(key))
		t.add(key, types.StringType, func(r *record) (any, error) {
			if s := get(r.fact); s != "" {
				return types.String(s), nil
			}
			return missing, nil
		})
	}
	text("sex", func(f *Fact) string { return f.Sex })
	text("kind", func(f *Fact) string { return f.Kind })
	text("category", func(f *Fact) string { return f.Category })
	text("operator", func(f *Fact) string { return f.Operator })
	text("setting", func(f *Fact) string { return f.Setting })
	text("province", func(f *Fact) string { return f.Province })
	text("region", func(f *Fact) string { return territory.RegionOf(f.Province) })
	text("commune", func(f *Fact) string { return f.Commune })
	text("state", func(f *Fact) string { return f.State })
	whole := func(key string, get func(*Fact) int64) {
		t.add(key, types.IntType, func(r *record) (any, error) { return types.Int(get(r.fact)), nil })
	}
	whole("places_f", func(f *Fact) int64 { return f.PlacesF })
	whole("places_m", func(f *Fact) int64 { return f.PlacesM })
	whole("places_x", func(f *Fact) int64 { return f.PlacesX })
	t.add("open", types.BoolType, func(r *record) (any, error) { return types.Bool(r.fact.Open), nil })
	t.add("closed", types.BoolType, func(r *record) (any, error) { return types.Bool(r.fact.Closed), nil })
	date := func(key string, get func(*Fact) calendar.Date) {
		missing := types.NewUnknown(1, types.NewAttributeTrail(key))
		t.add(key, dateType, func(r *record) (any, error) {
			if d := get(r.fact); !d.IsZero() {
				return day(d), nil
			}
			return missing, nil
		})
	}
	date("birth", func(f *Fact) calendar.Date { return f.Birth })
	date("due", func(f *Fact) calendar.Date { return f.Due })
	t.add("covers", types.NewListType(types.StringType), func(r *record) (any, error) {
		return types.NewStringList(types.DefaultTypeAdapter, r.fact.Covers), nil
	})
	return t
}

// party is a party as an expression sees it.
func (f Facts) party(id string) *record {
	fact := f[id]
	return &record{typ: partyType, fact: &fact, values: map[string]any{"id": id}}
}

// subject is the dossier's subject: its identifier is a fact too.
func (f Facts) subject() *record {
	fact := f[""]
	return &record{typ: partyType, fact: &fact, values: map[string]any{"id": fact.id}}
}

// About gives the facts of a dossier's subject, under "".
func (f Facts) About(id string, fact Fact) Facts {
	out := Facts{}
	for k, v := range f {
		out[k] = v
	}
	fact.id = id
	out[""] = fact
	return out
}

// countType is a record of whole numbers under fixed names: how often each act
// took place, how many items of each track are open.
func countType(name string, keys []string) *recordType {
	t := newRecordType(name)
	for _, key := range keys {
		t.add(key, types.IntType, func(r *record) (any, error) { n, _ := r.values[key].(int64); return types.Int(n), nil })
	}
	return t
}

func counted(t *recordType, n map[string]int64) record {
	values := make(map[string]any, len(n))
	for k, v := range n {
		values[k] = v
	}
	return record{typ: t, values: values}
}
