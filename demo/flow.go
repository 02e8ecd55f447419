package demo

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// toDraw is a chain that is drawn once its first act is recorded.
type toDraw struct {
	recorded calendar.Date
	acts     int // about
	draw     func() *chain
}

// flowing is together for more chains than memory should hold: each is drawn when
// its day comes, and kept until its last act.
func (w *world) flowing(list []toDraw) part {
	slices.SortStableFunc(list, func(a, b toDraw) int { return cmp.Compare(a.recorded, b.recorded) })
	acts := 0
	for _, o := range list {
		acts += o.acts
	}
	return part{acts: acts, scenes: func(yield func(scene) bool) {
		days, due := daybook{from: opens}, map[calendar.Date][]entered{}
		for n, day := 0, calendar.Date(0); n < len(list) || len(due) > 0; day++ {
			if len(due) == 0 {
				day = list[n].recorded
			}
			for ; n < len(list) && list[n].recorded == day; n++ {
				for _, e := range list[n].draw().acts {
					due[e.recorded] = append(due[e.recorded], e)
				}
			}
			for _, e := range due[day] {
				if !yield(w.scene(e, days.next(day))) {
					return
				}
			}
			delete(due, day)
		}
	}}
}
