package batch

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// wireSim writes a capture (pcap, raw IPv4) of TCP connections.
type wireSim struct {
	b   []byte
	now time.Time
	seq map[[2]netip.AddrPort]uint32
}

func newWireSim() *wireSim {
	w := &wireSim{now: time.Date(2026, 3, 3, 3, 3, 3, 0, time.UTC), seq: map[[2]netip.AddrPort]uint32{}}
	w.b = binary.LittleEndian.AppendUint32(w.b, 0xa1b2c3d4)
	w.b = append(w.b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0)
	return w
}

const (
	wireFIN = 1
	wireSYN = 2
	wireRST = 4
	wireACK = 16
)

// send appends one segment.
func (w *wireSim) send(from, to string, flags byte, data []byte) {
	w.now = w.now.Add(20 * time.Millisecond)
	src, dst := netip.MustParseAddrPort(from), netip.MustParseAddrPort(to)
	key := [2]netip.AddrPort{src, dst}
	if flags&wireSYN != 0 {
		w.seq[key] = 1000
	}
	var p []byte
	p = append(p, 0x45, 0)
	p = binary.BigEndian.AppendUint16(p, uint16(40+len(data)))
	p = append(p, 0, 0, 0x40, 0, 64, 6, 0, 0)
	p = append(append(p, src.Addr().AsSlice()...), dst.Addr().AsSlice()...)
	p = binary.BigEndian.AppendUint16(p, src.Port())
	p = binary.BigEndian.AppendUint16(p, dst.Port())
	p = binary.BigEndian.AppendUint32(p, w.seq[key])
	p = append(p, 0, 0, 0, 0, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0)
	p = append(p, data...)
	w.seq[key] += uint32(len(data))
	if flags&(wireSYN|wireFIN) != 0 {
		w.seq[key]++
	}
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(w.now.Unix()))
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(w.now.Nanosecond()/1000))
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(p)))
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(p)))
	w.b = append(w.b, p...)
}

func (w *wireSim) connect(from, to string) {
	w.send(from, to, wireSYN, nil)
	w.send(to, from, wireSYN|wireACK, nil)
}

func wireMessage(typ byte, body ...byte) []byte {
	m := slices.Repeat([]byte{0xff}, 16)
	m = binary.BigEndian.AppendUint16(m, uint16(19+len(body)))
	return append(append(m, typ), body...)
}

func wireOpen(as uint16, hold uint16, id string) []byte {
	body := []byte{4, byte(as >> 8), byte(as), byte(hold >> 8), byte(hold)}
	return wireMessage(1, append(append(body, netip.MustParseAddr(id).AsSlice()...), 0)...)
}

func keepalive() []byte { return wireMessage(4) }

// up brings a session up on a new connection.
func (w *wireSim) up(from, to string) {
	w.connect(from, to)
	w.send(from, to, wireACK, wireOpen(64600, 90, "10.0.0.1"))
	w.send(to, from, wireACK, wireOpen(64601, 30, "10.0.0.2"))
	w.send(to, from, wireACK, keepalive())
	w.send(from, to, wireACK, keepalive())
}

