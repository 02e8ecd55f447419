package linkage

// Candidates tells that two records agree on a rule that cuts no block: what
// Link must have compared in a small file.
func Candidates(t *Table, a, b uint32) bool {
	for _, r := range t.rules() {
		x, okA := t.key(r.parts, t.row(a))
		y, okB := t.key(r.parts, t.row(b))
		if okA && okB && x == y && !r.wide {
			return true
		}
	}
	return false
}
