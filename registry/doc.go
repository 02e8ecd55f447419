// Package registry is who: the register of persons, their family links, their
// households.
//
// Identity is typed columns. A name may be written in Arabic, in Latin letters,
// or both. A birth date has its precision. National identifiers (CIN, IDCS,
// MASSAR) are encrypted, looked up by a keyed hash, and shown masked; the keys
// are in a file outside the database (Keys). One identifier belongs to one
// person in the whole country.
//
// Every change is an act: Register, RegisterFamily (a widow, her children and
// the late husband's name in one event), Amend, NoteDeath, Link, Unlink, and the
// household's. An event holds each person and each link as they are after it, so
// that the register can be rebuilt from the events (Rebuild) and compared with
// its rows (Verify). An event holds no identifier in clear.
//
// Two records of one person are merged by an act (Merge) that writes the one that
// stays with parts chosen from either; the other keeps its events and points to
// it (Person.Into). Nothing is moved: family, household, dossiers and search read
// all records of a person (Selves), and the ledger counts them as one from then
// on. Unmerge folds the writings without the merge, so that what came since
// stays, and keeps the two apart unless it is told that they may still be one.
// MatchAll compares the register with itself (package linkage) and writes a queue
// of pairs; nothing merges by itself, and what somebody found to be two persons
// (KeepApart) is neither proposed nor merged.
//
// The register is search-first: there is no list of persons, only Search, which
// refuses an empty question, and every query takes the viewer's scope. The one
// answer beyond it is FindByIdentifier, which says that somebody with an
// identifier exists and in which province, and nothing else, so that nobody is
// registered twice.
//
// # What search costs
//
// A person's names are kept as skeletons (locale.Skeleton) under two indexes,
// given-family and family-given: a person costs four writes (row, primary key,
// two indexes), whatever the number of words. A table with a row per word was
// the other way: it finds a word in the middle of a compound name by an index,
// and costs two writes for each word, six to eight more for a usual name. Here
// such a word (Amine in Mohamed Amine) is found when the other part of the name
// is typed with it. A second pair is filled, and indexed, only when the Latin
// name sounds unlike the Arabic one. BenchmarkSearch and BenchmarkRegisterFamily
// measure both sides; a word's beginning is found from its second consonant on.
//
// What may enter: persons and what links them. No programme, no dossier, no
// deciding who is the same person: package linkage compares, a reviewer decides.
package registry
