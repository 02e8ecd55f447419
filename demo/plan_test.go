package demo

import "testing"

// A plan keeps its promises whatever the seed, at every scale.
func TestPlansKeepTheirDays(t *testing.T) {
	for seed := range int64(20) {
		if _, err := newPlan(seed, 0.02); err != nil {
			t.Error(err)
		}
	}
}

func TestThePlanIsTheReport(t *testing.T) {
	p, err := newPlan(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := Figures{Deposited: 125_429, Received: 123_861, Accepted: 114_851, Rejected: 8_230, UnderStudy: 780, Waiting: 1_568, Orphans: 195_000}
	if got := p.figures(); got != want {
		t.Errorf("planned %+v, want %+v", got, want)
	}
	rush, provinces, orphans := 0, map[int]int{}, 0
	for _, f := range p.files {
		provinces[f.province]++
		if f.opened <= early {
			rush++
		}
		if f.fate == accepted {
			orphans += f.orphans
		}
	}
	if rush != earlyAll || len(provinces) != 75 || orphans != orphansAll || len(p.files) != want.Deposited {
		t.Errorf("%d early, %d provinces, %d orphans, %d files", rush, len(provinces), orphans, len(p.files))
	}
	t.Logf("%d acts, %d sessions", len(p.entries)+len(p.files), len(p.sittings))
}
