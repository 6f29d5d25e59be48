package logline

import "strings"

// This file reads the clock of a stamp and its zone, and stamps that begin with the clock.

// clockAndDate reads "23:43:12.123 UTC Sat Nov 21 2026", as Cisco shows its clock: the date, with its year, stands behind.
func (s *stamp) clockAndDate(t string) int {
	i := s.clock(t)
	if i == 0 || i >= len(t) || t[i] == ':' {
		return 0
	}
	i += s.half(t[i:])
	n := s.zone(t[i:])
	if n == 0 {
		n = zoneWord(t[i:])
	}
	i += n
	if i < len(t) && t[i] == ',' {
		i++
	}
	k := blanks(t[i:])
	if k == 0 || k > 2 {
		return 0
	}
	i += k
	n = s.date(t[i:])
	if n == 0 || s.year == 0 || i+n < len(t) && isWord(t[i+n]) {
		return 0
	}
	return i + n
}

// zoneWord returns the length of the name of a zone that is not known, with which a clock was set: " KSA".
func zoneWord(t string) int {
	i := blanks(t)
	n := 0
	for i+n < len(t) && t[i+n] >= 'A' && t[i+n] <= 'Z' {
		n++
	}
	if i == 0 || n < 3 || n > 7 || i+n >= len(t) || t[i+n] != ' ' || shortName(t[i:]) > 0 {
		return 0
	}
	return i + n
}

// barClock reads "23:43:12 | ", a time without a date in a log of columns.
func barClock(t string) (int, stamp) {
	var s stamp
	n := s.clock(t)
	if n == 0 || s.hour > 23 || s.min > 59 || s.sec > 60 {
		return 0, s
	}
	if k := blanks(t[n:]); k == 0 || n+k >= len(t) || t[n+k] != '|' {
		return 0, s
	}
	s.text = t[:n]
	return n, s
}

// clock reads "23:43:12", with a fraction behind '.' or ',', with milliseconds behind ':' as Comware has them, or without. An
// hour may have one digit.
func (s *stamp) clock(t string) int {
	h := digits(t)
	if len(t) < h+6 || h != 2 && h != 1 || t[h] != ':' || digits(t[h+1:]) != 2 || t[h+3] != ':' || digits(t[h+4:]) != 2 {
		return 0
	}
	s.hour, s.min, s.sec = atoi(t[:h]), atoi(t[h+1:h+3]), atoi(t[h+4:h+6])
	return h + 6 + s.fraction(t[h+6:])
}

// fraction reads what is behind the seconds. Behind a comma there may be another cell of a table.
func (s *stamp) fraction(t string) int {
	if len(t) < 2 {
		return 0
	}
	k := 0
	switch t[0] {
	case '.':
		k = digits(t[1:])
	case ',':
		if k = digits(t[1:]); k != 3 && k != 6 && k != 9 {
			return 0
		}
	case ':':
		if k = digits(t[1:]); !s.hasDate || k != 3 || len(t) < 5 || t[4] != ' ' {
			return 0
		}
	}
	if k == 0 || k > 9 {
		return 0
	}
	s.nsec = atoi(t[1 : 1+k])
	for n := k; n < 9; n++ {
		s.nsec *= 10
	}
	return 1 + k
}

// clockShort reads a clock that only the date in front shows to be one: "234312" behind a 'T' or a mark, "23:43" behind a
// date with a year.
func (s *stamp) clockShort(t string, gap byte) int {
	k := digits(t)
	if k == 6 && !isBlank(gap) && (len(t) == 6 || !isWord(t[6]) || t[6] == 'Z' || t[6] == '-') {
		s.hour, s.min, s.sec = atoi(t[:2]), atoi(t[2:4]), atoi(t[4:6])
		return 6 + s.fraction(t[6:])
	}
	if s.year == 0 || k != 1 && k != 2 || len(t) < k+3 || t[k] != ':' || digits(t[k+1:]) != 2 {
		return 0
	}
	if len(t) > k+3 && (isWord(t[k+3]) && t[k+3] != 'Z' && t[k+3] != '-' || t[k+3] == ':' || t[k+3] == '.') {
		return 0
	}
	s.hour, s.min = atoi(t[:k]), atoi(t[k+1:k+3])
	return k + 3
}

