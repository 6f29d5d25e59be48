package batch

import (
	"strconv"
	"time"
)

// histogram counts events over time in at most histogramWidth buckets of a power of two of seconds. When the times go
// beyond, neighbours are put together: what comes out does not depend on the order in which the times came.
type histogram struct {
	counts      []uint32
	first       int64 // number of the first bucket
	shift       uint  // a bucket has 1<<shift seconds
	events      int64
	least, most int64 // Unix seconds
}

const histogramWidth = 256

func (h *histogram) add(t time.Time, n int64) {
	at := t.Unix()
	if h.events == 0 {
		h.counts = make([]uint32, histogramWidth)
		h.first, h.least, h.most = at, at, at
	}
	h.events += n
	h.least, h.most = min(h.least, at), max(h.most, at)
	for h.most>>h.shift-h.least>>h.shift >= histogramWidth {
		h.widen()
	}
	if low := h.least >> h.shift; low != h.first {
		h.move(low)
	}
	i := at>>h.shift - h.first
	h.counts[i] = uint32(min(int64(h.counts[i])+n, 1<<32-1))
}

// widen makes the buckets twice as long.
func (h *histogram) widen() {
	merged := make([]uint32, histogramWidth)
	for i, n := range h.counts {
		if n > 0 {
			merged[(h.first+int64(i))>>1-h.first>>1] += n
		}
	}
	h.counts, h.first = merged, h.first>>1
	h.shift++
}

// move lets the buckets begin with another one; all that count stay within them.
func (h *histogram) move(first int64) {
	moved := make([]uint32, histogramWidth)
	for i, n := range h.counts {
		if at := h.first + int64(i) - first; n > 0 && at >= 0 && at < histogramWidth {
			moved[at] = n
		}
	}
	h.counts, h.first = moved, first
}

// columns spreads the counts over so many columns of the time from..to, Unix seconds.
func (h *histogram) columns(from, to int64, n int) []int64 {
	out := make([]int64, n)
	span := max(to-from, 1)
	for i, c := range h.counts {
		if c == 0 {
			continue
		}
		at := (h.first+int64(i))<<h.shift + (int64(1)<<h.shift)/2
		at = min(max(at, h.least), h.most)
		out[min(max((at-from)*int64(n)/(span+1), 0), int64(n-1))] += int64(c)
	}
	return out
}

// Glyphs of a bar, from nothing to the most.
var (
	blockGlyphs = []rune(" ▁▂▃▄▅▆▇█")
	asciiGlyphs = []rune(" .:-=+*#@")
)

// bar draws counts, the largest of them with the highest glyph; whatever is there at all is seen.
func bar(counts []int64, ascii bool) (text string, most int64) {
	glyphs := blockGlyphs
	if ascii {
		glyphs = asciiGlyphs
	}
	for _, n := range counts {
		most = max(most, n)
	}
	out := make([]rune, len(counts))
	top := int64(len(glyphs) - 1)
	for i, n := range counts {
		level := int64(0)
		if n > 0 {
			level = max((n*top+most-1)/most, 1)
		}
		out[i] = glyphs[min(level, top)]
	}
	return string(out), most
}

// howLong writes a duration with one unit or two, for people.
func howLong(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < 2*time.Minute:
		return strconv.FormatInt(int64(d.Round(time.Second)/time.Second), 10) + " s"
	case d < 2*time.Hour:
		return strconv.FormatInt(int64(d.Round(time.Minute)/time.Minute), 10) + " min"
	case d < 48*time.Hour:
		d = d.Round(time.Minute)
		s := strconv.FormatInt(int64(d/time.Hour), 10) + " h"
		if m := int64(d % time.Hour / time.Minute); m > 0 && d < 10*time.Hour {
			s += " " + strconv.FormatInt(m, 10) + " min"
		}
		return s
	}
	return strconv.FormatInt(int64(d.Round(24*time.Hour)/(24*time.Hour)), 10) + " days"
}
