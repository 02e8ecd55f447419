package programme

import (
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
)

// Set is every programme of the binary, loaded and checked.
type Set struct {
	list []*Definition
	byID map[string]*Definition

	choices    []Choice
	choiceText string
}

// Get is the programme with an id (the name of its folder).
//
// Errors: NotFound programme.unknown.
func (s *Set) Get(id string) (*Definition, error) {
	if d, ok := s.byID[id]; ok {
		return d, nil
	}
	return nil, fault.New(fault.NotFound, "programme.unknown", fault.Args{"programme": id})
}

// All is every programme, in the order of their ids.
func (s *Set) All() []*Definition { return s.list }

// Running is every programme whose dossiers are opened here.
func (s *Set) Running() []*Definition {
	var out []*Definition
	for _, d := range s.list {
		if d.Runs() {
			out = append(out, d)
		}
	}
	return out
}

// The subjects a dossier can be about.
const (
	Person        = "person"
	Household     = "household"
	Organisation  = "organisation"
	Establishment = "establishment"
	None          = "none" // the dossier stands for itself: a legal text, an agreement, a call
)

// Definition is one programme: immutable once loaded, safe for concurrent use.
type Definition struct {
	at
	ID           string        `key:"id,need"`
	Version      int           `key:"version,need"`
	Codes        []string      `key:"codes,need"` // identifiers of the report, "W1"
	Title        locale.Text   `key:"title,need"`
	Purpose      locale.Text   `key:"purpose,need"`
	Fund         locale.Text   `key:"fund,need"`     // who pays
	Subject      string        `key:"subject"`       // needed where dossiers are opened
	Several      bool          `key:"several"`       // a subject may have several open dossiers
	Label        string        `key:"label"`         // the question that people call a dossier by, beside its number
	Category     string        `key:"category"`      // the question by which those who name the dossier tell its kind: .category
	Covers       string        `key:"covers"`        // the question whose codes it covers for them: .covers
	Law          string        `key:"law"`           // the question that holds the number of a legal text: dossiers are the texts that others' legal names
	Announced    string        `key:"announced"`     // the state in which everybody may see a dossier and name it: a call that is open
	Unnamed      bool          `key:"unnamed"`       // a person may be known by an alias only, and identified later
	National     bool          `key:"national"`      // dossiers may be of the whole country, of no province
	RecordsSince calendar.Date `key:"records_since"` // first day dossiers exist for; needed likewise
	RecordsIn    []RecordsIn   `key:"records_in"`    // where they exist since another day
	Legal        []Legal       `key:"legal,need"`

	Hash      string // sha256 in hex of the files, see hashOf
	Form      Form
	Workflow  Workflow
	Rules     Rules
	Ledger    Ledger
	Tables    []Table
	Figures   []Figure
	Relations []Relation
	Payment   *Payment // nil for a programme that pays nothing
	Cases     []Case
	Scenarios []Scenario

	engine *engine
	base   Answers           // the answers every case starts from
	text   map[string]string // of each file, as the hash covers it
}

// RecordsIn is the first day dossiers exist for in a region or province.
type RecordsIn struct {
	at
	Territory string        `key:"territory,need"` // code, "01" or "01.511"
	Since     calendar.Date `key:"since,need"`
}

// Runs tells that dossiers of the programme are opened here: it has a form, a
// workflow, rules and cases. One that does not run publishes what its documents
// report, until it has them.
func (d *Definition) Runs() bool { return len(d.Workflow.Acts) > 0 }

// OpeningDocuments are those that may be handed in when a dossier is opened: the
// required ones, and those that belong to no later act.
func (d *Definition) OpeningDocuments() []*Document {
	var out []*Document
	for i := range d.Form.Documents {
		doc := &d.Form.Documents[i]
		later := slices.ContainsFunc(d.Workflow.Acts, func(a Act) bool { return a.From != nil && slices.Contains(a.Documents, doc.Key) })
		if doc.Required || !later {
			out = append(out, doc)
		}
	}
	return out
}

// RecordsFrom is the first day for which the dossiers of a place ("01.511.05.19",
// "01", empty for the country) say what happened; before it reported figures
// stand. Zero: dossiers never did.
func (d *Definition) RecordsFrom(territory string) calendar.Date {
	since, length := d.RecordsSince, 0
	for _, r := range d.RecordsIn {
		within := territory == r.Territory || strings.HasPrefix(territory, r.Territory+".")
		if within && len(r.Territory) > length {
			since, length = r.Since, len(r.Territory)
		}
	}
	return since
}

