package linkage_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"sanad/linkage"
)

// historical draws a hard file of the kind that is made of biographies: some
// ten records of each person, many of them with short forms, other names,
// swapped names, blanks, slips of the hand, dates known to the year, postcodes
// of the neighbourhood, and relatives with the same name and place. It keeps
// the defaults honest: nothing is set for it.
type historical struct {
	rng                        *rand.Rand
	first, last, places, works []string
	shape                      float64 // of how unequally errors fall on records
}

const historicalMap = "given=first_name,family=surname,birth=dob,place=birth_place,postcode=postcode,category=occupation"

func makeHistorical(seed uint64, people int) []byte {
	h := &historical{rng: rand.New(rand.NewPCG(seed, 1)), shape: 1}
	h.first = strings.Fields("john william thomas james george charles henry robert joseph edward richard samuel francis frederick david alexander arthur alfred walter benjamin daniel peter hugh edmund philip ernest albert harold mary elizabeth anne margaret jane sarah catherine charlotte emma frances alice ellen harriet martha louisa isabella dorothy eleanor florence herbert percy reginald leonard stephen andrew patrick michael nathaniel ralph archibald duncan donald kenneth lionel augustus")
	for range 4000 {
		h.last = append(h.last, h.word(2+h.rng.IntN(2)))
	}
	for range 900 {
		h.places = append(h.places, h.word(2+h.rng.IntN(3)))
	}
	h.works = strings.Fields("politician cricketer painter footballer writer clergyman lawyer architect engraver physician poet actor soldier botanist composer engineer journalist merchant photographer rower priest banker historian sculptor surgeon naturalist judge diplomat geologist novelist")
	var b bytes.Buffer
	b.WriteString("unique_id,cluster,full_name,first_name,surname,dob,birth_place,postcode,gender,occupation\n")
	var last *soul
	for n := range people {
		p := h.person()
		if last != nil && h.rng.IntN(12) == 0 { // a relative: same name, place and often work
			p.last, p.place, p.area = last.last, last.place, last.area
			if h.rng.IntN(3) == 0 {
				p.first, p.work = last.first, last.work
			}
		}
		for copy := range h.copies() {
			fmt.Fprintf(&b, "%d-%d,%d,%s\n", n, copy, n, h.record(p))
		}
		last = &p
	}
	return b.Bytes()
}

// soul is a person as a biography has them.
type soul struct {
	first, last, title, place, work, area, gender string
	year, month, day                              int
}

func (h *historical) word(syllables int) string {
	heads, vowels, tails := "b d f g h k l m n p r s t w br cl gr st th wh", "a e i o u ea oo", "n r l s t ck ld nd rt ng m y"
	pick := func(list string) string { f := strings.Fields(list); return f[h.rng.IntN(len(f))] }
	var b strings.Builder
	for range syllables {
		b.WriteString(pick(heads) + pick(vowels))
	}
	return b.String() + pick(tails)
}

// zipf draws an index, the first ones most often.
func (h *historical) zipf(n int, power float64) int {
	return int(math.Pow(h.rng.Float64(), power) * float64(n))
}

func (h *historical) copies() int {
	return min(max(1, int(math.Round(9.8+h.rng.NormFloat64()*5.6))), 30)
}

func (h *historical) person() soul {
	p := soul{
		first: h.first[h.zipf(len(h.first), 2.2)], last: h.last[h.zipf(len(h.last), 1.6)],
		place: h.places[h.zipf(len(h.places), 3)], work: h.works[h.zipf(len(h.works), 2)],
		year: 1600 + int(320*math.Sqrt(h.rng.Float64())), month: 1 + h.rng.IntN(12), day: 1 + h.rng.IntN(28), gender: "male",
	}
	if h.rng.IntN(3) == 0 {
		p.title = h.last[h.rng.IntN(len(h.last))]
	}
	if h.rng.IntN(4) == 0 {
		p.month, p.day = 1, 1
	}
	p.area = fmt.Sprintf("%c%c%d", 'a'+len(p.place)%7, p.place[0], 1+h.rng.IntN(12))
	return p
}

