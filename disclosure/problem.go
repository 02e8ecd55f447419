package disclosure

import (
	"fmt"
	"math/bits"
)

// State is what becomes of a cell before any choice is made.
type State int

// The states of a cell.
const (
	Open    State = iota // to be published unless Protect hides it
	Known                // published by an earlier edition: hiding it now hides nothing
	Hidden               // hidden by an earlier edition: printing it would undo that one
	Implied              // printed nowhere and computed by whoever wants: the difference of two editions
)

// Cell is a count that somebody could try to find out.
type Cell struct {
	Value     int64
	Threshold int64 // counts of 1 to Threshold-1 are protected; 0: the cell counts nobody who needs it
	Zeros     bool  // 0 is protected like a small count; else a zero is published and taken as known to everybody
	Signed    bool  // a difference, which may be negative: protected when its size is small
	State     State
	Weight    int64 // what hiding it loses against others; 0: chosen by its size, totals last
}

// sensitive tells that the cell needs protection.
func (c Cell) sensitive() bool {
	switch v := c.size(); {
	case c.Threshold <= 0:
		return false
	case v == 0:
		return c.Zeros
	default:
		return v < c.Threshold
	}
}

func (c Cell) size() int64 { return max(c.Value, -c.Value) }

// span is what a protected cell must be able to be: from 0 to its threshold, on
// its side of 0.
func (c Cell) span() (low, high int64) {
	if c.Value < 0 {
		return -c.Threshold, 0
	}
	return 0, c.Threshold
}

// movable tells that the cell may differ from its value in an attacker's eyes
// once it is hidden.
func (c Cell) movable() bool {
	return c.State == Hidden || c.State == Implied || c.State == Open && (c.Value != 0 || c.Zeros || c.Signed)
}

// Relation is a sum that everybody knows to hold: the total of its parts. Both
// are places in Problem.Cells.
type Relation struct {
	Total int
	Parts []int
}

// Problem is all that is published together, and what was before.
type Problem struct {
	Cells     []Cell
	Relations []Relation
}

// check refuses a sum that does not hold: nothing could be concluded from it,
// and what does not reconcile is not published.
func (p Problem) check() error {
	for _, rel := range p.Relations {
		var sum int64
		for _, c := range rel.Parts {
			sum += p.Cells[c].Value
		}
		if total := p.Cells[rel.Total].Value; sum != total {
			return fmt.Errorf("disclosure: parts add up to %d and their total is %d: reconcile first", sum, total)
		}
	}
	for i, c := range p.Cells {
		if c.Value < 0 && !c.Signed {
			return fmt.Errorf("disclosure: cell %d counts %d persons", i, c.Value)
		}
	}
	return nil
}

// weights are what hiding each cell loses: something for any, a little more for
// a large one, and much more for a total, which is what readers look for.
func (p Problem) weights() []int64 {
	w := make([]int64, len(p.Cells))
	for i, c := range p.Cells {
		if w[i] = c.Weight; w[i] == 0 {
			w[i] = fresh + int64(bits.Len64(uint64(c.size())))
		}
	}
	for _, r := range p.Relations {
		if len(r.Parts) > 1 && p.Cells[r.Total].Weight == 0 {
			w[r.Total] += totals
		}
	}
	return w
}

const (
	fresh  = 16 // hiding one more cell, in the unit of Cell.Weight
	totals = 32 // added for each sum of which it is the total
)
