package logline

import (
	"strings"
	"testing"
)

// TestSoftEnds: a line end that is no part of the text (quoted-printable, a message that its logger split) is taken out; those
// behind it still stand for blanks.
func TestSoftEnds(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"sent to neighbor 192.0.2.1 3/5 (attri=\nbute length error) 4 bytes\nE0 07 10 04", "sent to neighbor 192.0.2.1 3/5 (attribute length error) 4 bytes E0 07 10 04"},
		{"Data: FF**MSG 00004 TRUNCATED**\n**MSG 00004 CONTINUATION #01**FF FF\nFF", "Data: FFFF FF FF"},
		{"one=\n two\nthree=\nfour", "one two threefour"},
		{`{"MESSAGE":"notification 4 bytes\nE0 07\n10 **MSG 00004 TRUNCATED**"}`, "notification 4 bytes E0 07 10 "},
	} {
		d := Split(x.text)
		b := block{}
		for at := 0; at < len(x.text); at = b.lines[len(b.lines)-1].after() {
			b.lines = append(b.lines, d.lineOf(at, at))
		}
		var p putter
		if v := p.blank(&b); v.Text != x.want {
			t.Errorf("%q, want %q", v.Text, x.want)
		}
	}
}

// TestPutterForgets: what a text of very many rows needed is not kept for the next one.
func TestPutterForgets(t *testing.T) {
	text := `{"MESSAGE":"%NOTIFICATION: sent to neighbor 192.0.2.1 6/2 (Cease)` + strings.Repeat(`\nx`, 50000) + `"}`
	d := Split(text)
	if evs := Scan(d, Options{}); len(evs) != 1 {
		t.Fatal(len(evs), "events")
	}
	d.Reset("")
	p := &d.scan.put
	for name, n := range map[string]int{"rows": cap(p.rows), "pieces": cap(p.pieces), "flags": cap(p.bools) / 8, "views": cap(p.views), "segments": cap(p.segs)} {
		if n > mostViews {
			t.Errorf("%d %s are kept", n, name)
		}
	}
}
