package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// linked writes a file and links it by name and birth; pairs are what it finds.
func linked(t *testing.T, text string, mapping ...string) (result, string) {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "people.csv"), filepath.Join(dir, "pairs.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(mapping) == 0 {
		mapping = []string{"given=given", "family=family", "birth=birth"}
	}
	r := sanad(t, "--lang", "en", "link", file, "--map", strings.Join(mapping, ","), "--pairs", out)
	pairs, err := os.ReadFile(out)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return r, string(pairs)
}

// town is a file of people far apart, in which rows may be put.
func peopleAnd(rows ...string) string {
	var b strings.Builder
	b.WriteString("key,given,family,birth\n")
	for i, given := range []string{"Karim", "Hassan", "Mustapha", "Abdellatif", "Driss", "Zineb", "Naima", "Latifa", "Btissam", "Chaimae", "Ghizlane", "Ilham"} {
		for j, family := range []string{"Tazi", "Bennis", "Ouazzani", "Chraibi", "Lamrani", "Sqalli", "Kabbaj", "Berrada"} {
			b.WriteString(string(rune('a'+i)) + string(rune('a'+j)) + "," + given + "," + family + ",19" + string(rune('4'+i%6)) + string(rune('0'+j)) + "-0" + string(rune('1'+j)) + "-1" + string(rune('0'+i%10)) + "\n")
		}
	}
	for _, row := range rows {
		b.WriteString(row + "\n")
	}
	return b.String()
}

// What a file may hold that nobody expects: a right answer or a message that
// says what and where, never a wrong silent one.
func TestLinkOfBadInput(t *testing.T) {
	long := strings.Repeat("ب", 10_000)
	for _, c := range []struct {
		name, text string
		mapping    []string
		status     int
		says       []string
		pair       string // two keys that must be in one line of the pairs
	}{
		{name: "a column without values", text: strings.ReplaceAll(peopleAnd("x,Fatima,Zerouali,1980-05-17,", "y,Fatima,Zerouali,1980-05-17,"), "\n", ",\n"), status: 2, says: []string{"98"}},
		{name: "an empty column that is mapped", text: withColumn(peopleAnd("x,Fatima,Zerouali,1980-05-17", "y,Fatima,Zerouali,1980-05-17"), ""), mapping: []string{"given=given", "family=family", "birth=birth", "phone=more"}, says: []string{"more"}, pair: "x,y"},
		{name: "a column of one value", text: withColumn(peopleAnd("x,Fatima,Zerouali,1980-05-17", "y,Fatima,Zerouali,1980-05-17"), "same"), mapping: []string{"given=given", "family=family", "birth=birth", "category=more"}, says: []string{"more", "same"}, pair: "x,y"},
		{name: "marks of direction in a name", text: peopleAnd("x,فاط\u202eمة\u200f,الزروالي,1980-05-17", "y,فاطمة,\u2066الزروالي\u2069,1980-05-17"), pair: "x,y"},
		{name: "names of ten thousand letters", text: peopleAnd("x,"+long+",Zerouali,1980-05-17", "y,"+long+",Zerouali,1980-05-17"), pair: "x,y"},
		{name: "one key twice", text: peopleAnd("x,Fatima,Zerouali,1980-05-17", "x,Fatima,Zerouali,1980-05-17"), pair: "x,x"},
		{name: "a row too short", text: peopleAnd("x,Fatima"), status: 2, says: []string{"98"}},
		{name: "a quote inside", text: peopleAnd("x,Fat\"ima,Zerouali,1980-05-17"), status: 2, says: []string{"98"}},
		{name: "a quote never closed", text: peopleAnd("x,\"Fatima,Zerouali,1980-05-17"), status: 2, says: []string{"98"}},
		{name: "no row", text: "key,given,family,birth\n", status: 2},
		{name: "nothing", text: "", status: 2},
		{name: "Windows-1256", text: peopleAnd("x,\xdd\xc7\xd8\xe3\xc9,Zerouali,1980-05-17"), status: 2, says: []string{"98"}},
		{name: "a column that is not there", text: peopleAnd(), mapping: []string{"given=name"}, status: 2, says: []string{"name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, pairs := linked(t, c.text, c.mapping...)
			r.expect(t, c.status, c.says...)
			if strings.Contains(r.said, "panic") || strings.Contains(r.said, "goroutine") {
				t.Errorf("it broke:\n%s", r.said)
			}
			if c.pair != "" && !strings.Contains(pairs, c.pair+",") {
				t.Errorf("the pair %s is not among\n%s", c.pair, pairs)
			}
		})
	}
}

// A file that would not fit into memory is refused before it is read, with what
// it needs and what there is; one that fits as before.
func TestLinkOfAFileTooLarge(t *testing.T) {
	file := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte(peopleAnd()), 0o600); err != nil {
		t.Fatal(err)
	}
	link := []string{"--lang", "en", "link", file, "--map", "given=given,family=family,birth=birth"}
	sanad(t, link...).expect(t, 0)
	if err := os.Truncate(file, 1<<40); err != nil { // a hole: it takes no room on the disk
		t.Fatal(err)
	}
	sanad(t, link...).expect(t, 1, "6,291,457 MB")
}

// withColumn adds a column of one value.
func withColumn(text, value string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := range lines {
		if i == 0 {
			lines[i] += ",more"
		} else {
			lines[i] += "," + value
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestPopulationOfBadInput(t *testing.T) {
	sanad(t, "--lang", "en", "population", "0").expect(t, 2, "0")
	sanad(t, "--lang", "en", "population", "--", "-5").expect(t, 2, "-5")
	sanad(t, "population", "many").expect(t, 2)
	sanad(t, "population", "10", "--seed", "-1").expect(t, 2)
	one, again := sanad(t, "population", "50", "--seed", "9"), sanad(t, "population", "50", "--seed", "9")
	if one.out == "" || one.out != again.out || strings.Count(one.out, "\n") != 51 {
		t.Errorf("50 records of a seed: %d lines, the same again: %v", strings.Count(one.out, "\n"), one.out == again.out)
	}
}
