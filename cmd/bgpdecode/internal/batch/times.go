package batch

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseTime reads what --since and --until take: RFC 3339; a date with or without a clock, or a clock alone, in the given
// zone; a day ("yesterday", "today 14:30"); or how long before now ("-2h", "2 hours ago").
func ParseTime(text string, now time.Time, loc *time.Location) (time.Time, error) {
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			return t, nil
		}
	}
	words := strings.Fields(strings.ToLower(text))
	now = now.In(loc)
	switch n := len(words); {
	case n == 1 && words[0] == "now":
		return now, nil
	case n > 1 && words[n-1] == "ago":
		if d, ok := span(strings.Join(words[:n-1], "")); ok {
			return before(now, d), nil
		}
	case n == 1 && strings.HasPrefix(words[0], "-"):
		if d, ok := span(words[0][1:]); ok {
			return before(now, d), nil
		}
	case n > 0:
		days := 0
		switch words[0] {
		case "yesterday":
			days, words = 1, words[1:]
		case "today":
			words = words[1:]
		}
		if t, ok := clockOn(now, days, words); ok {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time such as 2026-11-21, \"2026-11-21 23:43\", 2026-11-21T23:43:12Z, 14:30, yesterday, -2h or \"2h ago\"", text)
}

// clockOn gives the clock that words are, midnight if there are none, so many days ago.
func clockOn(now time.Time, days int, words []string) (time.Time, bool) {
	var c time.Time
	switch len(words) {
	case 0:
	case 1:
		var err error
		if c, err = time.Parse("15:04:05", words[0]); err != nil {
			if c, err = time.Parse("15:04", words[0]); err != nil {
				return c, false
			}
		}
	default:
		return c, false
	}
	return time.Date(now.Year(), now.Month(), now.Day()-days, c.Hour(), c.Minute(), c.Second(), 0, now.Location()), true
}

// timeSpan is a length of time: days are those of the calendar.
type timeSpan struct {
	days int
	rest time.Duration
}

func before(now time.Time, d timeSpan) time.Time { return now.AddDate(0, 0, -d.days).Add(-d.rest) }

// span reads "2h", "1h30m", "2hours", "1d12h", "3weeks".
func span(text string) (d timeSpan, ok bool) {
	for text != "" {
		k := 0
		for k < len(text) && text[k] >= '0' && text[k] <= '9' {
			k++
		}
		n, err := strconv.Atoi(text[:k])
		text = text[k:]
		for k = 0; k < len(text) && text[k] >= 'a' && text[k] <= 'z'; k++ {
		}
		unit := text[:k]
		text = text[k:]
		if err != nil || n > 100000 {
			return d, false
		}
		switch unit {
		case "s", "sec", "secs", "second", "seconds":
			d.rest += time.Duration(n) * time.Second
		case "m", "min", "mins", "minute", "minutes":
			d.rest += time.Duration(n) * time.Minute
		case "h", "hour", "hours":
			d.rest += time.Duration(n) * time.Hour
		case "d", "day", "days":
			d.days += n
		case "w", "week", "weeks":
			d.days += 7 * n
		default:
			return d, false
		}
		ok = true
	}
	return d, ok
}
