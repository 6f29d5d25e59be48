package logline

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestWidest: the width that is kept from line to line is that of the lines looked at anew, wherever the event starts.
func TestWidest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var b block
		var text strings.Builder
		for range 1 + r.IntN(12) {
			text.WriteString(strings.Repeat("x", r.IntN(9)) + "\n")
		}
		d := Split(text.String())
		for at := 0; at < text.Len(); at = b.lines[len(b.lines)-1].after() {
			b.lines = append(b.lines, d.lineOf(at, at))
		}
		c := Cursor{v: &View{Text: text.String()}, block: &b}
		for range 20 {
			if r.IntN(4) == 0 {
				c.start = r.IntN(text.Len())
			}
			i := r.IntN(len(b.lines))
			if b.lines[i].end <= c.start {
				continue
			}
			want := b.lines[i].end - b.lines[i].start
			for n := i - 1; n >= 0 && b.lines[n].end > c.start; n-- {
				want = max(want, b.lines[n].end-b.lines[n].start)
			}
			if got := c.widest(i); got != want {
				t.Fatalf("line %d from %d on: %d, want %d, in\n%s", i, c.start, got, want, text.String())
			}
		}
	}
}

// TestWrappedWord: what follows a line is nothing to whether the line is the rest of the one before it, also in a view in which
// there is nothing between them.
func TestWrappedWord(t *testing.T) {
	for _, x := range []struct {
		text string
		k    int // place of the line in the text without line ends
		want bool
	}{
		{"a line of some width\nshort\nword", 25, false},
		{"a line of some width\nshort\nword\nand-more-of-it", 25, false},
		{"a line of some width\nshort\nword\nand\nmore\nof\nit\nagain", 25, false},
		{"a line of some width\nsome words that are\nword", 39, true},
		{"a line of some width\nsome words that are\nword\nand", 39, true},
	} {
		var b block
		var v View
		d := Split(x.text)
		for at := 0; at < len(x.text); at = b.lines[len(b.lines)-1].after() {
			l := d.lineOf(at, at)
			v.segs = append(v.segs, seg{at: len(v.Text), src: l.start, num: l.num, first: true})
			v.Text += x.text[l.start:l.end]
			b.lines = append(b.lines, l)
		}
		c := Cursor{v: &v, t: v.Text, block: &b}
		if got := c.wrapped(x.k); got != x.want {
			t.Errorf("%v at %q of %q", got, v.Text[x.k:], x.text)
		}
	}
}
