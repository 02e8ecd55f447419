package dossier

import (
	"context"
	"slices"
	"strconv"

	"sanad/fault"
	"sanad/programme"
)

// ask does what an act says beside its verb: it checks the act's own questions
// and conditions, changes the answers it sets, moves accounts and takes claims.
//
// Errors: the form's on the act's questions; dossier.paper-missing for a paper
// the act needs; dossier.condition; those of hold.
func (w *work) ask(ctx context.Context) error {
	if err := w.recollect(ctx); err != nil {
		return err
	}
	in, err := w.situation(ctx)
	if err != nil {
		return err
	}
	if in.Fields, err = w.questions(ctx, in); err != nil {
		return err
	}
	if err := w.papersNow(); err != nil {
		return err
	}
	in.Facts = w.facts
	if err := w.def.Barred(w.act, in); err != nil {
		return err
	}
	if err := w.amend(in); err != nil {
		return err
	}
	in.Answers = w.answers
	if w.p.Due, err = w.def.Due(w.act, in); err != nil {
		return err
	}
	if w.p.Entered, err = w.def.Entered(w.act, in); err != nil {
		return err
	}
	if w.p.Paid, _, err = w.def.Payable(w.act, in); err != nil {
		return err
	}
	w.freeze()
	if err := w.enter(ctx); err != nil {
		return err
	}
	return w.hold(ctx, in)
}

// recollect reads the dossier's past where the act needs it.
func (w *work) recollect(ctx context.Context) error {
	if !w.act.Reads("done") && !w.act.Reads("open") && len(w.act.Opens)+len(w.act.Items) == 0 && len(w.act.ReleasesWith(w.r.Outcome)) == 0 {
		return nil
	}
	if w.was.OpenedOn.IsZero() {
		return nil
	}
	events, err := w.events(ctx)
	if err == nil {
		w.before, err = remembering(w.def, events)
	}
	return err
}

// situation is the act as its expressions see it.
func (w *work) situation(ctx context.Context) (programme.Situation, error) {
	in := programme.Situation{Act: w.act.ID, Outcome: w.r.Outcome, From: w.was.State, To: w.p.State, Decision: w.p.Decision,
		On: w.r.On, Done: w.before.done, Open: w.def.Workflow.Open(w.before.items)}
	if w.answers.IsZero() && w.act.Reads("a") && !w.was.OpenedOn.IsZero() {
		var err error
		if w.answers, err = w.inForce(ctx); err != nil {
			return in, err
		}
	}
	in.Answers = w.answers
	if w.act.Reads("a.party") {
		if err := w.learn(ctx, named(w.def.Form.Fields(), w.answers)); err != nil {
			return in, err
		}
	}
	if _, known := w.facts[""]; !known {
		fact, err := w.subject(ctx)
		if err != nil {
			return in, err
		}
		w.facts = w.facts.About(w.r.Party.String(), fact)
	}
	in.Facts = w.facts
	return in, nil
}

// questions checks the act's own answers and learns whom they name.
func (w *work) questions(ctx context.Context, in programme.Situation) (programme.Answers, error) {
	if len(w.act.Fields) == 0 {
		if keys := w.r.Fields.Keys(); len(keys) > 0 {
			return programme.Answers{}, fault.New(fault.Invalid, "programme.unknown-field", fault.Args{"value": keys[0]}).On(keys[0])
		}
		return programme.Answers{}, nil
	}
	fields, err := w.def.CheckFields(w.act, w.r.Fields, in)
	if err != nil {
		return fields, err
	}
	w.p.Fields = &fields
	if err := w.learn(ctx, named(w.act.Questions(), fields)); err != nil {
		return fields, err
	}
	return fields, w.openItems(fields)
}

// openItems refuses an item that is not open.
func (w *work) openItems(fields programme.Answers) error {
	var l fault.List
	for _, m := range w.act.Items {
		for _, n := range fields.Numbers(m.Which) {
			i := slices.IndexFunc(w.before.items, func(i programme.Item) bool { return i.Track == m.Track && i.Number == n })
			if i < 0 || !w.def.Workflow.IsOpen(w.before.items[i]) {
				l.Add(fault.New(fault.Conflict, "dossier.item-closed", fault.Args{"number": n}).On(m.Which))
			}
		}
	}
	return l.Err()
}

// papersNow asks for the papers that must come with this very act.
func (w *work) papersNow() error {
	var l fault.List
	for _, key := range w.act.Documents {
		if !slices.ContainsFunc(w.p.Papers, func(p Paper) bool { return p.Kind == key }) {
			l.Add(fault.New(fault.Invalid, "dossier.paper-missing", fault.Args{"paper": w.def.Form.Document(key).Label}).On("paper." + key))
		}
	}
	return l.Err()
}

// amend changes the answers that the act sets.
func (w *work) amend(in programme.Situation) error {
	answers, changed, err := w.def.Amended(w.act, in)
	if err == nil && changed {
		w.answers, w.p.Answers = answers, &answers
	}
	return err
}

// freeze keeps the facts that the act used, so that its postings can be computed
// again. A person's own are in the opening.
func (w *work) freeze() {
	if w.def.Subject == programme.Person && len(w.facts) == 1 {
		return
	}
	w.p.Facts = w.facts
}

// itemName is a question of the i-th item of a list, counted from 1 as on paper.
func itemName(list string, i int, question string) string {
	return list + "." + strconv.Itoa(i+1) + "." + question
}
