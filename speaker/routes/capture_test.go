package routes

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

var be = binary.BigEndian

// mrt appends an MRT record.
func mrt(b []byte, typ, sub uint16, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	b = be.AppendUint32(b, 1700000000)
	b = be.AppendUint16(be.AppendUint16(b, typ), sub)
	return append(be.AppendUint32(b, uint32(len(all))), all...)
}

func u16(v int) []byte { return be.AppendUint16(nil, uint16(v)) }
func u32(v int) []byte { return be.AppendUint32(nil, uint32(v)) }

// tableDump is a TABLE_DUMP_V2 with two peers: both have 10.0.0.0/8, the second alone 192.0.2.0/24 and 2001:db8::/32.
func tableDump() []byte {
	peer := func(last byte, as int) []byte {
		return bytes.Join([][]byte{{2}, {1, 1, 1, last}, {192, 0, 2, last}, u32(as)}, nil)
	}
	entry := func(peer int, attrs []byte) []byte {
		return bytes.Join([][]byte{u16(peer), u32(1), u16(len(attrs)), attrs}, nil)
	}
	attrs := func(as int, more ...byte) []byte {
		return append([]byte{0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, byte(as >> 8), byte(as)}, more...)
	}
	nh := []byte{0x40, 3, 4, 192, 0, 2, 9}
	// An unknown transitive attribute, an unknown local one.
	odd := []byte{0xc0, 99, 1, 7, 0x80, 98, 1, 7}
	nh6 := append([]byte{0x80, 14, 17, 16}, netip.MustParseAddr("2001:db8::9").AsSlice()...)
	b := mrt(nil, 13, 1, u32(0), u16(0), u16(2), peer(1, 64501), peer(2, 64502))
	b = mrt(b, 13, 2, u32(0), []byte{8, 10}, u16(2), entry(0, attrs(64501, nh...)), entry(1, attrs(64502, nh...)))
	b = mrt(b, 13, 2, u32(1), []byte{24, 192, 0, 2}, u16(1), entry(1, attrs(64502, append(nh, odd...)...)))
	return mrt(b, 13, 4, u32(2), []byte{32, 0x20, 1, 0x0d, 0xb8}, u16(1), entry(1, attrs(64502, nh6...)))
}

func lines(s *Set) (out []string) {
	for r := range s.Routes() {
		l := r.Prefix.String() + " " + r.NextHop.String()
		for _, seg := range r.Attrs.ASPath {
			for _, as := range seg.AS {
				l += " " + string(be.AppendUint32(nil, as)[2:])
			}
		}
		for _, a := range r.Attrs.Other {
			l += " " + string([]byte{a.Flags, byte(a.Code)})
		}
		out = append(out, strings.ReplaceAll(l, "invalid IP", "self"))
	}
	slices.Sort(out)
	return out
}

func TestReadTableDump(t *testing.T) {
	const as1, as2, other = "\xfb\xf5", "\xfb\xf6", "\xe0\x63"
	for _, c := range []struct {
		name string
		opt  CaptureOptions
		want []string
	}{
		{"all peers", CaptureOptions{}, []string{"10.0.0.0/8 self " + as1, "192.0.2.0/24 self " + as2 + " " + other, "2001:db8::/32 self " + as2}},
		{"one by address", CaptureOptions{Peer: netip.MustParseAddr("192.0.2.2"), KeepNextHop: true},
			[]string{"10.0.0.0/8 192.0.2.9 " + as2, "192.0.2.0/24 192.0.2.9 " + as2 + " " + other, "2001:db8::/32 2001:db8::9 " + as2}},
		{"one by AS", CaptureOptions{PeerAS: 64501}, []string{"10.0.0.0/8 self " + as1}},
		{"at most two", CaptureOptions{Most: 2}, []string{"10.0.0.0/8 self " + as1, "192.0.2.0/24 self " + as2 + " " + other}},
	} {
		var s Set
		st, err := s.ReadCapture(bytes.NewReader(tableDump()), "t.mrt", c.opt)
		if got := lines(&s); err != nil || !slices.Equal(got, c.want) || st.Routes != len(c.want) || s.Len() != len(c.want) {
			t.Errorf("%s: %v %+v\n got %q\nwant %q", c.name, err, st, got, c.want)
		}
	}
}

