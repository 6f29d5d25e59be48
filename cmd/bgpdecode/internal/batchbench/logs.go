package main

import (
	"bufio"
	"io"
	"math/rand/v2"
)

// writeLog writes about size octets of a log: of every hundred lines, one of a mix of noise is the first line of a BGP record.
// With percent 100 it holds nothing else, with percent 0 none. The same seed gives the same log.
func writeLog(w io.Writer, mix string, records []record, percent int, size int64, seed uint64) (events int, err error) {
	r := newRand(seed)
	out := bufio.NewWriterSize(w, 1<<20)
	var line []byte
	var n int64
	for at := 0; n < size; at++ {
		patterns := patternsOf(mix, at)
		line = line[:0]
		if r.IntN(100) < percent {
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

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
