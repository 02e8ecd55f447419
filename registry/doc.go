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
// of pairs; MatchNew, at night, compares what was written since with the whole, by
// the register's indexes and the model that is kept, and leaves the same queue.
// Nothing merges by itself, and what somebody found to be two persons (KeepApart)
// is neither proposed nor merged.
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
// two indexes), whatever the number of words; a second pair is filled, and
// indexed, only when the Latin name sounds unlike the Arabic one. Beside them
// stands each sound once, with those of its words (name_sound): a country has some
// ten thousand, a process keeps them in memory and reads again when there are more.
//
// A search asks that list first what the typed words may mean (hear.go): the very
// sound, one that begins so, a word of a compound (Amine in Mohamed Amine), another
// form, one sound wrong. Then it looks up exactly those pairs, the nearest first,
// and no further ones once enough are found, so that it costs what it shows and
// not the namesakes: five hundred are read at most, and a longer answer is said
// to be longer, not counted. A table with a row per word and person was the other
// way, two writes for each word; so was "like" over all who have a common name,
// which read a tenth of the register. The check while a clerk types (alike_sql.go)
// asks the same indexes and the one by birth. make bench-search measures both
// over a million persons on both engines.
//
// What may enter: persons and what links them. No programme, no dossier, no
// deciding who is the same person: package linkage compares, a reviewer decides.
package registry
