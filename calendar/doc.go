// Package calendar is days, instants, and what an administration counts in them.
//
// A Date is a day of the Gregorian calendar without a time or a zone: the day
// something took place. An Instant is a point in time in UTC microseconds: when
// the system learned it. They are distinct types so that one can never stand
// for the other. A Birth is a date that may be known only to the month or the
// year, as in older civil registers.
//
// Clock gives the present; nothing else in the product calls time.Now, so that
// a test or the demonstration can run through years.
//
// What may enter: dates, ages, periods, legal clocks. No programme, no words.
package calendar
