package population

import (
	"bufio"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Columns are those of the file, in order. person is the truth.
var Columns = []string{"record", "person", "household", "given_ar", "family_ar", "given_fr", "family_fr", "sex", "birth", "cin", "commune", "phone"}

// Map says what the columns hold, as `sanad link --map` takes it.
const Map = "given=given_ar,given=given_fr,family=family_ar,family=family_fr,sex=sex,birth=birth,id=cin,place=commune,phone=phone"

// Write writes n records as CSV, drawn from a seed.
//
// Errors: those of w.
func Write(w io.Writer, n int, seed uint64) error {
	out := bufio.NewWriterSize(w, 1<<20)
	if _, err := out.WriteString(strings.Join(Columns, ",") + "\n"); err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 0x5a4ad))
	t := &town{rng: rng, names: newStock(rng)}
	for written := 0; written < n; written++ {
		if _, err := out.WriteString(strconv.Itoa(written+1) + "," + t.next() + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// town gives one record after the other. Repetitions wait and come later, among
// those of other people, as they do in a register.
type town struct {
	rng        *rand.Rand
	names      *stock
	people     int
	households int
	home       []person // of the household at hand, those not written yet
	waiting    []person // who will be written again
}

// How often a person is written again, in a thousand; and of these once more.
const (
	twice  = 155
	thrice = 250
	most   = 200_000 // who wait at a time
)

func (t *town) next() string {
	if len(t.waiting) > most || len(t.waiting) > 0 && t.chance(145) {
		i := t.rng.IntN(len(t.waiting))
		p := t.waiting[i]
		t.waiting[i] = t.waiting[len(t.waiting)-1]
		t.waiting = t.waiting[:len(t.waiting)-1]
		return t.record(p)
	}
	if len(t.home) == 0 {
		t.home = t.household()
	}
	p := t.home[0]
	t.home = t.home[1:]
	if t.chance(twice) {
		t.waiting = append(t.waiting, p)
		if t.chance(thrice) {
			t.waiting = append(t.waiting, p)
		}
	}
	return t.record(p)
}

// chance is true so many times in a thousand.
func (t *town) chance(thousandths int) bool { return t.rng.IntN(1000) < thousandths }
