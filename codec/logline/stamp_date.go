package logline

// This file reads the date of a stamp, in the orders and with the marks that are written.

// dateAndClock reads a date, a clock behind it and what follows either: the zone, the year.
func (s *stamp) dateAndClock(t string) int {
	i := s.date(t)
	if i == 0 {
		return s.klog(t)
	}
	g := gap(t[i:])
	if g == 0 {
		return 0
	}
	k := s.clock(t[i+g:])
	if k == 0 {
		if k = s.clockShort(t[i+g:], t[i]); k == 0 {
			return 0
		}
	}
	i += g + k
	i += s.half(t[i:])
	i += s.zone(t[i:])
	if n := s.yearBehind(t[i:]); n > 0 {
		i += n
		if !s.hasZone {
			i += s.zone(t[i:])
		}
	}
	return i
}

// gap returns the length of what stands between a date and a clock, 0 when no clock can follow.
func gap(t string) int {
	if t == "" {
		return 0
	}
	switch t[0] {
	case 'T', '_', '-', ':':
		return 1
	case ',':
		return 1 + blanks(t[1:])
	}
	n := blanks(t)
	if n > 0 && n < len(t) && t[n] == '@' {
		n += 1 + blanks(t[n+1:])
	}
	return n
}

// date reads a date: nothing of the clock or the mark behind it.
func (s *stamp) date(t string) int {
	if len(t) < 6 {
		return 0
	}
	if t[0] < '0' || t[0] > '9' {
		return s.dayOfWords(t)
	}
	switch k := digits(t); k {
	case 1, 2:
		return s.dayFirst(t, k)
	case 3, 4:
		return s.yearFirst(t, k)
	case 8: // 20261121
		if y := atoi(t[:4]); y < 1980 || y > 2199 {
			return 0
		}
		s.year, s.month, s.day, s.hasDate = atoi(t[:4]), atoi(t[4:6]), atoi(t[6:8]), true
		return 8
	}
	return 0
}

// yearFirst reads "2026-11-21", "2026/11/21", "2026.11.21", "2026-Nov-21", and "2026 Nov 21" as NX-OS writes.
func (s *stamp) yearFirst(t string, k int) int {
	sep := t[k]
	if sep == ' ' && k == 4 && monthOf(t[5:]) > 0 {
		n := s.dayOfWords(t[5:])
		if n == 0 || s.year != 0 {
			return 0
		}
		s.year = atoi(t[:4])
		return 5 + n
	}
	if sep != '-' && sep != '/' && sep != '.' {
		return 0
	}
	i := k + 1
	m, n := numberOrMonth(t[i:])
	if i += n; n == 0 || i >= len(t) || t[i] != sep {
		return 0
	}
	i++
	d := digits(t[i:])
	if d == 0 || d > 2 || k == 3 && (n != 2 || d != 2) { // a cut year is no year
		return 0
	}
	if k == 4 {
		s.year = atoi(t[:4])
	}
	s.month, s.day, s.hasDate, s.slashes = m, atoi(t[i:i+d]), k == 4, sep == '/'
	return i + d
}

// numberOrMonth reads a number of one or two digits, or a month's name.
func numberOrMonth(t string) (m, n int) {
	if n = digits(t); n == 1 || n == 2 {
		return atoi(t[:n]), n
	}
	if n == 0 {
		return monthWord(t)
	}
	return 0, 0
}

// dayFirst reads "21 Nov 2026", "21-Nov-2026", "21/Nov/2026", "21 Nov" and dates of numbers with the year at their end.
func (s *stamp) dayFirst(t string, k int) int {
	if k >= len(t) {
		return 0
	}
	sep := t[k]
	switch sep {
	case '-', '/', '.':
		i := k + 1
		m, n := numberOrMonth(t[i:])
		if i += n; n == 0 || i+4 >= len(t) || t[i] != sep || digits(t[i+1:]) != 4 {
			return s.shortYear(t)
		}
		s.year = atoi(t[i+1 : i+5])
		if a := atoi(t[:k]); t[k+1] < 'A' {
			s.order(a, m)
		} else {
			s.day, s.month, s.hasDate = a, m, true
		}
		return i + 5
	case ' ':
		m, n := monthWord(t[k+1:])
		if m == 0 {
			return 0
		}
		s.day, s.month, s.hasDate = atoi(t[:k]), m, true
		return k + 1 + n + s.yearAfter(t[k+1+n:])
	}
	return 0
}

