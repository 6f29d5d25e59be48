package rebuild

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

func routes(hops []netip.Addr, n int, prefix string) logline.ToldRoutes {
	p := netip.MustParsePrefix(prefix)
	l := logline.ToldRoutes{AFI: 1, SAFI: 1, NextHops: hops}
	if p.Addr().Is6() {
		l.AFI = 2
	}
	for range n {
		l.Routes = append(l.Routes, logline.ToldRoute{Prefix: p})
	}
	return l
}

// TestMessage compares with octets written out by hand.
func TestMessage(t *testing.T) {
	v4, v6, ll := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("fe80::1")
	const six = "20010db8000000000000000000000001"
	for _, x := range []struct {
		name string
		typ  int
		told logline.Told
		want string // the body in hex
	}{
		{"KEEPALIVE", 4, logline.Told{}, ""},
		{"body as it stands", 3, logline.Told{HasBody: true, Body: []byte{6, 2, 0}}, "060200"},
		{"End-of-RIB", 2, logline.Told{End: true, AFI: 1, SAFI: 1}, "00000000"},
		{"End-of-RIB of IPv6", 2, logline.Told{End: true, AFI: 2, SAFI: 1}, "00000006" + "800f03000201"},
		{"ROUTE-REFRESH", 5, logline.Told{AFI: 2, SAFI: 128, Subtype: 1}, "00020180"},
		{"withdrawn", 2, logline.Told{Unreach: []logline.ToldRoutes{routes(nil, 1, "198.51.96.0/19")}}, "0004" + "13c63360" + "0000"},
		{"IPv4 with an IPv6 next hop", 2, logline.Told{Reach: []logline.ToldRoutes{routes([]netip.Addr{v6}, 1, "10.0.0.0/8")}},
			"0000" + "001a" + "800e17" + "000101" + "10" + six + "00" + "080a"},
		{"two next hops of one route", 2, logline.Told{Reach: []logline.ToldRoutes{routes([]netip.Addr{v6}, 1, "2001:db8::/32"), routes([]netip.Addr{ll}, 1, "2001:db8::/32")}},
			"0000" + "002d" + "800e2a" + "000201" + "20" + six + "fe800000000000000000000000000001" + "00" + "2020010db8"},
		{"next hop told and taken from the routes", 2, logline.Told{Attrs: []logline.ToldAttr{{Code: 3, Flags: 0x40, Addrs: []netip.Addr{v4}}},
			Reach: []logline.ToldRoutes{routes([]netip.Addr{v4}, 1, "0.0.0.0/0")}}, "0000" + "0007" + "400304c0000201" + "00"},
		{"OPEN without capabilities", 1, logline.Told{Open: &logline.ToldOpen{Version: 3, AS: 64496, HoldTime: 90, ID: v4}}, "03fbf0005ac000020100"},
		{"OPEN of a large AS", 1, logline.Told{Open: &logline.ToldOpen{Version: 4, AS: 4200000000, HoldTime: 3, ID: v4,
			Capabilities: []logline.ToldCapability{{Code: 65, Value: []byte{0xfa, 0x56, 0xea, 0}}}}}, "045ba00003c000020108" + "0206" + "4104fa56ea00"},
	} {
		got, _, ok := Message(x.typ, &x.told)
		body, _ := hex.DecodeString(x.want)
		want := append(codec.AppendHeader(nil, 19+len(body), 0), body...)
		want[18] = byte(x.typ)
		if !ok || !bytes.Equal(got, want) {
			t.Errorf("%s:\n%x, want\n%x", x.name, got, want)
		}
	}
}

// TestBounds: however much is told, the message is one that can be, and what is left out is said.
func TestBounds(t *testing.T) {
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	m := &logline.Told{
		Reach:   []logline.ToldRoutes{routes([]netip.Addr{v4}, 60000, "198.51.100.0/24"), routes([]netip.Addr{v6}, 60000, "2001:db8::/64"), routes([]netip.Addr{v4}, 5, "10.0.0.0/8")},
		Unreach: []logline.ToldRoutes{routes(nil, 60000, "198.51.100.0/24"), routes(nil, 60000, "2001:db8::/128"), routes(nil, 9, "2001:db8::/128")},
		PathIDs: true,
	}
	for range 100 {
		m.Attrs = append(m.Attrs, logline.ToldAttr{Code: 99, Flags: 0xc0, HasRaw: true, Raw: make([]byte, 4000)})
	}
	got, remarks, ok := Message(2, m)
	if !ok || len(got) > codec.MaxExtLen || len(remarks) < 2 {
		t.Fatalf("%v, %d octets, remarks %q", ok, len(got), remarks)
	}
	h, _ := codec.ParseHeader(got)
	if h.Length != len(got) {
		t.Errorf("length %d of %d octets", h.Length, len(got))
	}
	for typ, m := range map[int]*logline.Told{1: {}, 3: {}, 0: {}, 256: {HasBody: true}, 2: {HasBody: true, Body: make([]byte, 65530)}} {
		if got, _, ok := Message(typ, m); ok {
			t.Errorf("type %d gives %x", typ, got[:min(len(got), 30)])
		}
	}
}
