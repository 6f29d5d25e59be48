package timeline

import (
	"net/netip"
	"strconv"
	"time"
)

// compareIDs compares two BGP identifiers as numbers; 0 when one is not known.
func compareIDs(a, b string) int {
	x, err := netip.ParseAddr(a)
	y, err2 := netip.ParseAddr(b)
	if err != nil || err2 != nil {
		return 0
	}
	return x.Compare(y)
}

// short writes a duration with one or two units.
func short(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	n := func(v int64, unit string) string { return strconv.FormatInt(v, 10) + " " + unit }
	switch {
	case d < time.Second:
		return sign + n(d.Milliseconds(), "ms")
	case d < 10*time.Second && d%time.Second >= 100*time.Millisecond:
		return sign + strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case d < 2*time.Minute:
		return sign + n(int64(d.Round(time.Second)/time.Second), "s")
	case d < 2*time.Hour:
		return sign + two(d, time.Minute, "min", time.Second, "s")
	case d < 48*time.Hour:
		return sign + two(d, time.Hour, "h", time.Minute, "min")
	}
	return sign + two(d, 24*time.Hour, "d", time.Hour, "h")
}

func two(d, big time.Duration, bigName string, small time.Duration, smallName string) string {
	s := strconv.FormatInt(int64(d/big), 10) + " " + bigName
	if rest := d % big / small; rest > 0 {
		s += " " + strconv.FormatInt(int64(rest), 10) + " " + smallName
	}
	return s
}
