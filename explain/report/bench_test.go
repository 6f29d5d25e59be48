package report_test

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// routerStyles are the styles of which a syslog of routers consists.
var routerStyles = []string{"arista-eos", "bird", "cisco-ios", "cisco-iosxr", "cisco-nxos", "frr", "huawei-vrp", "junos", "nokia-sros", "openbgpd", "quagga"}

// sampleEvents reads the samples of some styles, or of all when none is named.
func sampleEvents(t testing.TB, styles ...string) []dump.Event {
	t.Helper()
	if len(styles) == 0 {
		styles = []string{"*"}
	}
	var out []dump.Event
	opt := dump.Options{Log: logline.Options{Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}}
	for _, s := range styles {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "dumps", s, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(f, ".jsonl") {
				out = append(out, dump.Read(string(text), opt)...)
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no events in the samples")
	}
	return out
}

// manyEvents varies samples as a log of n events does: other peers, AS numbers, hosts and times. With fresh set the Data
// of each is new as well, and only events that have Data are taken.
func manyEvents(t testing.TB, n int, fresh bool) []dump.Event {
	t.Helper()
	var from []dump.Event
	for _, ev := range sampleEvents(t, routerStyles...) {
		if !fresh || ev.Piece == codec.PieceMessage && len(ev.Octets) >= codec.HeaderLen+2+6 {
			from = append(from, ev)
		}
	}
	r := rand.New(rand.NewPCG(7, 9))
	out := make([]dump.Event, n)
	for i := range out {
		ev := from[r.IntN(len(from))]
		k := r.IntN(500)
		ev.Index, ev.SameAs, ev.Links = i, -1, nil
		if ev.Peer != "" {
			ev.Peer, ev.PeerAS = "198.51."+strconv.Itoa(k/200)+"."+strconv.Itoa(k%200), uint32(64512+k)
		}
		ev.Host = "router" + strconv.Itoa(r.IntN(50))
		ev.Time = ev.Time.Add(time.Duration(i) * time.Second)
		if fresh {
			ev.Octets = append([]byte(nil), ev.Octets...)
			for j := 1; j <= 4; j++ {
				ev.Octets[len(ev.Octets)-j] = byte(r.Uint32())
			}
		}
		out[i] = ev
	}
	return out
}

// BenchmarkEvent builds and writes one event of a log as batch does.
func BenchmarkEvent(b *testing.B) {
	for _, c := range []struct {
		name  string
		fresh bool
	}{{"recurring", false}, {"fresh", true}} {
		evs := manyEvents(b, 1<<11, c.fresh) // about as many as a worker of batch is given at a time
		for _, o := range []struct {
			name string
			opt  report.Options
		}{
			{"verdict", report.Options{SourceName: "router.log", Borrow: true}},
			{"no-verdict", report.Options{SourceName: "router.log", Borrow: true, NoVerdict: true}},
		} {
			b.Run(c.name+"/"+o.name, func(b *testing.B) {
				var bl report.Builder
				var out []byte
				i, octets := 0, 0
				b.ReportAllocs()
				start := cpuTime()
				for b.Loop() {
					ev := &evs[i&(len(evs)-1)]
					if c.fresh {
						binary.LittleEndian.PutUint32(ev.Octets[len(ev.Octets)-4:], uint32(i)*0x9e3779b1)
					}
					out = report.AppendJSON(out[:0], bl.Build(ev, o.opt), report.JSONOptions{})
					octets += len(out)
					i++
				}
				b.ReportMetric(float64(cpuTime()-start)/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(octets)/float64(b.N), "octets/op")
			})
		}
	}
}
