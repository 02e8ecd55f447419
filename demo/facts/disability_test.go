package facts_test

import (
	"testing"

	"sanad/calendar"
	"sanad/demo/facts"
)

func TestDisabilityHolds(t *testing.T) {
	eachScale(t, func(t *testing.T, o facts.Options) {
		p := facts.Disability(o, facts.Associations(o))
		schooling(t, p)
		for _, f := range p.Devices {
			if !inOrder(f.Received, f.Quoted, f.Decided, f.Delivered) || f.Prescribed > f.Received.On || f.Granted != (f.Delivered.On > 0) || f.Granted == (f.Reason != "") ||
				f.Granted && len(f.Serials) != f.Units || f.Quote <= 0 {
				t.Fatalf("%+v", f)
			}
		}
		for _, a := range p.Activities {
			activity(t, a)
		}
		for _, g := range p.Centres {
			if !inOrder(g.Received, g.Decided, g.Reported, g.Accepted) || !inOrder(g.Reported, g.Audited) || g.Kind == "running" && g.Audited.On > 0 || g.Centimes <= 0 {
				t.Fatalf("%+v", g)
			}
		}
	})
}

func schooling(t *testing.T, p *facts.DisabilityPlan) {
	t.Helper()
	type child struct{ association, number int }
	known := map[child]facts.Person{}
	for _, s := range p.Schooling {
		here := map[int]bool{}
		for _, c := range s.Children {
			k := child{s.Association, c.Number}
			if before, there := known[k]; here[c.Number] || there && before != c.Person || c.Birth.Age(calendar.NewDate(s.Year, 9, 7)) > 17 {
				t.Fatalf("%+v of %d in %d", c, s.Association, s.Year)
			}
			known[k], here[c.Number] = c.Person, true
		}
		if s.Grant() == 0 || !inOrder(s.Signed, s.Reported, s.Accepted, s.Closed) {
			t.Fatalf("%d of %d in %d", s.Grant(), s.Association, s.Year)
		}
	}
}

func activity(t *testing.T, a facts.Activity) {
	t.Helper()
	sum, last := 0, a.Decided
	for _, i := range a.Instalments {
		sum += i.Centimes
		if i.Paid.On > 0 && !inOrder(a.Decided, i.Paid) {
			t.Fatalf("%+v", a)
		}
	}
	for _, v := range a.Visits {
		if !inOrder(last, v.When) {
			t.Fatalf("visits of %+v", a)
		}
		last = v.When
	}
	if !inOrder(a.Received, a.Decided) || sum != a.Support || a.Support > a.Asked || a.Granted != (a.Support > 0) || a.Granted == (a.Reason != "") {
		t.Fatalf("%+v", a)
	}
}

func TestDisabilityIsAboutWhatIsKnown(t *testing.T) {
	p := facts.Disability(whole, facts.Associations(whole))
	units, children := 0, 0
	for _, f := range p.Devices {
		units += f.Units * len(f.Serials) / max(f.Units, 1)
	}
	for _, s := range p.Schooling {
		if s.Year == 2018 {
			children += len(s.Children)
		}
	}
	if units != 44_000 || children != 8_642 {
		t.Errorf("%d units, %d children in 2018", units, children)
	}
	t.Logf("%d device files, %d agreements, %d activities", len(p.Devices), len(p.Schooling), len(p.Activities))
}

func TestFrameworkHolds(t *testing.T) {
	for _, x := range facts.Texts() {
		last := calendar.Date(-1 << 30)
		for _, s := range x.Stages {
			if s.On < last || s.On > facts.End || s.Recorded < s.On {
				t.Errorf("%s: %+v", x.Number, s)
			}
			last = s.On
		}
	}
	intake := 0
	for _, s := range facts.Students(whole) {
		higher := s.Degree != "licence" && s.Degree != "professional_licence"
		if s.Year == 2020 && !higher {
			intake++
		}
		if age := s.Birth.Age(s.Enrolled.On); !higher && age > facts.AgeLimit(s.Year) || age < 18 || !inOrder(s.Enrolled, s.Graduated, s.Employed) || !inOrder(s.Enrolled, s.Left) || s.Left.On > 0 && s.Graduated.On > 0 {
			t.Fatalf("%+v", s)
		}
	}
	if intake != facts.Figure("institute.new_students") {
		t.Errorf("%d new students in 2020", intake)
	}
	for _, w := range facts.Workers(whole) {
		if !inOrder(w.Deposited, w.Checked) || w.Complete && w.Checked.On == 0 || w.Birth.Age(w.Deposited.On) < 18 {
			t.Fatalf("%+v", w)
		}
	}
}
