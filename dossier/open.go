package dossier

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
)

// open checks a deposit and gives the dossier its number.
//
// Errors: the form's; dossier.paper-missing for each paper that the answers
// require and nobody handed in; dossier.second when the subject has a dossier
// that is open or gives a right; registry.merged; territory.province-unknown.
func (w *work) open(ctx context.Context) error {
	var l fault.List
	facts, err := w.subject(ctx)
	if err != nil {
		return err
	}
	w.facts = programme.Facts{}.About(w.r.Party.String(), facts)
	answers, err := w.def.Form.CheckAbout(w.r.Answers, w.r.On, w.facts)
	l.Add(err)
	if err == nil && w.act.NeedsDocuments {
		l.Add(w.missing(answers, w.p.Papers))
	}
	l.Add(w.place())
	if err := l.Err(); err != nil {
		return err
	}
	if err := w.learn(ctx, w.namedInAnswers(answers)); err != nil {
		return err
	}
	if err := w.onlyOne(ctx); err != nil {
		return err
	}
	number, err := w.number(ctx)
	if err != nil {
		return err
	}
	w.answers = answers
	w.p.Programme, w.p.Version, w.p.Definition = w.def.ID, w.def.Version, w.def.Hash
	w.p.Reference, w.p.Province, w.p.Commune = number, w.r.Province, w.r.Commune
	w.p.Subject = &Subject{Sex: facts.Sex, Birth: facts.Birth}
	w.p.Answers = &w.answers
	return nil
}

// place checks where the dossier is: a province, or none for one of the whole
// country; a dossier that stands for itself is its own party.
func (w *work) place() error {
	var l fault.List
	_, known := territory.ProvinceByCode(w.r.Province)
	if !known && !(w.def.National && w.r.Province == "") {
		l.Add(fault.New(fault.Invalid, "dossier.province-unknown", fault.Args{"value": w.r.Province}).On("province"))
	}
	if (w.def.Subject == programme.None) != (w.r.Party == w.r.Dossier) {
		l.Add(fault.New(fault.Invalid, "dossier.subject-wrong", nil).On("subject"))
	}
	return l.Err()
}

// missing names every required paper that is not among those handed in.
func (w *work) missing(answers programme.Answers, given []Paper) error {
	lacking, err := Lacking(w.def, answers, given, w.r.On)
	if err != nil {
		return err
	}
	var l fault.List
	for _, doc := range lacking {
		l.Add(fault.New(fault.Invalid, "dossier.paper-missing", fault.Args{"paper": doc.Label}).On("paper." + doc.Key))
	}
	return l.Err()
}

// Lacking are the papers that the answers require on a day and nobody handed in.
func Lacking(def *programme.Definition, answers programme.Answers, given []Paper, on calendar.Date) ([]*programme.Document, error) {
	needs, err := def.Form.Needs(answers, on)
	if err != nil {
		return nil, err
	}
	for _, p := range given {
		delete(needs, p.Kind)
	}
	var out []*programme.Document
	for i := range def.Form.Documents {
		if doc := &def.Form.Documents[i]; needs[doc.Key] == programme.Yes {
			out = append(out, doc)
		}
	}
	return out, nil
}

// papersSoFar checks an act that needs every paper against all that were handed
// in since the opening.
func (w *work) papersSoFar(ctx context.Context) error {
	if !w.act.NeedsDocuments || w.was.OpenedOn.IsZero() {
		return nil
	}
	events, err := w.events(ctx)
	if err != nil {
		return err
	}
	answers, err := w.inForce(ctx)
	if err != nil {
		return err
	}
	w.answers = answers
	given := w.papers
	if given == nil {
		if given, err = papersOf(events); err != nil {
			return err
		}
	}
	return w.missing(answers, append(slices.Clip(given), w.p.Papers...))
}

// Papers are those handed in with a dossier so far. The caller found it within
// its scope.
func Papers(ctx context.Context, q store.Q, d Dossier) ([]Paper, error) {
	events, err := act.Events(ctx, q, d.Party, d.ID)
	if err != nil {
		return nil, err
	}
	return papersOf(events)
}

func papersOf(events []act.Event) ([]Paper, error) {
	var out []Paper
	for _, ev := range Standing(events) {
		var p struct {
			Papers []Paper `json:"papers"`
		}
		if err := json.Unmarshal(ev.Payload, &p); err != nil {
			return nil, err
		}
		out = append(out, p.Papers...)
	}
	return out, nil
}

// number takes the next number of the office's series: programme code, year,
// province. The receipt carries it, so it is given once and never again.
func (w *work) number(ctx context.Context) (string, error) {
	name := fmt.Sprintf("%s-%d-%s", w.def.Codes[0], w.r.On.Year(), cmp.Or(strings.Replace(w.r.Province, ".", "", 1), "00"))
	n, err := nextNumber(ctx, w.Step, name)
	return fmt.Sprintf("%s-%05d", name, n), err
}

// askFor checks a request for completion: it must say what is missing.
func (w *work) askFor() error {
	for _, key := range w.r.Asked {
		if w.def.Form.Document(key) == nil && w.def.Form.Field(key) == nil {
			return fault.New(fault.Invalid, "dossier.asked-unknown", fault.Args{"value": key}).On("asked")
		}
	}
	if len(w.r.Asked) == 0 && strings.TrimSpace(w.r.Reason) == "" {
		return fault.New(fault.Invalid, "dossier.asked-nothing", nil).On("asked")
	}
	return nil
}

// complete takes in what was asked for; answers given now replace the ones in
// force, all of them, so that the document stays whole.
func (w *work) complete(ctx context.Context) error {
	if w.r.Answers.IsZero() {
		answers, err := w.inForce(ctx)
		w.answers = answers
		return err
	}
	facts, err := w.subject(ctx)
	if err != nil {
		return err
	}
	w.facts = programme.Facts{}.About(w.r.Party.String(), facts)
	answers, err := w.def.Form.CheckAbout(w.r.Answers, w.r.On, w.facts)
	if err != nil {
		return err
	}
	w.answers, w.p.Answers = answers, &answers
	return w.learn(ctx, w.namedInAnswers(answers))
}
