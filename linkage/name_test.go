package linkage

import "testing"

func levelOf(kind Kind, a, b string) uint8 {
	t := newTable([]Map{{kind, "x"}})
	t.fill([]string{a}, [][]string{{b}})
	return newComparer(t).level(0, t.row(0), t.row(1))
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want uint8
	}{
		{"محمد", "مُحَمَّد", nameSame},
		{"أحمد", "احمد", nameSame},
		{"عبد الله", "عبدالله", nameSame},
		{"مولاي إدريس", "ادريس", nameSame},
		{"Lalla Fatima", "FATIMA", nameSame},
		{"محمد", "Mohamed", nameVariant},
		{"Mohamed", "Mohammed", nameVariant},
		{"El Houcine", "Lhoucine", nameVariant},
		{"Alaoui", "El Alaoui", nameVariant},
		{"العلوي", "Alaoui", nameClose},
		{"Bennani", "Bennami", nameClose},
		{"Fatima", "Fatima Zahra", namePart},
		{"محمد", "محمود", namePart},
		{"Hassan", "Houcine", nameDifferent},
		{"حسن", "Houcine", nameDifferent},
		{"سعيد", "Karim", nameDifferent},
		{"William", "Bill", nameVariant},
		{"J", "James", namePart},
		{"", "James", 0},
		{"N/A", "James", 0},
	} {
		if got := levelOf(Given, c.a, c.b); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.a, c.b, Given.Levels()[got], Given.Levels()[c.want])
		}
	}
}

func TestOtherKinds(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		a, b string
		want string
	}{
		{Sex, "ذكر", "M", "same"}, {Sex, "Féminin", "f", "same"}, {Sex, "1", "2", "different"},
		{ID, "ab 123-456", "AB123456", "same"}, {ID, "AB123456", "AB123465", "one-edit"}, {ID, "AB123456", "AB923465", "two-edits"}, {ID, "AB123456", "CD987654", "different"}, {ID, "AB1", "AB2", "one-edit"},
		{Phone, "+212 661-234567", "0661234567", "same"}, {Phone, "٠٦٦١٢٣٤٥٦٧", "0661234567", "same"}, {Phone, "0661234567", "0661234577", "one-edit"}, {Phone, "000000000", "0661234567", "missing"},
		{Postcode, "tq13 8df", "TQ138DF", "same"}, {Postcode, "tq13 8df", "tq13 8ba", "postcode-district"}, {Postcode, "tq13 8df", "tq9 8aa", "postcode-area"}, {Postcode, "10000", "10010", "one-edit"},
		{Place, "01.511.01.09", "01.511.02.01", "place-region"}, {Place, "01.511.01.09", "01.511.01.09", "same"}, {Place, "01.511.01.09", "02.511.01.09", "different"},
		{Place, "Sidi Kacem", "Sidi Kassem", "close"}, {Place, "Rabat Agdal", "Rabat Hassan", "place-region"}, {Place, "Rabat", "الرباط", "close"}, {Place, "Tanger", "Agadir", "different"},
		{Category, "Célibataire", "celibataire", "same"}, {Category, "widow", "widows", "close"}, {Category, "nsw", "vic", "different"},
		{Birth, "1956-04-09", "09/04/1956", "same"}, {Birth, "19560409", "1956-04-09T00:00:00", "same"}, {Birth, "1956-04-09", "1956-04-19", "birth-slip"}, {Birth, "1956-04-09", "1956-09-04", "birth-slip"},
		{Birth, "1956-04-19", "1956-04-91", "birth-slip"}, {Birth, "1956", "1956-04-09", "birth-vague"}, {Birth, "1956-01-01", "1956-04-09", "birth-vague"}, {Birth, "1956-04-09", "1983-04-09", "birth-two-parts"},
		{Birth, "1956-04-09", "1956-11-28", "birth-year"}, {Birth, "1956-04-09", "1958-11-28", "birth-near"}, {Birth, "1956-04-09", "1988-11-28", "different"}, {Birth, "x", "1988-11-28", "missing"}, {Birth, "04/1956", "1956-04", "same"},
		{Birth, "١٩٥٦/٠٤/٠٩", "1956-04-09", "same"}, {Birth, "4/19/1956", "1956-04-19", "same"},
	} {
		if got := c.kind.Levels()[levelOf(c.kind, c.a, c.b)]; got != c.want {
			t.Errorf("%s: %q, %q: %s, want %s", c.kind, c.a, c.b, got, c.want)
		}
	}
}

// Every level has words, and every kind as many words as levels.
func TestLevelsHaveWords(t *testing.T) {
	for kind := range kinds {
		if len(kind.Levels()) != levels[kind] || len(usual[kind]) != levels[kind]-1 {
			t.Errorf("%s: %d levels, %d words, %d usual parts", kind, levels[kind], len(kind.Levels()), len(usual[kind]))
		}
	}
}

func TestSwappedNames(t *testing.T) {
	table := newTable([]Map{{Given, "g"}, {Family, "f"}})
	table.fill([]string{"Mohamed", "Alaoui"}, [][]string{{"Alaoui", "محمد"}, {"Alaoui", "Karim"}})
	c := newComparer(table)
	if p := c.pattern(table.row(0), table.row(1)); p.level(0) != nameSwapped || p.level(1) != nameSwapped {
		t.Errorf("exchanged names: levels %d %d", p.level(0), p.level(1))
	}
	if p := c.pattern(table.row(0), table.row(2)); p.level(0) == nameSwapped {
		t.Error("one name in common is no exchange")
	}
}

// A whole name gives what no column says, and compares what is left.
func TestWholeNames(t *testing.T) {
	table := newTable([]Map{{Name, "n"}})
	table.fill([]string{"Thomas Clifford of Chudleigh"}, [][]string{{"Thomas Chudleigh Clifford"}, {"Anna Smith"}})
	c := newComparer(table)
	p := c.pattern(table.row(0), table.row(1))
	if p.level(0) != nameSame {
		t.Errorf("the first word is the given name: level %d", p.level(0))
	}
	if p.level(2) != restRare && p.level(2) != restCommon {
		t.Errorf("Clifford and Chudleigh in another order: level %d", p.level(2))
	}
}
