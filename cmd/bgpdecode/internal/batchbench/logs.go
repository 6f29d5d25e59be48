package main

import (
	"bufio"
	"io"
	"math/rand/v2"
)

// writeLog writes about size octets of a log in which percent lines of a hundred belong to BGP records, and the others to a
// mix of noise. With percent 100 it holds nothing but records, with percent 0 none. The same seed gives the same log.
func writeLog(w io.Writer, mix string, records []record, percent int, size int64, seed uint64) (events int, err error) {
	r := newRand(seed)
	share := float64(percent) / 100
	if percent < 100 {
		share /= meanLines(records)
	}
	out := bufio.NewWriterSize(w, 1<<20)
	var line []byte
	var n int64
	for at := 0; n < size; at++ {
		patterns := patternsOf(mix, at)
		line = line[:0]
		if r.Float64() < share {
			line = appendChanged(line, r, records[r.IntN(len(records))].text)
			events++
		} else {
			line = expand(line, r, patterns[r.IntN(len(patterns))], at)
		}
		if _, err := out.Write(line); err != nil {
			return events, err
		}
		n += int64(len(line))
	}
	return events, out.Flush()
}

// meanLines is how many lines a record has.
func meanLines(records []record) float64 {
	n := 0
	for _, r := range records {
		n += r.lines
	}
	return float64(n) / float64(max(1, len(records)))
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
