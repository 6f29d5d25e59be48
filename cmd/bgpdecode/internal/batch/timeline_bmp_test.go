package batch

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// mrtState is a BGP4MP_STATE_CHANGE of RFC 6396 section 4.4.1.
func mrtState(at uint32, old, to uint16) []byte {
	b := binary.BigEndian.AppendUint32(nil, at)
	b = append(b, 0, 16, 0, 0, 0, 0, 0, 20)
	b = append(b, 0xfc, 0x58, 0xfc, 0x59, 0, 0, 0, 1, 192, 0, 2, 9, 192, 0, 2, 8)
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, old), to)
}

// TestMRTTimeline: the changes of state of a collector's file.
func TestMRTTimeline(t *testing.T) {
	var b []byte
	at := uint32(1772000000)
	for _, p := range [][2]uint16{{1, 2}, {2, 4}, {4, 5}, {5, 6}, {6, 1}, {1, 6}} {
		b = append(b, mrtState(at, p[0], p[1])...)
		at += 7
	}
	got := timelineText(t, string(b), nil)
	for _, want := range []string{"── 192.0.2.9", "Idle → Connect", "OpenConfirm → Established", "Established → Idle", "transition-not-in-rfc: Idle to Established"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// bmpMessage is one of RFC 7854, with the header of the peer 192.0.2.9.
func bmpMessage(typ byte, at uint32, body []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{3}, uint32(48+len(body)))
	b = append(b, typ, 0, 0)
	b = append(b, make([]byte, 8+12)...)
	b = append(b, 192, 0, 2, 9, 0, 0, 0xfc, 0x58, 192, 0, 2, 9)
	b = binary.BigEndian.AppendUint32(b, at)
	return append(append(b, 0, 0, 0, 0), body...)
}

// TestBMPTimeline: Peer Up brings both OPENs, Peer Down the NOTIFICATION.
func TestBMPTimeline(t *testing.T) {
	up := append(make([]byte, 12), 192, 0, 2, 8, 0, 179, 0x9c, 0x40)
	up = append(append(up, wireOpen(64601, 60, "192.0.2.8")...), wireOpen(64600, 90, "192.0.2.9")...)
	b := bmpMessage(3, 1772000000, up)
	b = append(b, bmpMessage(2, 1772000100, append([]byte{3}, wireMessage(3, 6, 4)...))...)
	got := timelineText(t, string(b), nil)
	for _, want := range []string{"── 192.0.2.9", "AS 64601 ↔ 64600", "hold 60 s", "OpenConfirm → Established", "← NOTIFICATION 6/4", "Established → Idle", "Ended: NOTIFICATION 6/4"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if ids := findingIDs(t, string(b)); !slices.Equal(ids, nil) && len(ids) > 0 {
		t.Error(ids)
	}
}

// TestBMPTimelineSessions: a session that begins anew at once, after a NOTIFICATION that the router sent, has both its OPENs;
// and the peer of the same address in a VRF is another one, also where the VRF has no name.
func TestBMPTimelineSessions(t *testing.T) {
	up := append(make([]byte, 12), 192, 0, 2, 8, 0, 179, 0x9c, 0x40)
	up = append(append(up, wireOpen(64601, 60, "192.0.2.8")...), wireOpen(64600, 90, "192.0.2.9")...)
	begin := bmpMessage(3, 1772000000, up)
	fall := bmpMessage(2, 1772000000, append([]byte{1}, wireMessage(3, 6, 4)...))
	update := bmpMessage(0, 1772000000, announceOf(attrsOf(64600), 24, 10, 9, 8))
	inVRF := func(m []byte) []byte {
		m = slices.Clone(m)
		copy(m[6:], []byte{1, 0, 0, 0, 0xfc, 0x58, 0, 0, 0, 7}) // an RD instance peer, its distinguisher
		return m
	}
	for _, order := range [][][]byte{{begin, fall, begin, update, inVRF(begin), inVRF(update)}, {inVRF(begin), inVRF(update), begin, fall, begin, update}} {
		in := string(slices.Concat(order...))
		got := timelineText(t, in, nil)
		for _, want := range []struct {
			text string
			n    int
		}{{"── 192.0.2.9", 2}, {"← OPEN", 3}, {"→ OPEN", 3}, {"both OPENs are there", 3}, {"64600:7", 1}, {"instead of an OPEN", 0}} {
			if n := strings.Count(got, want.text); n != want.n {
				t.Errorf("%d times %q, want %d, in\n%s", n, want.text, want.n, got)
			}
		}
		out, _ := run(t, in, testOptions())
		if n := strings.Count(out, `"vrf":"64600:7"`); n != 4 {
			t.Errorf("%d events of the VRF in\n%s", n, out)
		}
	}
}
