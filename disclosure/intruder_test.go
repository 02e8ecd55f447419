package disclosure_test

import (
	"math"
	"math/bits"

	"sanad/disclosure"
)

// intruder is the attacker of the promise: a linear programme over the cells it
// cannot read, the sums it knows and "not negative", solved exactly. Every number
// is a whole one over a common denominator (J. Edmonds, Systems of distinct
// representatives and linear algebra, 1967): nothing is rounded, so that "0" is
// 0 and not 1e-9, which a solver in floating point cannot say.
type intruder struct {
	column map[int]int // of the tableau, by cell; a signed cell has another one after it, for its negative part
	signed map[int]bool
	rows   [][]int64 // the last number of a row is its right-hand side
	basis  []int
	over   int64 // the denominator
	width  int   // columns of cells; artificial ones follow
}

// attack prepares the programme: what is not hidden is known, and so is `knows`.
func attack(p disclosure.Problem, hidden []bool, knows int) *intruder {
	a := &intruder{column: map[int]int{}, signed: map[int]bool{}, over: 1}
	for i, c := range p.Cells {
		if hidden[i] && c.State != disclosure.Known && i != knows {
			a.column[i] = a.width
			a.width++
			if c.Signed {
				a.signed[i] = true
				a.width++
			}
		}
	}
	for _, r := range p.Relations {
		row, any := make([]int64, a.width+1), false
		add := func(cell int, sign int64) {
			if j, ok := a.column[cell]; ok {
				any = true
				row[j] += sign
				if a.signed[cell] {
					row[j+1] -= sign
				}
				return
			}
			row[a.width] -= sign * p.Cells[cell].Value
		}
		for _, c := range r.Parts {
			add(c, 1)
		}
		add(r.Total, -1)
		if any {
			a.rows = append(a.rows, row)
		}
	}
	a.begin()
	return a
}

// begin finds a first solution with artificial columns and leaves them out again.
func (a *intruder) begin() {
	m := len(a.rows)
	objective := make([]int64, a.width+m+1)
	for i, row := range a.rows {
		if row[a.width] < 0 {
			for j := range row {
				row[j] = -row[j]
			}
		}
		wide := make([]int64, a.width+m+1)
		copy(wide, row[:a.width])
		wide[a.width+i], wide[a.width+m] = 1, row[a.width]
		a.rows[i], a.basis = wide, append(a.basis, a.width+i)
		for j, v := range wide {
			if j < a.width || j == a.width+m {
				objective[j] -= v
			}
		}
	}
	if !a.maximise(objective, a.width) || a.rows != nil && objective[a.width+m] != 0 {
		panic("the truth itself is no solution")
	}
	a.dropArtificial()
}

func (a *intruder) dropArtificial() {
	for i := 0; i < len(a.rows); i++ {
		if a.basis[i] < a.width {
			continue
		}
		at := -1
		for j := range a.width {
			if a.rows[i][j] != 0 {
				at = j
				break
			}
		}
		if at < 0 { // says what the others say
			a.rows = append(a.rows[:i], a.rows[i+1:]...)
			a.basis = append(a.basis[:i], a.basis[i+1:]...)
			i--
			continue
		}
		if a.rows[i][at] < 0 { // its right-hand side is 0
			for j := range a.rows[i] {
				a.rows[i][j] = -a.rows[i][j]
			}
		}
		a.pivot(i, at, nil)
	}
	for i, row := range a.rows {
		a.rows[i] = append(row[:a.width:a.width], row[len(row)-1])
	}
}

// bounds is the least and the most a cell can be, whole numbers inside what the
// programme finds; MinInt64 and MaxInt64 where there is no bound.
func (a *intruder) bounds(cell int) (low, high int64) {
	return -a.most(cell, -1), a.most(cell, 1)
}

// most maximises a cell, or its opposite; MaxInt64: as far as one likes.
func (a *intruder) most(cell int, sign int64) int64 {
	cost := make([]int64, a.width+1)
	j := a.column[cell]
	cost[j] = sign
	if a.signed[cell] {
		cost[j+1] = -sign
	}
	objective := make([]int64, a.width+1)
	for k := range objective {
		objective[k] = -times(a.over, cost[k])
		for i, row := range a.rows {
			objective[k] += times(cost[a.basis[i]], row[k])
		}
	}
	if !a.maximise(objective, a.width) {
		return math.MaxInt64
	}
	most := objective[a.width]
	if rest := most % a.over; rest < 0 {
		most -= a.over + rest
	}
	return most / a.over
}

// maximise improves a solution until nothing does (R. Bland's rule: always the
// first column, so that it ends); false when there is no bound.
func (a *intruder) maximise(objective []int64, columns int) bool {
	last := len(objective) - 1
	for {
		enter := -1
		for j := range columns {
			if objective[j] < 0 {
				enter = j
				break
			}
		}
		if enter < 0 {
			return true
		}
		leave := -1
		for i, row := range a.rows {
			if row[enter] <= 0 {
				continue
			}
			if leave < 0 {
				leave = i
				continue
			}
			l, r := times(row[last], a.rows[leave][enter]), times(a.rows[leave][last], row[enter])
			if l < r || l == r && a.basis[i] < a.basis[leave] {
				leave = i
			}
		}
		if leave < 0 {
			return false
		}
		a.pivot(leave, enter, objective)
	}
}

// pivot exchanges a column of the basis; the divisions leave no rest.
func (a *intruder) pivot(p, q int, objective []int64) {
	by := a.rows[p][q]
	change := func(row []int64) {
		factor := row[q]
		for j := range row {
			row[j] = (times(row[j], by) - times(factor, a.rows[p][j])) / a.over
		}
	}
	for i, row := range a.rows {
		if i != p {
			change(row)
		}
	}
	if objective != nil {
		change(objective)
	}
	a.over, a.basis[p] = by, q
}

// times multiplies, and stops the test rather than overflow.
func times(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if hi != 0 || lo > math.MaxInt64/2 {
		panic("a number of the programme is too large")
	}
	return a * b
}
