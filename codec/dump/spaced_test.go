package dump

import (
	"strings"
	"testing"
)

// TestSpaced: samples with an empty line between any two tell the same, at the places where they stand now.
func TestSpaced(t *testing.T) {
	for f, text := range smallSamples(t) {
		text = strings.TrimLeft(text, "\n")
		want := Read(text, Options{})
		for _, c := range []struct{ head, between, end string }{
			{"", "\n\n", ""},
			{"Hi,\n\nplease see:\n\n", "\r\n\r\n", "\r\n\r\n-- \r\nJohn\r\nExample Networks\r\n"},
			{"Hi,\nplease see:\n\n", "\n\u00a0\n", "\n\nJohn\nExample Networks\n"},
		} {
			var to strings.Builder
			to.WriteString(c.head)
			at := make([]int, 0, len(text)+1)
			for i := range len(text) {
				at = append(at, to.Len())
				if text[i] == '\n' {
					to.WriteString(c.between)
				} else {
					to.WriteByte(text[i])
				}
			}
			to.WriteString(c.end)
			got := Read(to.String(), Options{})
			if len(got) != len(want) {
				t.Errorf("%s with %q: %d events, want %d", f, c, len(got), len(want))
				continue
			}
			for i := range got {
				g, w := got[i], want[i]
				ahead := strings.Count(c.head, "\n")
				if g.Line != ahead+2*w.Line-1 || g.Style != "" && g.LineEnd != ahead+2*w.LineEnd-1 {
					t.Errorf("%s with %q: event %d in lines %d to %d, want %d to %d", f, c, i, g.Line, g.LineEnd, ahead+2*w.Line-1, ahead+2*w.LineEnd-1)
				}
				if g.Style != "" && g.Offset != at[w.Offset] {
					t.Errorf("%s with %q: event %d at %d, want %d", f, c, i, g.Offset, at[w.Offset])
				}
				for k, p := range g.Pieces {
					if w := at[w.Pieces[k].Offset]; p.Offset != w {
						t.Errorf("%s with %q: piece %d of event %d at %d, want %d", f, c, k, i, p.Offset, w)
					}
				}
				g.Line, g.LineEnd = w.Line, w.LineEnd
				if g, w := whatever(&g), whatever(&w); g != w {
					t.Errorf("%s with %q:\n got %s\nwant %s", f, c, g, w)
				}
			}
		}
	}
}

// TestSpacedApart: octets in paragraphs of their own, which no log tells of, stay apart.
func TestSpacedApart(t *testing.T) {
	for _, text := range []string{
		"02 02 00 01\n\n03 05 40 01 01 00\n\n06 02 03 61 62 63\n",
		"ffffffffffffffffffffffffffffffff0015030604\n\nffffffffffffffffffffffffffffffff0015030603\n\nffffffffffffffffffffffffffffffff001304\n",
	} {
		if evs := Read(text, Options{}); len(evs) != 3 || evs[1].Line != 3 || evs[2].Line != 5 {
			t.Errorf("%d events in\n%s", len(evs), text)
		}
	}
}

func TestSpacedOut(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // the stretches, with | between them
	}{
		{"a\nb\nc\n", ""},
		{"a\n\nb\n", ""},
		{"a\n\nb\n\nc", "a\n\nb\n\nc"},
		{"x\na\n\nb\n \t\r\n\nd\n\nc\ny\n", ""},
		{"x\na\n\nb\n \t\r\n\n>\nd\n\nc\ny\n", "a\n\nb\n \t\r\n\n>\nd\n\nc"},
		{"\n\na\n\n\n\nb\n&nbsp;\nc\nd\n\n\ne\n\nf\n\ng\n\n\n", "a\n\n\n\nb\n&nbsp;\nc|e\n\nf\n\ng"},
		{"", ""},
	} {
		var got []string
		for _, s := range spacedOut(c.text) {
			got = append(got, c.text[s.start:s.end])
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%q: %q, want %q", c.text, g, c.want)
		}
	}
}

// TestSpacedParts: where lines are left out, an empty one is a border.
func TestSpacedParts(t *testing.T) {
	text := "%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.9 3/5 (attribute length error) 7 bytes 800404\n\n00000064\n\nNov 22 13:01:22 r1 sshd[7]: x\n"
	for _, partial := range []bool{false, true} {
		evs := Read(text, Options{Partial: partial})
		if len(evs) == 0 || evs[0].LineEnd != map[bool]int{false: 3, true: 1}[partial] {
			t.Errorf("partial %v: %+v", partial, evs)
		}
	}
}
