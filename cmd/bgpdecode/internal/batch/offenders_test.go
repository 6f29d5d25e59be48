package batch

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestCaptureOffender: a NOTIFICATION in a capture is judged by the messages that went the other way before it.
func TestCaptureOffender(t *testing.T) {
	sound := announceOf(attrsOf(64500), 24, 10, 9, 8)
	badOrigin := bytes.Replace(sound, []byte{0x40, 1, 1, 0}, []byte{0x40, 1, 1, 9}, 1)
	badFlags := bytes.Replace(sound, []byte{0x40, 1, 1, 0}, []byte{0xc0, 1, 1, 0}, 1)
	otherFlags := bytes.Replace(sound, []byte{0x40, 3, 4}, []byte{0xc0, 3, 4}, 1)
	notify := func(code, sub byte, data ...byte) []byte {
		return messageOf(registry.MsgNotification, append([]byte{code, sub}, data...)...)
	}
	keepalive := messageOf(registry.MsgKeepalive)
	for _, tc := range []struct {
		name     string
		messages [][]byte // after the OPEN
		notify   []byte
		offender string // its id, "" for none
		claim    string
	}{
		{"the last", [][]byte{sound, badOrigin}, notify(3, 6), "e5", "confirmed"},
		{"one before, more in flight", [][]byte{badOrigin, sound, sound, keepalive}, notify(3, 6), "e3", "confirmed"},
		{"subcode not told", [][]byte{badFlags, sound}, notify(3, 0), "e3", "confirmed"},
		{"of two the one with the Data", [][]byte{badFlags, badOrigin}, notify(3, 4, 0xc0, 1, 1, 0), "e3", "confirmed"},
		{"of two of a kind the one with the Data", [][]byte{badFlags, otherFlags}, notify(3, 4, 0xc0, 1, 1, 0), "e3", "confirmed"},
		{"of two of a kind without Data the last", [][]byte{badFlags, otherFlags}, notify(3, 4), "e5", "confirmed"},
		{"nothing is wrong", [][]byte{sound, sound}, notify(3, 6), "", "data-off-rfc"},
		{"another fault", [][]byte{badFlags}, notify(3, 6), "", "data-off-rfc"},
		{"no complaint", [][]byte{badOrigin}, notify(6, 2), "", "no-claim"},
		{"too early", [][]byte{sound}, notify(5, 2, 2), "e3", "confirmed"},
		{"too early, more in flight", [][]byte{sound, keepalive, sound}, notify(5, 2, 2), "e3", "confirmed"},
		{"not too early", [][]byte{keepalive, sound}, notify(5, 2, 2), "", "not-shown"},
		{"an OPEN again", [][]byte{keepalive, sound, anOpen(65001, 0)}, notify(5, 3, 1), "e7", "confirmed"},
		{"no OPEN again", [][]byte{keepalive, sound}, notify(5, 3, 1), "", "not-shown"},
		{"another type", [][]byte{sound}, notify(5, 2, 5), "", "not-shown"},
	} {
		for _, kind := range []capture.Kind{capture.KindPcap, capture.KindPcapng} {
			there := append([][]byte{anOpen(65001, 0)}, tc.messages...)
			back := [][]byte{anOpen(65002, 0)} // message k is event 2k+1
			for range len(tc.messages) - 1 {
				back = append(back, keepalive)
			}
			in := conversation(t, kind, there, append(back, tc.notify))
			for _, correlate := range []bool{false, true} {
				opt := testOptions()
				opt.Correlate.On, opt.Merge = correlate, correlate
				out, _ := run(t, string(in), opt)
				var last map[string]any
				for _, o := range ownObjects(t, out) {
					if o["type"] == "NOTIFICATION" {
						last = o
					}
				}
				offender := ""
				if l := links(last, "offender"); len(l) > 0 {
					offender = l[0]
				}
				if len(links(last, "offender")) > 1 || offender != tc.offender && !correlate || member(last, "verdict.claim") != tc.claim {
					t.Errorf("%s, %s, correlate %v: offender %q, %v", tc.name, kind, correlate, offender, last["verdict"])
				}
			}
		}
	}
}

