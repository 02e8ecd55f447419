// Package names is the lists of personal names that the product knows: Moroccan
// given and family names in Arabic with their Latin spellings, names that are
// one in all their forms, and short forms used elsewhere. They were compiled by
// hand from general knowledge, no register stands behind them; CC0.
//
// A row is one name. Two rows are two names, however alike they look (محمد and
// محمود, Hassan and Houcine): each list is also one of what must not be taken
// for another.
//
// What may enter: lists of names and their reading. No rules of spelling
// (package locale), no comparing (package linkage), no name of a person.
package names
