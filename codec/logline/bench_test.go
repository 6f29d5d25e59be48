package logline

import (
	"math/rand"
	"strings"
	"testing"
)

// noiseText makes a log without BGP events.
func noiseText(n int) string {
	m := maker{rand.New(rand.NewSource(4))}
	var b strings.Builder
	b.Grow(n + 256)
	for b.Len() < n {
		b.WriteString(noise[m.Intn(len(noise))])
		b.WriteByte('\n')
	}
	return b.String()
}

func BenchmarkNoise(b *testing.B) {
	text := noiseText(64 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if n := len(Scan(Split(text), Options{})); n > 0 {
			b.Fatal(n, "events")
		}
	}
}

func BenchmarkEvents(b *testing.B) {
	m := maker{rand.New(rand.NewSource(5))}
	var s strings.Builder
	for range 10000 {
		s.WriteString("<30>Nov 21 23:43:12 edge1 bgpd[4242]: " + m.event().text + "\n")
	}
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if n := len(Scan(Split(s.String()), Options{})); n != 10000 {
			b.Fatal(n, "events")
		}
	}
}

// BenchmarkHostile are texts that would cost more than linear time if records were not bounded.
func BenchmarkHostile(b *testing.B) {
	for name, unit := range map[string]string{
		"anchors":  "notification ",
		"lines":    "notification\n",
		"parens":   "code 3/4 ((((((((",
		"bytes":    "3/4 (x) 12 bytes 00 ",
		"json":     "{\"MESSAGE\":\"notification\",",
		"quotes":   "%NOTIFICATION: received from neighbor 192.0.2.1 6/2 (Cease) \"",
		"segments": "Parse aspath segment: Bytes now: 1\n",
		"wrapped":  "fsm transition aaaaa\na = " + strings.Repeat("bbbbbbbbbbbbbbbbbbbb\n", 4000),
		"last":     "Received malformed update from 192.0.2.1 Received malformed update\n",
	} {
		text := strings.Repeat(unit, 4<<20/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Scan(Split(text), Options{})
			}
		})
	}
}
