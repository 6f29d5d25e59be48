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
	doubtful               bool // 01/02/2026: nothing says which is the month, so there is no date
	short, named           bool // a year of two digits; between day and year a month's name
	parts                  [3]int
	assumed                bool // at may be some seconds off, see taiStamp
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
	case s.doubtful:
		return 0
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
	if s.doubtful && o.DateOrder != OrderUnknown {
		s.inOrder(o.DateOrder)
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

// doubt remarks that the event's date may be read in two ways.
func (ev *Event) doubt() {
	if !ev.Time.IsZero() || ev.TimeText == "" {
		return
	}
	switch _, st := readStamp(ev.TimeText); {
	case st.doubtful && st.short:
		ev.Notes = append(ev.Notes, "the order of day, month and year in "+ev.TimeText+" is not known, so it is no time here; --dates year-first, day-first or month-first says which it is")
	case st.doubtful:
		ev.Notes = append(ev.Notes, "the day and the month of "+ev.TimeText+" cannot be told apart, so it is no time here; --dates day-first or month-first says which it is")
	}
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
	n := s.dateAndClock(t[i:])
	if n == 0 {
		s = stamp{}
		if n = s.clockAndDate(t[i:]); n == 0 {
			if n = uptime(t[i:]); n == 0 {
				return 0, stamp{}
			}
			return i + n, stamp{text: strings.TrimSuffix(t[i:i+n], ":")}
		}
	}
	i += n
	s.text = t[:i]
	if !s.legal() {
		return 0, stamp{}
	}
	return i, s
}

// legal reports whether the parts of a stamp are those of a time. Which of two is the month is left open where that is not known.
func (s *stamp) legal() bool {
	return s.month >= 1 && s.month <= 12 && s.day >= 1 && s.day <= 31 && s.hour <= 23 && s.min <= 59 && s.sec <= 60
}

// mayStamp reports whether a text begins with a digit, with the name of a day or a month or another word of three letters, or
// with what stands in front of these in a stamp: most texts do not.
func mayStamp(t string) bool {
	for t != "" && (t[0] == '[' || t[0] == '*' || t[0] == '.' || t[0] == '#' || t[0] == '%') {
		t = t[1:]
	}
	if len(t) <= 3 {
		return false
	}
	switch t[3] {
	case ' ', '\t', ',', '/', '-':
		return true
	}
	return t[0] >= '0' && t[0] <= '9' || t[1] >= '0' && t[1] <= '9' || len(t) > 14 && shortName(t) != 0
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
