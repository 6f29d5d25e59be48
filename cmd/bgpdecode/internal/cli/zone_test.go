package cli

import (
	"testing"
	"time"
)

func TestParseZone(t *testing.T) {
	at := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for word, want := range map[string]int{
		"UTC": 0, "utc": 0, "Z": 0, "+00:00": 0, "+02:00": 7200, "-03:30": -12600, "+0545": 20700, "+2": 7200, "-11": -39600, "+14:00": 50400,
	} {
		loc, ok := parseZone(word)
		if !ok {
			t.Errorf("%q is no zone", word)
			continue
		}
		if _, got := at.In(loc).Zone(); got != want {
			t.Errorf("%q is %d s from UTC, want %d", word, got, want)
		}
	}
	for _, word := range []string{"", "+", "-", "+2:0", "+02:60", "+24:00", "+123", "+00012", "+a:00", "+02:00:00", "Nowhere/Else", "../etc/passwd", "/etc/localtime"} {
		if loc, ok := parseZone(word); ok {
			t.Errorf("%q is %v", word, loc)
		}
	}
	var z zoneFlag
	if z.location() != time.Local {
		t.Error("the default is not the local zone")
	}
	if err := z.Set(" +01:00 "); err != nil || z.location() == time.Local {
		t.Error(err, z.location())
	}
}
