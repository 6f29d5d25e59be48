package capture

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// flag adds a segment without data. A FIN takes a sequence number.
func (w *wire) flag(from byte, flags string) {
	seq := &w.seqA
	if from == 'b' {
		seq = &w.seqB
	}
	w.add(w.segment(from, *seq, flags, nil))
	if flags[0] == 'F' {
		*seq++
	}
}

// TestFalls: a connection with BGP on it that ends without a NOTIFICATION is told once, with the side that ended it, when that is
// sure; one that a NOTIFICATION ended, from whichever side and however late it is seen, is not told.
func TestFalls(t *testing.T) {
	note := message(registry.MsgNotification, 6, 4)
	for _, c := range []struct {
		name string
		run  func(w *wire)
		want string // packet, sender, state before, how, octets missing
	}{
		{"reset", func(w *wire) { w.session(); w.flag('b', "RA") }, "12 192.0.2.2:179 Established tcp-reset 0"},
		{"closed by both", func(w *wire) { w.session(); w.flag('a', "FA"); w.flag('b', "FA"); w.flag('a', "RA") }, "12 192.0.2.1:50123 Established tcp-fin 0"},
		{"closed, the rest of the capture is cut off", func(w *wire) { w.session(); w.flag('a', "FA") }, "12 192.0.2.1:50123 Established tcp-fin 0"},
		{"closed, then reset by the other", func(w *wire) { w.session(); w.flag('a', "FA"); w.flag('b', "R") }, "12 192.0.2.1:50123 Established tcp-fin 0"},
		{"closed, no answer", func(w *wire) {
			w.session()
			w.flag('b', "FA")
			w.now = w.now.Add(fallAfter)
			w.send('a', keepalive())
			w.send('a', note)
		}, "12 192.0.2.2:179 Established tcp-fin 0"},
		{"a NOTIFICATION, then FINs", func(w *wire) { w.session(); w.send('b', note); w.flag('b', "FA"); w.flag('a', "FA") }, ""},
		{"a NOTIFICATION, then RST", func(w *wire) { w.session(); w.send('a', note); w.flag('a', "RA") }, ""},
		{"a NOTIFICATION crosses the FIN", func(w *wire) { w.session(); w.flag('a', "FA"); w.send('b', note); w.flag('b', "FA") }, ""},
		{"a NOTIFICATION in the segment of the FIN", func(w *wire) { w.session(); w.add(w.segment('a', w.seqA, "FA", note)); w.flag('b', "R") }, ""},
		{"a NOTIFICATION comes behind its FIN", func(w *wire) {
			w.session()
			late := w.next('a', note)
			w.flag('a', "FA")
			w.add(late)
			w.flag('b', "FA")
		}, ""},
		{"a NOTIFICATION is lost", func(w *wire) { w.session(); w.next('a', note); w.flag('a', "FA"); w.flag('b', "FA") }, "12 192.0.2.1:50123 Established tcp-fin 21"},
		{"a NOTIFICATION is lost before a RST", func(w *wire) { w.session(); w.next('a', note); w.flag('a', "RA") }, "12 192.0.2.1:50123 Established tcp-reset 21"},
		{"a RST that nobody believes", func(w *wire) {
			w.session()
			w.add(w.segment('a', w.seqA+900, "R", nil))
			w.send('a', keepalive())
			w.send('b', keepalive())
		}, ""},
		{"a RST that nobody believes, then a real one", func(w *wire) {
			w.session()
			w.add(w.segment('a', w.seqA+900, "R", nil))
			w.send('a', keepalive())
			w.flag('b', "R")
		}, "14 192.0.2.2:179 Established tcp-reset 0"},
		{"an old RST", func(w *wire) {
			w.session()
			w.add(w.segment('a', w.seqA-20, "R", nil))
			w.now = w.now.Add(time.Minute)
			w.send('a', keepalive())
		}, ""},
		{"before an OPEN", func(w *wire) { w.connect(); w.flag('b', "R") }, ""},
		{"no BGP", func(w *wire) {
			w.connect()
			w.send('a', []byte("GET / HTTP/1.0\r\n\r\n"))
			w.flag('b', "FA")
			w.flag('a', "FA")
		}, ""},
		{"OpenSent", func(w *wire) { w.connect(); w.send('a', open(65001)); w.flag('b', "FA"); w.flag('a', "FA") }, "5 192.0.2.2:179 OpenSent tcp-fin 0"},
		{"OpenConfirm", func(w *wire) { w.connect(); w.send('a', open(65001)); w.send('b', open(65002)); w.flag('b', "R") }, "6 192.0.2.2:179 OpenConfirm tcp-reset 0"},
		{"KEEPALIVE of one side", func(w *wire) {
			w.connect()
			w.send('a', open(65001))
			w.send('b', open(65002))
			w.send('b', keepalive())
			w.send('b', keepalive())
			w.flag('b', "R")
		}, "8 192.0.2.2:179 OpenConfirm tcp-reset 0"},
		{"joined", func(w *wire) { w.send('a', keepalive()); w.flag('b', "FA"); w.flag('a', "FA") }, "2 192.0.2.2:179 Established tcp-fin 0"},
		{"joined, one direction", func(w *wire) {
			w.connect()
			w.send('a', open(65001))
			w.send('a', keepalive())
			w.send('a', keepalive())
			w.flag('a', "R")
		},
			"7 192.0.2.1:50123 Established tcp-reset 0"},
		{"two sessions with the same ports", func(w *wire) {
			w.session()
			w.flag('a', "FA") // the other FIN is not seen
			w.seqA += 1 << 20
			w.session()
			w.send('a', note)
			w.flag('a', "FA")
		}, "12 192.0.2.1:50123 Established tcp-fin 0"},
	} {
		w := newWire(t)
		c.run(w)
		all, _ := readAll(t, w.pcap(0), Options{Falls: true})
		got := ""
		for _, g := range all {
			if g.Kind != RecordState {
				continue
			}
			if got != "" {
				got += "; "
			}
			got += fmt.Sprint(g.Index, " ", g.Src, " ", g.State.Old, " ", g.State.By, " ", g.Missing)
			if g.State.New != StateIdle || !g.Time.Equal(w.times[g.Index-1]) || g.Index > 9 && g.SrcAS+g.DstAS != 65001+65002 {
				t.Errorf("%s: %+v %+v", c.name, g.Record, g.State)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, lines(all))
		}
		all, _ = readAll(t, w.pcap(0), Options{})
		for _, g := range all {
			if g.Kind == RecordState {
				t.Errorf("%s: told unasked: %s", c.name, g.line())
			}
		}
	}
}

// TestFallsMany: connections of which only one side's FIN was seen wait for the other's, so many of them at most.
func TestFallsMany(t *testing.T) {
	w := newWire(t)
	n := mostEnding + 50
	for i := range n {
		w.a = netip.AddrPortFrom(w.a.Addr(), uint16(20000+i))
		w.send('a', keepalive())
		w.flag('a', "FA")
		w.now = w.times[0]
	}
	all, src := readAll(t, w.pcap(0), Options{Falls: true})
	first, falls := 0, 0
	for i, g := range all {
		if g.Kind == RecordState {
			if falls++; first == 0 {
				first = i
			}
		}
	}
	if falls != n || first != mostEnding+1 {
		t.Errorf("%d falls of %d, the first behind %d records (%+v)", falls, n, first, src.Stats())
	}
}
