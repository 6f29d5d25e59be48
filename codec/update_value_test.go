package codec

import (
	"bytes"
	"errors"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

func prefixOf(s string) netip.Prefix { return netip.MustParsePrefix(s) }

// TestUpdateOctets: an UPDATE of each kind, read back by the decoder without a finding.
func TestUpdateOctets(t *testing.T) {
	v6 := Family{registry.AFIIPv6, registry.SAFIUnicast}
	attrs := (&PathAttributes{ASPath: []PathSegment{{registry.SegASSequence, []uint32{64500}}}, NextHop: netip.MustParseAddr("192.0.2.1")}).Append(nil, Context{AS4: true})
	plain := (&PathAttributes{ASPath: []PathSegment{{registry.SegASSequence, []uint32{64500}}}}).Append(nil, Context{AS4: true})
	nh := AppendNextHops(nil, netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("fe80::1%eth0"))
	nlri6 := AppendNLRI(nil, prefixOf("2001:db8:1::/47"), 9, true)
	reach := MPReach{v6, nh, nlri6}
	for _, c := range []struct {
		name string
		u    Update
		ctx  Context
		want string
	}{
		{"routes", Update{Attrs: attrs, NLRI: AppendNLRI(AppendNLRI(nil, prefixOf("198.51.100.77/25"), 0, false), prefixOf("0.0.0.0/0"), 0, false)},
			Context{}, "0000 0014 40010100 400206 0201 0000fbf4 400304 c0000201 19 c6336400 00"},
		{"withdrawn, with path identifiers", Update{Withdrawn: AppendNLRI(nil, prefixOf("10.0.0.0/8"), 0x01020304, true)},
			Context{AddPath: FamilySet(0).With(IPv4Unicast)}, "0006 01020304 08 0a 0000"},
		{"MP_REACH_NLRI", Update{Attrs: append(AppendMPReach(nil, &reach), plain...)}, Context{AddPath: FamilySet(0).With(v6)},
			"0000 0040 800e 30 0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00 00000009 2f 20010db80000 40010100 400206 0201 0000fbf4"},
		{"MP_UNREACH_NLRI", Update{Attrs: AppendMPUnreach(nil, v6, AppendNLRI(nil, prefixOf("::/0"), 0, false))}, Context{},
			"0000 0007 800f 04 0002 01 00"},
	} {
		c.ctx.AS4, c.ctx.Peer = true, PeerEBGP
		msg, err := c.u.Append(nil, MaxLen)
		if err != nil {
			t.Fatal(err)
		}
		if want := octetsOf(t, c.want); !bytes.Equal(msg[HeaderLen:], want) {
			t.Errorf("%s:\n got %x\nwant %x", c.name, msg[HeaderLen:], want)
		}
		for _, f := range new(Decoder).Check(PieceMessage, msg, c.ctx) {
			t.Errorf("%s: %s", c.name, f.Info().ID)
		}
		if got, ok := ParseUpdate(msg); !ok || !bytes.Equal(got.Attrs, c.u.Attrs) || !bytes.Equal(got.NLRI, c.u.NLRI) || !bytes.Equal(got.Withdrawn, c.u.Withdrawn) {
			t.Errorf("%s is read as %+v", c.name, got)
		}
	}
}

func TestEndOfRIB(t *testing.T) {
	for _, f := range KnownFamilies() {
		tree := new(Decoder).Decode(PieceMessage, AppendEndOfRIB(nil, f), Context{})
		if v, ok := tree.Val(0, FieldEndOfRIB); !ok || v != uint64(f.AFI)<<8|uint64(f.SAFI) || len(tree.Findings) > 0 {
			t.Errorf("%v: %d", f, v)
		}
		u, ok := ParseUpdate(tree.Bytes)
		if got, eor := u.EndOfRIB(); !ok || !eor || got != f {
			t.Errorf("%v is read as %v", f, got)
		}
	}
	for _, u := range []Update{
		{NLRI: []byte{0}}, {Withdrawn: []byte{0}}, {Attrs: octetsOf(t, "40010100")},
		{Attrs: octetsOf(t, "800f04 00020100")}, {Attrs: octetsOf(t, "800f03 000201 40010100")}, {Attrs: octetsOf(t, "800f03 0002")},
	} {
		if f, ok := u.EndOfRIB(); ok {
			t.Errorf("%x is the End-of-RIB of %v", u, f)
		}
	}
}

func TestUpdateLength(t *testing.T) {
	u := Update{NLRI: make([]byte, MaxLen-minUpdate)}
	if b, err := u.Append([]byte{1}, MaxLen); err != nil || len(b) != 1+MaxLen {
		t.Error(len(b), err)
	}
	u.NLRI = append(u.NLRI, 0)
	if b, err := u.Append([]byte{1}, MaxLen); !errors.Is(err, ErrUpdateLong) || len(b) != 1 {
		t.Error(len(b), err)
	}
	if _, err := u.Append(nil, MaxExtLen); err != nil {
		t.Error(err)
	}
	u.NLRI = make([]byte, MaxExtLen)
	if _, err := u.Append(nil, 1<<20); !errors.Is(err, ErrUpdateLong) {
		t.Error(err)
	}
}

// TestFaultyUpdate: each lie is found by the decoder as what it is.
func TestFaultyUpdate(t *testing.T) {
	u := Update{Attrs: octetsOf(t, "40010100 400200 400304 c0000201"), NLRI: []byte{8, 10}}
	n := func(v uint16) *uint16 { return &v }
	typ := registry.MessageType(9)
	for _, c := range []struct {
		lies Lies
		want FindingID
	}{
		{Lies{Marker: new([16]byte)}, FindMarker},
		{Lies{Length: n(18)}, FindLengthHeader},
		{Lies{Length: n(5000)}, FindLengthLong},
		{Lies{Type: &typ}, FindMessageType},
		{Lies{WithdrawnLen: n(1000)}, FindWithdrawnOverrun},
		{Lies{AttrsLen: n(1000)}, FindAttrsOverrun},
	} {
		fs := new(Decoder).Check(PieceMessage, u.AppendFaulty(nil, &c.lies), Context{AS4: true})
		if len(fs) == 0 || fs[0].ID != c.want {
			t.Errorf("%+v: %v", c.lies, fs)
		}
	}
	b := AppendFaultyAttr(nil, FlagTransitive|FlagExtended, registry.AttrOrigin, 300, []byte{0})
	if want := octetsOf(t, "50 01 012c 00"); !bytes.Equal(b, want) {
		t.Errorf("%x", b)
	}
	k := AppendKeepalive(nil)
	(&Lies{Length: n(21)}).Apply(k)
	if k[17] != 21 {
		t.Error(k)
	}
	(&Lies{Length: n(21)}).Apply(k[:5]) // too short for a header: nothing happens
}

// TestLongMessage: more than 4096 octets are a fault where the receiver is known not to take them (RFC 8654 section 4), and a
// question where nothing is known.
func TestLongMessage(t *testing.T) {
	u := Update{Attrs: octetsOf(t, "40010100 400200 400304 c0000201"), NLRI: bytes.Repeat([]byte{8, 10}, 2100)}
	long, err := u.Append(nil, MaxExtLen)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ctx  Context
		want Severity
	}{
		{Context{AS4: true, NoExtMsg: true}, SeverityError},
		{Context{AS4: true}, SeverityWarning},
		{Context{AS4: true, ExtMsg: true}, 0},
	} {
		fs := new(Decoder).Check(PieceMessage, long, c.ctx)
		switch {
		case c.want == 0 && len(fs) != 0:
			t.Errorf("%+v: %v", c.ctx, fs)
		case c.want != 0 && (len(fs) == 0 || fs[0].ID != FindLengthLong || fs[0].Severity != c.want):
			t.Errorf("%+v: %v", c.ctx, fs)
		}
	}
}