// Legal is a law, decree or circular the programme rests on.
type Legal struct {
	at
	ID        string        `key:"id,need"`
	Ref       string        `key:"ref,need"` // "2.14.791"
	Title     locale.Text   `key:"title,need"`
	Signed    calendar.Date `key:"signed"`
	Published calendar.Date `key:"published"`
	Gazette   string        `key:"gazette"` // issue of the Bulletin officiel
	URL       string        `key:"url"`     // where it was read
	Confirm   bool          `key:"confirm"` // not seen in the official text: to be confirmed
	Articles  []Article     `key:"articles"`
}

// Article is a provision that a condition, value or act refers to as
// "<legal id>.<article id>".
type Article struct {
	at
	ID      string      `key:"id,need"`
	Number  string      `key:"number"` // as printed, "18"; empty while it is not known
	Text    locale.Text `key:"text,need"`
	Confirm bool        `key:"confirm"` // number or wording to be confirmed
}

// Article finds the law and the provision of a reference "<legal>" or
// "<legal>.<article>"; the article is zero for a whole law.
func (d *Definition) Article(ref string) (Legal, Article, bool) {
	law, article, _ := strings.Cut(ref, ".")
	for _, l := range d.Legal {
		if l.ID != law {
			continue
		}
		if article == "" {
			return l, Article{}, true
		}
		for _, a := range l.Articles {
			if a.ID == article {
				return l, a, true
			}
		}
	}
	return Legal{}, Article{}, false
}

func (d *Definition) checkHead(p page, folder string) {
	if d.ID != folder {
		p.say(d.line, "give the folder and the id the same name", "the id %q is not the folder's name %q", d.ID, folder)
	}
	if d.Version < 1 {
		p.say(d.line, "begin at 1", "the version is %d", d.Version)
	}
	if len(d.Codes) == 0 {
		p.say(d.line, "name the identifiers of the report, such as W1", "codes is empty")
	}
	p.oneOf(d.line, "subject", d.Subject, Person, Household, Organisation, Establishment, None)
	if d.Runs() && d.Subject == "" {
		p.say(d.line, "add it, since dossiers are opened", "the key \"subject\" is missing")
	}
	if d.Runs() && d.RecordsSince.IsZero() {
		p.say(d.line, "add it, since dossiers are opened", "the key \"records_since\" is missing")
	}
	for _, r := range d.RecordsIn {
		if len(r.Territory) != 2 && len(r.Territory) != 6 {
			p.say(r.line, "write 01 or 01.511", "the territory %q is no region or province", r.Territory)
		}
	}
	if f := d.Form.Field(d.Label); d.Label != "" && (f == nil || f.Type != TextField || f.Restricted) {
		p.say(d.line, "name a question of form.yaml of type text that is not restricted", "the label %q is no such question", d.Label)
	}
	if f := d.Form.Field(d.Category); d.Category != "" && (f == nil || f.Type != ChoiceField) {
		p.say(d.line, "name a question of form.yaml of type choice", "the category %q is no such question", d.Category)
	}
	if f := d.Form.Field(d.Covers); d.Covers != "" && (f == nil || f.Type != ChoicesField && (f.Type != ChoiceField || !strings.Contains(d.Covers, "."))) {
		p.say(d.line, "name a question of form.yaml of type choices, or a choice of a list (envelopes.domain)", "what the dossier covers is %q, which is no such question", d.Covers)
	}
	if f := d.Form.Field(d.Law); d.Law != "" && (f == nil || f.Type != TextField || d.Subject != None) {
		p.say(d.line, "name a question of form.yaml of type text, in a programme with subject: none", "the number of a legal text is %q, which is no such question", d.Law)
	}
	if d.Announced != "" && d.Workflow.State(d.Announced) == nil {
		p.say(d.line, "name a state of workflow.yaml", "dossiers are announced in the state %q, which is not defined", d.Announced)
	}
	laws := map[string]bool{}
	for _, l := range d.Legal {
		p.unique(laws, l.line, "legal id", l.ID)
		if l.Signed == 0 && !l.Confirm {
			p.say(l.line, "add signed: YYYY-MM-DD, or confirm: true", "%s has no date of signature", l.ID)
		}
		if l.URL == "" && !l.Confirm {
			p.say(l.line, "add url, or confirm: true", "%s has no source", l.ID)
		}
		articles := map[string]bool{}
		for _, a := range l.Articles {
			p.unique(articles, a.line, "article id", a.ID)
			if a.Number == "" && !a.Confirm {
				p.say(a.line, "add number, or confirm: true", "article %s.%s has no number", l.ID, a.ID)
			}
		}
	}
}

// cites checks a reference to a law; needed says that there must be one.
func (d *Definition) cites(p page, line int, what, ref string, needed bool) {
	if ref == "" {
		if needed {
			p.say(line, "add legal: <law>.<article> of programme.yaml", "%s has no legal source", what)
		}
		return
	}
	if _, _, ok := d.Article(ref); !ok {
		p.say(line, "add it to legal in programme.yaml, or correct the reference", "%s cites %q, which is not defined", what, ref)
	}
}
