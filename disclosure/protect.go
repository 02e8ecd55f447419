package disclosure

import (
	"cmp"
	"slices"
)

// Protect hides every small count, and then as few others as it finds to need,
// until each has its proof; then it prints again what was not needed after all.
//
// A small count that an earlier edition printed is listed as Exposed; one that
// cannot be proved safe, because earlier editions leave no room, as Open.
//
// Errors: a sum that does not hold, a negative count of persons.
func Protect(p Problem) (Pattern, error) {
	if err := p.check(); err != nil {
		return Pattern{}, err
	}
	w := newWork(p)
	for _, c := range w.primaries() {
		if proofs, ok := w.settle(c, false); ok {
			w.keep(c, proofs)
		} else {
			w.Open = append(w.Open, c)
		}
	}
	w.thin()
	for _, c := range w.order {
		w.Proofs = append(w.Proofs, w.proofs[c]...)
	}
	slices.Sort(w.Exposed)
	return w.Pattern, nil
}

// work is a pattern in the making.
type work struct {
	*view
	Pattern
	search
	order  []int           // the primary cells that have proofs
	proofs map[int][]Proof // of each: against all, then without each insider
}

func newWork(p Problem) *work {
	n := len(p.Cells)
	v := newView(p)
	w := &work{view: v, Pattern: Pattern{Hidden: make([]bool, n), Primary: make([]bool, n)}, proofs: map[int][]Proof{}}
	for i, c := range p.Cells {
		w.Hidden[i] = c.State == Hidden || c.State == Implied
	}
	w.search = newSearch(v, w.Hidden)
	return w
}

// primaries hides the small counts and gives them, the largest first: those ask
// for the most room, which the others then share.
func (w *work) primaries() []int {
	var list []int
	for i, c := range w.Cells {
		switch {
		case !c.sensitive():
		case c.State == Known:
			w.Exposed = append(w.Exposed, i)
		default:
			w.Hidden[i], w.Primary[i] = true, true
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(w.Cells[b].size(), w.Cells[a].size()) })
	return list
}

// keep takes the proofs of a cell, and hides what they rest on.
func (w *work) keep(c int, proofs []Proof) {
	if _, again := w.proofs[c]; !again {
		w.order = append(w.order, c)
	}
	w.proofs[c] = proofs
	for _, proof := range proofs {
		for _, change := range slices.Concat(proof.Low, proof.High) {
			w.Hidden[change.Cell] = true
		}
	}
}

// settle finds all the proofs that a cell needs. Thinning, it may neither hide
// more cells nor leave the cell weaker.
func (w *work) settle(c int, thinning bool) ([]Proof, bool) {
	ways := w.reach
	if thinning {
		ways = w.inside
	}
	first, ok := w.prove(c, -1, ways)
	if !ok {
		return nil, false
	}
	proofs := []Proof{first}
	for _, one := range w.insiders(first) {
		switch proof, ok := w.prove(c, one, ways); {
		case ok:
			proofs = append(proofs, proof)
		case slices.Contains(w.Weak, Pair{c, one}):
		case thinning:
			return nil, false
		default:
			w.Weak = append(w.Weak, Pair{c, one})
		}
	}
	return proofs, true
}

func (w *work) prove(c, without int, ways []way) (Proof, bool) {
	low, high := w.span(c, without)
	proof := Proof{Cell: c, Without: without}
	var ok bool
	if proof.Low, ok = w.move(c, low-w.Cells[c].Value, without, ways); !ok {
		return proof, false
	}
	proof.High, ok = w.move(c, high-w.Cells[c].Value, without, ways)
	return proof, ok
}

// thin prints again, the greatest loss first, each cell that the primary ones
// can do without.
func (w *work) thin() {
	var spare []int
	for i, c := range w.Cells {
		if w.Hidden[i] && !w.Primary[i] && c.State == Open {
			spare = append(spare, i)
		}
	}
	slices.SortStableFunc(spare, func(a, b int) int { return cmp.Compare(w.weight[b], w.weight[a]) })
	for _, i := range spare {
		w.Hidden[i] = false
		if again, ok := w.without(i); ok {
			for _, c := range w.order {
				if proofs, ok := again[c]; ok {
					w.keep(c, proofs)
				}
			}
		} else {
			w.Hidden[i] = true
		}
	}
}

// without finds other proofs for every primary cell whose proofs rest on a cell
// that is to be printed.
func (w *work) without(i int) (map[int][]Proof, bool) {
	again := map[int][]Proof{}
	for _, c := range w.order {
		if !slices.ContainsFunc(w.proofs[c], func(p Proof) bool { return p.touches(i) }) {
			continue
		}
		proofs, ok := w.settle(c, true)
		if !ok {
			return nil, false
		}
		again[c] = proofs
	}
	return again, true
}
