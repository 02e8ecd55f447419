package disclosure

import (
	"fmt"
	"slices"
)

// Verify checks the promise of a pattern from its proofs alone, in whole
// numbers and without knowing how they were found.
//
// Errors: the first cell whose protection is not proved.
func (p Problem) Verify(pattern Pattern) error {
	if err := p.check(); err != nil {
		return err
	}
	v, proved := newView(p), map[Pair]bool{}
	for _, pair := range pattern.Weak {
		proved[pair] = true
	}
	for _, proof := range pattern.Proofs {
		if err := v.verify(pattern, proof); err != nil {
			return err
		}
		proved[Pair{proof.Cell, proof.Without}] = true
	}
	for i, c := range p.Cells {
		if !c.sensitive() || c.State == Known || slices.Contains(pattern.Open, i) {
			continue
		}
		if !pattern.Hidden[i] || !proved[Pair{i, -1}] {
			return fmt.Errorf("disclosure: cell %d (%d) has no proof", i, c.Value)
		}
	}
	for _, proof := range pattern.Proofs {
		for _, one := range v.insiders(proof) {
			if proof.Without < 0 && !proved[Pair{proof.Cell, one}] {
				return fmt.Errorf("disclosure: cell %d is not protected from the person in cell %d", proof.Cell, one)
			}
		}
	}
	return nil
}

func (v *view) verify(pattern Pattern, proof Proof) error {
	low, high := v.span(proof.Cell, proof.Without)
	for _, end := range []struct {
		changes []Change
		value   int64
	}{{proof.Low, low}, {proof.High, high}} {
		if err := v.consistent(pattern, proof.Without, end.changes); err != nil {
			return fmt.Errorf("cell %d: %w", proof.Cell, err)
		}
		is := v.Cells[proof.Cell].Value
		for _, c := range end.changes {
			if c.Cell == proof.Cell {
				is += c.By
			}
		}
		if is != end.value {
			return fmt.Errorf("disclosure: the proof of cell %d gives %d instead of %d", proof.Cell, is, end.value)
		}
	}
	return nil
}

// consistent tells that changed counts look the same to the attacker.
func (v *view) consistent(pattern Pattern, without int, changes []Change) error {
	off := map[int]int64{}
	for _, c := range changes {
		cell := v.Cells[c.Cell]
		switch {
		case !pattern.Hidden[c.Cell] || cell.State == Known || c.Cell == without:
			return fmt.Errorf("disclosure: a proof changes cell %d, which the attacker knows", c.Cell)
		case cell.Value+c.By < 0 && !cell.Signed:
			return fmt.Errorf("disclosure: a proof gives cell %d a negative count", c.Cell)
		}
		for _, r := range v.of[c.Cell] {
			if v.Relations[r].Total == c.Cell {
				off[r] -= c.By
			} else {
				off[r] += c.By
			}
		}
	}
	for r, by := range off {
		if by != 0 {
			return fmt.Errorf("disclosure: a proof breaks sum %d by %d", r, by)
		}
	}
	return nil
}
