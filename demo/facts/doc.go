// Package facts draws, from a seed, what happens in the demonstration: for each
// system of the report its facts, with who, where, on which day, recorded when,
// in which order and for how many centimes. Their margins are the report's tables,
// cell for cell; where the report gives the whole country only, the facts are
// shared out by population.
//
// It knows nothing of programmes, acts or databases. Package demo turns its
// facts into acts; a change of vocabulary changes demo and not the plan.
//
//   - Winter (W8): seasons, cases, services, rounds, depots and their stock.
//   - Institutions (W2, W3, W4): licences, changes, places, subsidies, audits.
//   - Services (W7): centres and, month by month, whom they served.
//   - Street (W5, W6): units, contacts, spaces, stays, returns to the family.
//   - Disability (W0): schooling, devices, activities, centres.
//   - Partnerships (P1 to P4): agreements, calls, projects, capacity building.
//   - Framework (L1 to L3): texts, social workers, the institute.
//
// Same options, same facts: each system has its own stream of random numbers, so
// that drawing one does not hang on the others. Options.Scale multiplies the
// report's figures: 0.01 for a small demonstration, 3 for a load test; at 1 the
// margins are exact.
//
// data/report holds the tables and figures as copied from the product's own
// account of the report (research report-2021); a test compares them with it.
// data/communes.csv and data/casablanca.csv are HCP's (see NOTICE).
//
// What may enter: facts and how they are drawn. No database, no programme's
// words, no figure that the report does not have or that is not said to be ours.
package facts
