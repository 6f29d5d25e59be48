package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// record is the lines of one event as a vendor writes it.
type record struct {
	style string
	text  string // with the last line end
	lines int
}

// loadRecords takes the events out of the samples below dir, which has one folder for each style. Loose dumps without
// a log line are left out: no router writes them to its log.
func loadRecords(dir string) ([]record, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var all []record
	for _, name := range files {
		if strings.HasSuffix(name, ".jsonl") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, recordsOf(string(b))...)
	}
	return all, nil
}

// maxRecordLines leaves out what is a page rather than a record.
const maxRecordLines = 24

// recordsOf cuts a text into the lines of its events; events that share lines are one record.
func recordsOf(text string) []record {
	lines := strings.SplitAfter(text, "\n")
	var all []record
	last := 0 // the last line taken
	for _, ev := range dump.Read(text, dump.Options{Log: logline.Options{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}}) {
		from, to := ev.Line, max(ev.Line, ev.LineEnd)
		if ev.Style == "" || from <= last || to > len(lines) || to-from >= maxRecordLines {
			last = max(last, to)
			continue
		}
		last = to
		t := strings.Join(lines[from-1:to], "")
		if !strings.HasSuffix(t, "\n") {
			t += "\n"
		}
		all = append(all, record{style: ev.Style, text: t, lines: to - from + 1})
	}
	return all
}

// appendChanged appends a record with other addresses, other codes where two numbers stand as "3/4", and other hex digits
// in what follows the header of a message, or in Data.
func appendChanged(b []byte, r *rand.Rand, t string) []byte {
	for i := 0; i < len(t); {
		c := t[i]
		boundary := i == 0 || !isAlnum(t[i-1]) && t[i-1] != '.'
		if boundary && isDigit(c) {
			if n := quad(t[i:]); n > 0 {
				b = changeQuad(b, r, t[i:i+n])
				i += n
				continue
			}
			if i+2 < len(t) && c >= '1' && c <= '6' && t[i+1] == '/' && isDigit(t[i+2]) && (i+3 == len(t) || !isAlnum(t[i+3])) && t[i-min(i, 1)] == ' ' {
				code := 1 + r.IntN(6)
				b = append(b, byte('0'+code), '/', byte('0'+r.IntN([7]int{1, 3, 8, 11, 1, 1, 9}[code]%10+1)))
				i += 3
				continue
			}
		}
		if boundary && isHexDigit(c) {
			if n := hexRun(t[i:]); n >= 8 {
				b = changeHex(b, r, t[i:i+n])
				i += n
				continue
			}
		}
		b = append(b, c)
		i++
	}
	return b
}

func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isAlnum(c byte) bool    { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

// quad returns the length of a dotted quad that t begins with, 0 when it does not, or goes on like an object identifier.
func quad(t string) int {
	i := 0
	for k := range 4 {
		n := i
		for i < len(t) && isDigit(t[i]) {
			i++
		}
		if i == n || i-n > 3 || k < 3 && (i == len(t) || t[i] != '.') {
			return 0
		}
		if k < 3 {
			i++
		}
	}
	if i < len(t) && (t[i] == '.' && i+1 < len(t) && isDigit(t[i+1]) || isAlnum(t[i])) {
		return 0
	}
	return i
}

func changeQuad(b []byte, r *rand.Rand, t string) []byte {
	k := strings.LastIndexByte(t, '.')
	b = append(b, t[:k+1]...)
	v := r.IntN(254) + 1
	if v >= 100 {
		b = append(b, byte('0'+v/100))
	}
	if v >= 10 {
		b = append(b, byte('0'+v/10%10))
	}
	return append(b, byte('0'+v%10))
}

// hexRun returns the length of the hex digits, in pairs or fours with single blanks between them, that t begins with.
func hexRun(t string) int {
	i := 0
	for {
		n := i
		for i < len(t) && isHexDigit(t[i]) {
			i++
		}
		if (i-n)%2 != 0 || i == n {
			return max(n-1, 0)
		}
		if i == len(t) || t[i] != ' ' {
			if i < len(t) && isAlnum(t[i]) {
				return max(n-1, 0)
			}
			return i
		}
		i++
	}
}

// changeHex changes one digit in ten of what is no marker and no header: the digits behind the 46th in a run that begins
// with a marker, and behind the 8th in another.
func changeHex(b []byte, r *rand.Rand, t string) []byte {
	keep := 8
	if t[0]|0x20 == 'f' {
		keep = 46
	}
	n := 0
	for i := range len(t) {
		c := t[i]
		if c != ' ' {
			if n++; n > keep && r.IntN(10) == 0 {
				d := hexDigits[r.IntN(16)]
				if c >= 'A' && c <= 'F' && d >= 'a' {
					d -= 'a' - 'A'
				}
				c = d
			}
		}
		b = append(b, c)
	}
	return b
}
