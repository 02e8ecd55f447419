package demo

import (
	"sanad/access"
	"sanad/demo/facts"
	"sanad/store"
)

// capacity is P4: the operations of the Social Development Agency, each planned,
// filled, held and evaluated.
func capacity(w *world) (part, error) {
	var chains []*chain
	for n, op := range facts.Operations(w.facts, w.partners()) {
		chains = append(chains, w.operation(n, op))
	}
	return w.together(chains), nil
}

func (w *world) operation(n int, op facts.Operation) *chain {
	const seats = 5 // rooms are reserved for so many, or twice as many, and so on
	by, c := w.at(access.Delegate, op.Province), w.chain("operation", n, store.ID{})
	associations := func(list []int) []any {
		return rows(list, func(i int) map[string]any { return map[string]any{"association": w.associationID(i).String()} })
	}
	c.open(op.Planned, by, "capacity-building", "plan", op.Place, map[string]any{"kind": op.Kind, "theme": op.Theme + " - " + op.Name().Ar,
		"planned_on": op.Sessions[0].On.String(), "seats": int64((len(op.Attending) + seats - 1) / seats * seats), "trainer": op.Trainer.Arabic.String()})
	c.add(op.Planned, by, "enrol", map[string]any{"associations": associations(op.Attending)})
	for _, s := range op.Sessions {
		present := make([]int, len(s.Present))
		for i, place := range s.Present {
			present[i] = op.Attending[place]
		}
		c.add(s.When, by, "hold", map[string]any{"present": associations(present)})
	}
	last := op.Sessions[len(op.Sessions)-1]
	c.add(last.When, by, "finish", map[string]any{"evaluation": "تمت الحصص المبرمجة، وعبرت الجمعيات المشاركة عن رضاها على محتوى العملية."})
	return c
}
