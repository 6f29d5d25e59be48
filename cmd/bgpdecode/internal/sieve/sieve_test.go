package sieve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// literal is the pattern of a word in either case.
func literal(w string) (p Pattern) {
	for i := range Width {
		p[i].Add(w[i])
		if c := w[i] | 0x20; c >= 'a' && c <= 'z' {
			p[i].Add(c, c-'a'+'A')
		}
	}
	return p
}

func set(octets string) (c Class) {
	c.Add([]byte(octets)...)
	return c
}

func sample() *Sieve {
	s, _ := New([][]Pattern{{literal("notif"), literal("otifi")}, {literal(" byte")}, {literal("fffff")}, {literal("%adjc")}, {literal(": err")}},
		[]Border{{[2]Class{Any, set("nN")}, [3]Class{set("oO"), set("tT"), set("iI")}}, {[2]Class{Any, Any}, [3]Class{set(" \t"), Any, Any}},
			{[2]Class{set("y"), set("t")}, [3]Class{set("e"), set("s"), Any}}, {[2]Class{set("t"), set("e")}, [3]Class{set("s"), Any, Any}}})
	return s
}

// places gives what a scan of t[from:to] lets through.
func places(s *Sieve, t []byte, from, to int) []int {
	var all, feeds []int
	s.Scan(t, from, to, func(at int) { all = append(all, at) }, func(at int) { feeds = append(feeds, at) })
	if !slices.IsSorted(all) || !slices.IsSorted(feeds) {
		panic("not in order")
	}
	all = append(all, feeds...)
	slices.Sort(all)
	return slices.Compact(all)
}

// slowly gives what each place of t[from:to] is let through for when it is looked at alone.
func slowly(s *Sieve, t []byte, from, to int) (all []int) {
	for i := from; i < to; i++ {
		if s.at(t, i) || t[i] == '\n' && s.border(t, i) {
			all = append(all, i)
		}
	}
	return all
}

// TestScan: the assembly lets through what the tables say, whatever the place and length; nothing that stands there is lost.
func TestScan(t *testing.T) {
	s := sample()
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"notification", " BYTE", "ffffff", "%ADJ", ": error", "n\noti", "n\not", "yt\nes", "te\ns", "x\n  y", "\xff\xff\xff\xff", "\n", "no", " ", "e"}
	for range 300 {
		var b []byte
		for range r.IntN(80) {
			if r.IntN(3) == 0 {
				b = append(b, parts[r.IntN(len(parts))]...)
			} else {
				b = append(b, byte(r.Uint32()), byte('a'+r.IntN(26)))
			}
		}
		from := r.IntN(len(b) + 1)
		to := from + r.IntN(len(b)+1-from)
		want := slowly(s, b, from, to)
		if got := places(s, b, from, to); !slices.Equal(got, want) {
			t.Fatalf("%q[%d:%d]: %v, want %v", b, from, to, got, want)
		}
	}
}

// TestFound: each pattern and border is let through at each alignment.
func TestFound(t *testing.T) {
	s := sample()
	for _, w := range []string{" byte", " BYTE", "fffff", "%AdJC", ": ERR", "n\noti", "yt\nes", "te\ns", "x\n "} {
		for at := range 100 {
			text := fmt.Appendf(nil, "%*s%s%-50s", at, "", w, "")
			want := at
			if k := strings.IndexByte(w, '\n'); k > 0 {
				want += k
			}
			if !slices.Contains(places(s, text, 0, len(text)), want) {
				t.Fatalf("%q at %d of %q is not found", w, at, text)
			}
		}
	}
	for at := range 100 {
		text := fmt.Appendf(nil, "%*snotification", at, "")
		if n := places(s, text, 0, len(text)); len(n) != 1 {
			t.Errorf("%q: %v", text, n)
		}
	}
}

// TestFull: a text with a place in every row overruns no buffer.
func TestFull(t *testing.T) {
	s := sample()
	text := make([]byte, 10000)
	for i := range text {
		text[i] = 'f'
	}
	if n := len(places(s, text, 0, len(text))); n != len(text)-Width+1 {
		t.Errorf("%d places", n)
	}
}

// TestChoice: of several patterns that are enough, the rarer one is taken.
func TestChoice(t *testing.T) {
	_, chosen := New([][]Pattern{{literal("e 100"), literal("q_%z{")}, {literal("xyzqj"), literal("11.11")}}, nil)
	if !slices.Equal(chosen, []int{1, 0}) {
		t.Errorf("%v", chosen)
	}
}

// TestShare: words are put together so that little of what logs are full of is let through.
func TestShare(t *testing.T) {
	var rows [][]Class
	var products [][Width]product
	for _, w := range strings.Fields("notif neigh peerx bgpd: error shutd cease holdt timer reset fsmst recvd sendi conne estab downx updow maxim prefi attri") {
		p := literal(w)
		rows = append(rows, p[:])
		var q [Width]product
		for i, c := range p {
			q[i] = product{}.with(c)
		}
		products = append(products, q)
	}
	const n = 3
	through := func(in func(row int) int) (sum int) {
		var sets [n]reach
		for i, r := range reachOf(products) {
			sets[in(i)].add(&r)
		}
		for i := range sets {
			sum += sets[i].through(&sets[i])
		}
		return sum
	}
	in := share(rows, n)
	got, blindly := through(func(row int) int { return in[row] }), through(func(row int) int { return row % n })
	if got > blindly*2/3 {
		t.Errorf("%d of %d places of the sample are let through, %d when the words lie as they come", got, len(logSample), blindly)
	}
}

func FuzzScan(f *testing.F) {
	s := sample()
	f.Add([]byte("a notification of 3 bytes\n  ffff"), 2, 20)
	f.Fuzz(func(t *testing.T, b []byte, from, to int) {
		if from < 0 || to > len(b) || from > to {
			return
		}
		want := slowly(s, b, from, to)
		if got := places(s, b, from, to); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func BenchmarkScan(b *testing.B) {
	s := sample()
	text := []byte{}
	for i := range 1000 {
		text = fmt.Appendf(text, "Nov 21 23:43:12 host%d sshd[%d]: Failed password for invalid user admin from 10.1.2.3 port 22 ssh2\n", i%10, i)
	}
	b.SetBytes(int64(len(text)))
	n := 0
	for b.Loop() {
		s.Scan(text, 0, len(text), func(int) { n++ }, func(int) { n++ })
	}
}
