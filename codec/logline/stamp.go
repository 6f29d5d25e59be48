package logline

import (
	"strings"
	"time"
)

// stamp is a time as a line printed it. Parts that the text does not give are left to the reader.
type stamp struct {
	text                   string
	year, month, day       int // year 0: not given
	hour, min, sec, nsec   int
	offset                 int // seconds east of UTC
	hasDate, hasZone, unix bool
	slashes                bool // 2026/11/21, as FRR and Quagga write: no host name follows
	at                     time.Time
}

// better chooses between an outer and an inner stamp: the device's own wins if it is as complete.
func better(outer, inner stamp) stamp {
	if outer.text == "" {
		return inner
	}
	if inner.text == "" || inner.rank() < outer.rank() {
		return outer
	}
	return inner
}

func (s stamp) rank() int {
	switch {
	case s.unix:
		return 4
	case s.year > 0 && s.hasZone:
		return 3
	case s.year > 0:
		return 2
	case s.hasDate:
		return 1
	}
	return 0
}

// complete turns a stamp into a time. The text is returned when something had to be assumed or could not be known.
func (s stamp) complete(o Options) (time.Time, string) {
	if s.text == "" {
		return time.Time{}, ""
	}
	if s.unix {
		return s.at, ""
	}
	loc := o.Location
	if s.hasZone {
		loc = time.FixedZone("", s.offset)
		if s.offset == 0 {
			loc = time.UTC
		}
	}
	if !s.hasDate || loc == nil || s.year == 0 && o.Now.IsZero() {
		return time.Time{}, s.text
	}
	year := s.year
	if year == 0 {
		year = o.Now.In(loc).Year()
		for n := 0; n < 8 && (s.in(year, loc).After(o.Now) || s.in(year, loc).Day() != s.day); n++ {
			year--
		}
	}
	t := s.in(year, loc)
	if t.Day() != s.day {
		return time.Time{}, s.text
	}
	if s.year > 0 && s.hasZone {
		return t, ""
	}
	return t, s.text
}

func (s stamp) in(year int, loc *time.Location) time.Time {
	return time.Date(year, time.Month(s.month), s.day, s.hour, s.min, s.sec, s.nsec, loc)
}

// parseStamp reads a time stamp at the start of t and returns its length, 0 when there is none.
func parseStamp(t string) (int, stamp) {
	if !mayStamp(t) {
		return 0, stamp{}
	}
	n, s := readStamp(t)
	if n > 0 && n < len(t) && t[n] == '"' { // a value in JSON that a wrap has put at the start of a line
		return 0, stamp{}
	}
	return n, s
}

// readStamp is parseStamp without the first look.
func readStamp(t string) (int, stamp) {
	var s stamp
	i := 0
	if strings.HasPrefix(t, "[") { // [2026-11-21 23:43:12]
		if n, s := parseStamp(t[1:min(len(t), 64)]); n > 0 && n+1 < len(t) && t[n+1] == ']' {
			return n + 2, s
		}
		return 0, s
	}
	if i < len(t) && (t[i] == '*' || t[i] == '.' || t[i] == '#' || t[i] == '%' && monthOf(t[1:]) > 0) {
		i++ // Cisco: clock not set, clock not synchronised; Huawei: a trap; Comware: a log, not debugging
	}
	n := s.date(t[i:])
	if n == 0 {
		if n = uptime(t[i:]); n == 0 {
			return 0, s
		}
		s.text = strings.TrimSuffix(t[i:i+n], ":")
		return i + n, s
	}
	i += n
	k := s.clock(t[i:])
	if k == 0 {
		return 0, stamp{}
	}
	i += k
	i += s.zone(t[i:])
	i += s.yearBehind(t[i:])
	s.text = t[:i]
	if s.month < 1 || s.month > 12 || s.day < 1 || s.day > 31 || s.hour > 23 || s.min > 59 || s.sec > 60 {
		return 0, stamp{}
	}
	return i, s
}

// mayStamp reports whether a text begins with a digit, with a word of three letters, or with what stands in front of either in
// a stamp: most texts do not.
func mayStamp(t string) bool {
	for t != "" && (t[0] == '[' || t[0] == '*' || t[0] == '.' || t[0] == '#' || t[0] == '%') {
		t = t[1:]
	}
	return len(t) > 3 && (t[0] >= '0' && t[0] <= '9' || t[3] == ' ' || t[3] == ',')
}

