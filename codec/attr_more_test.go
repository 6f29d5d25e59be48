package codec

import (
	"encoding/hex"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// moreCodecs are value codecs like valueCodecs, of attributes that fewer routes have.
var moreCodecs = []valueCodec{
	{"SFP", func(v []byte) ([]byte, bool) {
		l, ok := ParseSFP(v)
		if !ok {
			return nil, false
		}
		for _, t := range l {
			t.SFPAssociation()
			t.SFPHop()
		}
		return AppendSFP(nil, l)
	}, []string{"02 000e ff 03 000a 0029 0001 c0000201 0001", "01 000c 01 0001 c6336401 0068 000010"}},
	{"BIER", func(v []byte) ([]byte, bool) {
		l, ok := ParseBIER(v)
		if !ok {
			return nil, false
		}
		for _, t := range l {
			x, _ := t.BIER()
			for _, s := range x.SubTLVs {
				s.BIEREncapsulation()
				s.BIERNextHop()
			}
		}
		return AppendBIER(nil, l)
	}, []string{"0001 000c 00 0007 00 0002 0004 03 103e80"}},
	{"NHC", func(v []byte) ([]byte, bool) {
		x, ok := ParseNHC(v)
		if !ok {
			return nil, false
		}
		return AppendNHC(nil, &x)
	}, []string{"0001 01 04 c0000201 0003 0008 c0000201 0000fbf0"}},
	{"D-PATH", func(v []byte) ([]byte, bool) {
		s, ok := ParseDPath(v)
		if !ok {
			return nil, false
		}
		return AppendDPath(nil, s)
	}, []string{"02 0000000a 0002 80 0000000b 0003 46 01 0000000c 0004 00"}},
	{"Traffic Engineering", func(v []byte) ([]byte, bool) {
		l, ok := ParseTrafficEngineering(v)
		return AppendTrafficEngineering(nil, l), ok
	}, []string{"01 01 0000 4cbebc20*8 4cbebc20 05dc 64 05 0000 7fa00001*8 4b189680 01", "7d 02 0001 ffffffff*8 01"}},
	{"Community Container", func(v []byte) ([]byte, bool) {
		l, ok := ParseCommunityContainers(v)
		if !ok {
			return nil, false
		}
		for i := range l {
			if w, ok := ParseWideCommunity(l[i].Value); ok && l[i].Type == 1 {
				l[i].Value, _ = AppendWideCommunity(nil, &w)
			}
		}
		return AppendCommunityContainers(nil, l)
	}, []string{"0001 01 00 0016 00000001 0000fbf0 0000fbf0 01 0007 04 0004 00000001", "0063 ff ff 0000"}},
	{"BGPsec_Path", func(v []byte) ([]byte, bool) {
		p, ok := ParseBGPsecPath(v)
		if !ok {
			return nil, false
		}
		return AppendBGPsecPath(nil, &p)
	}, []string{"0008 01 00 0000fbf0 001d 01 47f23bf1ab2f8a9d26864ebbd8df2711c74406ec 0004 01020304", "0002"}},
	{"DPA", func(v []byte) ([]byte, bool) { x, ok := ParseDPA(v); return AppendDPA(nil, x), ok }, []string{"fbf0 00000064"}},
	{"ADVERTISER", func(v []byte) ([]byte, bool) { x, ok := ParseAdvertiser(v); return AppendAdvertiser(nil, x), ok },
		[]string{"c0000201", "20010db8000000000000000000000001"}},
	{"RCID_PATH", func(v []byte) ([]byte, bool) { x, ok := ParseRCIDPath(v); return AppendRCIDPath(nil, x), ok }, []string{"0001 0002", ""}},
	{"SSA", func(v []byte) ([]byte, bool) {
		x, ok := ParseSSA(v)
		if !ok {
			return nil, false
		}
		return AppendSSA(nil, x)
	}, []string{"8001 0010 0064 80 08 00000007 1122334455667788"}},
	{"Connector", func(v []byte) ([]byte, bool) { x, ok := ParseConnector(v); return AppendConnector(nil, x), ok }, []string{"0001 c0000201"}},
	{"AS_PATHLIMIT", func(v []byte) ([]byte, bool) { x, ok := ParseASPathLimit(v); return AppendASPathLimit(nil, x), ok }, []string{"05 0000fbf0"}},
}

// TestMoreValues: values that are built are octets that nothing is wrong with, and read as what they were.
func TestMoreValues(t *testing.T) {
	hop := SFPHop{Index: 255, Functions: []SFPFunction{{41, []RD{{0, 1, 192, 0, 2, 1, 0, 1}}}, {Type: 43}}, Swapping: true}
	hopTLV, ok := hop.TLV()
	if got, is := hopTLV.SFPHop(); !ok || !is || !reflect.DeepEqual(got, hop) {
		t.Errorf("%+v", got)
	}
	assoc := SFPAssociation{1, RD{0, 0, 0xfb, 0xf0, 0, 0, 0, 7}, 0x123456}
	if got, is := assoc.TLV().SFPAssociation(); !is || got != assoc {
		t.Errorf("%+v", got)
	}
	sfp, _ := AppendSFP(nil, []TLV{assoc.TLV(), hopTLV})

	mpls := BIEREncapsulation{MPLS: true, MaxSI: 3, BSLen: 1, First: 16000, Next: netip.MustParseAddr("192.0.2.1")}
	other := BIEREncapsulation{BSLen: 15, First: 0xfffff}
	for _, e := range []BIEREncapsulation{mpls, other} {
		if got, is := e.TLV().BIEREncapsulation(); !is || got != e {
			t.Errorf("%+v", got)
		}
	}
	x := BIER{SubDomain: 1, BFRID: 7, SubTLVs: []TLV{mpls.TLV(), other.TLV(), BIERNextHopTLV(netip.MustParseAddr("2001:db8::1"))}}
	bierTLV, ok := x.TLV()
	if got, is := bierTLV.BIER(); !ok || !is || !reflect.DeepEqual(got, x) {
		t.Errorf("%+v", got)
	}
	bier, _ := AppendBIER(nil, []TLV{bierTLV})

	wide, _ := AppendWideCommunity(nil, &WideCommunity{Community: 1, SourceAS: 64496, Context: 64497, TLVs: []TLV{{3, []byte{4, 0, 4, 0, 0, 0, 4}}}})
	containers, _ := AppendCommunityContainers(nil, []CommunityContainer{{Type: 1, Flags: 1, Value: wide}})
	sec, _ := AppendBGPsecPath(nil, &BGPsecPath{[]SecureSegment{{1, 0, 64496}}, []SignatureBlock{{1, []BGPsecSignature{{[20]byte{1}, []byte{2, 3}}}}}})
	dpath, _ := AppendDPath(nil, [][]Domain{{{64496, 1, 70}}})
	nhc, _ := AppendNHC(nil, &NHC{IPv4Unicast, []byte{192, 0, 2, 1}, []TLV{{3, make([]byte, 8)}}})
	te := AppendTrafficEngineering(nil, []SwitchingCapability{{Capability: 51, Bandwidth: [8]float32{1e9}}})
	var dc Decoder
	for code, v := range map[uint8][]byte{37: sfp, 41: bier, 34: containers, 33: sec, 36: dpath, 39: nhc, 24: te} {
		flags := byte(FlagOptional | FlagTransitive)
		if code == 33 || code == 24 {
			flags = FlagOptional
		}
		b := AppendFaultyAttr(nil, flags, registry.AttrCode(code), len(v), v)
		if fs := dc.Check(PieceAttributes, b, Context{}); len(fs) > 0 {
			t.Errorf("attribute %d: %x: %s", code, b, findingLine(&fs[0]))
		}
		tree := dc.Decode(PieceAttributes, b, Context{})
		for i := range tree.Nodes {
			if n := &tree.Nodes[i]; n.Flags&NodeGap != 0 || n.Field == FieldAttrRaw || n.Field == FieldTLVRaw {
				t.Errorf("attribute %d: %x: octets %d to %d are not told", code, b, n.Off, n.Off+n.Len)
			}
		}
	}
}

// TestMoreTooLong: what does not fit its length is refused, and nothing is appended.
func TestMoreTooLong(t *testing.T) {
	long, dst := make([]byte, 1<<16), []byte{1}
	for i, f := range []func() ([]byte, bool){
		func() ([]byte, bool) { return AppendSFP(dst, []TLV{{2, long}}) },
		func() ([]byte, bool) { return AppendNHC(dst, &NHC{NextHop: long}) },
		func() ([]byte, bool) { return AppendNHC(dst, &NHC{Characteristics: []TLV{{1, long}}}) },
		func() ([]byte, bool) { return AppendDPath(dst, [][]Domain{{{}}, {}}) },
		func() ([]byte, bool) { return AppendDPath(dst, [][]Domain{make([]Domain, 256)}) },
		func() ([]byte, bool) { return AppendCommunityContainers(dst, []CommunityContainer{{}, {Value: long}}) },
		func() ([]byte, bool) { return AppendWideCommunity(dst, &WideCommunity{TLVs: []TLV{{1, long}}}) },
		func() ([]byte, bool) {
			return AppendBGPsecPath(dst, &BGPsecPath{Segments: make([]SecureSegment, 11000)})
		},
		func() ([]byte, bool) {
			return AppendBGPsecPath(dst, &BGPsecPath{Blocks: []SignatureBlock{{1, []BGPsecSignature{{Signature: long}}}}})
		},
	} {
		if b, ok := f(); ok || len(b) != 1 {
			t.Errorf("%d: %d octets, %v", i, len(b), ok)
		}
	}
}

// TestParseIPv6ExtCommunity: the words of a route target and a site of origin read back, other words do not.
func TestParseIPv6ExtCommunity(t *testing.T) {
	for _, s := range []string{"rt 2001:db8::1:100", "soo 2001:db8::ffff:65535"} {
		if c, ok := ParseIPv6ExtCommunity(s); !ok || c.String() != s {
			t.Errorf("%q is %x, %v", s, c, ok)
		}
	}
	want := IPv6ExtCommunity{0x40, 0x10, 0x20, 1}
	if c, ok := ParseIPv6ExtCommunity(hex.EncodeToString(want[:])); !ok || c != want {
		t.Errorf("%x is %x, %v", want, c, ok)
	}
	for _, s := range []string{"", "rt", "rt 192.0.2.1:1", "rt 2001:db8::1:65536", "color 2001:db8::1:1", "rt fe80::1%eth0:1", "40100000"} {
		if c, ok := ParseIPv6ExtCommunity(s); ok {
			t.Errorf("%q was read as %x", s, c)
		}
	}
}
