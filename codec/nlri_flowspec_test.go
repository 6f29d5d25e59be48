package codec

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

var (
	flow4 = Family{registry.AFIIPv4, registry.SAFIFlowSpec}
	flow6 = Family{registry.AFIIPv6, registry.SAFIFlowSpec}
)

// TestFlowSpecTexts: the examples of RFC 8955 section 4.3 and RFC 8956 section 3.8, and other forms.
func TestFlowSpecTexts(t *testing.T) {
	for _, c := range []struct {
		f            Family
		octets, want string
	}{
		{flow4, "0b0118c00002038106048119", "dst 192.0.2.0/24, proto =6, port =25"},
		{flow4, "120118c000020218cb00710403" + "89458b911f90", "dst 192.0.2.0/24, src 203.0.113.0/24, port >=137&<=139|=8080"},
		{flow4, "090120c00002010c8005", "dst 192.0.2.1/32, fragment df+first"},
		{flow6, "12016840123456789a02200020010db8038106", "dst ::1234:5678:9a00:0/64-104, src 2001:db8::/32, proto =6"},
		{flow6, "0902683c112345678980", "src ::1:1234:5678:9800:0/60-104"},
		{flow6, "060da100012345", "flow-label =74565"},
		{flow4, "080901128004" + "0c830a", "tcp-flags =syn+ack|rst, fragment !=is-fragment+last"},
		{flow4, "060a800c0b81", "length false, "},
		{Family{registry.AFIIPv4, registry.SAFIFlowSpecVPN}, "0b0000fbf000000064038706", "proto true"},
	} {
		b, err := hex.DecodeString(c.octets)
		if err != nil {
			t.Fatal(err)
		}
		b[0] = min(b[0], byte(len(b)-1))
		s, n, ok := ParseFlowSpec(b, c.f, false)
		if text := s.Text(c.f.AFI); ok && text != c.want {
			t.Errorf("%s: %q, want %q", c.octets, text, c.want)
		}
		if out, _ := AppendFlowSpec(nil, c.f, &s, false); ok && !bytes.Equal(out, b[:n]) {
			t.Errorf("%s: again %x", c.octets, out)
		}
		text := string(appendFlowRule(nil, b[len(b)-int(b[0]):], c.f.AFI))
		if !ok && (len(text) < len(c.want) || text[:len(c.want)] != c.want) {
			t.Errorf("%s cannot be read; its text is %q, want %q first", c.octets, text, c.want)
		}
	}
}

func TestAppendFlowSpec(t *testing.T) {
	s := FlowSpec{ID: 7, Components: []FlowComponent{
		{Type: 1, Prefix: netip.MustParsePrefix("192.0.2.9/24")},
		{Type: 5, Ops: []FlowOp{{FlowGT | FlowEQ, 80}, {FlowAnd | FlowLT, 70000}}},
	}}
	b, ok := AppendFlowSpec(nil, flow4, &s, true)
	if got := hex.EncodeToString(b); !ok || got != "000000070d0118c0000205035"+"0e400011170" {
		t.Errorf("%s, %v", got, ok)
	}
	long := FlowSpec{Components: []FlowComponent{{Type: 4, Ops: make([]FlowOp, 120)}}}
	if b, ok = AppendFlowSpec(nil, flow4, &long, false); !ok || len(b) != 243 || b[0] != 0xf0 || b[1] != 241 {
		t.Errorf("%d octets, %x", len(b), b[:2])
	}
	huge := FlowSpec{Components: []FlowComponent{{Type: 4, Ops: make([]FlowOp, 2048)}}}
	for name, c := range map[string]struct {
		f Family
		s FlowSpec
	}{
		"more than 4095 octets":   {flow4, huge},
		"unicast":                 {IPv4Unicast, s},
		"a prefix of IPv4":        {flow6, s},
		"a flow label":            {flow4, FlowSpec{Components: []FlowComponent{{Type: 13, Ops: []FlowOp{{1, 1}}}}}},
		"no operator":             {flow4, FlowSpec{Components: []FlowComponent{{Type: 3}}}},
		"an offset for IPv4":      {flow4, FlowSpec{Components: []FlowComponent{{Type: 1, Prefix: netip.MustParsePrefix("192.0.2.0/24"), Offset: 8}}}},
		"an offset of the length": {flow6, FlowSpec{Components: []FlowComponent{{Type: 1, Prefix: netip.MustParsePrefix("2001:db8::/32"), Offset: 32}}}},
		"no prefix":               {flow6, FlowSpec{Components: []FlowComponent{{Type: 1}}}},
	} {
		if b, ok := AppendFlowSpec([]byte{1}, c.f, &c.s, false); ok || len(b) != 1 {
			t.Errorf("%s: %x, %v", name, b, ok)
		}
	}
}

// FuzzFlowSpec: what can be read is written again with the same meaning, and then as it came; the decoder and the parser
// agree on what can be read.
func FuzzFlowSpec(f *testing.F) {
	for _, s := range []string{"0b0118c00002038106048119", "12016840123456789a02200020010db8038106", "0902683c112345678980", "040b81ff00"} {
		b, _ := hex.DecodeString(s)
		f.Add(b, false, false, false)
		f.Add(b, true, true, true)
	}
	l2, _ := hex.DecodeString("140e8108000f0600005e00530115029103e91902010a")
	f.Add(l2, true, false, false)
	f.Fuzz(func(t *testing.T, b []byte, v6, vpn, withID bool) {
		fam := flow4
		if v6 {
			fam = flow6
		}
		if v6 && len(b) > 2 && b[1] >= flowEtherType {
			fam.AFI = registry.AFIL2VPN
		}
		if vpn {
			fam.SAFI = registry.SAFIFlowSpecVPN
		}
		s, n, ok := ParseFlowSpec(b, fam, withID)
		if n > len(b) {
			t.Fatalf("%d of %d octets", n, len(b))
		}
		if !ok {
			return
		}
		out, ok := AppendFlowSpec(nil, fam, &s, withID)
		if !ok || len(out) > n {
			t.Fatalf("%+v of %x: %x", s, b[:n], out)
		}
		again, m, ok := ParseFlowSpec(out, fam, withID)
		if !ok || m != len(out) || again.Text(fam.AFI) != s.Text(fam.AFI) || again.RD != s.RD {
			t.Fatalf("%+v of %x: %+v of %x", s, b[:n], again, out)
		}
		if third, _ := AppendFlowSpec(nil, fam, &again, withID); !bytes.Equal(third, out) {
			t.Fatalf("%x, then %x", out, third)
		}
	})
}
