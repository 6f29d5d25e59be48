package dump

import (
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// denseStyles are styles that tell an event in one line.
var denseStyles = []string{
	"frr", "quagga", "cisco-ios", "cisco-iosxr", "cisco-nxos", "cisco-asa", "arista-eos", "junos", "huawei-vrp", "bird",
	"openbgpd", "gobgp-text", "gobgp-json", "exabgp", "nokia-sros", "fortios", "dell-ftos", "brocade-netiron", "metallb",
	"ericsson-seos", "rust-tracing", "quagga-as4",
}

// denseLines returns the lines of a style's sample that each tell one event of the style. Those without a stamp get one.
func denseLines(tb testing.TB, style string) []string {
	b, err := os.ReadFile(filepath.Join("../../testdata/dumps", style, style+".log"))
	if err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for _, l := range strings.Split(string(b), "\n") {
		if evs := Read(l, denseOptions); len(evs) == 1 && evs[0].Style == style {
			if evs[0].Time.IsZero() && evs[0].TimeText == "" {
				l = "Nov 21 23:43:12 edge1 bgpd[4242]: " + l
			}
			lines = append(lines, l)
		}
	}
	return lines
}

var denseOptions = Options{Log: logline.Options{Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}}

// denseText makes a log of n octets of these lines, with other addresses and times.
func denseText(r *rand.Rand, lines []string, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(mutateAddr(r, lines[r.Intn(len(lines))]))
		b.WriteByte('\n')
	}
	return b.String()
}

// mutateAddr changes the last number of dotted addresses and the digits of a time.
func mutateAddr(r *rand.Rand, l string) string {
	b := []byte(l)
	for i := 1; i+2 < len(b); i++ {
		if b[i] == '.' && digit(b[i-1]) && digit(b[i+1]) && dotsBefore(b, i) == 3 {
			for k := i + 1; k < len(b) && digit(b[k]); k++ {
				b[k] = byte('1' + r.Intn(2))
			}
		}
		if b[i] == ':' && digit(b[i-1]) && digit(b[i+1]) && digit(b[i+2]) && i < 40 {
			b[i+1], b[i+2] = byte('0'+r.Intn(6)), byte('0'+r.Intn(10))
		}
	}
	return string(b)
}

func dotsBefore(b []byte, i int) (n int) {
	for ; i >= 0 && (digit(b[i]) || b[i] == '.'); i-- {
		if b[i] == '.' {
			n++
		}
	}
	return n
}

// BenchmarkDense reads logs in which each line tells an event. cpu-ns/event is what counts: the time of all threads.
func BenchmarkDense(b *testing.B) {
	var mixed []string
	for _, style := range denseStyles {
		lines := denseLines(b, style)
		if len(lines) == 0 {
			b.Fatal("no lines of ", style)
		}
		mixed = append(mixed, lines...)
		b.Run(style, func(b *testing.B) { benchDense(b, lines) })
	}
	b.Run("mix", func(b *testing.B) { benchDense(b, mixed) })
}

func benchDense(b *testing.B, lines []string) {
	text := denseText(rand.New(rand.NewSource(1)), lines, 1<<18)
	n := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		n += len(Read(text, denseOptions))
	}
	b.ReportMetric(float64(cpu()-start)/float64(n), "cpu-ns/event")
	b.ReportMetric(float64(n)/float64(b.N), "events/op")
}
