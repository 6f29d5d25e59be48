package codec

import (
	"bytes"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// lsNotDecoded are the assigned TLVs that stay octets, and why.
var lsNotDecoded = map[uint64]string{
	535: "a draft only",
	550: "a draft that ended", 551: "a draft that ended", 552: "a draft that ended", 553: "a draft that ended",
	555: "a draft that ended", 556: "a draft that ended", 557: "a draft that ended", 1200: "a draft that ended",
	1047: "a draft only", 1048: "a draft only", 1049: "a draft only", 1050: "a draft only", 1051: "a draft only",
	1052: "a draft only", 1056: "a draft only",
	1104: "a draft only", 1105: "RFC 8169 does not show how its bits lie", 1160: "a draft only", 1220: "a draft only",
}

// TestLSForms: each TLV that the registry names has a layout or is listed; the table is in order and has no others.
func TestLSForms(t *testing.T) {
	for i := range lsTypes {
		f := &lsTypes[i]
		if registry.TableLSTLVs.Name(uint64(f.typ)) == "" {
			t.Errorf("%d has no name", f.typ)
		}
		for _, l := range f.layouts {
			for j, p := range l.Parts {
				if (p.Variable() || p.Special != SpecialNone) && j < len(l.Parts)-1 {
					t.Errorf("%d: part %d goes to the end, and is not the last", f.typ, j)
				}
			}
		}
	}
	for v := range uint64(1 << 16) {
		if registry.TableLSTLVs.Status(v) != registry.StatusAssigned || registry.TableLSTLVs.Name(v) == "" {
			continue
		}
		if has := SpaceLS.Layouts(uint16(v)) != nil; has == (lsNotDecoded[v] != "") {
			t.Errorf("%d %s: layout %v, listed %q", v, registry.TableLSTLVs.Name(v), has, lsNotDecoded[v])
		}
	}
}

// TestLSLengths: a value of fixed length is read, one octet less or more is an error; lists want whole members.
func TestLSLengths(t *testing.T) {
	count := func(typ uint16, n int) (bad int) {
		v, _ := AppendLSTLVs(nil, []TLV{{typ, make([]byte, n)}})
		for _, f := range new(Decoder).Check(PieceAttributes, AppendAttr(nil, FlagOptional, registry.AttrBGPLS, v), Context{}) {
			if f.ID != FindTLVLength {
				t.Errorf("%d of %d octets: %s", typ, n, findingLine(&f))
			}
			bad++
		}
		return bad
	}
	for _, f := range lsTypes {
		legal := map[int]bool{}
		open := false
		for _, l := range f.layouts {
			n := 0
			for _, p := range l.Parts {
				switch size := p.elemSize(); {
				case !p.Variable() && p.Special == SpecialNone:
					n += int(p.Octets)
				case p.Elem != FieldGap && size > 1:
					n += max(3, int(p.Min)) * size
				default:
					open = true
				}
			}
			legal[n] = true
		}
		for n := range legal {
			if open {
				continue
			}
			if count(f.typ, n) != 0 {
				t.Errorf("%d: %d octets are refused", f.typ, n)
			}
			if !legal[n+1] && count(f.typ, n+1) != 1 || n > 0 && !legal[n-1] && count(f.typ, n-1) != 1 {
				t.Errorf("%d: %d or %d octets pass", f.typ, n-1, n+1)
			}
		}
	}
}

// TestSpacesInOrder: the types of a space are found by halves.
func TestSpacesInOrder(t *testing.T) {
	for s := range spaces {
		for i := 1; i < len(spaces[s].types); i++ {
			if a, b := spaces[s].types[i-1].typ, spaces[s].types[i].typ; a >= b {
				t.Errorf("space %d: %d stands behind %d", s, b, a)
			}
		}
	}
}

func num(v uint32) *uint32 { return &v }

// TestLSRoutes: values become the octets of RFC 9552, and come back.
func TestLSRoutes(t *testing.T) {
	local := LSNodeDescriptor{AS: num(64496), BGPLSID: num(0), IGPRouterID: octetsOf(t, "192000002001")}
	remote := LSNodeDescriptor{AS: num(64497), BGPRouterID: netip.MustParseAddr("192.0.2.2"), Member: num(64498)}
	ls, vpn := Family{registry.AFIBGPLS, registry.SAFIBGPLS}, Family{registry.AFIBGPLS, registry.SAFIBGPLSVPN}
	for _, c := range []struct {
		f    Family
		r    LSRoute
		want string
	}{
		{ls, LSRoute{Type: LSNode, Protocol: 2, Descriptors: []TLV{local.TLV(LSLocalNode)}},
			"0001 0027 02 0000000000000000 0100 001a 0200 0004 0000fbf0 0201 0004 00000000 0203 0006 192000002001"},
		{ls, LSRoute{ID: 7, Type: LSLink, Protocol: 7, Identifier: 1 << 40, Descriptors: []TLV{local.TLV(LSLocalNode), remote.TLV(LSRemoteNode)}},
			"00000007 0002 0043 07 0000010000000000 0100 001a 0200 0004 0000fbf0 0201 0004 00000000 0203 0006 192000002001 0101 0018 0200 0004 0000fbf1 0204 0004 c0000202 0205 0004 0000fbf2"},
		{vpn, LSRoute{Type: LSPrefixIPv4, RD: RD{0, 0, 0xfb, 0xf0, 0, 0, 0, 100}, Protocol: 3, Descriptors: []TLV{LSPrefix(netip.MustParsePrefix("198.51.100.0/22"))}},
			"0003 0019 0000fbf000000064 03 0000000000000000 0109 0004 16 c63364"},
		{vpn, LSRoute{Type: 65001, Raw: []byte{1, 2}}, "fde9 000a 0000000000000000 0102"},
	} {
		b, ok := AppendLSRoute(nil, c.f, &c.r, c.r.ID != 0)
		if !ok || !bytes.Equal(b, octetsOf(t, c.want)) {
			t.Errorf("%x, want %s", b, c.want)
		}
		r, n, ok := ParseLSRoute(b, c.f, c.r.ID != 0)
		if !ok || n != len(b) || !reflect.DeepEqual(r, c.r) {
			t.Errorf("%+v, %d, want %+v", r, n, c.r)
		}
		for n := range b {
			if _, _, ok := ParseLSRoute(b[:n], c.f, c.r.ID != 0); ok {
				t.Errorf("%x was read", b[:n])
			}
		}
	}
	for i, n := range []LSNodeDescriptor{local, remote} {
		if got, ok := n.TLV(uint16(LSLocalNode + i)).LSNodeDescriptor(); !ok || !reflect.DeepEqual(got, n) {
			t.Errorf("%+v, want %+v", got, n)
		}
	}
	if _, ok := AppendLSRoute(nil, IPv4Unicast, &LSRoute{Type: LSNode}, false); ok {
		t.Error("a route of another family")
	}
	if _, ok := AppendLSRoute(nil, ls, &LSRoute{Type: LSNode, Descriptors: []TLV{{256, make([]byte, 1<<16-10)}}}, false); ok {
		t.Error("a route that is too long")
	}
}

// TestLSSort: sorted descriptors are those that nothing is found in.
func TestLSSort(t *testing.T) {
	f := Family{registry.AFIBGPLS, registry.SAFIBGPLS}
	node := TLV{LSLocalNode, octetsOf(t, "0203 0006 192000002001 0200 0004 0000fbf0")}
	r := LSRoute{Type: LSLink, Protocol: 2, Descriptors: []TLV{
		{260, octetsOf(t, "c6336402")}, {259, octetsOf(t, "c6336402")}, {259, octetsOf(t, "c6336401")}, node}}
	check := func() int {
		b, _ := AppendLSRoute(nil, f, &r, false)
		return len(new(Decoder).Check(PieceAttributes, AppendMPUnreach(nil, f, b), Context{}))
	}
	if n := check(); n != 4 {
		t.Errorf("%d findings, want 4", n)
	}
	if r.Sort(); check() != 0 {
		t.Errorf("findings in %+v", r)
	}
	if n, _ := r.Descriptors[0].LSNodeDescriptor(); n.AS == nil || *n.AS != 64496 || node.Value[1] != 3 {
		t.Error("the node, or octets that were borrowed")
	}
	if string(r.Descriptor(260)) != "\xc6\x33\x64\x02" || r.Descriptor(261) != nil {
		t.Error("descriptors by type")
	}
}

// TestLSValues: what is built is what is read.
func TestLSValues(t *testing.T) {
	for _, c := range []struct {
		t    TLV
		want string
	}{
		{LSUint(LSMetric, 10, 3), "0447 0003 00000a"},
		{LSUint(1154, 1<<40, 8), "0482 0008 0000010000000000"},
		{LSBandwidth(1089, 1.25e8), "0441 0004 4cee6b28"},
		{(&LSSID{Flags: 0x30, Parameter: 10, SID: 24000, Label: true}).TLV(LSAdjSID), "044b 0007 30 0a 0000 005dc0"},
		{(&LSSID{Flags: 0x40, SID: 100}).TLV(LSPrefixSID), "0486 0008 40 00 0000 00000064"},
		{LSPrefix(netip.MustParsePrefix("2001:db8::/33")), "0109 0006 21 20010db800"},
	} {
		if v, ok := AppendLSTLVs(nil, []TLV{c.t}); !ok || !bytes.Equal(v, octetsOf(t, c.want)) {
			t.Errorf("%x, want %s", v, c.want)
		}
	}
	if v, ok := LSUint(LSMetric, 10, 3).Uint(); v != 10 || !ok {
		t.Error("number", v)
	}
	if l, ok := LSBandwidth(1091, 1, 2).Floats(); !ok || len(l) != 2 || l[1] != 2 {
		t.Error("bandwidths", l)
	}
	if s, ok := (&LSSID{0x30, 10, 24000, true}).TLV(LSAdjSID).LSSID(); !ok || s != (LSSID{0x30, 10, 24000, true}) {
		t.Error("SID", s)
	}
	if p, ok := LSPrefix(netip.MustParsePrefix("2001:db8::/33")).LSPrefix(true); !ok || p.String() != "2001:db8::/33" {
		t.Error("prefix", p)
	}
	if _, ok := (TLV{LSIPReach, octetsOf(t, "18c6336400")}).LSPrefix(false); ok {
		t.Error("a prefix with an octet too many")
	}
	if _, ok := (TLV{LSAdjSID, octetsOf(t, "300000005dc0")}).LSSID(); ok {
		t.Error("a SID of two octets")
	}
}

// FuzzLSRoute: what can be read is written again as it came, and so are node descriptors in their order.
func FuzzLSRoute(f *testing.F) {
	for _, v := range vectors(f) {
		if v.file != "routes_ls.txt" {
			continue
		}
		for a := range Attrs(v.octets) {
			if r, ok := ParseMPReach(a.Value); ok && a.Code == registry.AttrMPReach {
				f.Add(r.NLRI, uint8(r.SAFI), v.ctx.AddPath != 0)
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, safi uint8, withID bool) {
		fam := Family{registry.AFIBGPLS, registry.SAFI(safi)}
		r, n, ok := ParseLSRoute(b, fam, withID)
		if !ok {
			return
		}
		if out, ok := AppendLSRoute(nil, fam, &r, withID); !ok || !bytes.Equal(out, b[:n]) {
			t.Fatalf("%x: %+v, %x", b[:n], r, out)
		}
		whole := true
		for _, d := range r.Descriptors {
			node, ok := d.LSNodeDescriptor()
			whole = whole && ok
			if again, ok2 := node.TLV(d.Type).LSNodeDescriptor(); ok && (!ok2 || len(again.Others) != len(node.Others)) {
				t.Fatalf("%x: %+v, %+v", d.Value, node, again)
			}
			d.LSPrefix(r.Type == LSPrefixIPv6)
		}
		r.Sort()
		out, ok := AppendLSRoute(nil, fam, &r, withID)
		if !ok || len(out) != n {
			t.Fatalf("%x: sorted %x", b[:n], out)
		}
		for _, x := range new(Decoder).Check(PieceAttributes, AppendMPUnreach(nil, fam, out), Context{AddPath: FamilySet(0).With(fam) * FamilySet(btoi(withID))}) {
			if x.ID == FindTLVOrder && whole {
				t.Fatalf("%x: sorted and out of order", out)
			}
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
