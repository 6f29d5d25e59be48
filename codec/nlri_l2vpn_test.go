package codec

import (
	"bytes"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestL2VPNRoutes: values become the octets that the RFCs want, and come back.
func TestL2VPNRoutes(t *testing.T) {
	rd, pe := RD{0, 0, 0xfb, 0xf0, 0, 0, 0, 100}, netip.MustParseAddr("192.0.2.1")
	for _, c := range []struct {
		r    L2VPNRoute
		want string
	}{
		{L2VPNRoute{RD: rd, PE: pe}, "000c0000fbf000000064c0000201"},
		{L2VPNRoute{ID: 7, RD: rd, SiteID: 1, BlockOffset: 2, BlockSize: 8, LabelBase: 0x101}, "0000000700110000fbf000000064000100020008000101"},
		{L2VPNRoute{RD: rd, CE: true, SiteID: 1, BlockOffset: 2, LabelBase: 0x101, TLVs: []byte{1, 0, 9, 0xff, 0x80}}, "00140000fbf000000064000100020001010100" + "09ff80"},
	} {
		b, ok := AppendL2VPNRoute(nil, &c.r, c.r.ID != 0)
		if got := string(AppendHex(nil, b)); !ok || got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
		if r, n, ok := ParseL2VPNRoute(b, c.r.ID != 0); !ok || n != len(b) || !reflect.DeepEqual(r, c.r) {
			t.Errorf("%+v, %d of %d octets, want %+v", r, n, len(b), c.r)
		}
	}
	for _, r := range []L2VPNRoute{{PE: netip.IPv6Loopback()}, {CE: true, TLVs: []byte{1, 0, 9, 0}}, {CE: true, TLVs: []byte{1, 0}}} {
		if b, ok := AppendL2VPNRoute(nil, &r, false); ok || len(b) > 0 {
			t.Errorf("%+v: %x", r, b)
		}
	}
	if b, ok := AppendMDTRoute(nil, &MDTRoute{PE: pe}, false); ok || len(b) > 0 {
		t.Errorf("a route without a group: %x", b)
	}
}

// FuzzL2VPNRoute: what can be read is written again as it came, and the decoder agrees on what can be read.
func FuzzL2VPNRoute(f *testing.F) {
	f.Add([]byte{0, 12, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100, 192, 0, 2, 1}, false, false)
	f.Add([]byte{0, 17, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100, 0, 1, 0, 1, 0, 8, 0, 1, 1}, false, false)
	f.Add([]byte{0, 0, 0, 1, 0, 19, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100, 0, 1, 0, 1, 0, 1, 1, 1, 0, 5, 0xf8}, true, false)
	f.Add([]byte{0x80, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100, 192, 0, 2, 1, 233, 252, 0, 1}, false, true)
	f.Fuzz(func(t *testing.T, b []byte, withID, mdt bool) {
		fam := Family{registry.AFIL2VPN, registry.SAFIVPLS}
		r, n, ok := ParseL2VPNRoute(b, withID)
		out, wrote := AppendL2VPNRoute(nil, &r, withID)
		if mdt {
			var m MDTRoute
			fam = Family{registry.AFIIPv4, registry.SAFIMDT}
			m, n, ok = ParseMDTRoute(b, withID)
			out, wrote = AppendMDTRoute(nil, &m, withID)
		}
		if n > len(b) {
			t.Fatalf("%d of %d octets", n, len(b))
		}
		if ok && (!wrote || !bytes.Equal(out, b[:n])) {
			t.Fatalf("%x: %x", b[:n], out)
		}
		if n == 0 || n > 4000 {
			return
		}
		var ctx Context
		if withID {
			ctx.AddPath = ctx.AddPath.With(fam)
		}
		if found := new(Decoder).Check(PieceAttributes, AppendMPUnreach(nil, fam, b[:n]), ctx); ok != (len(found) == 0) {
			t.Fatalf("%x: parsed %v, %d findings", b[:n], ok, len(found))
		}
	})
}
