package imports

// SetBatch makes batches small for a test, and gives back what undoes it.
func SetBatch(n int) func() {
	was := batchRows
	batchRows = n
	return func() { batchRows = was }
}