// half reads which half of the day a clock of twelve hours is in: " AM", "pm", " p.m.".
func (s *stamp) half(t string) int {
	i := blanks(t)
	if len(t) < i+2 || t[i]|0x20 != 'a' && t[i]|0x20 != 'p' {
		return 0
	}
	n := i + 1
	if t[n] == '.' {
		n++
	}
	if n >= len(t) || t[n]|0x20 != 'm' {
		return 0
	}
	if n++; n < len(t) && t[n] == '.' {
		n++
	}
	if n < len(t) && isWord(t[n]) {
		return 0
	}
	switch pm := t[i]|0x20 == 'p'; {
	case pm && s.hour < 12:
		s.hour += 12
	case !pm && s.hour == 12:
		s.hour = 0
	}
	return n
}

// zone reads "Z", "+02:00", "-0700" or a name of a zone between blanks or in front of a colon.
func (s *stamp) zone(t string) int {
	if t == "" {
		return 0
	}
	if t[0] == 'Z' {
		s.hasZone = true
		return 1
	}
	if n := s.offsetAt(t); n > 0 {
		return n
	}
	if t[0] != ' ' {
		return 0
	}
	i := blanks(t)
	if i < len(t) && (t[i] == '+' || t[i] == '-') {
		return s.offsetApart(t, i)
	}
	n := 0
	for i+n < len(t) && t[i+n] >= 'A' && t[i+n] <= 'Z' {
		n++
	}
	if n < 3 || n > 5 || i+n < len(t) && strings.IndexByte(": \"<|],;)", t[i+n]) < 0 {
		return 0
	}
	off, ok := zoneOffset(t[i : i+n])
	if !ok {
		if i+n >= len(t) {
			return 0
		}
		year := *s
		if year.yearBehind(t[i+n:]) == 0 && (t[i+n] != ':' || n > 4 || t[i:i+n] == "BGP") {
			return 0
		}
		return i + n // a zone that we do not know: skipped, not used
	}
	s.hasZone, s.offset = true, off
	return i + n
}

// offsetApart reads an offset behind a blank, " +0100" or, in front of a year or of a colon as Cisco has it behind a stamp, " +01",
// and the zone's name that may follow it.
func (s *stamp) offsetApart(t string, i int) int {
	o := *s
	n := o.offsetAt(t[i:])
	if n == 0 || i+n < len(t) && isWord(t[i+n]) {
		return 0
	}
	if n == 3 && o.yearBehind(t[i+n:]) == 0 && !strings.HasPrefix(t[i+n:], ": ") {
		return 0
	}
	s.hasZone, s.offset = true, o.offset
	i += n
	var name stamp
	if n != 3 && len(t) > i+3 && t[i] == ' ' && t[i+1] >= 'A' {
		if k := name.zone(t[i:]); name.hasZone && name.offset == s.offset {
			i += k
		}
	}
	return i
}

// offsetAt reads "+02:00", "-0700" or "+02".
func (s *stamp) offsetAt(t string) int {
	if len(t) < 3 || t[0] != '+' && t[0] != '-' {
		return 0
	}
	var h, m, n int
	switch k := digits(t[1:]); {
	case k == 4:
		h, m, n = atoi(t[1:3]), atoi(t[3:5]), 5
	case k == 2 && len(t) >= 6 && t[3] == ':' && digits(t[4:]) == 2:
		h, m, n = atoi(t[1:3]), atoi(t[4:6]), 6
	case k == 2 && (len(t) == 3 || t[3] != ':' && t[3] != '.' && !isWord(t[3]) || strings.HasPrefix(t[3:], ": ")):
		h, n = atoi(t[1:3]), 3
	default:
		return 0
	}
	if h > 14 || m > 59 {
		return 0
	}
	s.hasZone, s.offset = true, h*3600+m*60
	if t[0] == '-' {
		s.offset = -s.offset
	}
	return n
}

// zoneOffset knows the names of zones that are not ambiguous in practice.
func zoneOffset(name string) (int, bool) {
	const h = 3600
	switch name {
	case "UTC", "GMT", "WET":
		return 0, true
	case "CET", "BST", "WEST":
		return h, true
	case "CEST", "EET", "SAST":
		return 2 * h, true
	case "EEST", "MSK":
		return 3 * h, true
	case "WIB":
		return 7 * h, true
	case "HKT", "SGT", "AWST":
		return 8 * h, true
	case "JST", "KST":
		return 9 * h, true
	case "AEST":
		return 10 * h, true
	case "AEDT":
		return 11 * h, true
	case "NZST":
		return 12 * h, true
	case "NZDT":
		return 13 * h, true
	case "EST", "CDT":
		return -5 * h, true
	case "EDT":
		return -4 * h, true
	case "CST", "MDT":
		return -6 * h, true
	case "MST", "PDT":
		return -7 * h, true
	case "PST", "AKDT":
		return -8 * h, true
	case "AKST":
		return -9 * h, true
	case "HST":
		return -10 * h, true
	}
	return 0, false
}
