package logline

import "time"

// LineTime reads the time stamp at the start of a line, behind what relays and loggers put in front of one, as Scan
// does. It gives zero when there is none or when it cannot be completed. assumed says that the stamp has no year.
func LineTime(line string, o Options) (at time.Time, assumed bool) {
	var e envelope
	e.parse(&Document{pieces: make([]piece, 0, 1)}, line, 0)
	at, _ = e.stamp.complete(o)
	return at, e.stamp.assumesYear()
}

// assumesYear reports whether the year of the completed stamp is not the line's own.
func (s stamp) assumesYear() bool { return s.hasDate && s.year == 0 && !s.unix }
