// Package locale is how the product speaks: Arabic first (ar-MA), French
// (fr-MA) and English.
//
// A Printer belongs to one language. It turns a message key into words (T,
// Count, Fault) and a value into what a Moroccan reader expects (Number,
// Money, Percent, Date, Instant, Month, List): digits 0-9 in every language,
// 1.234.567,89 in Arabic, the months يناير … غشت … دجنبر. Percentages are whole
// number arithmetic, so that a page, a file and a test round alike.
//
// The words live in messages/<area>.<lang>.json, one area per package; they
// are embedded and read at start. A test of this package reads every Go file
// of the product and fails for a key without its words in one of the three
// languages.
//
// Fold and Skeleton write the search columns of the registers: a name typed
// with or without hamza, diacritics or blanks, in Arabic or in Latin letters,
// finds the same person.
//
// What may enter: words, formats, and what is true of the writing of any
// text. No HTML, no programme, no database.
package locale
