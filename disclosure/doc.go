// Package disclosure keeps published counts from telling about single persons.
//
// A Problem is everything that an attacker can read: cells, what must add up
// to what (rows to totals, columns to their sums, linked tables through the
// cells they share), and what earlier editions said. Protect chooses the cells
// to hide:
//
//	primary    a count of 1 to threshold-1 (Cell.Threshold)
//	secondary  others, so that the primary ones cannot be computed back
//
// The promise: from all that is published, that counts are not negative, all
// sums and all earlier editions, nobody can tell that a primary cell is not 0,
// nor that it is not its threshold or more. It holds even for somebody who is
// the only person counted in another hidden cell and so knows that one.
//
// The promise is proved, not estimated. For each primary cell a Pattern holds
// two other sets of counts that are published alike, add up alike, and give the
// cell 0 and the threshold: whoever sees only what is published cannot tell
// them from the truth. They are found by search and checked apart from it in
// whole numbers (Problem.Verify); whatever cannot be proved is not published.
// Tests attack the patterns with an exact linear programme.
//
// What is not promised: an attacker who knows by heart how the search chooses
// its cells may guess better than one who only adds and subtracts.
//
// Same problem, same pattern. After M. Fischetti and J. J. Salazar, Solving the
// Cell Suppression Problem on Tabular Data with Linear Constraints (Management
// Science 47, 2001), whose attacker's programme is the one meant here, and the
// hypercube method of R. D. Repsilber.
//
// What may enter: counts and sums. No tables, no words, no database.
package disclosure