// TestReadMessages: UPDATEs are followed to the end: a withdrawal, a change, 2-octet AS numbers merged, what the
// recorder sent itself too, a malformed one treated as withdraw.
func TestReadMessages(t *testing.T) {
	var b bytes.Buffer
	w := capture.NewMRTWriter(&b)
	peer, us := netip.MustParseAddrPort("192.0.2.2:179"), netip.MustParseAddrPort("192.0.2.1:40000")
	peerAS, ourAS := uint32(64502), uint32(64500)
	send := func(dir capture.Dir, width int, u codec.Update) {
		msg, err := u.Append(nil, codec.MaxLen)
		if err != nil {
			t.Fatal(err)
		}
		m := &capture.Message{Time: time.Unix(1, 0), Src: peer, Dst: us, SrcAS: peerAS, DstAS: ourAS, Dir: dir, ASWidth: width, Octets: msg}
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	route := func(prefixes ...string) (b []byte) {
		for _, p := range prefixes {
			b = codec.AppendNLRI(b, netip.MustParsePrefix(p), 0, false)
		}
		return b
	}
	attrs := func(width int, as uint32) []byte {
		p := codec.PathAttributes{NextHop: peer.Addr(), ASPath: []codec.PathSegment{{Type: 2, AS: []uint32{64502, as}}}}
		return p.Append(nil, codec.Context{AS4: width == 4})
	}
	send(capture.DirReceived, 4, codec.Update{Attrs: attrs(4, 1), NLRI: route("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16")})
	send(capture.DirReceived, 2, codec.Update{Withdrawn: route("10.1.0.0/16"), Attrs: attrs(2, 70000), NLRI: route("10.2.0.0/16")})
	send(capture.DirReceived, 4, codec.Update{Attrs: []byte{0x40, 1, 1, 9, 0x40, 2, 0}, NLRI: route("10.3.0.0/16")})
	peer, us, peerAS, ourAS = us, peer, ourAS, peerAS // what the recorder sent: LOCAL records
	send(capture.DirSent, 4, codec.Update{Attrs: attrs(4, 1), NLRI: route("172.16.0.0/12")})
	b.WriteString("junk at the end")
	theirs, own := []string{"10.0.0.0/8 self \xfb\xf6 \x00\x01", "10.2.0.0/16 self \xfb\xf6 \x11\x70"}, "172.16.0.0/12 self \xfb\xf6 \x00\x01"
	for _, c := range []struct {
		opt  CaptureOptions
		want []string
		st   CaptureStats
	}{
		{CaptureOptions{}, append(theirs[:2:2], own), CaptureStats{Updates: 3, Routes: 3, Malformed: 1, Damaged: 1}},
		{CaptureOptions{PeerAS: 64502}, theirs, CaptureStats{Updates: 2, Routes: 2, Malformed: 1, Damaged: 1}},
		{CaptureOptions{PeerAS: 64500}, []string{own}, CaptureStats{Updates: 1, Routes: 1, Damaged: 1}},
		{CaptureOptions{Peer: netip.MustParseAddr("192.0.2.1")}, []string{own}, CaptureStats{Updates: 1, Routes: 1, Damaged: 1}},
	} {
		var s Set
		st, err := s.ReadCapture(bytes.NewReader(b.Bytes()), "u.mrt", c.opt)
		if got := lines(&s); err != nil || !slices.Equal(got, c.want) || st != c.st {
			t.Errorf("%+v: %v %+v\n got %q\nwant %q", c.opt, err, st, got, c.want)
		}
	}
}

func TestReadCaptureErrors(t *testing.T) {
	var s Set
	if _, err := s.ReadCapture(strings.NewReader("10.0.0.0/8 med 1\n"), "x.mrt", CaptureOptions{}); !errors.Is(err, ErrNoCapture) || !strings.HasPrefix(err.Error(), "x.mrt: ") {
		t.Error(err)
	}
}

// FuzzReadCapture: whatever the octets, the set can be announced and its parts add up.
func FuzzReadCapture(f *testing.F) {
	f.Add(tableDump())
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<14 {
			return
		}
		var s Set
		st, err := s.ReadCapture(bytes.NewReader(b), "f", CaptureOptions{KeepNextHop: true})
		if err == nil && st.Routes != s.Len() {
			t.Fatalf("%d routes read, %d in the set", st.Routes, s.Len())
		}
		to := external()
		to.Ctx.AddPath = codec.AllFamilies
		n := 0
		for msg := range s.Announce(to) {
			u, ok := codec.ParseUpdate(msg)
			if !ok || len(msg) > codec.MaxLen {
				t.Fatalf("%x", msg)
			}
			for range codec.NLRIs(u.NLRI, codec.IPv4Unicast, true) {
				n++
			}
			for a := range codec.Attrs(u.Attrs) {
				if r, ok := codec.ParseMPReach(a.Value); ok && a.Code == 14 {
					for range codec.NLRIs(r.NLRI, r.Family, true) {
						n++
					}
				}
			}
		}
		skipped := 0
		for _, c := range s.Skipped(to) {
			skipped += c
		}
		if n+skipped != s.Len() {
			t.Fatalf("%d announced and %d skipped of %d", n, skipped, s.Len())
		}
	})
}
