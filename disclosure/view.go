package disclosure

import "slices"

// view is a problem with what is looked up in it over and over.
type view struct {
	Problem
	of    [][]int       // by cell: the sums it is in
	under map[int][]int // by cell: see below
}

func newView(p Problem) *view {
	v := &view{Problem: p, of: make([][]int, len(p.Cells)), under: map[int][]int{}}
	for r, rel := range p.Relations {
		v.of[rel.Total] = append(v.of[rel.Total], r)
		for _, c := range rel.Parts {
			v.of[c] = append(v.of[c], r)
		}
	}
	return v
}

// insiders are the cells of one single person that a proof rests on: that person
// knows that cell, and the proof is none for them. The cells that count the very
// same person are left out: nobody is protected from themselves.
func (v *view) insiders(proof Proof) []int {
	var out []int
	for _, c := range slices.Concat(proof.Low, proof.High) {
		cell := v.Cells[c.Cell]
		single := cell.Value == 1 && cell.Threshold > 0 && cell.State != Implied && c.Cell != proof.Cell
		if single && !slices.Contains(out, c.Cell) && (v.Cells[proof.Cell].Value != 1 || !v.share(proof.Cell, c.Cell)) {
			out = append(out, c.Cell)
		}
	}
	slices.Sort(out)
	return out
}

// span is what a proof must show that its cell can be. Somebody who is counted
// in it knows that it is not 0.
func (v *view) span(cell, without int) (low, high int64) {
	low, high = v.Cells[cell].span()
	if low == 0 && without >= 0 && v.share(cell, without) {
		low = 1
	}
	return low, high
}

// share tells that some person is counted in both cells, the second counting one
// person alone.
func (v *view) share(cell, one int) bool {
	in := v.below(cell)
	return slices.ContainsFunc(v.below(one), func(c int) bool { return slices.Contains(in, c) })
}

// below is a cell with all its parts, and theirs, that count somebody.
func (v *view) below(cell int) []int {
	if list, ok := v.under[cell]; ok {
		return list
	}
	list := []int(nil)
	if v.Cells[cell].Value > 0 {
		list = append(list, cell)
	}
	v.under[cell] = list // a sum cannot hold itself, and ends here if it does
	for _, r := range v.of[cell] {
		if v.Relations[r].Total != cell {
			continue
		}
		for _, part := range v.Relations[r].Parts {
			for _, c := range v.below(part) {
				if !slices.Contains(list, c) {
					list = append(list, c)
				}
			}
		}
	}
	v.under[cell] = list
	return list
}
