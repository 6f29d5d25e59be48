package codec

import (
	"bytes"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

var ipv6Unicast = Family{registry.AFIIPv6, registry.SAFIUnicast}

// TestRareCapabilities: the octets of each, and the value again.
func TestRareCapabilities(t *testing.T) {
	orf := []ORFOffer{{IPv4Unicast, []ORFTypeOffer{{64, ORFBoth}, {128, ORFReceive}}}, {ipv6Unicast, nil}}
	labels := []MultipleLabels{{Family{registry.AFIIPv4, registry.SAFILabeledUnicast}, 2}}
	sec := BGPsec{Send: true, AFI: registry.AFIIPv6}
	codes := []registry.CapCode{1, 64}
	for _, c := range []struct {
		cap  Capability
		want string
		back any
		read func(v []byte) any
	}{
		{ORFCapability(registry.CapORFOld, orf...), "820e 0001000102 4003 8001 0002000100", orf, func(v []byte) any { l, _ := ParseORF(v); return l }},
		{MultipleLabelsCapability(labels...), "0804 00010402", labels, func(v []byte) any { l, _ := ParseMultipleLabels(v); return l }},
		{sec.Capability(), "0703 080002", sec, func(v []byte) any { b, _ := ParseBGPsec(v); return b }},
		{DynamicCapability(codes...), "4302 0140", codes, func(v []byte) any { return ParseDynamic(v) }},
		{MultisessionCapability(registry.CapMultisession, 0x80, codes...), "4403 800140", codes, func(v []byte) any { _, l, _ := ParseMultisession(v); return l }},
	} {
		if got := c.cap.Append(nil); !bytes.Equal(got, octetsOf(t, c.want)) {
			t.Errorf("%x, want %s", got, c.want)
		}
		if got := c.read(c.cap.Value); !reflect.DeepEqual(got, c.back) {
			t.Errorf("%+v, want %+v", got, c.back)
		}
	}
	for _, v := range [][]byte{{0, 1, 0, 1}, {0, 1, 0, 1, 2, 64, 3}, {0, 1, 0, 1, 1, 64, 3, 0}} {
		if _, ok := ParseORF(v); ok {
			t.Errorf("%x was read", v)
		}
	}
	if _, _, ok := ParseMultisession(nil); ok {
		t.Error("multisession without flags")
	}
	if c := DynamicCapability(make([]registry.CapCode, 300)...); len(c.Value) != 255 {
		t.Errorf("%d octets", len(c.Value))
	}
}

// TestORFMessage: a ROUTE-REFRESH with filters becomes the octets of RFC 5291 and RFC 5292, and is sound.
func TestORFMessage(t *testing.T) {
	add := ORFPrefix{Sequence: 5, MinLen: 24, MaxLen: 28, Prefix: netip.MustParsePrefix("198.51.100.0/24"), Deny: true}
	b, _ := add.Append(nil)
	b, _ = (&ORFPrefix{Action: ORFRemoveAll}).Append(b)
	msg, ok := AppendRouteRefreshORF(nil, IPv4Unicast, ORFImmediate, ORF{ORFAddressPrefix, b}, ORF{66, []byte{1}})
	want := octetsOf(t, "0001 00 01 01 40 000c 20 00000005 18 1c 18 c63364 80 42 0001 01")
	if !ok || !bytes.Equal(msg[HeaderLen:], want) {
		t.Fatalf("%x, want %x", msg[HeaderLen:], want)
	}
	if f := new(Decoder).Check(PieceMessage, msg, Context{}); len(f) > 0 {
		t.Errorf("%v", f)
	}
	when, list, ok := ParseORFs(msg[minRefresh:])
	if !ok || when != ORFImmediate || len(list) != 2 || list[1].Type != 66 {
		t.Errorf("%v %v", when, list)
	}
	if e, n, ok := ParseORFPrefix(list[0].Entries, registry.AFIIPv4); !ok || n != 11 || e != add {
		t.Errorf("%+v, %d", e, n)
	}
	if _, ok := (&ORFPrefix{}).Append(nil); ok {
		t.Error("an entry without a prefix")
	}
	if _, ok := AppendRouteRefreshORF(nil, IPv4Unicast, ORFDefer, ORF{64, make([]byte, MaxLen)}); ok {
		t.Error("a message of more than 4096 octets")
	}
}

// FuzzORF: what can be read is written again as it came, but for bits that have no meaning.
func FuzzORF(f *testing.F) {
	f.Add([]byte{0x20, 0, 0, 0, 5, 24, 28, 24, 198, 51, 100, 0x80}, uint8(1))
	f.Add([]byte{1, 64, 0, 1, 0x80}, uint8(2))
	f.Add([]byte{0, 1, 0, 1, 1, 64, 3}, uint8(2))
	f.Fuzz(func(t *testing.T, b []byte, afi uint8) {
		if e, n, ok := ParseORFPrefix(b, registry.AFI(afi)); ok {
			out, ok := e.Append(nil)
			again, m, ok2 := ParseORFPrefix(out, registry.AFI(afi))
			if !ok || !ok2 || n != m || len(out) != n || again.Prefix.IsValid() && again.Prefix != e.Prefix.Masked() {
				t.Fatalf("%x: %+v, %x", b[:n], e, out)
			}
		}
		if when, list, ok := ParseORFs(b); ok && len(b) < MaxLen-minRefresh {
			out, ok := AppendRouteRefreshORF(nil, IPv4Unicast, when, list...)
			if !ok || !bytes.Equal(out[minRefresh:], b) {
				t.Fatalf("%x: %x", b, out)
			}
		}
		if list, ok := ParseORF(b); ok && len(b) < 256 {
			if again, ok := ParseORF(ORFCapability(registry.CapORF, list...).Value); !ok || !reflect.DeepEqual(again, list) {
				t.Fatalf("%x: %v", b, list)
			}
		}
	})
}
