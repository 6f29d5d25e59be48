package logline

import (
	"math/rand"
	"strings"
	"testing"
	"unicode"
)

// TestLast: the searches for the last place of a literal find what looking at each place finds.
func TestLast(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	literals := [...]string{"bgp neighbor", "bgp neighbor is ", "host", "<tr", "},{", "last reset ", "(asn ", "aab", "a", "abab"}
	found := 0
	for range 30000 {
		lit := literals[r.Intn(len(literals))]
		var b strings.Builder
		for n := r.Intn(30); n > 0; n-- {
			part := lit[:r.Intn(len(lit)+1)]
			if r.Intn(3) == 0 {
				part = lit
			}
			x := []byte(part)
			if len(x) > 0 {
				switch k := r.Intn(len(x)); r.Intn(6) {
				case 0:
					x[k] = byte(r.Intn(256))
				case 1:
					x[k] ^= 0x20
				case 2:
					x = append(x[:k:k], append([]byte("\n"), x[k:]...)...)
				case 3:
					x = []byte(strings.ReplaceAll(strings.ToUpper(part), " ", "\t"))
				}
			}
			b.Write(x)
		}
		s := b.String()
		low, over := -1, -1
		for i := len(s) - len(lit); i >= 0; i-- {
			if low < 0 && s[i]|0x20 == lit[0] && beginsLower(s[i:], lit) {
				low = i
			}
			if over < 0 && s[i]|0x20 == lit[0] && beginsOver(s[i:], lit) {
				over = i
			}
		}
		if low >= 0 {
			found++
		}
		if got, want := lastFold(s, lit), lastFoldNear(s, lit); got != want {
			t.Fatalf("lastFold(%q, %q) = %d, not %d", s, lit, got, want)
		}
		if got := lastLower(s, lit); got != low {
			t.Fatalf("lastLower(%q, %q) = %d, not %d", s, lit, got, low)
		}
		if got := lastOver(s, lit); got != over {
			t.Fatalf("lastOver(%q, %q) = %d, not %d", s, lit, got, over)
		}
	}
	if found < 10000 {
		t.Fatal("few found: ", found)
	}
}

// TestHeadingBefore: the heading above an event is the same whatever was asked for before.
func TestHeadingBefore(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	found := 0
	for range 200 {
		var b strings.Builder
		for range r.Intn(60) {
			b.WriteString([]string{"BGP neighbor is 192.0.2.1, ", "bgp neighbor on swp1: ", "bgp neighbor", " is ", "bgp neighbor i", strings.Repeat("x", 1+r.Intn(3000))}[r.Intn(6)])
		}
		d := Split(b.String())
		for off, n := 0, 0; n < 50; n++ {
			if off += r.Intn(2000); off > len(d.text) || r.Intn(10) == 0 {
				off = r.Intn(len(d.text) + 1)
			}
			want := -1
			low := max(0, off-headingReach)
			for _, w := range headingWords {
				if k := lastFoldNear(d.text[low:off], w); k >= 0 {
					want = max(want, low+k)
				}
			}
			if got := d.headingBefore(off); got != want {
				t.Fatalf("at %d: %d, not %d", off, got, want)
			}
			if want >= 0 {
				found++
			}
		}
	}
	if found < 2000 {
		t.Fatal("few found: ", found)
	}
}

// TestCutLastField: the quick way for ASCII cuts where the one for all blanks does.
func TestCutLastField(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	for range 20000 {
		var b strings.Builder
		for range r.Intn(12) {
			b.WriteString([]string{"a", "xy", " ", "\t", "\v", "\n", "\u00a0", "\u2003", "\u0085", "é", "\xff"}[r.Intn(11)])
		}
		s := b.String()
		rest, field := cutLastField(s)
		want := strings.TrimRightFunc(s, unicode.IsSpace)
		at := strings.LastIndexFunc(want, unicode.IsSpace) + 1
		if rest != want[:at] || field != want[at:] {
			t.Fatalf("%q: %q, %q, not %q, %q", s, rest, field, want[:at], want[at:])
		}
	}
}
