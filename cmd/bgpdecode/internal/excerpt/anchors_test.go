package excerpt

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/sieve"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// slowFind is what find must give: every octet is looked at, with all words.
func slowFind(a *anchors, t []byte, from, to int) (places []int) {
	for at := from; at < to; at++ {
		here := t[at] == '\n' && a.broken(t, at) || hexdump.StartsOnes(t[at]) && hexdump.OnesAt(string(t[max(0, at-3):min(len(t), at+hexdump.OnesReach)]), min(3, at))
		for _, w := range a.words {
			here = here || logline.AnchorAt(string(t), at, w)
		}
		if here {
			places = append(places, at)
		}
	}
	return places
}

// TestFind: no place is lost in the sieve. Of a row of ones only the first place is given.
func TestFind(t *testing.T) {
	a := stepAnchors()
	r := rand.New(rand.NewPCG(5, 6))
	wraps := []string{"\n", "\r\n", "=\n", "\n  ", " \n> ", " "}
	for range 400 {
		var b bytes.Buffer
		for range r.IntN(6) {
			b.WriteString(noiseLines(r, r.IntN(2)))
			w := a.words[r.IntN(len(a.words))]
			if r.IntN(3) == 0 {
				w = strings.ToUpper(w)
			}
			if k := 1 + r.IntN(len(w)-1); r.IntN(2) == 0 {
				w = w[:k] + wraps[r.IntN(len(wraps))] + strings.TrimPrefix(w[k:], " ")
			}
			b.WriteString(w)
			b.WriteString([]string{"3", "ffff ffff", "FF:ff:ff-FF 0", "0xff, 0xff, 0xff, 0xff", "-1, -1,-1 -1", "[255 255 255 255]", "377 377 377 377",
				"////////", "192.0.2.1%x-192.0.2.2", " \xff\xff", ") 7", "x"}[r.IntN(12)])
		}
		text := b.Bytes()
		from := r.IntN(len(text) + 1)
		to := from + r.IntN(len(text)+1-from)
		got, want := a.find(nil, text, from, to), slowFind(a, text, from, to)
		for _, p := range want {
			inRow := p > from && strings.IndexByte("fF/", text[p]) >= 0 && (text[p-1] == text[p] || text[p-1]^text[p] == 0x20)
			if !slices.Contains(got, p) && !inRow {
				t.Fatalf("%q[%d:%d]: nothing at %d, %q", text, from, to, p, text[p:min(len(text), p+20)])
			}
		}
		for _, p := range got {
			if !slices.Contains(want, p) {
				t.Fatalf("%q[%d:%d]: %d is no place", text, from, to, p)
			}
		}
	}
}

// TestWidth: the sieve can look for each anchor.
func TestWidth(t *testing.T) {
	for _, w := range stepAnchors().words {
		if len(w) < sieve.Width-1 || len(w) > maxWord {
			t.Errorf("%q has %d octets", w, len(w))
		}
	}
}

// TestOnesPlaces: a row of ones has a place wherever OnesAt sees one in front of it, whatever f stand before it.
func TestOnesPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 3000 {
		var b []byte
		for range 1 + r.IntN(12) {
			b = append(b, strings.Repeat("fF"[r.IntN(2):][:1], r.IntN(9))...)
			b = append(b, []string{"", " ", ":", "\n", "x", "00", ", ", "0x"}[r.IntN(8)]...)
		}
		b = append(b, strings.Repeat(" .", 300)...)
		text, want := string(b), false
		for i := range b[:len(b)-600] {
			want = want || hexdump.StartsOnes(b[i]) && hexdump.OnesAt(text, i)
		}
		if got := theAnchors().find(nil, b, 0, len(b)-500); (len(got) > 0) != want {
			t.Fatalf("%q: places %v, ones %v", text[:len(text)-600], got, want)
		}
	}
}
