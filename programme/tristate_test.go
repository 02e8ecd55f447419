package programme_test

import (
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/programme"
)

// asking is the tiny programme with a second question, a.sick, and a first
// condition that reads both.
func asking(t *testing.T, expr string) *programme.Definition {
	t.Helper()
	set, err := programme.Load(folder(func(files map[string]string) {
		files["form.yaml"] = strings.Replace(files["form.yaml"], "      - {key: size",
			"      - {key: sick, type: yesno, label: {ar: ع, fr: T, en: T}}\n      - {key: size", 1)
		files["rules.yaml"] = strings.Replace(files["rules.yaml"], "expr: a.poor", "expr: '"+expr+"'", 1)
		files["tests.yaml"] = strings.Replace(files["tests.yaml"], "poor: true", "poor: true\n  sick: true", 1)
		files["tests.yaml"] = strings.Replace(files["tests.yaml"], "{poor: false}", "{poor: false, sick: false}", 1)
	}))
	if err != nil {
		t.Fatalf("%s:\n%v", expr, err)
	}
	return set.All()[0]
}

func TestUnknownCombinesAsKleeneSays(t *testing.T) {
	and, or := asking(t, "a.poor && a.sick"), asking(t, "a.poor || a.sick")
	chosen := asking(t, "a.poor ? a.sick : false")
	for _, c := range []struct {
		d          *programme.Definition
		poor, sick any
		want       programme.Tristate
		missing    int
	}{
		{and, true, true, programme.Yes, 0},
		{and, false, nil, programme.No, 0},
		{and, nil, false, programme.No, 0},
		{and, true, nil, programme.Unknown, 1},
		{and, nil, nil, programme.Unknown, 2},
		{or, true, nil, programme.Yes, 0},
		{or, nil, true, programme.Yes, 0},
		{or, false, nil, programme.Unknown, 1},
		{or, false, false, programme.No, 0},
		{chosen, nil, true, programme.Unknown, 1},
		{chosen, false, nil, programme.No, 0},
	} {
		a := programme.NewAnswers(map[string]any{"poor": c.poor, "sick": c.sick, "size": int64(1), "kids": []any{}})
		got, err := c.d.Decide(programme.DecideInput{Answers: a, On: calendar.MustDate("2020-01-01")})
		if err != nil {
			t.Fatal(err)
		}
		if r := got.Conditions[0]; r.Result != c.want || got.Eligible != c.want || len(got.Missing) != c.missing {
			t.Errorf("poor %v, sick %v: %s, eligible %s, missing %v; want %s", c.poor, c.sick, r.Result, got.Eligible, got.Missing, c.want)
		}
	}
}
