package codec

import (
	"encoding/hex"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestSkip: what is passed over without recording has nothing to tell. Sound UPDATEs are damaged in one octet or two, and
// checked and decoded: the findings must be the same. As many as are sound must be passed over, or the test shows nothing.
func TestSkip(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var check, decode Decoder
	v6 := Family{registry.AFIIPv6, registry.SAFIUnicast}
	clean, passed := 0, 0
	for i := range 24000 {
		ctx := Context{AS4: i%8 != 0, Peer: PeerKind(r.IntN(4)), ExtMsg: true, WidthUnknown: i%16 == 1}
		if i%3 == 0 {
			ctx.AddPath = AllFamilies
		}
		p := someAttributes(r)
		for len(p.ASPath) > 0 && i%2 == 0 {
			p.ASPath = p.ASPath[1:]
		}
		u := Update{Attrs: p.Append(nil, ctx)}
		if i%4 > 1 {
			u.Attrs = commonOnly(u.Attrs, &ctx)
		}
		for range r.IntN(4) {
			u.NLRI = AppendNLRI(u.NLRI, prefixOf([]string{"0.0.0.0/0", "10.0.0.0/9", "192.0.2.0/24", "1.2.3.4/32"}[r.IntN(4)]), 7, ctx.AddPath != 0)
		}
		if i%5 == 0 {
			m := MPReach{Family: v6, NextHop: make([]byte, 16), NLRI: AppendNLRI(nil, prefixOf("2001:db8::/32"), 7, ctx.AddPath != 0)}
			u.Attrs = append(AppendMPReach(nil, &m), u.Attrs...)
		} else if i%5 < 3 {
			u.Attrs = append(someRoutes(r, ctx.AddPath != 0), u.Attrs...)
		}
		for range r.IntN(3) {
			u.Withdrawn = AppendNLRI(u.Withdrawn, prefixOf([]string{"0.0.0.0/0", "198.51.100.0/25"}[r.IntN(2)]), 7, ctx.AddPath != 0)
		}
		msg := u.AppendFaulty(nil, &Lies{})
		for range r.IntN(3) {
			msg[HeaderLen+r.IntN(len(msg)-HeaderLen)] = byte(r.IntN(256)) >> r.IntN(8)
		}
		a, b := check.Check(PieceMessage, msg, ctx), decode.Decode(PieceMessage, msg, ctx).Findings
		if len(a) == 0 && len(b) == 0 {
			clean++
			if soundUpdate(msg, &ctx) {
				passed++
			}
			continue
		}
		for i := range b {
			b[i].Node = -1
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%x in %+v: check %v, decode %v", msg, ctx, findingLines(a), findingLines(b))
		}
	}
	if clean < 1500 {
		t.Errorf("only %d of the UPDATEs are sound", clean)
	}
	if passed < clean/2 {
		t.Errorf("of %d sound UPDATEs only %d were passed over", clean, passed)
	}
	t.Logf("%d sound, %d passed over", clean, passed)
}

// commonOnly leaves out the attributes that are not passed over.
func commonOnly(b []byte, ctx *Context) (out []byte) {
	for a := range Attrs(b) {
		if ctx.plain(a.Code, a.Flags&^FlagExtended, a.Value) {
			out = AppendAttr(out, a.Flags, a.Code, a.Value)
		}
	}
	return out
}

// someRoutes gives an MP_REACH_NLRI or MP_UNREACH_NLRI of a family whose routes are passed over.
func someRoutes(r *rand.Rand, withID bool) []byte {
	const rd, esi = "0000fbf400000064", "00112233445566778899"
	forms := []struct {
		f      Family
		hop    int
		routes []string
	}{
		{Family{registry.AFIIPv4, registry.SAFILabeledUnicast}, 4, []string{"30000101c63364", "39000101c6336480", "38000100c6336401"}},
		{Family{registry.AFIIPv6, registry.SAFILabeledUnicast}, 16, []string{"3800010120010db8"}},
		{Family{registry.AFIIPv4, registry.SAFIVPN}, 12, []string{"70000101" + rd + "c63364", "58000101" + rd}},
		{Family{registry.AFIIPv6, registry.SAFIVPN}, 24, []string{"78000101" + rd + "20010db8"}},
		{Family{registry.AFIIPv4, registry.SAFIMulticastVPN}, 12, []string{"58" + rd + "c63364"}},
		{Family{registry.AFIL2VPN, registry.SAFIEVPN}, 16, []string{
			"0119" + rd + esi + "00000064000101", "0221" + rd + esi + "00000000300200000000010003e800",
			"0228" + rd + esi + "000000003002000000000120c6336401000101000111", "0311" + rd + "0000000020c0000201", "0417" + rd + esi + "20c0000201"}},
	}
	form := forms[r.IntN(len(forms))]
	var nlri []byte
	for range 1 + r.IntN(3) {
		if withID {
			nlri = appendU32(nlri, r.Uint32())
		}
		b, _ := hex.DecodeString(form.routes[r.IntN(len(form.routes))])
		nlri = append(nlri, b...)
	}
	if r.IntN(4) == 0 {
		return AppendMPUnreach(nil, form.f, nlri)
	}
	return AppendMPReach(nil, &MPReach{Family: form.f, NextHop: make([]byte, form.hop), NLRI: nlri})
}