// weekday returns the length of "Fri " in front of a date, 0 when there is none.
func weekday(t string) int {
	name := [3]byte{fold[t[0]], fold[t[1]], fold[t[2]]}
	for d := 0; d < len(weekdays); d += 3 {
		if t[3] == ' ' && name[0] == weekdays[d] && name[1] == weekdays[d+1] && name[2] == weekdays[d+2] && blanks(t[3:]) < 3 {
			return 3 + blanks(t[3:])
		}
	}
	return 0
}

const weekdays = "montuewedthufrisatsun"

// yearBehind reads the year behind the clock, as asctime, Junos and Comware write it: "Nov 21 23:43:12 2026 ".
func (s *stamp) yearBehind(t string) int {
	if s.year != 0 || !s.hasDate || len(t) < 5 || t[0] != ' ' || digits(t[1:]) != 4 || len(t) > 5 && t[5] != ' ' && t[5] != ']' {
		return 0
	}
	y := atoi(t[1:5])
	if y < 1980 || y > 2199 {
		return 0
	}
	s.year = y
	return 5
}

// date reads "2026-11-21T", "2026-11-21 ", "2026/11/21 ", "Nov 21 ", "Nov 21 2026 " or "Nov 21, 2026 ", behind the day of the
// week or not.
func (s *stamp) date(t string) int {
	k := digits(t)
	if (k == 3 || k == 4) && len(t) > k+6 && (t[k] == '-' || t[k] == '/') {
		sep := t[k]
		if digits(t[k+1:]) != 2 || t[k+3] != sep || digits(t[k+4:]) != 2 || t[k+6] != 'T' && t[k+6] != ' ' {
			return 0
		}
		if k == 4 { // a cut year is no year
			s.year = atoi(t[:4])
		}
		s.month, s.day, s.hasDate, s.slashes = atoi(t[k+1:k+3]), atoi(t[k+4:k+6]), k == 4, sep == '/'
		return k + 7
	}
	if k == 4 && len(t) > 12 && t[4] == ' ' && monthOf(t[5:]) > 0 { // 2026 Nov 21, as NX-OS writes
		n := s.date(t[5:])
		if n == 0 || s.year != 0 {
			return 0
		}
		s.year = atoi(t[:4])
		return 5 + n
	}
	if n := s.mailDate(t); n > 0 {
		return n
	}
	if len(t) < 8 || t[3] != ' ' {
		return 0
	}
	m := monthOf(t)
	if m == 0 {
		if n := weekday(t); n > 0 {
			if k := s.date(t[n:]); k > 0 {
				return n + k
			}
		}
		return 0
	}
	i := 3 + blanks(t[3:])
	d := digits(t[i:])
	if d == 0 || d > 2 || i+d >= len(t) {
		return 0
	}
	s.month, s.day, s.hasDate = m, atoi(t[i:i+d]), true
	i += d
	if t[i] == ',' {
		i++
	}
	n := blanks(t[i:])
	if n == 0 {
		return 0
	}
	i += n
	if digits(t[i:]) == 4 && i+4 < len(t) && t[i+4] == ' ' {
		s.year = atoi(t[i : i+4])
		i += 4 + blanks(t[i+4:])
	}
	return i
}

// monthOf returns the number of the month whose name and a blank t begins with, 0 when there is none.
func monthOf(t string) int {
	if len(t) < 4 || t[3] != ' ' {
		return 0
	}
	name := [3]byte{fold[t[0]], fold[t[1]], fold[t[2]]}
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	for m := 0; m < 12; m++ {
		if name[0] == names[3*m] && name[1] == names[3*m+1] && name[2] == names[3*m+2] {
			return m + 1
		}
	}
	return 0
}

// mailDate reads "Sat, 21 Nov 2026 ", as ExaBGP writes.
func (s *stamp) mailDate(t string) int {
	if len(t) < 17 || t[3] != ',' || t[4] != ' ' {
		return 0
	}
	d := digits(t[5:])
	i := 5 + d
	if d == 0 || d > 2 || t[i] != ' ' {
		return 0
	}
	m := monthOf(t[i+1:])
	i += 5
	if m == 0 || i+4 >= len(t) || digits(t[i:]) != 4 || t[i+4] != ' ' {
		return 0
	}
	s.year, s.month, s.day, s.hasDate = atoi(t[i:i+4]), m, atoi(t[5:5+d]), true
	return i + 5
}