// record is one row, with errors that come together: a careless source is
// careless throughout.
func (h *historical) record(p soul) string {
	care := h.rng.Float64() * 1.8 * h.shape
	bad := func(chance float64) bool { return h.rng.Float64() < chance*care }
	first, last := p.first, p.last
	switch {
	case bad(.16):
		first = h.short(first)
	case bad(.10):
		first = h.slip(first)
	case bad(.04):
		first = h.first[h.rng.IntN(len(h.first))]
	case bad(.04):
		first = first[:1]
	}
	switch {
	case p.title != "" && bad(.4):
		last = p.title
	case bad(.14):
		last = h.slip(last)
	case bad(.05):
		last = h.slip(h.slip(last))
	}
	full := first + " " + last
	if p.title != "" && !bad(.4) {
		full = first + " " + p.last + " 1st baron " + p.title
	}
	if bad(.05) {
		first, last = last, first
	}
	if bad(.03) {
		first = ""
	}
	if bad(.03) {
		last = ""
	}
	gender, place, work := p.gender, p.place, p.work
	for _, f := range []struct {
		value  *string
		chance float64
	}{{&gender, .2}, {&place, .12}, {&work, .15}} {
		if bad(f.chance) {
			*f.value = ""
		}
	}
	if place != "" && bad(.15) {
		place = h.places[h.zipf(len(h.places), 3)]
	}
	if work != "" && bad(.12) {
		work = h.works[h.zipf(len(h.works), 2)]
	}
	return strings.Join([]string{full, first, last, h.born(p, bad), place, h.postcode(p, bad), gender, work}, ",")
}

func (h *historical) born(p soul, bad func(float64) bool) string {
	y, m, d := p.year, p.month, p.day
	switch {
	case bad(.2):
		return ""
	case bad(.12):
		m, d = 1, 1
	case bad(.06):
		y += h.rng.IntN(11) - 5
	case bad(.06):
		d = 1 + h.rng.IntN(28)
	case bad(.06):
		m = 1 + h.rng.IntN(12)
	case bad(.03):
		y = y/10*10 + h.rng.IntN(10)
	case bad(.03) && d <= 12:
		m, d = d, m
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// postcode is one of a few of the person's, in the same district or near it.
func (h *historical) postcode(p soul, bad func(float64) bool) string {
	if bad(.22) {
		return ""
	}
	area, street := p.area, p.year%9
	if bad(.3) {
		street = h.rng.IntN(9)
	}
	if bad(.12) {
		area = fmt.Sprintf("%s%d", area[:2], 1+h.rng.IntN(20))
	}
	return fmt.Sprintf("%s %d%c%c", area, street, 'a'+p.month, 'a'+(p.year/9+street)%20)
}

var shortForms = map[string]string{"john": "jack", "william": "bill", "thomas": "tom", "james": "jim", "charles": "charlie", "henry": "harry", "robert": "bob", "joseph": "joe", "edward": "ted", "richard": "dick", "samuel": "sam", "francis": "frank", "frederick": "fred", "david": "dave", "alexander": "alex", "elizabeth": "liz", "margaret": "peggy", "catherine": "kate", "mary": "polly", "daniel": "dan"}

func (h *historical) short(first string) string {
	if s := shortForms[first]; s != "" {
		return s
	}
	return h.first[h.rng.IntN(len(h.first))] // a middle name nobody else uses
}

// slip is one slip of the hand.
func (h *historical) slip(text string) string {
	at := h.rng.IntN(len(text))
	letter := string(rune('a' + h.rng.IntN(26)))
	switch h.rng.IntN(4) {
	case 0:
		return text[:at] + letter + text[at+1:]
	case 1:
		return text[:at] + letter + text[at:]
	case 2:
		if len(text) > 2 {
			return text[:at] + text[at+1:]
		}
		return text
	}
	if at+1 < len(text) {
		return text[:at] + text[at+1:at+2] + text[at:at+1] + text[at+2:]
	}
	return text
}

func BenchmarkHistorical(b *testing.B) {
	text := makeHistorical(1, 5156)
	for b.Loop() {
		_, r := run(b, historicalMap, linkage.ReadOptions{Truth: "cluster"}, text)
		b.ReportMetric(r.Quality.Clusters.F1, "F1")
		b.ReportMetric(r.Quality.BestClusters.F1, "bestF1")
	}
}
