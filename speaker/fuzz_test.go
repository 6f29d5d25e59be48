package speaker

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// FuzzNegotiate: whatever OPEN comes, negotiation ends with what both sides offer, and no more.
func FuzzNegotiate(f *testing.F) {
	o := peerOpen(64501, usual(64501)...)
	seed, err := o.Append(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	role := RolePeer
	v6 := codec.Family{AFI: 2, SAFI: 1}
	c := PeerConfig{Remote: netip.MustParseAddr(them), LocalAS: 64500, Capabilities: DefaultCapabilities(codec.IPv4Unicast, v6)}
	c.Capabilities.Role = &role
	c.Capabilities.GracefulRestart = &codec.GracefulRestart{Families: []codec.GRFamily{{Family: v6}}}
	c.Capabilities.AddPath = []codec.AddPath{{Family: v6, Mode: codec.AddPathBoth}}
	c.Capabilities.LongLived = []codec.LLGR{{Family: v6, Time: 1}}
	c.Capabilities.ExtendedNextHop = []codec.ExtendedNextHop{{AFI: 1, SAFI: 1, NextHop: 2}}
	if err := c.complete(); err != nil {
		f.Fatal(err)
	}
	local := c.offer(netip.MustParseAddr(us), false)
	var dc codec.Decoder
	f.Fuzz(func(t *testing.T, msg []byte) {
		peer, ok := codec.ParseOpen(msg)
		if !ok {
			return
		}
		a := negotiate(&c, &local, &peer)
		for _, x := range a.Families {
			if !slices.Contains(c.Capabilities.Families, x) {
				t.Errorf("family %s is carried", x)
			}
		}
		if a.HoldTime > a.LocalHold || a.HoldTime > a.PeerHold || a.Receive.AddPath&^codec.FamilySet(0).With(v6) != 0 {
			t.Errorf("agreed %+v", a)
		}
		if fault := c.openFault(a, &local, &peer, dc.Check(codec.PieceMessage, msg, codec.Context{})); fault != nil {
			if fault.why == "" || fault.note.Code != registry.ErrOpen && fault.note.Code != registry.ErrMessageHeader {
				t.Errorf("fault %+v", fault)
			}
			return
		}
		if peer.HoldTime == 1 || peer.HoldTime == 2 || peer.ID.IsUnspecified() || peer.AS == 0 || peer.Version != 4 {
			t.Errorf("accepted %+v", peer)
		}
	})
}

// FuzzUpdate: what is made of an UPDATE keeps to what the codec says of it.
func FuzzUpdate(f *testing.F) {
	f.Add(updateOf(f, net1, good+v6reach, net2)[19:], uint8(0))
	f.Add(updateOf(f, "", good+"80 04 04 00000001 80 04 04 00000002 c0 23 04 00000001", net2)[19:], uint8(7))
	role := RolePeer
	cfg := peerConfig()
	cfg.Capabilities.Role = &role
	p := &Peer{speaker: &Speaker{o: Options{Limits: Limits{}.withDefaults()}}, cfg: cfg, in: &adjRIBIn{rib: rib.New()}}
	f.Fuzz(func(t *testing.T, body []byte, mode uint8) {
		if len(body) > 4000 {
			return
		}
		msg := append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)
		p.cfg.Strict4271, p.cfg.EnforceFirstAS, p.cfg.FamilyDisable = mode&1 != 0, mode&2 != 0, mode&4 != 0
		c := &conn{p: p, agreed: &Agreed{PeerAS: 64501, Kind: codec.PeerEBGP, Families: []codec.Family{codec.IPv4Unicast, v6unicast}}}
		c.receive = codec.Context{AS4: true, Peer: codec.PeerEBGP}
		if mode&8 != 0 {
			c.receive.AddPath = codec.AllFamilies
		}
		findings := p.decoder.Check(codec.PieceMessage, msg, c.receive)
		_, worst := codec.Worst(findings)
		e, action := c.reactTo(msg, findings)
		switch {
		case action == registry.ActionSessionReset:
			if e.Note.Code == 0 || c.todo.msg != nil {
				t.Errorf("reset with %+v", e.Note)
			}
		case worst == registry.ActionSessionReset && action != registry.ActionAFISAFIDisable:
			t.Errorf("%s, the codec says %s", action, worst)
		case worst == registry.ActionTreatAsWithdraw && action < worst:
			t.Errorf("%s, the codec says %s", action, worst)
		}
		withdraw, was := c.todo.withdraw, 0
		p.in.use(func(r *rib.RIB) { was = r.Count(codec.IPv4Unicast) + r.Count(v6unicast) })
		c.applyUpdate()
		p.in.use(func(r *rib.RIB) {
			if n := r.Count(codec.IPv4Unicast) + r.Count(v6unicast); withdraw && n > was {
				t.Errorf("treated as withdraw, but %d routes became %d", was, n)
			}
			if n := r.Count(codec.Family{AFI: 1, SAFI: 2}) + r.Count(codec.Family{AFI: 2, SAFI: 2}); n > 0 {
				t.Errorf("%d routes of families that are not carried", n)
			}
			r.Reset()
		})
	})
}