// order takes two numbers in front of a year, a day and a month. Both orders are in use, and with each mark; where the numbers
// do not tell it, nothing is taken for the date.
func (s *stamp) order(a, b int) {
	switch {
	case a > 12 || a == b:
		s.day, s.month, s.hasDate = a, b, true
	case b > 12:
		s.month, s.day, s.hasDate = a, b, true
	default:
		s.day, s.month, s.doubtful = a, b, true
	}
}

// inOrder takes an order that somebody has told for a date whose numbers do not.
func (s *stamp) inOrder(o DateOrder) {
	if s.short {
		s.year, s.month, s.day, s.hasDate = s.shortIn(o)
		return
	}
	if o == OrderYearFirst {
		return
	}
	s.hasDate = true
	if o == OrderMonthFirst {
		s.day, s.month = s.month, s.day
	}
}

// yearAfter reads the year behind a day and a month: " 2026", ", 2026".
func (s *stamp) yearAfter(t string) int {
	i := 0
	if t != "" && t[0] == ',' {
		i++
	}
	n := blanks(t[i:])
	i += n
	if n == 0 || digits(t[i:]) != 4 || i+4 < len(t) && isWord(t[i+4]) && t[i+4] != 'T' {
		return 0
	}
	s.year = atoi(t[i : i+4])
	return i + 4
}

// dayOfWords reads "Nov 21", "Nov 21 2026", "November 21, 2026", "Nov-21-2026", and "nov/21" as RouterOS writes; and any date
// behind the name of its day.
func (s *stamp) dayOfWords(t string) int {
	m, i := monthWord(t)
	if m == 0 {
		n := weekday(t)
		if n == 0 || len(t) < n+6 || shortName(t[n:]) > sunday {
			return 0
		}
		k := s.date(t[n:])
		return min(k, 1)*n + k
	}
	sep := t[i]
	if sep != '/' && sep != '-' {
		sep = ' '
		i += blanks(t[i:]) - 1
	}
	i++
	d := digits(t[i:])
	if d == 0 || d > 2 || t[i-1] != sep && !isBlank(t[i-1]) {
		return 0
	}
	s.month, s.day, s.hasDate = m, atoi(t[i:i+d]), true
	i += d
	if sep == ' ' {
		return i + s.yearAfter(t[i:])
	}
	if i+4 < len(t) && t[i] == sep && digits(t[i+1:]) == 4 {
		s.year = atoi(t[i+1 : i+5])
		i += 5
	}
	return i
}

// klog reads "I1121 23:43:12.123456", a severity, month, day and clock, as programs of Kubernetes write.
func (s *stamp) klog(t string) int {
	if len(t) < 16 || t[0] != 'I' && t[0] != 'W' && t[0] != 'E' && t[0] != 'F' || digits(t[1:]) != 4 || t[5] != ' ' {
		return 0
	}
	k := s.clock(t[6:])
	if k <= 8 {
		return 0
	}
	s.month, s.day, s.hasDate = atoi(t[1:3]), atoi(t[3:5]), true
	return 6 + k
}

// yearBehind reads the year behind the clock, as asctime, Junos and Comware write it: "Nov 21 23:43:12 2026 ".
func (s *stamp) yearBehind(t string) int {
	if s.year != 0 || !s.hasDate || len(t) < 5 || t[0] != ' ' || digits(t[1:]) != 4 {
		return 0
	}
	if len(t) > 5 && (isWord(t[5]) || t[5] == '.' || t[5] == '/') {
		return 0
	}
	y := atoi(t[1:5])
	if y < 1980 || y > 2199 {
		return 0
	}
	s.year = y
	return 5
}