// TestMisplacedWithoutBeginning: of a connection that was joined in mid-stream an UPDATE tells the state, an OPEN is what came after
// it; where ports are not known, what came before may be of another connection.
func TestMisplacedWithoutBeginning(t *testing.T) {
	update, open := announceOf(attrsOf(64500), 24, 10, 9, 8), anOpen(65001, 0)
	fsmError := messageOf(registry.MsgNotification, byte(registry.ErrFSM), registry.SubUnexpectedInEstablished, byte(registry.MsgOpen))
	for _, tc := range []struct {
		before []byte
		port   uint16
		want   bool
	}{{update, 50000, true}, {nil, 50000, false}, {update, 0, false}} {
		var a offenders
		there := wireWay{from: netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), tc.port), to: netip.AddrPortFrom(netip.MustParseAddr("192.0.2.2"), tc.port)}
		if tc.before != nil {
			a.keep(there, tc.before, 1)
		}
		a.keep(there, open, 2)
		ev := &dump.Event{Octets: fsmError, Piece: codec.PieceMessage}
		ev.Kind = dump.KindMessage
		c, index := a.hear(ev, &wire{from: there.to, to: there.from}, codec.Known{})
		if (c != nil) != tc.want || tc.want && (c.State != "Established" || c.Type != registry.MsgOpen || index != 2) {
			t.Errorf("%+v: %+v, message %d", tc, c, index)
		}
	}
}

// TestOffendersBounded: of many ways the last ones are remembered, and what took the place of another one has nothing of it.
func TestOffendersBounded(t *testing.T) {
	var a offenders
	way := func(n int) wireWay {
		from := netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)})
		return wireWay{from: netip.AddrPortFrom(from, 0), to: netip.MustParseAddrPort("192.0.2.1:0")}
	}
	bad := bytes.Replace(announceOf(attrsOf(64500), 24, 10, 9, 8), []byte{0x40, 1, 1, 0}, []byte{0x40, 1, 1, 9}, 1)
	sound := announceOf(attrsOf(64500), 24, 10, 9, 8)
	const n = 3*answeredWays + 7
	for i := range n {
		m := sound
		if i%2 == 1 {
			m = bad
		}
		a.keep(way(i), m, i)
		if i > 0 && i%2 == 0 {
			a.keep(way(i-1), sound, 10*n+i) // two of the same way behind each other, and back
		}
	}
	if len(a.ways) != answeredWays || len(a.ring) != answeredWays {
		t.Errorf("%d ways, %d places", len(a.ways), len(a.ring))
	}
	for i := range n {
		s := a.ways[way(i)]
		if there := s != nil; there != (i >= n-answeredWays) {
			t.Fatalf("way %d of %d: %v", i, n, there)
		}
		if s == nil {
			continue
		}
		c, index := a.find(s, 3, 6, nil)
		if (c != nil) != (i%2 == 1) || c != nil && index != i {
			t.Errorf("way %d: %v, message %d", i, c, index)
		}
	}
}

// TestOffendersDrop: the messages that went one way make room for the next one, the older half first.
func TestOffendersDrop(t *testing.T) {
	var a offenders
	for i, tc := range []struct {
		octets int
		left   []int // numbers of the messages that are there then
	}{{6000, []int{0}}, {6000, []int{0, 1}}, {6000, []int{1, 2}}, {15000, []int{3}}, {1000, []int{3, 4}}} {
		s := a.keep(wireWay{}, make([]byte, tc.octets), i)
		var left []int
		for _, m := range s.list {
			left = append(left, m.index)
		}
		if !slices.Equal(left, tc.left) || len(s.octets) > answeredOctets || s.list[len(s.list)-1].end != len(s.octets) {
			t.Errorf("behind %d octets: %v, want %v; %d octets", tc.octets, left, tc.left, len(s.octets))
		}
	}
}
