package payment

// SetBatch makes batches of n accounts until the function it gives is called.
func SetBatch(n int) func() {
	was := batch
	batch = n
	return func() { batch = was }
}
