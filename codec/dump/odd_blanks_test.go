package dump

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// whatever writes what is to be the same whatever blanks a text has.
func whatever(ev *Event) string {
	return fmt.Sprintf("%s %s %s %s %s %d/%d %x %q %s %s %d-%d %v", ev.Kind, ev.Style, ev.Peer, ev.Direction, ev.Host, ev.Code, ev.Subcode, ev.Octets, ev.Words, ev.Reason,
		ev.Time, ev.Line, ev.LineEnd, ev.Truncated)
}

// TestOddBlanks: samples whose blanks a chat or a web page has replaced tell the same, at the places where they stand now.
func TestOddBlanks(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for f, text := range smallSamples(t) {
		if hasOdd(text) {
			t.Fatalf("%s has odd blanks", f)
		}
		want := Read(text, Options{})
		for _, odd := range []string{"\u00a0", "&nbsp;", "\u202f", " \u200b", "\u2060 "} {
			var to strings.Builder
			at := make([]int, 0, len(text)+1) // of each octet, where it stands then
			for i := range len(text) {
				at = append(at, to.Len())
				if text[i] == ' ' && r.Intn(3) == 0 {
					to.WriteString(odd)
				} else {
					to.WriteByte(text[i])
				}
			}
			got := Read(to.String(), Options{})
			if len(got) != len(want) {
				t.Errorf("%s with %q: %d events, want %d", f, odd, len(got), len(want))
				continue
			}
			for i := range got {
				if g, w := whatever(&got[i]), whatever(&want[i]); g != w {
					t.Errorf("%s with %q:\n got %s\nwant %s", f, odd, g, w)
				}
				if g, w := got[i].Offset, at[want[i].Offset]; g != w && text[want[i].Offset] != ' ' {
					t.Errorf("%s with %q: event %d at %d, want %d", f, odd, i, g, w)
				}
				for k, p := range got[i].Pieces {
					if w := at[want[i].Pieces[k].Offset]; p.Offset != w {
						t.Errorf("%s with %q: piece %d of event %d at %d, want %d", f, odd, k, i, p.Offset, w)
					}
				}
			}
		}
	}
}

// TestOddOrigins: where each octet of the text with plain blanks comes from, asked for in any order.
func TestOddOrigins(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	parts := []string{"a", " ", "\u00a0", "\u200b", "&nbsp;", "é", "\n", "&", "\xc2", "\xe2\x80", strings.Repeat("x", 997)}
	for range 20 {
		var b strings.Builder
		for range r.Intn(400) {
			b.WriteString(parts[r.Intn(len(parts))])
		}
		text := b.String() + "\u00a0"
		plain, o := plainBlanks(text)
		if o == nil || strings.Contains(plain, "\u00a0") {
			t.Fatalf("%q", plain)
		}
		for range 40 {
			i := r.Intn(len(plain))
			k := o.origin(i)
			if n, with := oddAt(text, k); n == 0 && plain[i] != text[k] || n > 0 && with != plain[i:i+1] {
				t.Fatalf("%d of %q is %d of %q", i, plain, k, text)
			}
			if again, _ := plainBlanks(text[:k]); len(again) != i {
				t.Fatalf("%d comes from %d, in front of which there are %d", i, k, len(again))
			}
		}
	}
}

// TestOddBlanksInText: what a peer wrote keeps its meaning: blanks do not make grammar of it.
func TestOddBlanksInText(t *testing.T) {
	text := "bgpd[1]:\u00a0%NOTIFICATION: received from neighbor\u00a0192.0.2.1 6/2 (Cease/Administrative Shutdown) \"see\u00a0%NOTIFICATION: sent to neighbor 192.0.2.9 3/1\u200b (x) 0 bytes\"\n"
	evs := Read(text, Options{Log: logline.Options{}})
	if len(evs) != 1 || evs[0].Peer != "192.0.2.1" || evs[0].Text != "see %NOTIFICATION: sent to neighbor 192.0.2.9 3/1 (x) 0 bytes" {
		t.Errorf("%d events, %+v", len(evs), evs)
	}
}
