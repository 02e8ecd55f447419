// Package linkage finds the records that are of one person, in Arabic or Latin
// letters, among millions. It is arithmetic over values: no database, no words.
//
// From the file to the answer:
//
//	Read     CSV to a Table: each value in its normal form (normal.go, birth.go)
//	         and as a number of a dictionary, a record as a row of numbers
//	index    blocks of records that agree on a rule (block.go): the candidates
//	train    a Model by Fellegi and Sunter: how often records of one person, of
//	         relatives and of others reach each level of agreement (em.go)
//	score    every candidate once, texts measured only while it matters (score.go)
//	cluster  two clusters become one by all pairs between them (cluster.go);
//	         of two files, the best one-to-one choice (assign.go)
//	Link     all of that, with what it cost and, given the truth, how good it is
//
// Levels, not numbers, are what is compared (name.go, compare.go, birth.go): a
// model learns what each level is worth in this file. Values that many share
// weigh less than rare ones. Relatives share family name, place, telephone and
// sometimes the day of birth; they are a class of their own, so that brothers,
// sisters and twins do not pass for one person. Nothing is set for a particular
// file, and the result is the same for any number of workers.
//
// A register uses it in three ways:
//
//   - Now and then: Read or a Table of all records, Link, and the pairs worth a look
//     with Explainer.Explain. With Options.Keep its model says of two records what
//     a Matcher will say of them later. Options.Apart carries the decisions that two
//     records are two persons; no cluster joins them.
//   - While a clerk types: candidates found by the register's own indexes
//     (locale.Skeleton, date of birth, identifier), then Matcher.Compare with a
//     model kept from the last night: Model.Remember keeps the frequencies of
//     its names, and the whole goes to JSON.
//   - Explanation.Proposal is never Same for twins, and Same is a proposal: this
//     package merges nothing.
//
// What may enter: comparing, weighing and grouping of values. No storage, no
// rights, no decision about a person.
package linkage
