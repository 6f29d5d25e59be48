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

func sameChunk(a, b *Chunk) bool {
	return a.Text == b.Text && a.Own == b.Own && a.End == b.End && slices.Equal(a.places, b.places)
}

// FuzzRead: whatever stands in a text, its chunks do not depend on the blocks in which it comes, their own parts follow one
// another, and what they tell of a place is so in the input.
func FuzzRead(f *testing.F) {
	text, _ := someLog(rand.New(rand.NewPCG(7, 7)))
	f.Add(text[:3000], uint16(100))
	f.Add("%NOTIFICA\nTION: sent to neighbor 192.0.2.1 6/2 (Cease/x) 0 bytes\r\n"+strings.Repeat("ff", 16)+"0013", uint16(7))
	f.Add("", uint16(7)) // a text that is just small enough to be handed out whole
	f.Add("bgpd"+strings.Repeat(" x", 3000)+" notification", uint16(1))
	f.Add("\x00\xff\r\r\n\n"+strings.Repeat("\xff", 19), uint16(4096))
	filler := strings.Repeat("nothing\n", WholeInput/16)
	f.Fuzz(func(t *testing.T, data string, block uint16) {
		if len(data) > 16<<10 {
			return
		}
		text := filler + data + filler + data
		o := Options{Block: len(text) + 1, Chunk: 2 << 10, MaxLine: 600}
		want, n := chunksOf(t, strings.NewReader(text), o)
		if n.Octets != int64(len(text)) || n.Where != int64(len(text)) {
			t.Fatalf("%+v of %d octets", n, len(text))
		}
		o.Block, o.AtOnce, o.Ahead = 100+int(block), 1+int(block)%3, block&4 != 0
		got, m := chunksOf(t, &fewAtOnce{text, rand.New(rand.NewPCG(uint64(block), 1))}, o)
		if m != n || !slices.EqualFunc(got, want, sameChunk) {
			t.Fatalf("blocks of %d, %d at once: %d chunks, %+v, want %d, %+v", o.Block, o.AtOnce, len(got), m, len(want), n)
		}
		last := int64(-1)
		for _, c := range want {
			if c.Offset(c.Own) <= last || c.Own > c.End || c.End > len(c.Text) {
				t.Fatalf("a chunk's own part from %d to %d of %d, behind %d", c.Own, c.End, len(c.Text), last)
			}
			last = c.Offset(max(c.Own, c.End-1))
			at := 0
			for l := range strings.Lines(c.Text) {
				if body := strings.TrimRight(l, "\r\n"); !strings.HasPrefix(text[c.Offset(at):], body) {
					t.Fatalf("%q is told at octet %d, where %.80q stands", body, c.Offset(at), text[c.Offset(at):])
				}
				at += len(l)
			}
		}
	})
}

// TestRead: the chunks are the same in whatever blocks the text comes however many parts are searched at once, and read ahead or not; their own parts follow one another, and what they
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
		for i, block := range []int{700, 5000, 64 << 10, 64 << 10, len(text) + 1} {
			o.Block, o.AtOnce, o.Ahead = block, 1+i, i%2 == 0
			got, m := chunksOf(t, &fewAtOnce{text, r}, o)
			if m != n {
				t.Errorf("blocks of %d, %d at once: %+v, want %+v", block, o.AtOnce, m, n)
			}
			if !slices.EqualFunc(got, want, sameChunk) {
				t.Errorf("blocks of %d, %d at once, give other chunks", block, o.AtOnce)
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
