package logline

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// TestNearLines: what is remembered of the lines behind one event gives the same rows for the next one, in whatever order
// they are asked for.
func TestNearLines(t *testing.T) {
	texts := [...]string{"%NOTIFICATION: sent to neighbor 192.0.2.1 3/1 (Malformed Attribute List) 400 bytes", "NOTIFICATION received from 192.0.2.7 (External AS 65001): code 3 (Update Message Error) subcode 1 (malformed), Data:",
		"ffff ffff ffff ffff ffff ffff ffff ffff 0017 0304", "40 01 01 00 40 02 00", "0010: 40 01 01 00", "0x20: c0 08 04 fd e8 00 64",
		"session opened for user root", "(2/3) 00112233", "abcd", "00 11 <br> 22 33", ""}
	rows := 0
	for seed := range int64(30) {
		r := rand.New(rand.NewSource(seed))
		var b strings.Builder
		for range 10 + r.Intn(200) {
			text := texts[r.Intn(len(texts))]
			switch r.Intn(8) {
			case 0:
				fmt.Fprintf(&b, "%s\n", text)
			case 1:
				fmt.Fprintf(&b, "{\"host\":\"edge%d\",\"@timestamp\":\"2026-11-21T23:43:12Z\",\"message\":\"bgpd[1]: %s\"}\n", r.Intn(2), text)
			default:
				fmt.Fprintf(&b, "Nov 21 23:43:12 edge%d bgpd[%d]: %s\n", r.Intn(2), r.Intn(2), text)
			}
		}
		d := Split(b.String())
		var lines []line
		for l, ok := d.lineOf(0, 0), true; ok; l, ok = d.lineFrom(l.start) {
			lines = append(lines, l)
		}
		at := 0
		for n := range 2 * len(lines) {
			if at += r.Intn(3); r.Intn(30) == 0 || n%2 == 0 && at >= len(lines) {
				at = r.Intn(len(lines))
			}
			l := lines[at%len(lines)]
			got := d.farRows(&l, theFinder())
			alone := Split(d.text)
			own := alone.lineOf(l.start, l.start)
			want := alone.farRows(&own, theFinder())
			if g, w := rowsText(got), rowsText(want); g != w {
				t.Fatalf("seed %d, %q:\n%s\nnot\n%s", seed, d.text[l.start:l.end], g, w)
			}
			rows += len(got)
		}
	}
	if rows < 800 {
		t.Fatal("few rows: ", rows)
	}
}

func rowsText(ls []line) string {
	var b strings.Builder
	for i := range ls {
		fmt.Fprintf(&b, "%d %d-%d %v %+v\n", ls[i].num, ls[i].start, ls[i].end, ls[i].soft, ls[i].env)
	}
	return b.String()
}