// TestWireTimelines: what SYN, OPEN, KEEPALIVE, NOTIFICATION, FIN and RST on the wire tell.
func TestWireTimelines(t *testing.T) {
	const a, b = "10.0.0.1:40000", "10.0.0.2:179"
	for _, tc := range []struct {
		name  string
		run   func(w *wireSim)
		want  []string // findings
		shows []string
	}{
		{"reset", func(w *wireSim) { w.up(a, b); w.send(b, a, wireRST, nil) }, []string{"closed-without-notification"},
			[]string{"10.0.0.1 ↔ 10.0.0.2", "hold time 30 s (10.0.0.1 90 s, 10.0.0.2 30 s)", "session established", "connection closed by 10.0.0.2 (TCP reset)", "Ended: the TCP connection was closed by 10.0.0.2 without a NOTIFICATION"}},
		{"fin", func(w *wireSim) { w.up(a, b); w.send(a, b, wireFIN|wireACK, nil) }, []string{"closed-without-notification"}, []string{"closed by 10.0.0.1"}},
		{"cease", func(w *wireSim) {
			w.up(a, b)
			w.send(b, a, wireACK, wireMessage(3, 6, 2))
			w.send(b, a, wireFIN|wireACK, nil)
		}, nil, []string{"← NOTIFICATION 6/2", "Ended: NOTIFICATION 6/2 (Cease / Administrative Shutdown) from 10.0.0.2"}},
		{"early hold", func(w *wireSim) {
			w.up(a, b)
			w.now = w.now.Add(12 * time.Second)
			w.send(a, b, wireACK, wireMessage(3, 4, 0))
		}, []string{"hold-timer-early"}, nil},
		{"hold", func(w *wireSim) {
			w.up(a, b)
			w.now = w.now.Add(30 * time.Second)
			w.send(a, b, wireACK, wireMessage(3, 4, 0))
		}, []string{"hold-timer-expired"}, nil},
		{"no answer", func(w *wireSim) {
			w.connect(a, b)
			w.send(a, b, wireACK, wireOpen(64600, 90, "10.0.0.1"))
			w.send(b, a, wireFIN|wireACK, nil)
		}, []string{"open-not-answered"}, []string{"never established"}},
		{"keepalive in OpenSent", func(w *wireSim) {
			w.connect(a, b)
			w.send(a, b, wireACK, wireOpen(64600, 90, "10.0.0.1"))
			w.send(b, a, wireACK, keepalive())
			w.send(a, b, wireACK, wireMessage(3, 5, 0))
		}, []string{"fsm-error-subcode", "message-before-open"}, []string{"RFC 6608 has 5/1"}},
		{"open again", func(w *wireSim) {
			w.up(a, b)
			w.send(b, a, wireACK, wireMessage(3, 5, 1, 1))
		}, []string{"fsm-error-subcode"}, []string{"RFC 6608 has 5/3"}},
		{"collision, right", func(w *wireSim) { collide(w, false) }, nil, []string{"6/7"}},
		{"collision, wrong", func(w *wireSim) { collide(w, true) }, []string{"collision-wrong-winner"}, []string{"10.0.0.2 is the higher one"}},
	} {
		w := newWireSim()
		tc.run(w)
		opt := testOptions()
		got := findingIDs(t, string(w.b))
		if !slices.Equal(got, tc.want) && len(got)+len(tc.want) > 0 {
			t.Errorf("%s: %v, want %v\n%s", tc.name, got, tc.want, timelineText(t, string(w.b), nil))
		}
		text := timelineText(t, string(w.b), func(o *Options) { *o = opt; o.Form = Timeline(noStyle, 200) })
		for _, s := range tc.shows {
			if !strings.Contains(text, s) {
				t.Errorf("%s: no %q in\n%s", tc.name, s, text)
			}
		}
	}
}

// collide opens a connection each way. The identifier 10.0.0.2 is the higher one: what it opened stays.
func collide(w *wireSim, wrong bool) {
	const a, b, fromA, fromB = "10.0.0.1:179", "10.0.0.2:179", "10.0.0.1:41000", "10.0.0.2:42000"
	w.connect(fromA, b)
	w.connect(fromB, a)
	w.send(fromA, b, wireACK, wireOpen(64600, 90, "10.0.0.1"))
	w.send(fromB, a, wireACK, wireOpen(64601, 90, "10.0.0.2"))
	w.send(b, fromA, wireACK, wireOpen(64601, 90, "10.0.0.2"))
	w.send(a, fromB, wireACK, wireOpen(64600, 90, "10.0.0.1"))
	if wrong {
		w.send(a, fromB, wireACK, wireMessage(3, 6, 7))
	} else {
		w.send(fromA, b, wireACK, wireMessage(3, 6, 7))
	}
}

var noStyle tree.Style

// TestWireTimelineTraffic: what follows the KEEPALIVE that a session came up with is counted behind it.
func TestWireTimelineTraffic(t *testing.T) {
	keepalive := messageOf(registry.MsgKeepalive)
	update := announceOf(attrsOf(64500), 24, 10, 9, 8)
	in := conversation(t, capture.KindPcap, [][]byte{anOpen(1, 0), keepalive, update, update}, [][]byte{anOpen(2, 0), keepalive, keepalive, update})
	got := timelineText(t, string(in), nil)
	for _, want := range []string{"KEEPALIVE; session established", "KEEPALIVE 1 ←; UPDATE 2 →, 1 ←"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
