package codec

import (
	"bytes"
	"math"
	"net/netip"
	"slices"
	"testing"
)

// valueCodec reads octets as the value of an attribute and appends it again.
type valueCodec struct {
	name string
	// again reports false for octets that are none.
	again func(v []byte) ([]byte, bool)
	// seeds are values in hex that must be read.
	seeds []string
}

// valueCodecs are those whose valid octets must be appended as they were.
var valueCodecs = []valueCodec{
	{"AIGP TLVs", func(v []byte) ([]byte, bool) {
		l, ok := ParseAIGPTLVs(v)
		if !ok {
			return nil, false
		}
		return AppendAIGPTLVs(nil, l)
	}, []string{"01000b0000000000000064", "020004aa01000b0000000000000064", ""}},
	{"IPv6 extended communities", func(v []byte) ([]byte, bool) {
		l, ok := ParseIPv6ExtCommunities(v)
		return AppendIPv6ExtCommunities(nil, l), ok
	}, []string{"000220010db80000000000000000000000010064"}},
	{"PMSI tunnel", func(v []byte) ([]byte, bool) {
		p, ok := ParsePMSITunnel(v)
		return AppendPMSITunnel(nil, &p), ok
	}, []string{"0006002710c0000201", "0000000000"}},
	{"tunnels", func(v []byte) ([]byte, bool) {
		l, ok := ParseTunnels(v)
		if !ok {
			return nil, false
		}
		for i := range l {
			subs, ok := ParseTunnelSubTLVs(l[i].Value)
			if !ok {
				return nil, false
			}
			for _, s := range subs {
				s.TunnelEndpoint()
			}
			if l[i].Value, ok = AppendTunnelSubTLVs(nil, subs); !ok {
				return nil, false
			}
		}
		return AppendTunnels(nil, l)
	}, []string{"0008 000c 060a 00000000 0001 c0000201", "000f 000d 0c06 0000 00000064 80 0002 0000", "0002 0000"}},
	{"ATTR_SET", func(v []byte) ([]byte, bool) {
		s, ok := ParseAttrSet(v)
		return AppendAttrSet(nil, &s), ok
	}, []string{"0000fbf0 40010100", "0000fbf0"}},
	{"BFD Discriminator", func(v []byte) ([]byte, bool) {
		x, ok := ParseBFDDiscriminator(v)
		if !ok {
			return nil, false
		}
		return AppendBFDDiscriminator(nil, &x)
	}, []string{"01 00000007 01 04 c0000201"}},
	{"PE Distinguisher Labels", func(v []byte) ([]byte, bool) {
		l, ok := ParsePELabels(v)
		return AppendPELabels(nil, l), ok
	}, []string{"c0000201000101", "20010db8000000000000000000000001000101"}},
	{"Prefix-SID", func(v []byte) ([]byte, bool) {
		l, ok := ParsePrefixSID(v)
		if !ok {
			return nil, false
		}
		for _, t := range l { // none of them may crash
			t.LabelIndex()
			t.SRGB()
			t.SRv6Service()
		}
		return AppendPrefixSID(nil, l)
	}, []string{"01000700000000000064", "03000e0000003e80001f400075300003e8",
		"05 0022 00 01 001e 00 fc000000000100000000000000000000 00 0013 00 01 0006 281810001040"}},
	{"BGP-LS", func(v []byte) ([]byte, bool) {
		l, ok := ParseLSTLVs(v)
		if !ok {
			return nil, false
		}
		for i, t := range l { // none of them may crash
			t.Uint()
			t.Floats()
			if s, ok := t.LSSID(); ok && t.Value[2] == 0 && t.Value[3] == 0 {
				l[i] = s.TLV(t.Type)
			}
		}
		return AppendLSTLVs(nil, l)
	}, []string{"0447 0003 00000a 044b 0007 30 0a 0000 005dc0", "0441 0004 4cee6b28"}},
}

// TestValueCodecs: the seeds are read, and cut by an octet none of them crashes.
func TestValueCodecs(t *testing.T) {
	for _, c := range slices.Concat(valueCodecs, moreCodecs) {
		for _, s := range c.seeds {
			v := octetsOf(t, s)
			if got, ok := c.again(v); !ok || !bytes.Equal(got, v) {
				t.Errorf("%s: %x gives %x, %v", c.name, v, got, ok)
			}
			for n := range v {
				c.again(v[:n])
			}
		}
	}
}

// FuzzAttrValues: octets that are read as a value are appended as they were.
func FuzzAttrValues(f *testing.F) {
	codecs := slices.Concat(valueCodecs, moreCodecs)
	for i, c := range codecs {
		for _, s := range c.seeds {
			v, err := assemble(s)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint8(i), v)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, v []byte) {
		c := codecs[int(which)%len(codecs)]
		if got, ok := c.again(v); ok && !bytes.Equal(got, v) {
			t.Fatalf("%s: %x gives %x", c.name, v, got)
		}
	})
}

