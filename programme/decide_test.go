package programme_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/programme"
	"sanad/programmes"
)

func widows(tb testing.TB) *programme.Definition {
	tb.Helper()
	set, err := programme.Load(programmes.Files)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := set.Get("widows-support")
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func orphan(n int, birth string) map[string]any {
	return map[string]any{
		"person": fmt.Sprintf("00000000-0000-7000-8000-%012d", n), "given_name": "أمينة", "birth": birth,
		"sex": "f", "in_care": true, "disabled": false, "enrolled": true,
	}
}

func answers(births ...string) programme.Answers {
	orphans := make([]any, len(births))
	for i, b := range births {
		orphans[i] = orphan(i+1, b)
	}
	return programme.NewAnswers(map[string]any{
		"marital_status": "widow", "ramed_card": true, "pays_tax": false, "pension": false,
		"family_allowance": false, "other_support": false, "orphans": orphans,
	})
}

var on = calendar.MustDate("2018-06-01") // the day most tests decide on

func TestEveryCaseOfTheProgrammesPasses(t *testing.T) {
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range set.All() {
		for _, c := range d.Cases {
			t.Run(d.ID+"/"+c.Name, func(t *testing.T) {
				if err := d.Run(c); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestACaseThatExpectsAnotherResultFails(t *testing.T) {
	d := widows(t)
	for _, c := range d.Cases {
		switch {
		case c.Expect == nil:
			c.Error = "programme.something-else"
		default:
			wrong := *c.Expect
			wrong.Amount++
			c.Expect = &wrong
		}
		if d.Run(c) == nil {
			t.Errorf("%s: a wrong expectation passes", c.Name)
		}
	}
}

func TestARefusalListsEveryGroundWithItsArticle(t *testing.T) {
	d := widows(t)
	a := answers("1990-01-01").With("ramed_card", false).With("pension", true)
	got, err := d.Decide(programme.DecideInput{Answers: a, On: on})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range got.Refused() {
		ids = append(ids, r.ID)
		if law, article, ok := d.Article(r.Legal); !ok || law.Ref != "2.14.791" || article.Text.Ar == "" || !r.Because.Complete() {
			t.Errorf("%s: article %q or words are missing", r.ID, r.Legal)
		}
	}
	if want := []string{"ramed", "no_pension", "has_orphan"}; !reflect.DeepEqual(ids, want) {
		t.Errorf("grounds %v, want %v", ids, want)
	}
	if child := got.Items[0].Conditions[1]; child.ID != "child_age" || child.Result != programme.No {
		t.Errorf("the orphan's own ground is not told: %+v", child)
	}
}

func TestADecisionKeepsWhatReplaysIt(t *testing.T) {
	d := widows(t)
	got, err := d.Decide(programme.DecideInput{Answers: answers("2008-01-01", "2010-01-01"), On: on})
	if err != nil {
		t.Fatal(err)
	}
	if got.Hash != d.Hash || got.Amount != 700*money.Dirham || got.Per != "month" || got.Derived["orphans_entitled"] != 2 {
		t.Errorf("decision %+v", got)
	}
	if rate := got.Parameters["rate"]; rate.Value != 35000 || rate.From != calendar.MustDate("2014-12-04") {
		t.Errorf("rate %+v", rate)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var back programme.Decision
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if string(text) != string(again) {
		t.Errorf("the JSON does not come back:\n%s\n%s", text, again)
	}
}

func TestDecisionsRunSideBySide(t *testing.T) {
	d := widows(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			births := []string{"2008-01-01", "2009-01-01", "2010-01-01", "2011-01-01"}[:i%4+1]
			for range 200 {
				got, err := d.Decide(programme.DecideInput{Answers: answers(births...), On: on})
				if want := min(money.Amount(len(births))*35000, 105000); err != nil || got.Amount != want {
					t.Errorf("%d orphans: %v %v", len(births), got.Amount, err)
					return
				}
			}
		}()
	}
	group.Wait()
}

func TestCheckTellsEveryMistakeAtOnceAndNamesItsField(t *testing.T) {
	d := widows(t)
	wrong := orphan(2, "2018-06-02")
	wrong["sex"], wrong["person"] = "x", "nobody"
	delete(wrong, "given_name")
	a := answers("2008-01-01").With("pension", "maybe").With("colour", "red").
		With("death_date", "2018-02-30").With("orphans", []any{orphan(1, "2008-01-01"), wrong})
	_, err := d.Form.Check(a, on)
	want := map[string]string{
		"pension": "programme.not-yesno", "colour": "programme.unknown-field", "death_date": "programme.not-date",
		"orphans.2.birth": "programme.too-late", "orphans.2.sex": "programme.not-choice",
		"orphans.2.person": "programme.not-person", "orphans.2.given_name": "programme.required",
	}
	got := map[string]string{}
	if e, ok := err.(*fault.Error); ok {
		for _, p := range e.Parts {
			got[p.Field] = p.Key
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("mistakes %v\nwant %v", got, want)
	}
}

func TestAnswersAreThreeValued(t *testing.T) {
	d := widows(t)
	a := answers("2008-01-01", "2014-01-01").With("pension", nil).With("ramed_card", false).With("ramed_number", "R-1").
		With("death_date", "20/05/2013")
	got, err := d.Form.Check(a, on)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]programme.State{
		"pays_tax": programme.Answered, "pension": programme.Unanswered, "ramed_number": programme.NotAsked, "other_support_name": programme.NotAsked,
	} {
		if _, state := got.Get(key); state != want {
			t.Errorf("%s is %s, want %s", key, state, want)
		}
	}
	if _, state := got.List("orphans")[1].Get("enrolled"); state != programme.NotAsked {
		t.Errorf("a child under school age is asked about school: %s", state)
	}
	if got.Text("death_date") != "2013-05-20" {
		t.Errorf("date %q is not canonical", got.Text("death_date"))
	}
	first, _ := json.Marshal(got)
	parsed, err := programme.ParseAnswers(first)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Form.Check(parsed, on)
	second, _ := json.Marshal(again)
	if err != nil || string(first) != string(second) {
		t.Errorf("checking twice changes the answers (%v)\n%s\n%s", err, first, second)
	}
}

func TestDocumentsFollowTheAnswers(t *testing.T) {
	d := widows(t)
	a := answers("2016-01-01").With("ramed_card", nil)
	need, err := d.Form.Needs(a, on)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]programme.Tristate{
		"application": programme.Yes, "ramed_card_copy": programme.Unknown,
		"school_certificates": programme.No, "disability_certificate": programme.No,
	} {
		if need[key] != want {
			t.Errorf("%s is needed: %s, want %s", key, need[key], want)
		}
	}
	if len(need) != 9 {
		t.Errorf("%d documents, the decree's file has nine", len(need))
	}
}

func TestMalformedAnswersAreRefused(t *testing.T) {
	for _, text := range []string{"", "[]", "{", `{"a":1.5}`, `{"a":1e3}`, `{"a":99999999999999999999}`, `{"a":1}{}`, `{"a":[{"b":0.1}]}`} {
		if _, err := programme.ParseAnswers([]byte(text)); fault.KeyOf(err) != "programme.answers-malformed" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTypedTextIsRead(t *testing.T) {
	d := widows(t)
	for _, c := range []struct{ field, text, key string }{
		{"pension", "yes", ""}, {"pension", "oui", "programme.not-yesno"}, {"pension", "", ""}, {"ramed_number", " R-1 ", ""},
	} {
		if _, err := d.Form.Field(c.field).Parse(c.text); fault.KeyOf(err) != c.key {
			t.Errorf("%s %q: %v", c.field, c.text, err)
		}
	}
	if d.Form.Field("orphans.birth") == nil || d.Form.Field("orphans.nothing") != nil || d.Form.Field("nothing") != nil {
		t.Error("fields of items are not found by name")
	}
}

func BenchmarkDecide(b *testing.B) {
	d := widows(b)
	for _, n := range []int{1, 2, 4} {
		births := []string{"2004-01-01", "2006-01-01", "2008-01-01", "2010-01-01"}[:n]
		in := programme.DecideInput{Answers: answers(births...), On: on}
		b.Run(fmt.Sprintf("%d orphans", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got, err := d.Decide(in); err != nil || got.Eligible != programme.Yes {
					b.Fatal(got, err)
				}
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	d := widows(b)
	a := answers("2006-01-01", "2008-01-01")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Form.Check(a, on); err != nil {
			b.Fatal(err)
		}
	}
}
