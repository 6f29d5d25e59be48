package logline

import (
	"fmt"
	"strings"
	"testing"
)

// TestCuts: which line ends of a record may have cut a word.
func TestCuts(t *testing.T) {
	wide := "a line that is by far the widest one of the record, which says how wide the screen must have been at the least"
	last := strings.Replace(wide, "a line that", "such a text", 1)
	for _, c := range []struct{ rows, want string }{
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 6/2 (Cease/Admin\nistrative Shutdown) 0 bytes", "1"},
		{"NOTIFICATION sent to 192.0.2.1, Data: e0 0\n7 08", "1"},
		{"NOTIFICATION sent to 192.0.2.1, Data: e0 07 \n08", "0"},                                                                                // a blank ends the line
		{"some words\n    deeper\nnot so deep", "01"},                                                                                            // one begins it that not all lines have
		{"some words\n    all\n    the same", "11"},                                                                                              // all do: only an indent
		{`{"a":[1,2]}` + "\nmore", "0"},                                                                                                          // a whole record of JSON
		{`{"a":"([fe80::1%2]` + "\n" + `:179, [fe80::1%3]:179)"}`, "1"},                                                                          // a part of one
		{`{"a":"[1]` + "\n" + `","b":2}`, "1"},                                                                                                   //
		{"words\n" + `["2026-01-01T00:00:03.100",2]`, "0"},                                                                                       // JSON begins
		{`{"a":` + "\n" + `[{"b":1}]}`, "1"},                                                                                                     // in the middle of some
		{wide + "\nsome line\nRemote AS number = 1\n" + last, "101"},                                                                             // no screen is so narrow, and a word begins
		{"some line\nRemote AS number = 1\n" + last, "11"},                                                                                       // the first line may have its own width
		{wide + "\n10 lines (of text)\nand one\n" + last, "101"},                                                                                 // behind a bracket
		{wide + "\nsend a NOTI\nFICATION message\n" + last, "111"},                                                                               // within capitals
		{wide + "\nData: A0\nB4\n" + last, "111"},                                                                                                // within hex digits
		{wide + "\n10-\nJul-2008\n" + last, "111"},                                                                                               // within a name
		{"fsm transition idle -> connect\nfsm_state = idle\nneighbor = eth0\n" + wide, "001"},                                                    // keys of maghemite
		{"fsm transition idle -> connect\nfsm_\nstate = idle\nneighbor = eth0\n" + last, "1101"},                                                 // a part of one
		{"rx notification message, (conn\ndirection = inbound\nneighbor = eth0, connection_id\nunit = x", "101"},                                 // a screen as wide as a line that is cut
		{"some words\npeer_state:1\nmore words of it\npeer_state:2\nand still more of these words\npeer_state:3\nfew\npeer_state:45", "0101010"}, // behind rows of several widths
		{"some words\npeer_state:1\nsome other\npeer_state:2\nsome wor\npeer_state:3\nsome\npeer_state:45", "1111111"},
		{"some words\nffffffff ffff\nmore words of it\nffffffff ffff\nand still more of these words\nffffffff ffff\nfew\nffffffff ffff", "1111111"}, // octets
	} {
		d := Split(c.rows)
		b := block{}
		at := 0
		for range strings.Count(c.rows, "\n") + 1 {
			b.lines = append(b.lines, d.lineOf(at, at))
			at = b.lines[len(b.lines)-1].after()
		}
		var p putter
		p.wraps(&b, theFinder())
		got := ""
		for _, cut := range p.cut[1:] {
			got += fmt.Sprint(map[bool]int{true: 1}[cut])
		}
		if got != c.want {
			t.Errorf("%s, want %s:\n%s", got, c.want, c.rows)
		}
	}
}