// usDate reads "03/12/2026 10:11:12", month first, as JUNOSe writes behind a severity.
func usDate(t string) (int, stamp) {
	var s stamp
	if len(t) < 19 || digits(t) != 2 || t[2] != '/' || digits(t[3:]) != 2 || t[5] != '/' || digits(t[6:]) != 4 || t[10] != ' ' {
		return 0, s
	}
	n := s.clock(t[11:])
	s.month, s.day, s.year, s.hasDate = atoi(t[:2]), atoi(t[3:5]), atoi(t[6:10]), true
	if n == 0 || s.month < 1 || s.month > 12 || s.day < 1 || s.day > 31 || s.hour > 23 || s.min > 59 || s.sec > 60 {
		return 0, s
	}
	s.text = t[:11+n]
	return 11 + n, s
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

// clock reads "23:43:12", with a fraction behind '.' or ',', with milliseconds behind ':' as Comware has them, or without.
func (s *stamp) clock(t string) int {
	if len(t) < 8 || digits(t) != 2 || t[2] != ':' || digits(t[3:]) != 2 || t[5] != ':' || digits(t[6:]) != 2 {
		return 0
	}
	s.hour, s.min, s.sec = atoi(t[:2]), atoi(t[3:5]), atoi(t[6:8])
	if len(t) > 9 && (t[8] == '.' || t[8] == ',' || t[8] == ':' && s.hasDate && len(t) > 12 && digits(t[9:]) == 3 && t[12] == ' ') {
		if k := digits(t[9:]); k > 0 && k <= 9 {
			s.nsec = atoi(t[9 : 9+k])
			for n := k; n < 9; n++ {
				s.nsec *= 10
			}
			return 9 + k
		}
	}
	return 8
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
	n := 0
	for i+n < len(t) && t[i+n] >= 'A' && t[i+n] <= 'Z' {
		n++
	}
	if n < 3 || n > 5 || i+n < len(t) && strings.IndexByte(": \"<|],;", t[i+n]) < 0 {
		return 0
	}
	off, ok := zoneOffset(t[i : i+n])
	if !ok {
		if i+n >= len(t) {
			return 0
		}
		if t[i+n] != ':' || n > 4 || t[i:i+n] == "BGP" {
			return 0
		}
		return i + n // a zone that we do not know: skipped, not used
	}
	s.hasZone, s.offset = true, off
	return i + n
}

// offsetAt reads "+02:00" or "-0700".
func (s *stamp) offsetAt(t string) int {
	if t[0] != '+' && t[0] != '-' || len(t) < 5 {
		return 0
	}
	var h, m, n int
	switch {
	case digits(t[1:]) == 4:
		h, m, n = atoi(t[1:3]), atoi(t[3:5]), 5
	case len(t) >= 6 && digits(t[1:]) == 2 && t[3] == ':' && digits(t[4:]) == 2:
		h, m, n = atoi(t[1:3]), atoi(t[4:6]), 6
	default:
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
	case "CEST", "EET":
		return 2 * h, true
	case "EEST", "MSK":
		return 3 * h, true
	case "JST", "KST":
		return 9 * h, true
	case "EST", "CDT":
		return -5 * h, true
	case "EDT":
		return -4 * h, true
	case "CST", "MDT":
		return -6 * h, true
	case "MST", "PDT":
		return -7 * h, true
	case "PST":
		return -8 * h, true
	}
	return 0, false
}

// uptime reads "00:01:14:", "1d02h:", "3w2d: " or "1y4w: " at the start of a Cisco line, colon included.
func uptime(t string) int {
	if len(t) >= 9 && digits(t) == 2 && t[2] == ':' && digits(t[3:]) == 2 && t[5] == ':' && digits(t[6:]) == 2 && t[8] == ':' {
		return 9
	}
	i := 0
	for n := 0; n < 2; n++ {
		k := digits(t[i:])
		if k == 0 || k > 3 || i+k >= len(t) || strings.IndexByte("ywdh", t[i+k]) < 0 {
			return 0
		}
		i += k + 1
	}
	if i < len(t) && t[i] == ':' && !strings.HasPrefix(t[i+1:], ":") { // 6d9d::1 is an address
		return i + 1
	}
	return 0
}
