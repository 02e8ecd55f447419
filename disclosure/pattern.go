package disclosure

// Pattern is what to hide, with the proof that it is enough.
type Pattern struct {
	Hidden  []bool // by cell: not to be printed
	Primary []bool // by cell: protected for its own sake; readers are never told which
	Proofs  []Proof
	Exposed []int // small counts that an earlier edition printed: nothing can protect them
	Open    []int // small counts that could not be proved safe: do not publish
	Weak    []Pair
}

// Pair is a small count and another cell whose one person could learn about it:
// earlier editions leave no room to prevent it.
type Pair struct{ Cell, Knows int }

// Proof shows that a cell could be something else: two sets of counts, given by
// how they differ from the truth, that agree with everything published.
type Proof struct {
	Cell    int
	Without int // a cell that the attacker knows, counted alone in it; -1: none
	Low     []Change
	High    []Change
}

// Change is how much a cell differs from the truth.
type Change struct {
	Cell int
	By   int64
}

// Count is how many cells that would be printed are hidden, and how many of them
// for their own sake.
func (p Problem) Count(pattern Pattern) (hidden, primary int) {
	for i, c := range p.Cells {
		if c.State == Implied || !pattern.Hidden[i] {
			continue
		}
		hidden++
		if pattern.Primary[i] {
			primary++
		}
	}
	return hidden, primary
}

// touches tells that the proof rests on a cell being hidden.
func (p Proof) touches(cell int) bool {
	return has(p.Low, cell) || has(p.High, cell)
}
