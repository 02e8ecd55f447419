// Package population draws people who do not exist, for tests and benchmarks of
// record linkage: a registry in which some persons were written more than once,
// by clerks who made the errors clerks make, with a column that says who is who.
//
// Assumptions, none of them a claim about Morocco:
//
//   - Households of 3.9 persons on average: one or two parents and children who
//     have the father's family name and, mostly, his commune of birth; 1.5 % of
//     births are twins. Ages, sizes and formats follow
//     shared/research/morocco-domain.md, part 6.
//   - Given names come from the hand-made list of package names by sex and
//     cohort, those at its head more often. A third of the families have a name
//     of its list, the others one of 12,000 stems made of syllables, written in
//     both scripts with the spellings that French-Moroccan papers use.
//   - Half of those born before 1970 know the year alone; papers then say the
//     year, or its first of January.
//   - Nine adults in ten have an identity card, of a series that was never
//     issued; six in ten a telephone, which may be the household's.
//   - 17 % of the records are repetitions. A record has both scripts (50 %),
//     Arabic alone (20 %) or Latin alone (30 %); other spellings, slips of the
//     hand, blanks, swapped names, titles, moved communes and new telephones
//     come with the rates named in record.go.
//
// One seed gives one population, byte by byte.
//
// What may enter: the drawing of synthetic people, and what makes them like a
// register. No real name of a real person, no database, no linkage.
package population