// usDate reads "03/12/2026 10:11:12", month first, as JUNOSe writes behind a severity.
func usDate(t string) (int, stamp) {
	var s stamp
	if len(t) < 19 || digits(t) != 2 || t[2] != '/' || digits(t[3:]) != 2 || t[5] != '/' || digits(t[6:]) != 4 || t[10] != ' ' {
		return 0, s
	}
	n := s.clock(t[11:])
	s.month, s.day, s.year, s.hasDate = atoi(t[:2]), atoi(t[3:5]), atoi(t[6:10]), true
	if n == 0 || !s.legal() {
		return 0, s
	}
	s.text = t[:11+n]
	return 11 + n, s
}

// Names are numbered: months are 1 to 12, days of the week follow.
const (
	monday = 13 + iota
	tuesday
	wednesday
	thursday
	friday
	saturday
	sunday
)

// longNames goes on behind the first three letters.
var longNames = [...]string{"", "uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember",
	"day", "sday", "nesday", "rsday", "day", "urday", "day"}

// shortName returns the number of the month or day of the week whose first three letters t begins with, 0 when there is none.
func shortName(t string) int {
	if len(t) < 3 {
		return 0
	}
	switch uint32(fold[t[0]])<<16 | uint32(fold[t[1]])<<8 | uint32(fold[t[2]]) {
	case 'j'<<16 | 'a'<<8 | 'n':
		return 1
	case 'f'<<16 | 'e'<<8 | 'b':
		return 2
	case 'm'<<16 | 'a'<<8 | 'r':
		return 3
	case 'a'<<16 | 'p'<<8 | 'r':
		return 4
	case 'm'<<16 | 'a'<<8 | 'y':
		return 5
	case 'j'<<16 | 'u'<<8 | 'n':
		return 6
	case 'j'<<16 | 'u'<<8 | 'l':
		return 7
	case 'a'<<16 | 'u'<<8 | 'g':
		return 8
	case 's'<<16 | 'e'<<8 | 'p':
		return 9
	case 'o'<<16 | 'c'<<8 | 't':
		return 10
	case 'n'<<16 | 'o'<<8 | 'v':
		return 11
	case 'd'<<16 | 'e'<<8 | 'c':
		return 12
	case 'm'<<16 | 'o'<<8 | 'n':
		return monday
	case 't'<<16 | 'u'<<8 | 'e':
		return tuesday
	case 'w'<<16 | 'e'<<8 | 'd':
		return wednesday
	case 't'<<16 | 'h'<<8 | 'u':
		return thursday
	case 'f'<<16 | 'r'<<8 | 'i':
		return friday
	case 's'<<16 | 'a'<<8 | 't':
		return saturday
	case 's'<<16 | 'u'<<8 | 'n':
		return sunday
	}
	return 0
}

// nameWord reads the name of a month or a day of the week, short or in full, behind which another word or a mark begins.
func nameWord(t string) (number, n int) {
	number, n = shortName(t), 3
	if number == 0 {
		return 0, 0
	}
	if full := longNames[number]; len(t) >= 3+len(full) && equalFold(t[3:3+len(full)], full) {
		n += len(full)
	}
	if n >= len(t) || isWord(t[n]) && t[n] != '-' {
		return 0, 0
	}
	return number, n
}

// monthWord reads the name of a month.
func monthWord(t string) (month, n int) {
	if month, n = nameWord(t); month >= monday {
		return 0, 0
	}
	return month, n
}

// monthOf returns the number of the month whose name and a blank t begins with, 0 when there is none.
func monthOf(t string) int {
	if len(t) < 4 || t[3] != ' ' {
		return 0
	}
	m, _ := monthWord(t)
	return m
}

// weekday returns the length of "Fri ", "Fri, " or "Friday, " in front of a date, 0 when there is none.
func weekday(t string) int {
	d, n := nameWord(t)
	if d < monday {
		return 0
	}
	if t[n] == ',' {
		n++
	}
	k := blanks(t[n:])
	if k == 0 || k > 2 {
		return 0
	}
	return n + k
}
