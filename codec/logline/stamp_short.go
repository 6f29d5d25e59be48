package logline

import (
	"strconv"
	"time"
)

// This file reads stamps of which the order or the count has to be known: dates with years of two digits, and TAI64N.

// shortYear reads a date of three numbers of two digits, "26/11/22", or with a month's name between two, "22-Nov-26". The century
// is this one. All orders are in use: what can be read in one way only is a date.
func (s *stamp) shortYear(t string) int {
	if len(t) < 9 || digits(t) != 2 {
		return 0
	}
	sep := t[2]
	m, n := numberOrMonth(t[3:])
	i := 3 + n
	if n == 0 || i+3 > len(t) || t[i] != sep || digits(t[i+1:]) != 2 {
		return 0
	}
	named := t[3] > '9'
	if !named && n != 2 {
		return 0
	}
	s.parts, s.short, s.named = [3]int{atoi(t[:2]), m, atoi(t[i+1 : i+3])}, true, named
	ways := 0
	var found [3]int
	for _, o := range [...]DateOrder{OrderYearFirst, OrderDayFirst, OrderMonthFirst} {
		y, m, d, ok := s.shortIn(o)
		if ok && (ways == 0 || found != [3]int{y, m, d}) {
			found = [3]int{y, m, d}
			ways++
		}
	}
	if ways == 0 {
		return 0
	}
	s.month, s.day = found[1], found[2]
	if ways == 1 {
		s.year, s.hasDate = found[0], true
	} else {
		s.doubtful = true
	}
	return i + 3
}

// shortIn gives the date of three numbers in an order; ok is false where it is none. A month with a name has its place.
func (s *stamp) shortIn(o DateOrder) (year, month, day int, ok bool) {
	switch p := s.parts; {
	case o == OrderYearFirst:
		year, month, day = p[0], p[1], p[2]
	case o == OrderDayFirst || s.named:
		year, month, day = p[2], p[1], p[0]
	default:
		year, month, day = p[2], p[0], p[1]
	}
	year += 2000
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year, month, day, month >= 1 && month <= 12 && d.Day() == day && day > 0
}

// taiStamp reads the stamp "@4000000067fe3a5a1dcd6500" of multilog, svlogd and s6-log: TAI64N, in hexadecimal. Those that take the
// system's clock for TAI count 10 s more than since 1970; s6 knows the leap seconds, and counts 37 s.
func taiStamp(t string) (int, stamp) {
	const digits, base = 24, 1<<62 + 10
	if len(t) < 1+digits+1 || t[0] != '@' || t[1] != '4' || hexDigits(t[1:]) != digits || t[1+digits] != ' ' && t[1+digits] != '\t' {
		return 0, stamp{}
	}
	sec, err := strconv.ParseUint(t[1:17], 16, 64)
	nsec, err2 := strconv.ParseUint(t[17:25], 16, 64)
	if err != nil || err2 != nil || sec < base || sec-base >= 1<<32 || nsec >= 1e9 {
		return 0, stamp{}
	}
	return 1 + digits, stamp{text: t[:1+digits], unix: true, assumed: true, at: time.Unix(int64(sec-base), int64(nsec)).UTC()}
}