func TestAIGP(t *testing.T) {
	for _, m := range []uint64{0, 100, math.MaxUint64} {
		v := AppendAIGP(nil, m)
		if got, ok := ParseAIGP(v); !ok || got != m {
			t.Errorf("%d: %x reads as %d, %v", m, v, got, ok)
		}
	}
	if m, ok := ParseAIGP(octetsOf(t, "020004aa 01000b0000000000000007 01000b0000000000000001")); !ok || m != 7 {
		t.Errorf("the first AIGP TLV counts: %d, %v", m, ok)
	}
	if _, ok := ParseAIGP(octetsOf(t, "020004aa")); ok {
		t.Error("a metric without an AIGP TLV")
	}
	if _, ok := AppendAIGPTLVs(nil, []TLV{{Type: 256}}); ok {
		t.Error("type 256 was appended in one octet")
	}
}

func TestIPv6ExtCommunityText(t *testing.T) {
	for octets, want := range map[string]string{
		"0002 20010db8000000000000000000000001 0064": "rt 2001:db8::1:100",
		"0003 20010db8000000000000000000000001 0064": "soo 2001:db8::1:100",
		"000b 20010db8000000000000000000000001 0064": "VRF Route Import 2001:db8::1:100",
		"4077 20010db8000000000000000000000001 0064": "type 0x40 sub-type 0x77 2001:db8::1:100",
	} {
		if got := IPv6ExtCommunity(octetsOf(t, octets)).String(); got != want {
			t.Errorf("%s: %q, want %q", octets, got, want)
		}
	}
}

func TestPMSIEndpoint(t *testing.T) {
	p, ok := ParsePMSITunnel(octetsOf(t, "00 06 002710 c0000201"))
	if a, is := p.Endpoint(); !ok || !is || a.String() != "192.0.2.1" || p.Label != 10000 {
		t.Errorf("%+v, %v", p, ok)
	}
	if _, ok := ParsePMSITunnel(octetsOf(t, "00 06 002710 c00002")); ok {
		t.Error("an endpoint of three octets")
	}
}

// TestPrefixSIDValues: what is built is what is read, octet for octet as RFC 8669 and RFC 9252 have it.
func TestPrefixSIDValues(t *testing.T) {
	sid := SRv6Service{SID: netip.MustParseAddr("fc00:0:1::"), Behavior: 19, HasStructure: true, Structure: SRv6SIDStructure{40, 24, 16, 0, 16, 64}}
	l2 := SRv6Service{L2: true, SID: netip.MustParseAddr("fc00:0:1:1::"), Behavior: 21}
	srgb := []SRGBRange{{16000, 8000}, {0xffffff, 1}}
	v, ok := AppendPrefixSID(nil, []TLV{LabelIndexTLV(100), SRGBTLV(srgb...), sid.TLV(), l2.TLV()})
	const want = "01000700000000000064" + "03000e0000003e80001f40ffffff000001" +
		"0500220001001e00fc00000000010000000000000000000000001300010006281810001040" +
		"060019000100150" + "0fc00000000010001000000000000000000001500"
	if got := string(AppendHex(nil, v)); !ok || got != want {
		t.Fatalf("%s, want\n%s", got, want)
	}
	l, ok := ParsePrefixSID(v)
	if !ok || len(l) != 4 {
		t.Fatal(l)
	}
	if x, ok := l[0].LabelIndex(); !ok || x != 100 {
		t.Error("label index", x)
	}
	if x, ok := l[1].SRGB(); !ok || !slices.Equal(x, srgb) {
		t.Error("SRGB", x)
	}
	if x, ok := l[2].SRv6Service(); !ok || x != sid {
		t.Errorf("%+v", x)
	}
	if x, ok := l[3].SRv6Service(); !ok || x != l2 {
		t.Errorf("%+v", x)
	}
	if _, ok := l[0].SRGB(); ok {
		t.Error("a label index is no SRGB")
	}
}

func TestTunnelEndpoint(t *testing.T) {
	for addr, want := range map[netip.Addr]string{
		{}:                                 "000000000000",
		netip.MustParseAddr("192.0.2.1"):   "000000000001c0000201",
		netip.MustParseAddr("2001:db8::1"): "00000000000220010db8000000000000000000000001",
	} {
		v := TunnelEndpointTLV(addr)
		if got, ok := v.TunnelEndpoint(); !ok || got != addr || string(AppendHex(nil, v.Value)) != want {
			t.Errorf("%v: %x reads as %v, %v", addr, v.Value, got, ok)
		}
	}
	if _, ok := (TLV{6, octetsOf(t, "00000000 0002 c0000201")}).TunnelEndpoint(); ok {
		t.Error("an IPv6 endpoint of four octets")
	}
	if got, ok := AppendTunnelSubTLVs([]byte{1}, []TLV{{Type: 2, Value: make([]byte, 256)}}); ok || len(got) != 1 {
		t.Error("256 octets behind a length of one octet")
	}
}
