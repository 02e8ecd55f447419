package demo

import (
	"fmt"
	"slices"

	"sanad/access"
	"sanad/demo/facts"
	"sanad/store"
)

// The framework is L1 to L3: the legal texts on their way, the files of social
// workers, the students of the institute.

// legalTexts is L1.
func legalTexts(w *world) (part, error) {
	texts := facts.Texts()
	var chains []*chain
	for n := range texts {
		chains = append(chains, w.legalText(n, texts))
	}
	return w.together(chains), nil
}

func (w *world) legalText(n int, texts []facts.Text) *chain {
	t, by := &texts[n], w.at(access.CentralSecretary, "")
	c := w.chain("legal text", n, store.ID{})
	answers := map[string]any{"number": t.Number, "kind": t.Kind, "title": t.Title}
	if i := slices.IndexFunc(texts, func(o facts.Text) bool { return o.Number == t.Replaces }); i >= 0 {
		answers["replaces"] = w.id("legal text", i).String()
	}
	c.open(t.Stages[0].When, by, "legal-texts", "enter", facts.Place{}, answers)
	for _, s := range t.Stages {
		if s.Kind == "published" {
			c.add(s.When, by, "publish", noted("gazette", s.Note))
			continue
		}
		c.add(s.When, by, "pass", noted("note", s.Note)).Outcome = s.Kind
	}
	w.callFor(c, t, texts)
	return c
}

func noted(question, note string) map[string]any {
	if note == "" {
		return nil
	}
	return map[string]any{question: note}
}

// callFor writes down the implementing texts, and which of them was issued.
func (w *world) callFor(c *chain, t *facts.Text, texts []facts.Text) {
	by, last := w.at(access.CentralSecretary, ""), t.Stages[len(t.Stages)-1]
	lists := map[string]any{}
	for _, d := range t.Due {
		names := make([]int, d.Count)
		list, word := "decrees", "مرسوم تطبيقي"
		if d.Kind == "order" {
			list, word = "orders", "قرار تطبيقي"
		}
		for i := range names {
			names[i] = i + 1
		}
		lists[list] = rows(names, func(i int) map[string]any { return map[string]any{"name": fmt.Sprintf("%s رقم %d", word, i)} })
	}
	if len(lists) == 0 {
		return
	}
	c.add(last.When, by, "call_for", lists)
	for _, o := range texts { // the decree that the report has in force applies this law
		if published := o.Stages[len(o.Stages)-1]; o.Kind == "decree" && published.On > last.On && t.Due[0].Done > 0 {
			c.add(published.When, by, "issue_decree", map[string]any{"which": int64(1), "number": o.Number})
		}
	}
}

// socialWorkers is L2: files gathered before the bill is law; nobody is accredited.
func socialWorkers(w *world) (part, error) {
	var chains []*chain
	for n, worker := range facts.Workers(w.facts) {
		clerk := w.at(access.CounterClerk, worker.Province)
		c := w.chain("social worker", n, w.id("social worker person", n))
		answers := map[string]any{"field": worker.Field, "status": "independent", "moroccan": true, "rights": true, "diploma": worker.Diploma}
		if worker.Salaried {
			answers["status"], answers["employer"] = "salaried", "جمعية شريكة"
		}
		c.open(worker.Deposited, clerk, "social-workers", "apply", worker.Place, answers)
		c.register(&worker.Person, worker.Place)
		if worker.Checked.On > 0 {
			r := c.add(worker.Checked, w.at(access.ProvincialSecretary, worker.Province), "check", nil)
			r.Outcome = "complete"
			if !worker.Complete {
				r.Outcome, r.Reason = "incomplete", "الشهادة المدلى بها غير مدرجة في القائمة"
			}
		}
		chains = append(chains, c)
	}
	return w.together(chains), nil
}

// tangier is where the institute is.
var tangier = facts.Place{Province: "01.511"}

// students is L3.
func students(w *world) (part, error) {
	by := w.at(access.CentreDirector, tangier.Province)
	var chains []*chain
	for n, s := range facts.Students(w.facts) {
		c := w.chain("student", n, w.id("student person", n))
		c.open(s.Enrolled, by, "social-work-institute", "enrol", tangier, map[string]any{"degree": s.Degree, "year": int64(s.Year)})
		c.register(&s.Person, tangier)
		if s.Graduated.On > 0 {
			c.add(s.Graduated, by, "graduate", nil)
		}
		if s.Employed.On > 0 {
			c.add(s.Employed, by, "hire", map[string]any{"employer": s.Employer})
		}
		if s.Left.On > 0 {
			c.add(s.Left, by, "leave", nil).Reason = "انقطع الطالب عن متابعة الدراسة"
		}
		chains = append(chains, c)
	}
	return w.together(chains), nil
}
