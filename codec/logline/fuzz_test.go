package logline

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzScan: no panic, places inside the input, events in order and not overlapping, the same result twice.
func FuzzScan(f *testing.F) {
	for _, style := range append(slices.Clone(corpusStyles), vendorStyles...) {
		text, _ := readSample(f, style)
		f.Add(text)
		for _, l := range strings.Split(text, "\n") {
			f.Add(l)
			f.Add(hardWrap(l, 40))
		}
	}
	for _, s := range []string{
		"{\"MESSAGE\":[91,72],\"x\":[{\"a\":\"\\u00e9\\ud83d\\ude00\"}]}", "<1>1 - - - - - [a b=\"\\\"]\"] notification", "=\n=20\n<br><br/>\r\r\n",
		"\x1b[31m\x1b]0;x\x07notification", "notification\n> > >cation", "[AS4] <neighbor ip>\n Parse aspath segment: got type 2, length 3",
	} {
		f.Add(s)
	}
	opts := Options{Now: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}
	f.Fuzz(func(t *testing.T, s string) {
		a := Scan(Split(s), opts)
		last := 0
		lines := strings.Count(s, "\n") + 1
		for i := range a {
			ev := &a[i]
			if ev.Offset < last || ev.Offset >= len(s) {
				t.Fatalf("event %d at %d, the one before at %d, input %d", i, ev.Offset, last, len(s))
			}
			last = ev.Offset
			if ev.Line < 1 || ev.LineEnd < ev.Line || ev.LineEnd > lines {
				t.Fatalf("event %d on lines %d to %d of %d", i, ev.Line, ev.LineEnd, lines)
			}
			if v := ev.Dump.View; v != nil && (ev.Dump.Start < 0 || ev.Dump.Start >= ev.Dump.End || ev.Dump.End > len(v.Text)) {
				t.Fatalf("event %d: dump %d to %d of %d", i, ev.Dump.Start, ev.Dump.End, len(v.Text))
			}
			if v := ev.Dump.View; v != nil {
				for k := ev.Dump.Start; k < ev.Dump.End; k++ {
					if off, num := v.Pos(k); off < 0 || off > len(s) || num < 1 || num > lines {
						t.Fatalf("event %d: octet %d of its view at offset %d, line %d", i, k, off, num)
					}
				}
			}
			if ev.Code > 255 || ev.Subcode > 255 || ev.Code < Unknown || ev.Repeat < 0 {
				t.Fatalf("event %d: %d/%d, %d times", i, ev.Code, ev.Subcode, ev.Repeat)
			}
		}
		b := Scan(Split(s), opts)
		if len(a) != len(b) {
			t.Fatal("other events the second time")
		}
		for i := range a {
			a[i].Dump, b[i].Dump = Dump{}, Dump{}
			if !reflect.DeepEqual(a[i], b[i]) {
				t.Fatal("another event the second time")
			}
		}
	})
}
