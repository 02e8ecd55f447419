package registry

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/linkage"
	"sanad/population"
)

// What a pass gives up so that its queue does not depend on which pass came when:
// of the pairs of one person that linkage finds in a synthetic register, which has
// each card once, those that no look by an index would meet.
func TestFewPairsMeetNowhere(t *testing.T) {
	var file bytes.Buffer
	if err := population.Write(&file, 40_000, 11); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	out, cards, numbers := csv.NewWriter(&text), map[string]bool{"": true}, map[string]uint32{"": 0}
	var keys []passKey
	for i, row := range rows {
		if cards[row[9]] {
			row[9] = ""
		}
		cards[row[9]] = true
		if err := out.Write(row); err != nil {
			t.Fatal(err)
		}
		p := Person{Arabic: Name{row[3], row[4]}, Latin: Name{row[5], row[6]}, Commune: row[10]}
		p.Birth, _ = calendar.ParseBirth(row[8])
		if i > 0 {
			keys = append(keys, p.passKey(numbers))
		}
	}
	out.Flush()
	maps, err := linkage.ParseMap(strings.Split(population.Map, ","))
	if err != nil {
		t.Fatal(err)
	}
	table, err := linkage.Read(maps, linkage.ReadOptions{Workers: 2}, linkage.Source{Name: "population", Reader: &text})
	if err != nil {
		t.Fatal(err)
	}
	found, lost := 0, 0
	for _, p := range linkage.Link(table, linkage.Options{Threshold: linkage.DefaultThreshold, Workers: 2, Clock: calendar.SystemClock, Keep: true}).Pairs {
		if rows[p.A+1][1] != rows[p.B+1][1] || keys[p.A].birth == 0 || keys[p.B].birth == 0 { // no office registers without a birth
			continue
		}
		found++
		if !keys[p.A].meets(keys[p.B]) {
			lost++
		}
	}
	t.Logf("%d of %d pairs of one person meet nowhere", lost, found)
	if found < 5000 || lost*300 > found {
		t.Errorf("%d of %d pairs of one person meet nowhere: more than one in 300", lost, found)
	}
}
