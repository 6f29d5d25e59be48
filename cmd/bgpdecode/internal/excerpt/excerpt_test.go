package excerpt

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// fewAtOnce hands out some octets at a time, and says now and then that there are none.
type fewAtOnce struct {
	text string
	r    *rand.Rand
}

func (f *fewAtOnce) Read(p []byte) (int, error) {
	if f.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 1+f.r.IntN(9000))], f.text)
	f.text = f.text[n:]
	return n, nil
}

// someLog gives a log with a few lines that matter, and how many.
func someLog(r *rand.Rand) (text string, places int) {
	var b strings.Builder
	for range 60 {
		b.WriteString(noiseLines(r, r.IntN(60)))
		fmt.Fprintf(&b, "Jan  2 03:04:05 r%d bgpd[7]: %%NOTIFICATION: sent to neighbor 192.0.2.%d 6/2 (Cease/x) 0 bytes\n", r.IntN(9), r.IntN(250))
		places++
	}
	b.WriteString(noiseLines(r, 100))
	return b.String(), places
}

func chunksOf(t *testing.T, text io.Reader, o Options) (all []*Chunk, n Counts) {
	t.Helper()
	o.Emit = func(c *Chunk) error { all = append(all, c); return nil }
	n, err := Read(text, o)
	if err != nil {
		t.Fatal(err)
	}
	return all, n
}

// TestRead: the chunks are the same in whatever blocks the text comes, their own parts follow one another, and what they
// tell of a place is so in the input.
func TestRead(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 10 {
		text, places := someLog(r)
		lines := strings.SplitAfter(text, "\n")
		o := Options{Block: len(text) + 1, Chunk: 4 << 10, MaxLine: 1 << 10}
		want, n := chunksOf(t, strings.NewReader(text), o)
		if n.Octets != int64(len(text)) || n.Lines != int64(len(lines)-1) || n.LinesCut != 0 || n.Where != int64(len(text)) {
			t.Fatalf("%+v of %d octets, %d lines", n, len(text), len(lines)-1)
		}
		for _, block := range []int{700, 5000, 64 << 10} {
			o.Block = block
			got, m := chunksOf(t, &fewAtOnce{text, r}, o)
			if m != n {
				t.Errorf("blocks of %d: %+v, want %+v", block, m, n)
			}
			if !slices.EqualFunc(got, want, func(a, b *Chunk) bool {
				return a.Text == b.Text && a.Own == b.Own && a.End == b.End && slices.Equal(a.places, b.places)
			}) {
				t.Errorf("blocks of %d give other chunks", block)
			}
		}
		found, last := 0, int64(-1)
		for _, c := range want {
			if c.Offset(c.Own) <= last {
				t.Errorf("own parts overlap at %d", last)
			}
			last = c.Offset(max(c.Own, c.End-1))
			found += strings.Count(c.Text[c.Own:c.End], "%NOTIFICATION")
			at, row := 0, 1
			for l := range strings.Lines(c.Text) {
				off := c.Offset(at)
				if l != "\n" && (!strings.HasPrefix(text[off:], l) || lines[c.Line(row)-1] != l || c.At(off) != at) {
					t.Fatalf("%q is told at octet %d, line %d, %d in the chunk", l, off, c.Line(row), c.At(off))
				}
				at, row = at+len(l), row+1
			}
		}
		if found != places {
			t.Errorf("%d of %d places", found, places)
		}
	}
}

// TestReadLongLine: of a line that is too long its beginning is kept, and the rest is counted.
func TestReadLongLine(t *testing.T) {
	head := "Jan  2 03:04:05 r1 bgpd[7]: %NOTIFICATION: sent to neighbor 192.0.2.1 6/2 "
	text := strings.Repeat("nothing\n", WholeInput/8) + head + strings.Repeat("x", 100_000) + "\n" + strings.Repeat("nothing\n", 9)
	all, n := chunksOf(t, strings.NewReader(text), Options{Block: 4 << 10, Chunk: 32 << 10, MaxLine: 2 << 10})
	if n.LinesCut != 1 || n.OctetsCut != int64(len(head)+100_000-2<<10) || len(all) != 1 {
		t.Fatalf("%+v, %d chunks", n, len(all))
	}
	if !strings.Contains(all[0].Text, head+strings.Repeat("x", 2<<10-len(head))+"\n") {
		t.Errorf("%.200q", all[0].Text)
	}
}

// TestBuilder: texts that are put together are found by their offsets in the input.
func TestBuilder(t *testing.T) {
	var b Builder
	if b.Chunk() != nil {
		t.Error("a chunk of nothing")
	}
	b.Add(100, "first ")
	if at := b.Add(90, "in front of it"); at != 0 {
		t.Errorf("the last text stands at %d", at)
	}
	if at := b.Add(5000, "second"); at != 6 {
		t.Errorf("the second text stands at %d", at)
	}
	c := b.Chunk()
	if c.Text != "first second" || c.At(103) != 3 || c.At(5001) != 7 || c.At(99) != -1 {
		t.Errorf("%q: %d, %d, %d", c.Text, c.At(103), c.At(5001), c.At(99))
	}
}
