package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"

	"sanad/locale"
)

// choicesFile stands beside the folders: options that several programmes share.
const choicesFile = "choices.yaml"

// Choice is a list of options shared by questions of several programmes and by
// the registers: the categories of establishments, the services, the domains.
type Choice struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Options []Option    `key:"options,need"`
}

type choiceFile struct {
	at
	Choices []Choice `key:"choices,need"`
}

// EstablishmentCategory is the shared choice that the register of establishments
// uses.
const EstablishmentCategory = "establishment_category"

// Choice finds shared options by id, nil when there are none.
func (s *Set) Choice(id string) *Choice {
	for i := range s.choices {
		if s.choices[i].ID == id {
			return &s.choices[i]
		}
	}
	return nil
}

// Codes are the codes of the options.
func (c *Choice) Codes() []string {
	if c == nil {
		return nil
	}
	out := make([]string, len(c.Options))
	for i, o := range c.Options {
		out[i] = o.Code
	}
	return out
}

// Label is what people call a code of shared options; the code itself when it is
// none of them.
func (c *Choice) Label(code string) locale.Text {
	if c != nil {
		for _, o := range c.Options {
			if o.Code == code {
				return o.Label
			}
		}
	}
	return locale.Text{Ar: code, Fr: code, En: code}
}

// readChoices reads the shared options, if there are any.
func (s *Set) readChoices(fsys fs.FS) Problems {
	var problems Problems
	data, err := fs.ReadFile(fsys, choicesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	p := page{file: "programmes/" + choicesFile, problems: &problems}
	if err != nil {
		p.say(1, "mend the file", "the file cannot be read: %v", err)
		return problems
	}
	var file choiceFile
	reader{p}.read(data, &file)
	s.choices, s.choiceText = append(s.choices, file.Choices...), s.choiceText+canonical(data)
	seen := map[string]bool{}
	for _, c := range s.choices {
		p.unique(seen, c.line, "choice", c.ID)
		codes := map[string]bool{}
		for _, o := range c.Options {
			p.unique(codes, o.line, "option", o.Code)
		}
	}
	return problems
}

// takeChoices gives questions and dimensions that name a shared choice its
// options; a definition that uses one has it in its hash.
func (l *loader) takeChoices() {
	used := false
	take := func(p page, line int, id string, options *[]Option) {
		if id == "" {
			return
		}
		c := l.set.Choice(id)
		if dim := l.d.Ledger.Dimension(id); c == nil && dim != nil && len(dim.Codes) > 0 && dim.Of == "" {
			*options = dim.options() // the codes that the ledger counts by
			return
		}
		used = true
		switch {
		case c == nil:
			p.say(line, "add it to programmes/"+choicesFile+", name a dimension of ledger.yaml that has codes, or write options", "the shared choice %q is not defined", id)
		case len(*options) > 0:
			p.say(line, "keep either options or choice", "options are written beside the shared choice %s", id)
		default:
			*options = c.Options
		}
	}
	var fields func(p page, list []*Field)
	fields = func(p page, list []*Field) {
		for _, f := range list {
			take(p, f.line, f.Choice, &f.Options)
			fields(p, f.Questions())
		}
	}
	fields(l.page("form.yaml"), l.d.Form.Fields())
	for i := range l.d.Workflow.Acts {
		fields(l.page("workflow.yaml"), l.d.Workflow.Acts[i].Questions())
	}
	for i := range l.d.Ledger.Dimensions {
		dim := &l.d.Ledger.Dimensions[i]
		var options []Option
		take(l.page("ledger.yaml"), dim.line, dim.Choice, &options)
		for _, o := range options {
			dim.Codes = append(dim.Codes, Code{at: dim.at, Code: o.Code, Title: o.Label})
		}
	}
	if used {
		sum := sha256.Sum256([]byte(l.d.Hash + l.set.choiceText))
		l.d.Hash = hex.EncodeToString(sum[:])
	}
}

// options are a dimension's codes as options of a question.
func (d *Dimension) options() []Option {
	out := make([]Option, len(d.Codes))
	for i, c := range d.Codes {
		out[i] = Option{at: c.at, Code: c.Code, Label: c.Title}
	}
	return out
}

// checkTogether holds definitions against each other: the programmes that
// questions name, the accounts that several share.
func (s *Set) checkTogether() Problems {
	var problems Problems
	shared := map[string]*Account{}
	for _, d := range s.list {
		p := func(file string) page { return page{file: "programmes/" + d.ID + "/" + file, problems: &problems} }
		s.checkNamed(p("form.yaml"), d.Form.Fields())
		for i := range d.Workflow.Acts {
			s.checkNamed(p("workflow.yaml"), d.Workflow.Acts[i].Questions())
		}
		s.checkBeside(p("workflow.yaml"), d.Workflow.Board)
		for i := range d.Ledger.Accounts {
			a := &d.Ledger.Accounts[i]
			first := shared[a.ID]
			switch {
			case !a.Shared:
			case first == nil:
				shared[a.ID] = a
			case !sameLimit(a.Min, first.Min) || !sameLimit(a.Max, first.Max) || a.Unit != first.Unit || len(a.Parts) != len(first.Parts):
				p("ledger.yaml").say(a.line, "give it the unit, parts, min and max that the other programme gives it", "the shared account %s is not the same everywhere", a.ID)
			}
		}
	}
	return problems
}

func sameLimit(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func (s *Set) checkNamed(p page, fields []*Field) {
	for _, f := range fields {
		if f.Type == DossierField && s.byID[f.Of] == nil {
			p.say(f.line, "name the folder of a programme", "field %s is of the programme %q, which is not there", f.Key, f.Of)
		}
		s.checkNamed(p, f.Questions())
	}
}