// FuzzUpdateRoundTrip: an UPDATE that can be cut is put together again octet for octet, and its routes, read and built,
// are the same but for bits behind the prefix length.
func FuzzUpdateRoundTrip(f *testing.F) {
	for _, v := range vectors(f) {
		if v.piece == PieceMessage && len(v.octets) > HeaderLen && len(v.octets) < 256 {
			f.Add(v.octets[HeaderLen:], false)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, withID bool) {
		if len(body) > MaxLen-HeaderLen {
			return
		}
		msg := append(AppendHeader(nil, HeaderLen+len(body), registry.MsgUpdate), body...)
		u, ok := ParseUpdate(msg)
		if !ok {
			return
		}
		if b, err := u.Append(nil, MaxLen); err != nil || !bytes.Equal(b, msg) {
			t.Fatalf("%x comes again as %x, %v", msg, b, err)
		}
		at := 0
		for r := range NLRIs(u.NLRI, IPv4Unicast, withID) {
			n := len(r.Octets) + 1
			if withID {
				n += 4
			}
			var a [4]byte
			copy(a[:], r.Octets)
			p := netip.PrefixFrom(netip.AddrFrom4(a), int(r.Bits))
			b := AppendNLRI(nil, p, r.ID, withID)
			if p == p.Masked() && !bytes.Equal(b, u.NLRI[at:at+n]) || len(b) != n {
				t.Fatalf("%x comes again as %x", u.NLRI[at:at+n], b)
			}
			at += n
		}
		if at < len(u.NLRI) {
			if _, _, ok := ParseNLRI(u.NLRI[at:], 32, withID); ok {
				t.Fatalf("%x is not walked to its end", u.NLRI)
			}
		}
	})
}
