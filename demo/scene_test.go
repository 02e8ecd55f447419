package demo

import (
	"context"
	"iter"
	"testing"

	"sanad/calendar"
)

// spaced are scenes of a part, some minutes apart.
func spaced(from calendar.Instant, step calendar.Instant, n int) iter.Seq[scene] {
	return func(yield func(scene) bool) {
		for i := range n {
			if !yield(scene{at: from + calendar.Instant(i)*step, acts: 1}) {
				return
			}
		}
	}
}

// What several systems bring is recorded in the order of time, all of it, in lots
// that are full but for the last.
func TestSystemsAreRecordedInOrder(t *testing.T) {
	parts := []part{{scenes: spaced(0, 7, 11_000)}, {scenes: spaced(3, 5, 9_000)}, {scenes: spaced(0, 1, 0)}, {scenes: spaced(50_000, 1, 3_333)}}
	n, last := 0, calendar.Instant(-1)
	for scenes := range inOrder(t.Context(), parts) {
		if n%lot != 0 {
			t.Errorf("a lot before the last has %d scenes", n%lot)
		}
		for _, s := range scenes {
			if s.at < last {
				t.Fatalf("%d after %d", s.at, last)
			}
			last = s.at
		}
		n += len(scenes)
	}
	if n != 11_000+9_000+3_333 {
		t.Errorf("%d scenes", n)
	}
}

// A load that is given up leaves no goroutine that waits for ever.
func TestAPartEndsWithItsLoad(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan bool)
	endless := func(yield func(scene) bool) {
		defer close(ended)
		for yield(scene{}) {
		}
	}
	for range inOrder(ctx, []part{{scenes: endless}}) {
		break
	}
	stop()
	<-ended
}

func TestASystemBringsThoseItNeeds(t *testing.T) {
	was := systems
	defer func() { systems = was }()
	systems = []system{{code: "A"}, {code: "B", needs: []string{"A"}}, {code: "C"}, {code: "D", needs: []string{"B"}}}
	for asked, want := range map[string]string{"D": "ABD", "C": "C", "B": "AB", "": "ABCD"} {
		var only []string
		if asked != "" {
			only = []string{asked}
		}
		got := ""
		chosen, err := choose(only)
		for _, s := range chosen {
			got += s.code
		}
		if err != nil || got != want {
			t.Errorf("%q brings %s, want %s (%v)", asked, got, want, err)
		}
	}
}

func TestADayGoesOn(t *testing.T) {
	b := daybook{from: opens}
	day := calendar.MustDate("2020-03-02")
	first := b.next(day)
	for range 2 * perMinute {
		b.next(day)
	}
	if later := b.next(day); later != first+2*minute || b.next(day+1) != first+24*hour {
		t.Errorf("%v, then %v", first, later)
	}
}
