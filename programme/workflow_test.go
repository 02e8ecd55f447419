package programme_test

import (
	"slices"
	"testing"

	"sanad/fault"
	"sanad/programme"
)

// walk posts a chain of acts and gives the balance of every measure after it.
func walk(t *testing.T, d *programme.Definition, acts ...[2]string) (string, map[string]int64) {
	t.Helper()
	a := answers("2008-01-01", "1990-01-01", "2010-01-01")
	decision, err := d.Decide(programme.DecideInput{Answers: a, On: on})
	if err != nil {
		t.Fatal(err)
	}
	state, balance := "", map[string]int64{}
	for _, step := range acts {
		act, ok := d.Workflow.Act(step[0])
		if !ok {
			t.Fatalf("no act %s", step[0])
		}
		to, err := d.Workflow.Next(act, step[1], state)
		if err != nil {
			t.Fatal(err)
		}
		postings, err := d.Ledger.Postings(programme.Situation{Act: act.ID, Outcome: step[1], From: state, To: to, Decision: &decision, Answers: a, On: on})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range postings {
			balance[p.Measure] += p.Quantity
		}
		state = to
	}
	return state, balance
}

func TestWidowsAreCountedAlongEveryPath(t *testing.T) {
	d := widows(t)
	toCentre := [][2]string{{"deposit", ""}, {"request_completion", ""}, {"complete", ""}, {"examine", "favourable"}, {"receive", ""}}
	then := func(more ...[2]string) [][2]string { return append(append([][2]string{}, toCentre...), more...) }
	for _, c := range []struct {
		name, state string
		acts        [][2]string
		want        map[string]int64
	}{
		{"deposited", "deposited", toCentre[:1], map[string]int64{"deposited": 1, "waiting": 1}},
		{"received", "received", toCentre, map[string]int64{"deposited": 1, "received": 1, "under_study": 1}},
		{"studied", "study", then([2]string{"decide", "study"}), map[string]int64{"deposited": 1, "received": 1, "under_study": 1}},
		{"accepted", "accepted", then([2]string{"decide", "accepted"}),
			map[string]int64{"deposited": 1, "received": 1, "accepted": 1, "widows_supported": 1, "orphans_supported": 2, "monthly_support": 70000}},
		{"ended", "ended", then([2]string{"decide", "accepted"}, [2]string{"close", ""}), map[string]int64{"deposited": 1, "received": 1, "accepted": 1}},
		{"appealing", "appealed", then([2]string{"decide", "refused"}, [2]string{"appeal", ""}),
			map[string]int64{"deposited": 1, "received": 1, "under_study": 1, "appeals": 1}},
		{"won on appeal", "accepted", then([2]string{"decide", "refused"}, [2]string{"appeal", ""}, [2]string{"decide_appeal", "accepted"}),
			map[string]int64{"deposited": 1, "received": 1, "accepted": 1, "appeals": 1, "widows_supported": 1, "orphans_supported": 2, "monthly_support": 70000}},
		{"lost on appeal", "rejected", then([2]string{"decide", "refused"}, [2]string{"appeal", ""}, [2]string{"decide_appeal", "refused"}),
			map[string]int64{"deposited": 1, "received": 1, "rejected": 1, "appeals": 1}},
		{"withdrawn", "withdrawn", [][2]string{{"deposit", ""}, {"withdraw", ""}}, map[string]int64{"deposited": 1, "withdrawn_province": 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			state, balance := walk(t, d, c.acts...)
			if state != c.state {
				t.Errorf("state %s, want %s", state, c.state)
			}
			for _, m := range d.Ledger.Measures {
				if balance[m.ID] != c.want[m.ID] {
					t.Errorf("%s is %d, want %d", m.ID, balance[m.ID], c.want[m.ID])
				}
			}
		})
	}
}

func TestAcceptedOrphansArePostedOneByOne(t *testing.T) {
	d := widows(t)
	a := answers("2008-01-01", "1990-01-01", "2010-01-01")
	decision, err := d.Decide(programme.DecideInput{Answers: a, On: on})
	if err != nil {
		t.Fatal(err)
	}
	postings, err := d.Ledger.Postings(programme.Situation{Act: "decide", Outcome: "accepted", From: "received", To: "accepted", Decision: &decision, Answers: a, On: on,
		Facts: programme.Facts{}.About("widow", programme.Fact{Sex: "F"})})
	if err != nil {
		t.Fatal(err)
	}
	items := a.List("orphans")
	var persons []string
	for _, p := range postings {
		switch {
		case p.Measure == "orphans_supported":
			persons = append(persons, p.Subject.ID)
			if p.Subject.Sex == "" || p.Subject.Birth.IsZero() || p.Unit != programme.Persons || len(p.Dims) != 2 {
				t.Errorf("posting %+v", p)
			}
		case p.Subject.ID != "widow":
			t.Errorf("%s is not about the widow", p.Measure)
		}
	}
	if want := []string{items[0].Text("person"), items[2].Text("person")}; !slices.Equal(persons, want) {
		t.Errorf("orphans posted: %v, want the first and the third, %v", persons, want)
	}
}

func TestPostingWithoutTheDecisionIsRefused(t *testing.T) {
	_, err := widows(t).Ledger.Postings(programme.Situation{Act: "decide", Outcome: "accepted", From: "received", To: "accepted"})
	if fault.KeyOf(err) != "programme.decision-missing" {
		t.Errorf("error %v", err)
	}
}

func TestActsOfAState(t *testing.T) {
	w := &widows(t).Workflow
	if w.Opening().ID != "deposit" {
		t.Errorf("opening act %s", w.Opening().ID)
	}
	var ids []string
	for _, a := range w.From("received") {
		ids = append(ids, a.ID)
	}
	if len(ids) != 3 || ids[0] != "decide" || ids[1] != "desist" || ids[2] != "correct" {
		t.Errorf("acts on a received dossier: %v", ids)
	}
	decide, _ := w.Act("decide")
	if _, err := w.Next(decide, "maybe", ""); fault.KeyOf(err) != "programme.outcome-unknown" {
		t.Errorf("error %v", err)
	}
	if _, err := w.Next(decide, "", ""); fault.KeyOf(err) != "programme.outcome-unknown" {
		t.Errorf("a decision without outcome: %v", err)
	}
	if c := decide.ClockWith("accepted"); c.Move != "stop" {
		t.Errorf("the clock of a decided dossier: %+v", c)
	}
	if c := decide.ClockWith("study"); c.Move != "" {
		t.Errorf("the clock runs on during further study: %+v", c)
	}
	if e := decide.EffectsWith("accepted"); len(e) != 1 || e[0] != programme.Grant {
		t.Errorf("effects %v", e)
	}
}
