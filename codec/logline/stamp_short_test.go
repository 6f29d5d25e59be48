package logline

import (
	"fmt"
	"testing"
	"time"
)

// TestShortYears: dates with years of two digits are times where they can be read in one way, or somebody has told the order.
func TestShortYears(t *testing.T) {
	const event = " r1 bgpd[7]: %NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes"
	orders := []DateOrder{OrderUnknown, OrderYearFirst, OrderDayFirst, OrderMonthFirst}
	for head, want := range map[string][4]string{ // unknown, year first, day first, month first
		"26/11/22 10:00:00":     {"", "2026-11-22", "2022-11-26", ""},
		"26-11-22 10:00:00.250": {"", "2026-11-22", "2022-11-26", ""},
		"05/06/07 10:00:00":     {"", "2005-06-07", "2007-06-05", "2007-05-06"},
		"11/22/26 10:00:00":     {"2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"},
		"[11/22/26 10:00:00]":   {"2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"},
		"22.11.22 10:00:00":     {"2022-11-22", "2022-11-22", "2022-11-22", "2022-11-22"},
		"24/02/29 10:00:00":     {"", "2024-02-29", "2029-02-24", ""},
		"29/02/25 10:00:00":     {"2029-02-25", "2029-02-25", "2029-02-25", "2029-02-25"},
		"22-Nov-26 10:00:00":    {"", "2022-11-26", "2026-11-22", "2026-11-22"},
		"22/Nov/99 10:00:00":    {"2099-11-22", "2099-11-22", "2099-11-22", "2099-11-22"},
		"22-11-2026 10:00:00":   {"2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"},
		"01/02/2026 10:00:00":   {"", "", "2026-02-01", "2026-01-02"},
		"13/13/26 10:00:00":     {"", "", "", ""},
		"10.20.30.40 10:00:00":  {"", "", "", ""},
		"26/11/22":              {"", "", "", ""},
	} {
		for i, o := range orders {
			evs := Scan(Split("one\n"+head+event+"\n"), Options{Location: time.UTC, DateOrder: o})
			if len(evs) != 1 {
				t.Errorf("%d events behind %q", len(evs), head)
				continue
			}
			got := ""
			if !evs[0].Time.IsZero() {
				got = evs[0].Time.Format("2006-01-02")
			}
			if got != want[i] {
				t.Errorf("%q in order %d: %q, want %q", head, o, got, want[i])
			}
		}
	}
}

// TestTAI64N: the stamps of multilog and s6-log.
func TestTAI64N(t *testing.T) {
	const event = "%NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes"
	for _, unix := range []int64{0, 1744714320, 1795341600, 1<<32 - 1} {
		for _, nsec := range []int{0, 500000000, 999999999} {
			stamp := fmt.Sprintf("@%016x%08x", uint64(unix)+1<<62+10, nsec)
			for _, text := range []string{stamp + " " + event, "one\n" + stamp + "\t" + event + "\r\ntwo"} {
				ev := one(t, text)
				if !ev.Time.Equal(time.Unix(unix, int64(nsec))) || len(ev.Notes) == 0 {
					t.Errorf("%v of %s", ev.Time, stamp)
				}
			}
		}
	}
	for _, head := range []string{"@4000000067fe3a5a1dcd650 ", "@5000000067fe3a5a1dcd6500 ", "@4000000067fe3a5affffffff ", "@4000000067fe3a5a1dcd6500x ", "@3fffffffffffffff00000000 "} {
		if ev := one(t, head+event); !ev.Time.IsZero() {
			t.Errorf("%v behind %q", ev.Time, head)
		}
	}
}
