package codec

import (
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
	clean := 0
	for i := range 12000 {
		ctx := Context{AS4: i%8 != 0, Peer: PeerKind(r.IntN(4)), ExtMsg: true, WidthUnknown: i%16 == 1}
		if i%3 == 0 {
			ctx.AddPath = AllFamilies
		}
		p := someAttributes(r)
		for len(p.ASPath) > 0 && i%2 == 0 {
			p.ASPath = p.ASPath[1:]
		}
		u := Update{Attrs: p.Append(nil, ctx)}
		for range r.IntN(4) {
			u.NLRI = AppendNLRI(u.NLRI, prefixOf([]string{"0.0.0.0/0", "10.0.0.0/9", "192.0.2.0/24", "1.2.3.4/32"}[r.IntN(4)]), 7, ctx.AddPath != 0)
		}
		if i%5 == 0 {
			m := MPReach{Family: v6, NextHop: make([]byte, 16), NLRI: AppendNLRI(nil, prefixOf("2001:db8::/32"), 7, ctx.AddPath != 0)}
			u.Attrs = append(AppendMPReach(nil, &m), u.Attrs...)
		}
		msg := u.AppendFaulty(nil, &Lies{})
		for range r.IntN(3) {
			msg[HeaderLen+r.IntN(len(msg)-HeaderLen)] = byte(r.IntN(256)) >> r.IntN(8)
		}
		a, b := check.Check(PieceMessage, msg, ctx), decode.Decode(PieceMessage, msg, ctx).Findings
		if len(a) == 0 && len(b) == 0 {
			clean++
			continue
		}
		for i := range b {
			b[i].Node = -1
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%x in %+v: check %v, decode %v", msg, ctx, findingLines(a), findingLines(b))
		}
	}
	if clean < 1000 {
		t.Errorf("only %d of the UPDATEs are sound", clean)
	}
}
