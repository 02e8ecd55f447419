// Package money is amounts in Moroccan dirhams, held as a whole number of
// centimes.
//
// There is no floating point near an amount: sums are integer sums, in Go and
// in SQL (bigint). Text is parsed digit by digit and an amount finer than a
// centime is refused, never rounded. How an amount looks in a language is the
// business of package locale.
//
// What may enter: what is true of any amount. No payment, no budget.
package money
